import "../select.css";
import "../toolbar.css";
import "./compareToolbar.css";

import swapIcon from "@vscode/codicons/src/icons/arrow-swap.svg";
import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import differenceIcon from "@vscode/codicons/src/icons/diff.svg";
import blinkIcon from "@vscode/codicons/src/icons/eye.svg";
import drawerIcon from "@vscode/codicons/src/icons/layout-panel.svg";
import panelIcon from "@vscode/codicons/src/icons/layout-sidebar-right.svg";
import swipeIcon from "@vscode/codicons/src/icons/mirror.svg";
import sideIcon from "@vscode/codicons/src/icons/split-horizontal.svg";
import * as l10n from "@vscode/l10n";
import type { Side } from "../../shared/compareProtocol.ts";
import { Icon } from "../icon.tsx";
import { RequestOptionsButton, RequestOptionsForm } from "../request/requestOptionsForm.tsx";
import { oneLine } from "../text.ts";
import type { CompareActions } from "./compareActions.ts";
import { type ComparePageState, type Mode, modeOf, modes, swapped } from "./state.ts";
import { modeTitle, sideName } from "./words.ts";

const icons: Readonly<Record<Mode, string>> = {
	sideBySide: sideIcon,
	swipe: swipeIcon,
	blink: blinkIcon,
	difference: differenceIcon,
};

export function CompareToolbar(props: { state: ComparePageState; actions: CompareActions }) {
	const { state, actions } = props;
	const isBusy =
		state.comparison.kind === "comparing" || state.runs.some(({ status }) => status === "running");
	return (
		<>
			<div class="toolbar" role="toolbar" aria-label={l10n.t("Comparison tools")}>
				<Modes state={state} actions={actions} />
				<div class="pair">
					{state.choices.length > 2 && <Chooser side="a" state={state} actions={actions} />}
					<button
						type="button"
						class="tool"
						aria-label={l10n.t("Swap A and B")}
						title={l10n.t("Swap A and B")}
						onClick={() => actions.choose(swapped(state.chosen))}
					>
						<Icon svg={swapIcon} />
					</button>
					{state.choices.length > 2 && <Chooser side="b" state={state} actions={actions} />}
				</div>
				<RequestOptionsButton state={state} />
				<ModelButton model={state.engine.model} actions={actions} />
				<button
					type="button"
					class="tool panel-toggle"
					aria-label={state.panelOpen ? l10n.t("Hide Panel") : l10n.t("Show Panel")}
					aria-expanded={state.panelOpen}
					title={state.panelOpen ? l10n.t("Hide Panel (P)") : l10n.t("Show Panel (P)")}
					onClick={() => actions.togglePanel()}
				>
					<Icon svg={panelIcon} />
					<Icon svg={drawerIcon} />
				</button>
				{isBusy && (
					<div
						class="progress"
						role="progressbar"
						aria-label={
							state.comparison.kind === "comparing" ? l10n.t("Comparing") : l10n.t("Running")
						}
					/>
				)}
			</div>
			<RequestOptionsForm state={state} actions={actions} />
		</>
	);
}

function Modes({ state, actions }: { state: ComparePageState; actions: CompareActions }) {
	const current = modeOf(state);
	return (
		<div class="modes" role="radiogroup" aria-label={l10n.t("Mode")}>
			{modes.map((mode, index) => {
				const isMeaningless = !state.layout && mode !== "sideBySide";
				return (
					<label
						key={mode}
						class={isMeaningless ? "tool mode meaningless" : "tool mode"}
						title={`${modeTitle(mode)} (${index + 1})`}
					>
						<input
							type="radio"
							name="mode"
							class="mode-input"
							aria-label={modeTitle(mode)}
							checked={mode === current}
							disabled={isMeaningless}
							onChange={() => actions.setMode(mode)}
						/>
						<Icon svg={icons[mode]} />
						<span class="tool-text">{modeTitle(mode)}</span>
					</label>
				);
			})}
		</div>
	);
}

/** Which of several pictures is A, or B. */
function Chooser(props: { side: Side; state: ComparePageState; actions: CompareActions }) {
	const { side, state, actions } = props;
	return (
		<select
			class="select"
			aria-label={side === "a" ? l10n.t("Picture A") : l10n.t("Picture B")}
			value={String(state.chosen[side])}
			onChange={({ currentTarget }) =>
				actions.choose({ ...state.chosen, [side]: Number(currentTarget.value) })
			}
		>
			{state.choices.map(({ uri, name, detail }, index) => (
				<option key={uri} value={String(index)}>
					{`${sideName(side)}: ${oneLine(name, 60)} · ${oneLine(detail, 60)}`}
				</option>
			))}
		</select>
	);
}

function ModelButton({ model, actions }: { model: string; actions: CompareActions }) {
	const name = oneLine(model, 80);
	return (
		<button
			type="button"
			class="tool model"
			aria-label={l10n.t("Model: {0}", name)}
			title={l10n.t("Model: {0}", name)}
			onClick={() => actions.selectModel()}
		>
			<span class="tool-text">{name}</span>
			<Icon svg={chevronIcon} />
		</button>
	);
}
