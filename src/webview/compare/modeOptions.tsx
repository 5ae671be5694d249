import pauseIcon from "@vscode/codicons/src/icons/debug-pause.svg";
import playIcon from "@vscode/codicons/src/icons/play.svg";
import * as l10n from "@vscode/l10n";
import type { Comparison } from "../../shared/compareProtocol.ts";
import { Icon } from "../icon.tsx";
import { formatSeconds } from "../text.ts";
import type { CompareActions } from "./compareActions.ts";
import { type ComparePageState, longestInterval, modeOf, shortestInterval } from "./state.ts";
import { changedWords } from "./words.ts";

/** What belongs to one mode only, beside the zoom. */
export function ModeOptions({
	state,
	actions,
}: {
	state: ComparePageState;
	actions: CompareActions;
}) {
	switch (modeOf(state)) {
		case "sideBySide":
		case "swipe":
			return null;
		case "blink":
			return <BlinkOptions state={state} actions={actions} />;
		case "difference":
			return state.comparison.kind === "compared" ? <Legend comparison={state.comparison} /> : null;
	}
}

function BlinkOptions({ state, actions }: { state: ComparePageState; actions: CompareActions }) {
	const { playing, interval } = state;
	return (
		<fieldset class="controls blinking" aria-label={l10n.t("Blink")}>
			<button
				type="button"
				aria-label={playing ? l10n.t("Pause") : l10n.t("Play")}
				title={playing ? l10n.t("Pause") : l10n.t("Play")}
				onClick={() => actions.togglePlaying()}
			>
				<Icon svg={playing ? pauseIcon : playIcon} />
			</button>
			<input
				type="range"
				aria-label={l10n.t("Seconds for each picture")}
				aria-valuetext={formatSeconds(interval)}
				min={shortestInterval}
				max={longestInterval}
				step={50}
				value={interval}
				onInput={({ currentTarget }) => actions.setInterval(Number(currentTarget.value))}
			/>
			<output class="seconds">{formatSeconds(interval)}</output>
			<span class="hold">
				<kbd>{l10n.t("Space")}</kbd> {l10n.t("hold: the other one")}
			</span>
		</fieldset>
	);
}

/** What the colours of the difference mean (`differenceColors` of src/image/difference.ts). */
function Legend({ comparison }: { comparison: Comparison }) {
	if (comparison.regions.length === 0) {
		return <div class="controls legend">{changedWords(comparison)}</div>;
	}
	const isPartlyAlone =
		comparison.regionsA.includes(undefined) || comparison.regionsB.includes(undefined);
	return (
		<ul class="controls legend" aria-label={l10n.t("What the colours mean")}>
			<li class="legend-changed">{l10n.t("Changed")}</li>
			<li class="legend-smoothing">{l10n.t("Smoothed differently")}</li>
			{isPartlyAlone && <li class="legend-alone">{l10n.t("In one picture only")}</li>}
		</ul>
	);
}
