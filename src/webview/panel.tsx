import "./panel.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { Conversation } from "./conversation.tsx";
import { Icon } from "./icon.tsx";
import { layersOf } from "./layers.ts";
import { Objects } from "./objects.tsx";
import { Results } from "./results.tsx";
import type { PageState } from "./state.ts";

export function Panel({ state, actions }: { state: PageState; actions: Actions }) {
	const hasLayers = layersOf(state).length > 0;
	return (
		<>
			{state.problem !== undefined && (
				<div class="problem" role="alert">
					<span class="problem-text">{state.problem}</span>
					<button
						type="button"
						class="tool"
						aria-label={l10n.t("Dismiss")}
						onClick={() => actions.dismissProblem()}
					>
						<Icon svg={closeIcon} />
					</button>
				</div>
			)}
			{state.engine.kind === "demo" && (
				<div class="demo-notice">
					<span>{l10n.t("Demo engine: colours and shapes only, not Gemini")}</span>
					<button type="button" class="link" onClick={() => actions.act("enterKey")}>
						{l10n.t("Use Gemini")}
					</button>
				</div>
			)}
			{state.runs.length === 0 && <Welcome state={state} actions={actions} />}
			{hasLayers && <Results state={state} actions={actions} />}
			{hasLayers && <Objects state={state} actions={actions} />}
			<Conversation state={state} actions={actions} />
			<div class="read-aloud" role="status">
				{state.said}
			</div>
		</>
	);
}

/** What to do here, who answers, and where the keys are. */
function Welcome({ state, actions }: { state: PageState; actions: Actions }) {
	return (
		<div class="welcome">
			<p>
				{l10n.t(
					"Caption this picture or find things in it: by box, by mask or by point. They appear on the picture, answers here.",
				)}
			</p>
			<p>
				{state.engine.kind === "demo"
					? l10n.t("The demo engine needs no key and sends nothing to Google.")
					: l10n.t("Gemini answers. The picture is sent only when you ask.")}
			</p>
			<p>
				<button type="button" class="link" onClick={() => actions.showHelp()}>
					{l10n.t("Keyboard shortcuts")}
				</button>{" "}
				<kbd>?</kbd>
			</p>
		</div>
	);
}
