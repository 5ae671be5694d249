import type { ShownObject, ShownRun } from "../shared/protocol.ts";
import { isOnFrame, seenFrame } from "./animation/shownFrame.ts";
import { colorLabels, type LabelColors, labelKey } from "./color.ts";
import { isVisible, layersOf, visibleLayers } from "./layers.ts";
import { remember } from "./remember.ts";
import { sortObjects } from "./sorting.ts";
import type { PageState } from "./state.ts";

/** Names one object on the page: its run and its place in it, which stay while it exists. */
export type ObjectKey = string;

/** An object with what is needed to draw, list and point at it. */
export interface ListedObject {
	key: ObjectKey;
	object: ShownObject;
}

/** A label on the picture and how many objects have it. */
export interface LabelCount {
	/** The same for labels that differ in case or outer spaces only. */
	key: string;
	/** As it came first. */
	label: string;
	count: number;
}

export function keyOf(runId: string, index: number): ObjectKey {
	return `${runId}#${index}`;
}

/** The run and the place in it that a key names. */
export function placeOf(key: ObjectKey): { runId: string; index: number } {
	const cut = key.lastIndexOf("#");
	return { runId: key.slice(0, cut), index: Number(key.slice(cut + 1)) };
}

export function findObject({ runs }: PageState, key: ObjectKey): ShownObject | undefined {
	const { runId, index } = placeOf(key);
	return runs.find(({ id }) => id === runId)?.objects?.[index];
}

/** The objects of the visible layers that pass the filter, newest layer first, sorted as asked. */
export const listedObjects = remember(
	(state: PageState) => [...layerParts(visibleLayers(state)), state.filter, state.sort],
	(state): readonly ListedObject[] => {
		const wanted = pressedLabels(state);
		const all = keptObjects(state);
		const passed =
			wanted.length === 0
				? all
				: all.filter(({ object }) => wanted.includes(labelKey(object.label)));
		return sortObjects(passed, state.sort);
	},
);

/** What is drawn on the picture: the listed objects and those of a layer being looked at. */
export const drawnObjects = remember(
	(state: PageState) => [
		listedObjects(state),
		state.overlaysShown,
		seenFrame(state),
		...layerParts(peekedLayers(state)),
	],
	(state): readonly ListedObject[] => {
		const peeked = peekedLayers(state).flatMap(objectsOf);
		if (peeked.length > 0) return onFrame([...listedObjects(state), ...peeked], state);
		return state.overlaysShown ? onFrame(listedObjects(state), state) : [];
	},
);

/** The labels of the visible layers, the most frequent first. */
export const labelCounts = remember(
	(state: PageState) => layerParts(visibleLayers(state)),
	(state): readonly LabelCount[] => {
		const counts = new Map<string, LabelCount>();
		for (const { object } of keptObjects(state)) {
			const key = labelKey(object.label);
			const known = counts.get(key);
			if (known) known.count++;
			else counts.set(key, { key, label: object.label, count: 1 });
		}
		return [...counts.values()].sort((a, b) => b.count - a.count);
	},
);

/** The labels that the objects are filtered by; those that no object has any more say nothing. */
export function pressedLabels(state: PageState): readonly string[] {
	return state.filter.filter((key) => labelCounts(state).some((label) => label.key === key));
}

/** The colours of all labels on the page, hidden ones included, so that they stay as layers go. */
export const colorsOf = remember(
	({ runs }: PageState) => runs.flatMap(({ objects }) => (objects ? [objects] : [])),
	({ runs }): LabelColors =>
		colorLabels(runs.flatMap(({ objects = [] }) => objects.map(({ label }) => label))),
);

/** The object of the visible layers that the person left out last; undefined when there is none. */
export function lastRemoved(state: PageState): { key: ObjectKey; count: number } | undefined {
	const layers = visibleLayers(state).filter(({ removed }) => removed?.length);
	const run = layers.find(({ id }) => id === state.thinnedRun) ?? layers[0];
	const index = run?.removed?.at(-1);
	if (!run || index === undefined) return undefined;
	const count = layers.reduce((sum, { removed = [] }) => sum + removed.length, 0);
	return { key: keyOf(run.id, index), count };
}

/** What was found on the frame that is seen. */
function onFrame(listed: readonly ListedObject[], state: PageState): readonly ListedObject[] {
	const frame = seenFrame(state);
	if (frame === undefined) return listed;
	const there = new Set(state.runs.filter((run) => isOnFrame(run, frame)).map(({ id }) => id));
	return listed.filter(({ key }) => there.has(placeOf(key).runId));
}

/** The layer under the pointer, where it is not shown anyway. */
function peekedLayers(state: PageState): ShownRun[] {
	const { peekedRun } = state;
	if (peekedRun === undefined || isVisible(state, peekedRun)) return [];
	return layersOf(state).filter(({ id }) => id === peekedRun);
}

function keptObjects(state: PageState): ListedObject[] {
	return visibleLayers(state).flatMap(objectsOf);
}

function objectsOf({ id, objects = [], removed = [] }: ShownRun): ListedObject[] {
	const all = objects.map((object, index) => ({ key: keyOf(id, index), object }));
	return removed.length === 0 ? all : all.filter((_, index) => !removed.includes(index));
}

/** What of a layer decides which objects it has; text that streams into it does not. */
function layerParts(layers: readonly ShownRun[]): unknown[] {
	return layers.flatMap(({ id, objects, removed }) => [id, objects, removed]);
}
