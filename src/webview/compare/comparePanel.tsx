import "../panel.css";
import "../objects.css";
import "./comparePanel.css";

import * as l10n from "@vscode/l10n";
import { Notices } from "../notices.tsx";
import type { NextQuestionHolder } from "../request/nextAsks.ts";
import { Talk } from "../talk.tsx";
import { AskSection } from "./askSection.tsx";
import { ChangesSection } from "./changesSection.tsx";
import type { CompareActions } from "./compareActions.ts";
import type { ComparePageState } from "./state.ts";

/** The same each time, so that nothing is drawn anew for it. */
const noQuestions: readonly string[] = [];

export function ComparePanel(props: {
	state: ComparePageState;
	actions: CompareActions;
	question: NextQuestionHolder;
}) {
	const { state, actions } = props;
	return (
		<>
			<Notices
				problem={state.problem}
				isDemo={state.engine.kind === "demo"}
				dismiss={() => actions.dismissProblem()}
				useGemini={() => actions.act("enterKey")}
			/>
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
				question={props.question}
			/>
			<div class="read-aloud" role="status">
				{state.said}
			</div>
		</>
	);
}
