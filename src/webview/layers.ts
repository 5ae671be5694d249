import type { ShownRun } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { PageState } from "./state.ts";

/** What decides which runs lie over the picture. */
type LayerState = Pick<PageState, "runs" | "layers">;

/** Tasks whose answer is objects alone; their text is the raw reply. Others may mark places too. */
export function findsObjects(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

export function isVisible({ layers }: LayerState, runId: string): boolean {
	return layers[runId] ?? true;
}

/** Runs that are layers over the picture, newest first. */
export function layersOf({ runs }: LayerState): ShownRun[] {
	return runs
		.filter(
			({ task, status, objects }) =>
				(objects?.length ?? 0) > 0 ||
				(findsObjects(task) && (status === "running" || status === "done")),
		)
		.reverse();
}

export function visibleLayers(state: LayerState): ShownRun[] {
	return layersOf(state).filter(({ id }) => isVisible(state, id));
}

/** How many objects of a run the person kept. */
export function countObjects({ objects, removed }: Pick<ShownRun, "objects" | "removed">): number {
	return (objects?.length ?? 0) - (removed?.length ?? 0);
}

export function toggledLayer(state: LayerState, runId: string): PageState["layers"] {
	return { ...state.layers, [runId]: !isVisible(state, runId) };
}

export function shownLayer(state: LayerState, runId: string): PageState["layers"] {
	return { ...state.layers, [runId]: true };
}

export function onlyLayer(state: LayerState, runId: string): PageState["layers"] {
	return Object.fromEntries(layersOf(state).map(({ id }) => [id, id === runId]));
}

/**
 * Once a run has something to show, older runs of the same task step back. Not before: a run that
 * fails must not take the last good answer off the picture.
 */
export function settledLayers({ runs, layers: before }: LayerState): PageState["layers"] {
	let layers: PageState["layers"] = before;
	for (const [index, run] of runs.entries()) {
		const isEmpty = findsObjects(run.task) && run.status === "done";
		const speaks = isEmpty || (run.objects?.length ?? 0) > 0;
		if (!speaks || layers[run.id] !== undefined) continue;
		const older = runs.slice(0, index).filter(({ task }) => task === run.task);
		const hidden = Object.fromEntries(older.map(({ id }) => [id, false]));
		layers = { ...layers, ...hidden, [run.id]: true };
	}
	return layers;
}
