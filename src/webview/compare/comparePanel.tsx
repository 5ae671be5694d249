import "../panel.css";
import "../objects.css";
import "./comparePanel.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { Talk } from "../talk.tsx";
import { AskSection } from "./askSection.tsx";
import { ChangesSection } from "./changesSection.tsx";
import type { CompareActions } from "./compareActions.ts";
import type { ComparePageState } from "./state.ts";

/** The same each time, so that nothing is drawn anew for it. */
const noQuestions: readonly string[] = [];

export function ComparePanel(props: { state: ComparePageState; actions: CompareActions }) {
	const { state, actions } = props;
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
			<ChangesSection state={state} actions={actions} />
			<AskSection state={state} actions={actions} />
			<Talk
				runs={state.runs}
				actions={actions}
				hint={l10n.t("Ask about these two pictures")}
				disabled={!state.layout}
				recent={state.recentPrompts.ask ?? noQuestions}
				draft={state.draft}
				onDidChangeDraft={actions.setDraft}
			/>
			<div class="read-aloud" role="status">
				{state.said}
			</div>
		</>
	);
}
