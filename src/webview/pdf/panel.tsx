import "../panel.css";

import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { Notices } from "../notices.tsx";
import type { NextQuestionHolder } from "../request/nextAsks.ts";
import { Talk } from "../talk.tsx";
import { oneLine } from "../text.ts";
import type { PdfActions } from "./actions.ts";
import { obstacleOf, type PdfPageState } from "./state.ts";
import { hintOf, obstacleText } from "./words.ts";

/** The conversation about the pages, and what is in its way. */
export function PdfPanel(props: {
	state: PdfPageState;
	actions: PdfActions;
	/** Holds what the next question would be, for whoever wants to see it. */
	question: NextQuestionHolder;
}) {
	const { state, actions, question } = props;
	const { uri, pdf, runs, engine, recentPrompts, draft, problem } = state;
	const obstacle = obstacleOf(state);
	const inTheWay = obstacle && obstacleText(obstacle);
	return (
		<aside class="panel" aria-label={l10n.t("Conversation about the PDF")}>
			<Notices
				problem={problem === undefined ? undefined : oneLine(problem, 1000)}
				isDemo={engine.kind === "demo"}
				demoWords={l10n.t("Demo engine: finds words in the PDF's text, not Gemini")}
				dismiss={() => actions.dismissProblem()}
				useGemini={() => actions.act("enterKey")}
			/>
			{inTheWay !== undefined && (
				<div class="obstacle" role="alert">
					<Icon svg={warningIcon} />
					<span class="obstacle-text" dir="auto">
						{inTheWay}
					</span>
				</div>
			)}
			{runs.length === 0 && pdf.kind === "shown" && (
				<div class="welcome">
					<p>
						{l10n.t(
							"The question goes to the chosen pages, or to all of them. The answer names the pages it is from: their links show the page.",
						)}
					</p>
					<p>{l10n.t("Other pages begin a conversation of their own.")}</p>
				</div>
			)}
			<Talk
				key={uri}
				runs={runs}
				actions={actions}
				hint={hintOf(state)}
				disabled={obstacle !== undefined}
				recent={recentPrompts.ask ?? []}
				draft={draft}
				onDidChangeDraft={(words) => actions.setDraft(words)}
				question={question}
			/>
			<div class="read-aloud" role="status">
				{state.said}
			</div>
		</aside>
	);
}
