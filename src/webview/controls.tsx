import addIcon from "@vscode/codicons/src/icons/add.svg";
import backgroundIcon from "@vscode/codicons/src/icons/color-mode.svg";
import helpIcon from "@vscode/codicons/src/icons/question.svg";
import removeIcon from "@vscode/codicons/src/icons/remove.svg";
import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { type Background, backgroundWords } from "./background.ts";
import { Icon } from "./icon.tsx";
import { formatNumber } from "./text.ts";

/** Zoom, fit, 1:1 and help, over the lower left corner of the picture. */
export function Controls(props: {
	scale: number;
	disabled: boolean;
	/** Where it can be changed. */
	background?: { shown: Background; cycle(): void };
	actions: Pick<Actions, "zoomIn" | "zoomOut" | "fit" | "actualSize" | "showHelp">;
}) {
	const { actions, disabled } = props;
	const percent = props.scale * 100;
	const { background } = props;
	return (
		<fieldset class="controls" aria-label={l10n.t("View")}>
			<button
				type="button"
				disabled={disabled}
				aria-label={l10n.t("Zoom Out")}
				title={l10n.t("Zoom Out (-)")}
				onClick={() => actions.zoomOut()}
			>
				<Icon svg={removeIcon} />
			</button>
			<output class="zoom" aria-label={l10n.t("Zoom")} aria-live="off">
				{formatNumber(percent, percent < 9.95 ? 1 : 0)} %
			</output>
			<button
				type="button"
				disabled={disabled}
				aria-label={l10n.t("Zoom In")}
				title={l10n.t("Zoom In (+)")}
				onClick={() => actions.zoomIn()}
			>
				<Icon svg={addIcon} />
			</button>
			<button
				type="button"
				disabled={disabled}
				title={l10n.t("Fit to the View (F)")}
				onClick={() => actions.fit()}
			>
				{l10n.t("Fit")}
			</button>
			<button
				type="button"
				disabled={disabled}
				title={l10n.t("Actual Size, 100 % (0)")}
				onClick={() => actions.actualSize()}
			>
				1:1
			</button>
			{background && (
				<button
					type="button"
					aria-label={backgroundWords(background.shown)}
					title={`${backgroundWords(background.shown)} (B)`}
					onClick={() => background.cycle()}
				>
					<Icon svg={backgroundIcon} />
				</button>
			)}
			<button
				type="button"
				aria-label={l10n.t("Keyboard Shortcuts")}
				title={l10n.t("Keyboard Shortcuts (?)")}
				onClick={() => actions.showHelp()}
			>
				<Icon svg={helpIcon} />
			</button>
		</fieldset>
	);
}
