import type { EditorState, TalkHostApi, WebviewApi } from "./protocol.ts";
import type { Rect, Size } from "./result.ts";

/** What the comparing page asks of the host. Every method may reject; the error's `name` is its kind. */
export interface CompareHostApi extends TalkHostApi {
	/** The page is up: resolves with all there is to show. */
	ready(): Promise<CompareState>;
	/** Which of `CompareState.choices` are A and B, by index. */
	choose(pair: Pair<number>): Promise<void>;
	setAlign(align: Align): Promise<void>;
	/** Ends the comparison under way. */
	stopComparing(): Promise<void>;
	/** Compares again what was stopped or failed. */
	compareAgain(): Promise<void>;
	/** Opens a picture in an editor of its own. */
	openPicture(side: Side): Promise<void>;
}

/** What the host tells the comparing page. */
export interface ComparePageApi
	extends Pick<
		WebviewApi,
		| "showEngine"
		| "showViewer"
		| "addRun"
		| "changeRun"
		| "addText"
		| "addObjects"
		| "removeRun"
		| "showRecentPrompts"
	> {
	/** Other pictures, other files behind them, or another alignment; a comparison follows. */
	showPair(shown: ShownPair): Promise<void>;
	/** The same picture and the same content: what the page loads to show it is made, or cannot be. */
	showPicture(side: Side, picture: ComparedPicture): Promise<void>;
	showComparison(comparison: ComparisonState): Promise<void>;
}

/** Everything the comparing page shows; the host keeps it. */
export interface CompareState
	extends ShownPair,
		Pick<EditorState, "engine" | "viewer" | "runs" | "recentPrompts" | "words"> {
	comparison: ComparisonState;
}

export type Side = "a" | "b";

export type Pair<Item> = Readonly<Record<Side, Item>>;

export interface ShownPair {
	/** All pictures of the panel; A and B are two of them. */
	choices: PictureChoice[];
	chosen: Pair<number>;
	pictures: Pair<ComparedPicture>;
	align: Align;
	/** Undefined when one of the two cannot be shown. */
	layout?: PairLayout;
}

/** Names a picture among several, for the host's memory, too. */
export interface PictureChoice {
	uri: string;
	name: string;
	/** What tells it from others of that name: its folder, or the commit it is from. */
	detail: string;
}

export type ComparedPicture =
	| {
			kind: "shown";
			name: string;
			detail: string;
			/** The same for the same bytes. */
			version: string;
			/** Where the page loads it from; "" while that is made. */
			url: string;
			/** Upright pixels. */
			size: Size;
			/** What `url` has of them, where it is reduced. */
			reduced?: Size;
			/** Why there is nothing to load, in words; the picture is compared all the same. */
			unseen?: string;
			bytes: number;
	  }
	| { kind: "missing" | "broken"; name: string; detail: string; message: string };

/**
 * How two pictures lie on each other. `topLeft` and `centre` leave both at their own size; `fit`
 * brings the one with fewer pixels, in proportion and centred, to the size of the other.
 */
export type Align = "fit" | "topLeft" | "centre";

/** Where two upright pictures lie, in whole pixels of a canvas that just holds both. */
export interface PairLayout extends Pair<Rect> {
	canvas: Size;
}

export type ComparisonState =
	| { kind: "comparing" }
	| ({ kind: "compared" } & Comparison)
	| { kind: "stopped" }
	| { kind: "failed"; message: string }
	/** One of the two cannot be read. */
	| { kind: "impossible" };

/** A box in whole pixels of the canvas. */
export interface ChangedRegion extends Rect {
	/** Its changed pixels as a part of what the pictures cover, as in `changedShare`. */
	share: number;
}

export interface Comparison {
	/** The upright pictures' own sizes. */
	sizeA: Size;
	sizeB: Size;
	/** Just holds both pictures. */
	canvas: Size;
	/** Where the pictures lie on the canvas, in whole pixels. */
	placeA: Rect;
	placeB: Rect;
	/** Pixels compared for one pixel of the canvas along a side; below 1 the canvas was shrunk. */
	scale: number;
	/**
	 * 0–1 of the canvas's pixels that at least one picture covers: those that both cover and whose
	 * colours differ by more than the threshold, and those that only one covers.
	 */
	changedShare: number;
	/** Largest share first. */
	regions: ChangedRegion[];
	/** The regions in each upright picture's own pixels, in the same order; undefined outside of it. */
	regionsA: Array<Rect | undefined>;
	regionsB: Array<Rect | undefined>;
	/**
	 * A PNG of the whole canvas, `scale` times its size: changed pixels red, edges that were only
	 * smoothed differently yellow, what only one picture covers pink, all else A faded to grey.
	 */
	difference: Uint8Array;
}
