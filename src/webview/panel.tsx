import "./panel.css";

import * as l10n from "@vscode/l10n";
import type { Actions } from "./actions.ts";
import { boundsOf } from "./bounds.ts";
import type { FilledPreset } from "./composer.tsx";
import { layersOf } from "./layers.ts";
import { colorsOf, findObject } from "./listing.ts";
import { Notices } from "./notices.tsx";
import { Objects } from "./objects.tsx";
import { fillPlaceholders } from "./placeholders.ts";
import type { NextQuestionHolder } from "./request/nextAsks.ts";
import { Results } from "./results.tsx";
import type { PageState } from "./state.ts";
import { Talk, type TalkSubject } from "./talk.tsx";
import { placeholderValues } from "./words.ts";

const noQuestions: readonly string[] = [];

export function Panel(props: { state: PageState; actions: Actions; question: NextQuestionHolder }) {
	const { state, actions } = props;
	const hasLayers = layersOf(state).length > 0;
	return (
		<>
			<Notices
				problem={state.problem}
				isDemo={state.engine.kind === "demo"}
				dismiss={() => actions.dismissProblem()}
				useGemini={() => actions.act("enterKey")}
			/>
			{state.runs.length === 0 && !state.awaited && <Welcome state={state} actions={actions} />}
			{hasLayers && <Results state={state} actions={actions} />}
			{hasLayers && <Objects state={state} actions={actions} />}
			<Talk
				runs={state.runs}
				actions={actions}
				hint={l10n.t("Ask about this image")}
				disabled={state.picture.kind !== "shown"}
				recent={state.recentPrompts.ask ?? noQuestions}
				subject={subjectOf(state)}
				onDidRemoveSubject={() => actions.askAbout(undefined)}
				branch={state.branch}
				onDidChooseBranch={actions.chooseBranch}
				draft={state.draft}
				onDidChangeDraft={actions.setDraft}
				onDidLeave={actions.leaveComposer}
				presets={ownQuestions(state)}
				question={props.question}
			/>
			<div class="read-aloud" role="status">
				{state.said}
			</div>
		</>
	);
}

function ownQuestions(state: PageState): FilledPreset[] {
	const own = state.saved.presets.filter(({ task }) => task === "ask");
	return own.map(({ title, prompt }) => ({
		title,
		...fillPlaceholders(prompt, placeholderValues(state)),
	}));
}

/** The part of the picture that the next question is about. */
function subjectOf(state: PageState): TalkSubject | undefined {
	const { subject } = state;
	if (subject && "region" in subject) {
		return { label: l10n.t("Region"), region: subject.region };
	}
	const object = subject && findObject(state, subject.key);
	const region = object && boundsOf(object);
	if (!object || !region) return undefined;
	return { label: object.label, region, color: colorsOf(state)(object.label) };
}

/** What to do here, who answers, and where the keys are. */
function Welcome({ state, actions }: { state: PageState; actions: Actions }) {
	return (
		<div class="welcome">
			<p>
				{l10n.t(
					"Ask about this picture below, caption it, or find things in it: by box, by mask or by point. They appear on the picture, answers here.",
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
