import leftIcon from "@vscode/codicons/src/icons/chevron-left.svg";
import rightIcon from "@vscode/codicons/src/icons/chevron-right.svg";
import * as l10n from "@vscode/l10n";
import type { FolderPlace } from "../shared/protocol.ts";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { formatNumber } from "./text.ts";

/** The way to the pictures before and after this one in its folder, and where it stands. */
export function Neighbours(props: {
	place: FolderPlace | undefined;
	actions: Pick<Actions, "goTo">;
}) {
	const { place, actions } = props;
	// A picture alone in its folder has nowhere to go.
	if (!place || !(place.hasPrevious || place.hasNext)) return null;
	const count = formatNumber(place.count);
	return (
		<fieldset class="controls" aria-label={l10n.t("Pictures of the folder")}>
			<button
				type="button"
				disabled={!place.hasPrevious}
				aria-label={l10n.t("Previous Picture")}
				title={l10n.t("Previous Picture (←)")}
				onClick={() => actions.goTo("previous")}
			>
				<Icon svg={leftIcon} />
			</button>
			<span class="place">
				{place.number === undefined
					? l10n.t("– of {0}", count)
					: l10n.t("{0} of {1}", formatNumber(place.number), count)}
			</span>
			<button
				type="button"
				disabled={!place.hasNext}
				aria-label={l10n.t("Next Picture")}
				title={l10n.t("Next Picture (→)")}
				onClick={() => actions.goTo("next")}
			>
				<Icon svg={rightIcon} />
			</button>
		</fieldset>
	);
}
