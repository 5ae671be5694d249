import type { Run } from "../shared/protocol.ts";

const longest = 200;

/** What a list shows of a run: small, whatever the run found or said. */
export interface RunSummary
	extends Pick<Run, "id" | "task" | "startedAt" | "status" | "engine" | "complete"> {
	/** The model that answered; the one asked when none is known to have. */
	model: string;
	/** The person's own words, at most 200 characters of them. */
	prompt?: string;
	/** The answer's first 200 characters; empty for tasks that find objects. */
	text: string;
	/** How many objects there are, without those the person left out. */
	objects?: number;
	/** Where several pictures were asked about: all of them, in the order the answer counts them. */
	pictures?: Array<{ uri: string; name: string }>;
}

export function summarize(run: Run): RunSummary {
	const { id, task, startedAt, status, engine, complete, model, prompt, objects, removed } = run;
	const pictures = run.pictures?.map(({ uri, name }) => ({ uri, name }));
	return {
		id,
		task,
		startedAt,
		status,
		engine,
		complete,
		model: model.answered ?? model.asked,
		...(prompt !== undefined && { prompt: clip(prompt) }),
		// Where objects are found, the text is the raw reply: JSON, no words to read.
		text: objects ? "" : clip(run.text),
		...(objects && { objects: objects.length - new Set(removed).size }),
		...(pictures && { pictures }),
	};
}

/** The beginning of a text, no character halved. */
function clip(text: string): string {
	return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
}
