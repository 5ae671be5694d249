import "../toolbar.css";

import addIcon from "@vscode/codicons/src/icons/add.svg";
import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import undoIcon from "@vscode/codicons/src/icons/discard.svg";
import addressIcon from "@vscode/codicons/src/icons/globe.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { RequestOptionsButton, RequestOptionsForm } from "../request/requestOptionsForm.tsx";
import { oneLine } from "../text.ts";
import type { PicturesActions } from "./actions.ts";
import type { PicturesPageState } from "./state.ts";
import { weightText } from "./weightText.ts";

export function PicturesToolbar(props: { state: PicturesPageState; actions: PicturesActions }) {
	const { state, actions } = props;
	const buttons = [
		{
			title: l10n.t("Add Pictures…"),
			hint: l10n.t("Add pictures, or drop them from the Explorer with Shift pressed"),
			icon: addIcon,
			press: () => actions.addFiles(),
		},
		{
			title: l10n.t("Add from Address…"),
			hint: l10n.t("Add a picture from an http or https address"),
			icon: addressIcon,
			press: () => actions.addAddress(),
		},
		{
			title: l10n.t("Undo"),
			hint: l10n.t("Take back the last change of the pictures or their order"),
			icon: undoIcon,
			press: () => actions.undo(),
		},
	];
	const isRunning = state.runs.some(({ status }) => status === "running");
	return (
		<header class="toolbar-holder">
			<h1 class="unseen">{l10n.t("Several pictures")}</h1>
			<div class="toolbar" role="toolbar" aria-label={l10n.t("Pictures to ask about")}>
				<div class="tasks">
					{buttons.map(({ title, hint, icon, press }) => (
						<button
							type="button"
							class="tool task"
							key={title}
							aria-label={title}
							title={hint}
							disabled={icon === undoIcon && !state.canUndo}
							onClick={press}
						>
							<Icon svg={icon} />
							<span class="tool-text">{title}</span>
						</button>
					))}
				</div>
				<div class="facts" dir="auto">
					{weightText(state)}
				</div>
				<RequestOptionsButton state={state} />
				<button
					type="button"
					class="tool model"
					aria-label={l10n.t("Model: {0}", oneLine(state.engine.model, 80))}
					title={l10n.t("Model: {0}", oneLine(state.engine.model, 80))}
					onClick={() => actions.selectModel()}
				>
					<span class="tool-text">{oneLine(state.engine.model, 80)}</span>
					<Icon svg={chevronIcon} />
				</button>
				{isRunning && <div class="progress" role="progressbar" aria-label={l10n.t("Running")} />}
			</div>
			<RequestOptionsForm state={state} actions={actions} />
		</header>
	);
}
