import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Ask, ShownRun } from "../shared/protocol.ts";
import type { Rect } from "../shared/result.ts";
import { isTurn, lastAnswered, shownTurns } from "./branches.ts";
import { Composer, type FilledPreset } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import type { NextQuestionHolder } from "./request/nextAsks.ts";
import type { TalkActions } from "./talkActions.ts";

const noPresets: readonly FilledPreset[] = [];

export interface TalkProps {
	/** All runs about what the page shows, oldest first. */
	runs: readonly ShownRun[];
	actions: TalkActions;
	/** The question box's name and placeholder. */
	hint: string;
	/** Nothing can be asked: there is no picture. */
	disabled: boolean;
	/** Questions asked last, the newest first. */
	recent: readonly string[];
	/** What the next question is about, if not the whole; shown as a chip. */
	subject?: TalkSubject | undefined;
	onDidRemoveSubject?: (() => void) | undefined;
	/** The run whose branch of the conversation is shown; undefined: the newest. */
	branch?: string | undefined;
	/** Absent: the conversation remembers its branch itself. */
	onDidChooseBranch?: ((runId: string) => void) | undefined;
	/** What the question box holds when the page opens. */
	draft?: string | undefined;
	onDidChangeDraft?: ((words: string) => void) | undefined;
	/** The person's own questions. */
	presets?: readonly FilledPreset[];
	/** Is given what the next question would be. */
	question?: NextQuestionHolder;
	/** Escape was pressed in the question box; absent: the box just loses the focus. */
	onDidLeave?: (() => void) | undefined;
}

/** A part of the picture that a question is about. */
export interface TalkSubject {
	label: string;
	region: Rect;
	/** CSS colour of its label, where it has one. */
	color?: string;
}

/**
 * The conversation about what a page shows, and the box to go on with it. Both stand in a column
 * that scrolls; the box stays at its lower edge.
 */
export function Talk(props: TalkProps) {
	const { runs, actions, subject } = props;
	const [ownBranch, setOwnBranch] = useState<string>();
	const [afresh, setAfresh] = useState(false);
	const branch = props.onDidChooseBranch ? props.branch : ownBranch;
	const choose = props.onDidChooseBranch ?? setOwnBranch;
	const turns = useMemo(() => shownTurns(runs, branch), [runs, branch]);
	const waiting = turns.findLast(
		({ run }) => run.status === "running" && (run.task === "ask" || run.task === "compare"),
	);
	useNewBranches(runs, branch, choose);

	const question = (prompt: string): Ask => {
		const after = afresh ? undefined : lastAnswered(turns);
		return {
			task: "ask",
			...(prompt && { prompt }),
			...(subject && { region: subject.region }),
			...(after !== undefined && { after }),
		};
	};
	if (props.question) props.question.current = question;
	const ask = (prompt: string): void => {
		actions.run(question(prompt));
		setAfresh(false);
		if (subject) props.onDidRemoveSubject?.();
	};
	return (
		<>
			<Conversation
				turns={turns}
				actions={actions}
				choose={choose}
				onDidBeginAfresh={
					!afresh && turns.some(({ run }) => isTurn(run.task)) ? () => setAfresh(true) : undefined
				}
			/>
			<Composer
				hint={props.hint}
				disabled={props.disabled}
				recent={props.recent}
				draft={props.draft ?? ""}
				subject={subject}
				afresh={afresh}
				send={ask}
				stop={waiting && (() => actions.stop(waiting.run.id))}
				onDidBegin={() => actions.willAsk(question(""))}
				onDidChangeDraft={props.onDidChangeDraft}
				onDidRemoveSubject={props.onDidRemoveSubject}
				onDidKeepOn={() => setAfresh(false)}
				onDidLeave={props.onDidLeave}
				presets={props.presets ?? noPresets}
				openMenu={actions.openMenu}
			/>
		</>
	);
}

/** What is asked now is shown, whatever branch was looked at before. */
function useNewBranches(
	runs: readonly ShownRun[],
	branch: string | undefined,
	choose: (runId: string) => void,
): void {
	const known = useRef(new Set(runs.map(({ id }) => id)));
	useLayoutEffect(() => {
		const asked = runs.findLast(({ id, status }) => status === "running" && !known.current.has(id));
		known.current = new Set(runs.map(({ id }) => id));
		if (!asked || branch === undefined) return;
		if (!shownTurns(runs, branch).some(({ run }) => run.id === asked.id)) choose(asked.id);
	}, [runs]);
}
