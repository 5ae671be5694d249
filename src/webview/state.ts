import type {
	EditorState,
	EngineState,
	FolderPlace,
	PictureState,
	RecentPrompts,
	RunChange,
	Saved,
	ShownObject,
	ShownRun,
	ViewerSettings,
} from "../shared/protocol.ts";
import type { Rect, Task } from "../shared/result.ts";
import type { ShownFrame } from "./animation/shownFrame.ts";
import {
	countObjects,
	findsObjects,
	onlyLayer,
	settledLayers,
	shownLayer,
	toggledLayer,
} from "./layers.ts";
import { listedObjects, type ObjectKey } from "./listing.ts";
import { freshOptions, type RequestOptions } from "./request/requestOptions.ts";
import type { Sort } from "./sorting.ts";
import { objectsFound } from "./text.ts";

/** All the page shows, apart from where the picture lies. */
export interface PageState {
	readonly picture: PictureState;
	readonly engine: EngineState;
	readonly viewer: ViewerSettings;
	/** Where the picture stands in its folder; undefined until that is known. */
	readonly place: FolderPlace | undefined;
	/** Oldest first. */
	readonly runs: readonly ShownRun[];
	readonly recentPrompts: RecentPrompts;
	readonly saved: Saved;
	/** The frame of an animated picture that is seen. */
	readonly frame: ShownFrame;
	/** Runs whose visibility was decided, by the person or by a later run; others are visible. */
	readonly layers: Readonly<Record<string, boolean>>;
	readonly panelOpen: boolean;
	readonly overlaysShown: boolean;
	readonly labelsShown: boolean;
	/** Whether masks and outlines are filled in. */
	readonly masksShown: boolean;
	/** Outlines alone, nothing filled. */
	readonly outlinesOnly: boolean;
	/** How opaque masks and outlines are filled, 0–100. */
	readonly fill: number;
	/** Above it a mask's pixel belongs to the object, 0–255. */
	readonly maskCut: number;
	readonly sort: Sort;
	/** Keys of the labels to show; none: all. */
	readonly filter: readonly string[];
	readonly selected: ObjectKey | undefined;
	readonly hovered: ObjectKey | undefined;
	/** A layer under the pointer shows on the picture even when it is hidden. */
	readonly peekedRun: string | undefined;
	/** The run that the person left an object out of last. */
	readonly thinnedRun: string | undefined;
	/** The object or region that the next question is about; undefined: the whole picture. */
	readonly subject: { key: ObjectKey } | { region: Rect } | undefined;
	/** The region that is selected, in whole pixels inside the picture. */
	readonly region: Rect | undefined;
	/** The run whose branch of the conversation is shown; undefined: the newest. */
	readonly branch: string | undefined;
	/** What is written in the question box. */
	readonly draft: string;
	/** What questions choose other than it is set. */
	readonly options: RequestOptions;
	/** A task chosen from a menu, whose form is to be opened, or for a question the box to write it in. */
	readonly wanted: Task | undefined;
	/** What the page kept about runs that are still to come. */
	readonly awaited: KeptState | undefined;
	/** What happened last, to be read aloud. */
	readonly said: string;
	/** A call to the host that failed, in the host's words. */
	readonly problem: string | undefined;
}

/** What the page keeps through hiding and reloading; the host keeps the rest. */
export type KeptState = Pick<
	PageState,
	| "layers"
	| "panelOpen"
	| "overlaysShown"
	| "labelsShown"
	| "masksShown"
	| "outlinesOnly"
	| "fill"
	| "maskCut"
	| "sort"
	| "filter"
	| "selected"
	| "subject"
	| "region"
	| "branch"
	| "draft"
	| "options"
	| "frame"
>;

export const freshState: KeptState = {
	layers: {},
	panelOpen: true,
	overlaysShown: true,
	labelsShown: true,
	masksShown: true,
	outlinesOnly: false,
	fill: 32,
	// The midpoint of 0–255, where Google's example cuts.
	maskCut: 127,
	sort: "found",
	filter: [],
	selected: undefined,
	subject: undefined,
	region: undefined,
	branch: undefined,
	draft: "",
	options: freshOptions,
	frame: undefined,
};

export function openPage(editor: EditorState, kept: KeptState): PageState {
	const { picture, engine, viewer, place, runs, recentPrompts, saved, wanted } = editor;
	return settled({
		picture,
		engine,
		viewer,
		place,
		runs,
		recentPrompts,
		saved,
		wanted,
		...kept,
		layers: layersOfKnown(kept.layers, runs),
		awaited: editor.isRestored ? undefined : kept,
		hovered: undefined,
		peekedRun: undefined,
		thinnedRun: undefined,
		said: "",
		problem: undefined,
	});
}

function layersOfKnown(
	layers: PageState["layers"],
	runs: readonly ShownRun[],
): PageState["layers"] {
	const ids = new Set(runs.map(({ id }) => id));
	return Object.fromEntries(Object.entries(layers).filter(([id]) => ids.has(id)));
}

export function keptOf(state: PageState): KeptState {
	const { panelOpen, overlaysShown, labelsShown, masksShown } = state;
	const { outlinesOnly, fill, maskCut, sort, draft, options, region } = state;
	const { layers, filter, selected, subject, branch } = state.awaited ?? state;
	const frame = typeof state.frame === "number" ? state.frame : undefined;
	return {
		frame,
		layers,
		panelOpen,
		overlaysShown,
		labelsShown,
		masksShown,
		outlinesOnly,
		fill,
		maskCut,
		sort,
		filter,
		selected,
		subject,
		region,
		branch,
		draft,
		options,
	};
}

/** A run already there is replaced, so that a repeated message does no harm. */
export function addRun(state: PageState, run: ShownRun): PageState {
	const others = state.runs.filter(({ id }) => id !== run.id);
	const panelOpen = state.panelOpen || showsInPanel(run);
	// What is found next must not be hidden by what was looked for in the last answer.
	const filter = findsObjects(run.task) ? [] : state.filter;
	// Answers that were kept can come after one that is being given.
	const runs = [...others, run].sort((a, b) => a.startedAt - b.startedAt);
	return settled({ ...state, panelOpen, filter, said: "", runs });
}

/** Adds runs that were kept, and what the page kept about them. */
export function showRuns(state: PageState, kept: readonly ShownRun[]): PageState {
	const known = new Set(state.runs.map(({ id }) => id));
	const fresh = kept.filter(({ id }) => !known.has(id));
	const runs = [...state.runs, ...fresh].sort((a, b) => a.startedAt - b.startedAt);
	const { awaited } = state;
	if (!awaited) return settled({ ...state, runs });
	const { filter, selected, subject, branch } = awaited;
	const layers = { ...layersOfKnown(awaited.layers, runs), ...state.layers };
	return settled({ ...state, runs, layers, filter, selected, subject, branch, awaited: undefined });
}

export function changeRun(state: PageState, runId: string, change: RunChange): PageState {
	return replaceRun(state, runId, (run) => ({ ...run, ...change, id: runId }));
}

export function addText(state: PageState, runId: string, piece: string): PageState {
	return replaceRun(state, runId, (run) => ({ ...run, text: run.text + piece }));
}

export function addObjects(
	state: PageState,
	runId: string,
	objects: readonly ShownObject[],
): PageState {
	const known = state.runs.find(({ id }) => id === runId);
	// An answer that turns out to mark places is seen like one that was to find them.
	const begins = known && !findsObjects(known.task) && !known.objects?.length;
	return replaceRun(begins ? { ...state, filter: [] } : state, runId, (run) => ({
		...run,
		objects: [...(run.objects ?? []), ...objects],
	}));
}

export function removeRun(state: PageState, runId: string): PageState {
	const { [runId]: _, ...layers } = state.layers;
	const runs = state.runs.filter(({ id }) => id !== runId);
	return withoutLostKeys({ ...state, runs, layers });
}

export function toggleLayer(state: PageState, runId: string): PageState {
	return withoutLostKeys({ ...state, layers: toggledLayer(state, runId), peekedRun: undefined });
}

/** Hides every layer but one. */
export function showOnly(state: PageState, runId: string): PageState {
	return withoutLostKeys({ ...state, layers: onlyLayer(state, runId), peekedRun: undefined });
}

/** Shows the places an answer speaks of, whatever was hidden before. */
export function showPlaces(state: PageState, runId: string): PageState {
	const layers = shownLayer(state, runId);
	return withoutLostKeys({ ...state, layers, filter: [], overlaysShown: true });
}

/** Presses or releases a label's chip. */
export function toggleFilter(state: PageState, label: string): PageState {
	const filter = state.filter.includes(label)
		? state.filter.filter((other) => other !== label)
		: [...state.filter, label];
	return withoutLostKeys({ ...state, filter });
}

/** The object after the selected one in the list, or before it at the end. */
export function neighbourOf(state: PageState, key: ObjectKey): ObjectKey | undefined {
	const objects = listedObjects(state);
	const index = objects.findIndex((listed) => listed.key === key);
	return (objects[index + 1] ?? objects[index - 1])?.key;
}

function replaceRun(
	state: PageState,
	runId: string,
	replace: (run: ShownRun) => ShownRun,
): PageState {
	const before = state.runs.find(({ id }) => id === runId);
	if (!before) return state;
	const run = replace(before);
	const ended = before.status === "running" && run.status !== "running";
	// Words and failures are read where they stand.
	const told = ended && findsObjects(run.task) && run.status !== "failed";
	return settled({
		...state,
		runs: state.runs.map((other) => (other === before ? run : other)),
		said: told ? objectsFound(countObjects(run)) : state.said,
		panelOpen: state.panelOpen || (ended && run.status === "failed"),
	});
}

function settled(state: PageState): PageState {
	const layers = settledLayers(state);
	return withoutLostKeys(layers === state.layers ? state : { ...state, layers });
}

/** Selection and hover end with the object, or when its layer or its label is hidden. */
function withoutLostKeys(state: PageState): PageState {
	const listed = listedObjects(state);
	const isLost = (wanted: ObjectKey | undefined): boolean =>
		wanted !== undefined && !listed.some(({ key }) => key === wanted);
	const selected = isLost(state.selected) ? undefined : state.selected;
	const hovered = isLost(state.hovered) ? undefined : state.hovered;
	const same = selected === state.selected && hovered === state.hovered;
	return same ? state : { ...state, selected, hovered };
}

/** Answers in words and failures are read in the panel, so they open it. */
function showsInPanel(run: ShownRun): boolean {
	return run.status === "failed" || !findsObjects(run.task);
}
