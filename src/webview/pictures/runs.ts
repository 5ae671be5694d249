import type { RunChange, ShownObject, ShownRun } from "../../shared/protocol.ts";

type Runs = readonly ShownRun[];

/** Oldest first; a run already there is replaced, so that a repeated message does no harm. */
export function addRun(runs: Runs, run: ShownRun): Runs {
	const others = runs.filter(({ id }) => id !== run.id);
	return [...others, run].sort((a, b) => a.startedAt - b.startedAt);
}

export function changeRun(runs: Runs, runId: string, change: RunChange): Runs {
	return replace(runs, runId, (run) => ({ ...run, ...change, id: runId }));
}

export function addText(runs: Runs, runId: string, piece: string): Runs {
	return replace(runs, runId, (run) => ({ ...run, text: run.text + piece }));
}

export function addObjects(runs: Runs, runId: string, objects: readonly ShownObject[]): Runs {
	return replace(runs, runId, (run) => ({
		...run,
		objects: [...(run.objects ?? []), ...objects],
	}));
}

export function removeRun(runs: Runs, runId: string): Runs {
	return runs.filter(({ id }) => id !== runId);
}

/** What the person left in of what a run found. */
export function objectsOf({ objects = [], removed = [] }: ShownRun): ShownObject[] {
	return objects.filter((_, index) => !removed.includes(index));
}

function replace(runs: Runs, runId: string, change: (run: ShownRun) => ShownRun): Runs {
	return runs.map((run) => (run.id === runId ? change(run) : run));
}
