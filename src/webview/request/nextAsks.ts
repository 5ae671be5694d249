import type { Ask, ShownRun } from "../../shared/protocol.ts";

/** A question as the conversation would ask it now, with these words. */
export type NextQuestion = (prompt: string) => Ask;

/** Where the conversation says what it would ask; undefined before it was drawn. */
export interface NextQuestionHolder {
	current: NextQuestion | undefined;
}

/** The question that is being written. */
export function draftedAsk({ current }: NextQuestionHolder, draft: string): Ask {
	const prompt = draft.trim();
	return current?.(prompt) ?? { task: "ask", ...(prompt && { prompt }) };
}

/** Tasks about one picture with their default words; those that need more have it from the last time. */
export function taskAsks(runs: readonly ShownRun[]): Ask[] {
	const labels = runs.findLast((run) => run.labels)?.labels;
	const schema = runs.findLast((run) => run.schema)?.schema;
	return [
		{ task: "caption" },
		{ task: "detect" },
		{ task: "segment" },
		{ task: "point" },
		...(labels ? [{ task: "classify" as const, labels }] : []),
		...(schema ? [{ task: "extract" as const, schema }] : []),
		{ task: "transcribe" },
	];
}
