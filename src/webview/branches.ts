import type { Ask, ShownRun } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";

/** A run in the log, and the others that were asked in its place. */
export interface ShownTurn {
	run: ShownRun;
	/** Ids of all versions, oldest first; only the run's own where it was asked once. */
	versions: readonly string[];
}

/** Tasks whose answers a question can follow. */
export function isTurn(task: Task): boolean {
	return task === "ask" || task === "caption" || task === "compare";
}

/**
 * The runs to show, oldest first: of each run's versions one, the newest or the one that `branch`
 * belongs to, and nothing that followed a version which is not shown.
 */
export function shownTurns(runs: readonly ShownRun[], branch: string | undefined): ShownTurn[] {
	const known = new Map(runs.map((run) => [run.id, run]));
	const versions = Map.groupBy(runs, placeOf);
	const chosen = new Set<ShownRun>();
	for (
		let run = known.get(branch ?? "");
		run && !chosen.has(run);
		run = known.get(run.after ?? "")
	) {
		chosen.add(run);
	}
	const hidden = new Set<string>();
	return runs.flatMap((run) => {
		const all = versions.get(placeOf(run)) ?? [run];
		const shown = all.find((version) => chosen.has(version)) ?? all.at(-1);
		if (run !== shown || hidden.has(run.after ?? "")) {
			hidden.add(run.id);
			return [];
		}
		return [{ run, versions: all.map(({ id }) => id) }];
	});
}

/** The run that the next question follows: the newest that answered since it was begun afresh. */
export function lastAnswered(turns: readonly ShownTurn[]): string | undefined {
	for (const { run } of turns.toReversed()) {
		if (!isTurn(run.task)) continue;
		if (run.status !== "running" && run.text !== "") return run.id;
		if (run.task === "ask" && run.after === undefined) return undefined;
	}
	return undefined;
}

/** The same once more, or with other words; as a version of the run where it is part of a conversation. */
export function askedAgain(run: ShownRun, prompt = run.prompt): Ask {
	const { task, region, labels, many, schema, pages, after } = run;
	return {
		task,
		...(prompt && { prompt }),
		...(region && { region }),
		...(labels && { labels }),
		...(many !== undefined && { many }),
		...(schema && { schema }),
		...(pages && { pages }),
		...(after !== undefined && { after }),
		...(isTurn(task) && { insteadOf: placeOf(run) }),
	};
}

/** Names the place in the conversation that a run and its versions share. */
export function placeOf(run: ShownRun): string {
	return run.insteadOf ?? run.id;
}
