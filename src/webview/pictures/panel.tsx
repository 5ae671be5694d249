import "../panel.css";

import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { Icon } from "../icon.tsx";
import { Notices } from "../notices.tsx";
import type { NextQuestionHolder } from "../request/nextAsks.ts";
import { Talk } from "../talk.tsx";
import { oneLine } from "../text.ts";
import type { PicturesActions } from "./actions.ts";
import { obstacleOf, type PicturesPageState } from "./state.ts";
import { obstacleText } from "./weightText.ts";

interface Props {
	state: PicturesPageState;
	actions: PicturesActions;
}

interface PanelProps extends Props {
	question: NextQuestionHolder;
}

/** The conversation about the pictures, and what is in its way. */
export function PicturesPanel({ state, actions, question }: PanelProps) {
	const { pictures, runs, engine, recentPrompts, draft, problem } = state;
	return (
		<aside class="panel" aria-label={l10n.t("Conversation about the pictures")}>
			<Notices
				problem={problem === undefined ? undefined : oneLine(problem, 1000)}
				isDemo={engine.kind === "demo"}
				dismiss={() => actions.dismissProblem()}
				useGemini={() => actions.act("enterKey")}
			/>
			<ObstacleNotice state={state} actions={actions} />
			{runs.length === 0 && pictures.length > 0 && (
				<div class="welcome">
					<p>
						{l10n.t(
							"One question goes to all of these pictures. The answer calls them by their numbers, Picture 1 and so on.",
						)}
					</p>
					<p>
						{l10n.t("In another order, or with others, they have a conversation of their own.")}
					</p>
				</div>
			)}
			<Talk
				// Another subject begins with a conversation of its own.
				key={pictures.map(({ uri }) => uri).join("\n")}
				runs={runs}
				actions={actions}
				hint={l10n.t("Ask about these images")}
				disabled={obstacleOf(state) !== undefined}
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

function ObstacleNotice({ state, actions }: Props) {
	const obstacle = obstacleOf(state);
	if (!obstacle) return null;
	return (
		<div class="obstacle" role="alert">
			<Icon svg={warningIcon} />
			<span class="obstacle-text">{obstacleText(obstacle)}</span>
			{obstacle.kind === "broken" && (
				<button type="button" class="button" onClick={() => actions.remove(obstacle.uris)}>
					{l10n.t("Leave Out")}
				</button>
			)}
		</div>
	);
}
