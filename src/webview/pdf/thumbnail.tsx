import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { formatNumber } from "../text.ts";

interface ThumbnailProps {
	page: number;
	isChosen: boolean;
	/** Tab comes here. */
	isCurrent: boolean;
}

/** A page of the grid; what is drawn of it, and what its pointer and keys do, is the grid's. */
export const Thumbnail = memo(({ page, isChosen, isCurrent }: ThumbnailProps) => (
	<div
		class="page"
		role="option"
		aria-selected={isChosen}
		aria-label={l10n.t("Page {0}", formatNumber(page))}
		tabIndex={isCurrent ? 0 : -1}
		data-page={page}
	>
		<span class="sheet" />
		<span class="page-number" aria-hidden="true">
			{formatNumber(page)}
		</span>
	</div>
));
