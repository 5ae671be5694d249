import type {
	Align,
	ComparedPicture,
	CompareState,
	ComparisonState,
	Pair,
	ShownPair,
	Side,
} from "../../shared/compareProtocol.ts";
import type { RunChange, ShownObject, ShownRun } from "../../shared/protocol.ts";
import { freshOptions, type RequestOptions } from "../request/requestOptions.ts";
import type { SpotKey } from "./spots.ts";

export const modes = ["sideBySide", "swipe", "blink", "difference"] as const;

/** How the two pictures are looked at. */
export type Mode = (typeof modes)[number];

/** What the page keeps through hiding and reloading, beside where the pictures lie. */
export interface KeptView {
	readonly mode: Mode;
	/** Where swiping parts the view, 0–1 from its left. */
	readonly divider: number;
	/** How long blinking shows one picture, in milliseconds. */
	readonly interval: number;
	readonly panelOpen: boolean;
	/** Whether what differs in pixels is framed on the pictures, and what the engine found. */
	readonly changesShown: boolean;
	readonly findingsShown: boolean;
	/** What the question box holds. */
	readonly draft: string;
	/** What questions choose other than it is set. */
	readonly options: RequestOptions;
}

/** All the comparing page shows, apart from where the pictures lie. */
export interface ComparePageState extends Omit<CompareState, "words">, KeptView {
	/** Blinking: goes on by itself, and which picture is in front. */
	readonly playing: boolean;
	readonly front: Side;
	/** Space is held down: the other picture is in front. */
	readonly held: boolean;
	/** The answer whose places are shown; undefined: the newest that has some. */
	readonly placesFrom: string | undefined;
	readonly selected: SpotKey | undefined;
	readonly hovered: SpotKey | undefined;
	/** What happened last, to be read aloud. */
	readonly said: string;
	/** A call to the host that failed, in the host's words. */
	readonly problem: string | undefined;
}

export const freshView: KeptView = {
	mode: "sideBySide",
	divider: 0.5,
	interval: 700,
	panelOpen: true,
	changesShown: true,
	findingsShown: true,
	draft: "",
	options: freshOptions,
};

/** Faster than three changes a second can cause seizures (WCAG 2.2, 2.3.1). */
export const shortestInterval = 350;
export const longestInterval = 2000;

export function openComparePage(
	{ words: _, ...shown }: CompareState,
	kept: KeptView,
): ComparePageState {
	return {
		...shown,
		...kept,
		playing: false,
		front: "a",
		held: false,
		placesFrom: undefined,
		selected: undefined,
		hovered: undefined,
		said: "",
		problem: undefined,
	};
}

export function keptViewOf(state: ComparePageState): KeptView {
	const { mode, divider, interval, panelOpen } = state;
	const { changesShown, findingsShown, draft, options } = state;
	return { mode, divider, interval, panelOpen, changesShown, findingsShown, draft, options };
}

/** With one picture alone there is nothing to swipe or blink. */
export function modeOf({ mode, layout }: ComparePageState): Mode {
	return layout ? mode : "sideBySide";
}

/** The picture that blinking shows now. */
export function inFront({ front, held }: ComparePageState): Side {
	return held ? otherSide(front) : front;
}

export function otherSide(side: Side): Side {
	return side === "a" ? "b" : "a";
}

export function showPair(state: ComparePageState, shown: ShownPair): ComparePageState {
	const { layout: _, ...rest } = state;
	return { ...rest, ...shown, selected: undefined, hovered: undefined };
}

/** What is selected stays: only what there is to see of that picture is another. */
export function showPicture(
	state: ComparePageState,
	side: Side,
	picture: ComparedPicture,
): ComparePageState {
	return { ...state, pictures: { ...state.pictures, [side]: picture } };
}

export function showComparison(
	state: ComparePageState,
	comparison: ComparisonState,
): ComparePageState {
	return { ...state, comparison, selected: undefined, hovered: undefined };
}

/** A run already there is replaced, so that a repeated message does no harm. */
export function addRun(state: ComparePageState, run: ShownRun): ComparePageState {
	const others = state.runs.filter(({ id }) => id !== run.id);
	const runs = [...others, run].sort((a, b) => a.startedAt - b.startedAt);
	return { ...state, panelOpen: true, placesFrom: undefined, runs };
}

export function changeRun(
	state: ComparePageState,
	runId: string,
	change: RunChange,
): ComparePageState {
	return replaceRun(state, runId, (run) => ({ ...run, ...change, id: runId }));
}

export function addText(state: ComparePageState, runId: string, piece: string): ComparePageState {
	return replaceRun(state, runId, (run) => ({ ...run, text: run.text + piece }));
}

export function addObjects(
	state: ComparePageState,
	runId: string,
	objects: readonly ShownObject[],
): ComparePageState {
	return replaceRun(state, runId, (run) => ({
		...run,
		objects: [...(run.objects ?? []), ...objects],
	}));
}

export function removeRun(state: ComparePageState, runId: string): ComparePageState {
	return { ...state, runs: state.runs.filter(({ id }) => id !== runId) };
}

function replaceRun(
	state: ComparePageState,
	runId: string,
	replace: (run: ShownRun) => ShownRun,
): ComparePageState {
	return { ...state, runs: state.runs.map((run) => (run.id === runId ? replace(run) : run)) };
}

/** True when the two pictures can lie on each other in more than one way. */
export function hasAlignments({ pictures: { a, b } }: ComparePageState): boolean {
	if (a.kind !== "shown" || b.kind !== "shown") return false;
	return a.size.width !== b.size.width || a.size.height !== b.size.height;
}

export const aligns: readonly Align[] = ["fit", "topLeft", "centre"];

export const sides: readonly Side[] = ["a", "b"];

/** A and B exchanged. */
export function swapped({ a, b }: Pair<number>): Pair<number> {
	return { a: b, b: a };
}
