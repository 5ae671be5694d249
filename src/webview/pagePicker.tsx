import "./shown.css";

import previousIcon from "@vscode/codicons/src/icons/chevron-left.svg";
import nextIcon from "@vscode/codicons/src/icons/chevron-right.svg";
import * as l10n from "@vscode/l10n";
import type { PictureState } from "../shared/protocol.ts";
import { Icon } from "./icon.tsx";
import { formatNumber } from "./text.ts";

/** Goes through the pages of a file that has several. */
export function PagePicker({
	picture,
	showPage,
}: {
	picture: PictureState;
	showPage(page: number): void;
}) {
	if (picture.kind !== "shown" || !picture.page) return null;
	const { index, count } = picture.page;
	return (
		<fieldset class="controls page-picker" aria-label={l10n.t("Pages")}>
			<button
				type="button"
				aria-label={l10n.t("Previous Page")}
				title={l10n.t("Previous Page")}
				disabled={index === 0}
				onClick={() => showPage(index - 1)}
			>
				<Icon svg={previousIcon} />
			</button>
			<span role="status">
				{l10n.t("Page {0} of {1}", formatNumber(index + 1), formatNumber(count))}
			</span>
			<button
				type="button"
				aria-label={l10n.t("Next Page")}
				title={l10n.t("Next Page")}
				disabled={index === count - 1}
				onClick={() => showPage(index + 1)}
			>
				<Icon svg={nextIcon} />
			</button>
		</fieldset>
	);
}
