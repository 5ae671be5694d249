import shownIcon from "@vscode/codicons/src/icons/eye.svg";
import hiddenIcon from "@vscode/codicons/src/icons/eye-closed.svg";
import * as l10n from "@vscode/l10n";
import type { Run } from "../shared/protocol.ts";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { isVisible, layersOf, type PageState } from "./state.ts";
import { formatDay, formatNumber, formatSeconds, oneLine, taskTitle } from "./text.ts";

/** The runs that lie over the picture, newest on top; a click shows or hides one. */
export function Results({ state, actions }: { state: PageState; actions: Actions }) {
	return (
		<section class="section results" aria-label={l10n.t("Results")}>
			<h2 class="section-head">{l10n.t("Results")}</h2>
			<div class="layers">
				{layersOf(state).map((run) => (
					<Layer key={run.id} run={run} visible={isVisible(state, run.id)} actions={actions} />
				))}
			</div>
		</section>
	);
}

function Layer({ run, visible, actions }: { run: Run; visible: boolean; actions: Actions }) {
	const name = layerName(run);
	return (
		<button
			type="button"
			class={visible ? "layer" : "layer off"}
			role="switch"
			aria-checked={visible}
			aria-label={name}
			title={visible ? l10n.t("Hide: {0}", name) : l10n.t("Show: {0}", name)}
			onClick={() => actions.toggleLayer(run.id)}
			onPointerEnter={() => actions.peekLayer(run.id)}
			onPointerLeave={() => actions.peekLayer(undefined)}
		>
			<Icon svg={visible ? shownIcon : hiddenIcon} />
			<span class="words" dir="auto">
				{name}
			</span>
			{run.engine === "demo" && <span class="badge">{l10n.t("Demo")}</span>}
			<span class="numbers">{layerNumbers(run)}</span>
		</button>
	);
}

function layerName(run: Run): string {
	const title = taskTitle(run.task);
	return run.prompt ? `${title} · ${oneLine(run.prompt, 120)}` : title;
}

/** Objects and time: "5 · 1.4 s", for older days "5 · 3 Nov". */
function layerNumbers(run: Run): string {
	const count = formatNumber(run.objects?.length ?? 0);
	const day = formatDay(run.startedAt, new Date());
	const time = day ?? (run.took === undefined ? undefined : formatSeconds(run.took));
	return time ? `${count} · ${time}` : count;
}
