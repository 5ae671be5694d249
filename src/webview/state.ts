import type {
	EditorState,
	EngineState,
	PictureState,
	Run,
	ViewerSettings,
} from "../shared/protocol.ts";
import type { DetectedObject, Task } from "../shared/result.ts";
import { colorLabels, type LabelColors } from "./color.ts";

/** Names one object on the page: its run and its place in it, which stay while it exists. */
export type ObjectKey = string;

/** All the page shows, apart from where the picture lies. */
export interface PageState {
	readonly picture: PictureState;
	readonly engine: EngineState;
	readonly viewer: ViewerSettings;
	/** Oldest first. */
	readonly runs: readonly Run[];
	/** Runs whose visibility was decided, by the person or by a later run; others are visible. */
	readonly layers: Readonly<Record<string, boolean>>;
	readonly panelOpen: boolean;
	readonly overlaysShown: boolean;
	readonly labelsShown: boolean;
	readonly selected: ObjectKey | undefined;
	readonly hovered: ObjectKey | undefined;
	/** A layer under the pointer shows on the picture even when it is hidden. */
	readonly peekedRun: string | undefined;
	/** The run that ended last since the page opened, to be read aloud. */
	readonly endedRun: string | undefined;
	/** A call to the host that failed, in the host's words. */
	readonly problem: string | undefined;
}

/** What the page keeps through hiding and reloading; the host keeps the rest. */
export type KeptState = Pick<
	PageState,
	"layers" | "panelOpen" | "overlaysShown" | "labelsShown" | "selected"
>;

export const freshState: KeptState = {
	layers: {},
	panelOpen: true,
	overlaysShown: true,
	labelsShown: true,
	selected: undefined,
};

/** An object with what is needed to draw, list and point at it. */
export interface ShownObject {
	key: ObjectKey;
	object: DetectedObject;
}

export function keyOf(runId: string, index: number): ObjectKey {
	return `${runId}#${index}`;
}

/** Tasks whose answer is objects; their text is the raw reply. */
export function findsObjects(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

export function openPage(editor: EditorState, kept: KeptState): PageState {
	const ids = new Set(editor.runs.map((run) => run.id));
	const layers = Object.fromEntries(Object.entries(kept.layers).filter(([id]) => ids.has(id)));
	const state: PageState = {
		picture: editor.picture,
		engine: editor.engine,
		viewer: editor.viewer,
		runs: editor.runs,
		...kept,
		layers,
		hovered: undefined,
		peekedRun: undefined,
		endedRun: undefined,
		problem: undefined,
	};
	return withoutLostKeys(settleLayers(state));
}

export function keptOf(state: PageState): KeptState {
	const { layers, panelOpen, overlaysShown, labelsShown, selected } = state;
	return { layers, panelOpen, overlaysShown, labelsShown, selected };
}

/** A run already there is replaced, so that a repeated message does no harm. */
export function addRun(state: PageState, run: Run): PageState {
	const others = state.runs.filter(({ id }) => id !== run.id);
	const panelOpen = state.panelOpen || showsInPanel(run);
	return settleLayers({ ...state, panelOpen, runs: [...others, run] });
}

export function changeRun(
	state: PageState,
	runId: string,
	change: Partial<Omit<Run, "id">>,
): PageState {
	const before = state.runs.find(({ id }) => id === runId);
	if (!before) return state;
	const run: Run = { ...before, ...change, id: runId };
	const ended = before.status === "running" && run.status !== "running";
	return withoutLostKeys(
		settleLayers({
			...state,
			runs: state.runs.map((other) => (other === before ? run : other)),
			endedRun: ended ? runId : state.endedRun,
			panelOpen: state.panelOpen || (ended && run.status === "failed"),
		}),
	);
}

export function addText(state: PageState, runId: string, piece: string): PageState {
	const run = state.runs.find(({ id }) => id === runId);
	return run ? changeRun(state, runId, { text: run.text + piece }) : state;
}

export function addObjects(
	state: PageState,
	runId: string,
	objects: readonly DetectedObject[],
): PageState {
	const run = state.runs.find(({ id }) => id === runId);
	return run ? changeRun(state, runId, { objects: [...(run.objects ?? []), ...objects] }) : state;
}

export function removeRun(state: PageState, runId: string): PageState {
	const { [runId]: _, ...layers } = state.layers;
	const runs = state.runs.filter(({ id }) => id !== runId);
	return withoutLostKeys({ ...state, runs, layers });
}

export function toggleLayer(state: PageState, runId: string): PageState {
	const layers = { ...state.layers, [runId]: !isVisible(state, runId) };
	return withoutLostKeys({ ...state, layers, peekedRun: undefined });
}

export function isVisible(state: PageState, runId: string): boolean {
	return state.layers[runId] ?? true;
}

/** Runs that are layers over the picture, newest first. */
export function layersOf(state: PageState): Run[] {
	return state.runs
		.filter(
			({ task, status, objects }) =>
				findsObjects(task) &&
				(status === "running" || status === "done" || (objects?.length ?? 0) > 0),
		)
		.reverse();
}

/** The objects of the visible layers, newest layer first, in the order they came. */
export function listedObjects(state: PageState): ShownObject[] {
	return objectsOf(state, ({ id }) => isVisible(state, id));
}

/** What is drawn on the picture: the listed objects and those of a layer being looked at. */
export function drawnObjects(state: PageState): ShownObject[] {
	const { peekedRun } = state;
	if (peekedRun !== undefined && !isVisible(state, peekedRun)) {
		return objectsOf(state, ({ id }) => isVisible(state, id) || id === peekedRun);
	}
	return state.overlaysShown ? listedObjects(state) : [];
}

/** The colours of all labels on the page, hidden layers included, so that they stay as layers go. */
export function colorsOf({ runs }: PageState): LabelColors {
	const known = colorsOfRuns.get(runs);
	if (known) return known;
	const colors = colorLabels(runs.flatMap(({ objects = [] }) => objects.map(({ label }) => label)));
	colorsOfRuns.set(runs, colors);
	return colors;
}

const colorsOfRuns = new WeakMap<readonly Run[], LabelColors>();

export function findObject(state: PageState, key: ObjectKey): DetectedObject | undefined {
	for (const run of state.runs) {
		if (!key.startsWith(`${run.id}#`)) continue;
		const object = run.objects?.[Number(key.slice(run.id.length + 1))];
		if (object) return object;
	}
	return undefined;
}

function objectsOf(state: PageState, isWanted: (run: Run) => boolean): ShownObject[] {
	return layersOf(state)
		.filter(isWanted)
		.flatMap(({ id, objects = [] }) =>
			objects.map((object, index) => ({ key: keyOf(id, index), object })),
		);
}

/**
 * Once a run has something to show, older runs of the same task step back. Not before: a run that
 * fails must not take the last good answer off the picture.
 */
function settleLayers(state: PageState): PageState {
	const layers: Record<string, boolean> = { ...state.layers };
	let changed = false;
	for (const [index, run] of state.runs.entries()) {
		const speaks = run.status === "done" || (run.objects?.length ?? 0) > 0;
		if (!findsObjects(run.task) || !speaks || layers[run.id] !== undefined) continue;
		for (const older of state.runs.slice(0, index)) {
			if (older.task === run.task) layers[older.id] = false;
		}
		layers[run.id] = true;
		changed = true;
	}
	return changed ? { ...state, layers } : state;
}

/** Selection and hover end with the object, or when its layer is hidden. */
function withoutLostKeys(state: PageState): PageState {
	const keys = new Set(listedObjects(state).map(({ key }) => key));
	const selected = state.selected !== undefined && keys.has(state.selected);
	const hovered = state.hovered !== undefined && keys.has(state.hovered);
	if (selected === (state.selected !== undefined) && hovered === (state.hovered !== undefined)) {
		return state;
	}
	return {
		...state,
		selected: selected ? state.selected : undefined,
		hovered: hovered ? state.hovered : undefined,
	};
}

/** Answers in words and failures are read in the panel, so they open it. */
function showsInPanel(run: Run): boolean {
	return run.status === "failed" || !findsObjects(run.task);
}
