/** What a person can ask of a picture. */
export type Task =
	| "caption"
	| "ask"
	| "classify"
	| "detect"
	| "segment"
	| "point"
	| "extract"
	| "transcribe"
	| "compare";

/** Width and height in pixels. */
export interface Size {
	width: number;
	height: number;
}

/** Pixels of the upright picture, origin top left. */
export interface Point {
	x: number;
	y: number;
}

/** Pixels of the upright picture, origin top left; not rounded unless it says so. */
export interface Rect extends Point, Size {}

/** Probability 0–255, row-major, one byte a pixel, aligned to whole pixels of the upright picture. */
export interface Mask extends Rect {
	data: Uint8Array;
}

/** One thing found in a picture; all coordinates are pixels of the upright picture. */
export interface DetectedObject {
	label: string;
	box?: Rect;
	point?: Point;
	mask?: Mask;
	/** Polygons as they came, filled even-odd. */
	outline?: Point[][];
	/** Which picture it is in, counted from 0, where several were asked about; absent: the first. */
	picture?: number;
}

/** Tokens as the engine counted them. */
export interface Usage {
	promptTokens: number;
	outputTokens: number;
	thoughtTokens: number;
	cachedTokens: number;
	totalTokens: number;
}

/** What a task command resolves with. */
export interface InspectResult {
	task: Task;
	/** The answer, or the raw reply for structured tasks. */
	text: string;
	/** Upright pixels of the (first) picture. */
	image: Size;
	objects?: DetectedObject[];
	data?: unknown;
	/** False: the reply was cut; `objects` are those that arrived whole. */
	complete: boolean;
	/** Dropped items, undecodable masks, another model answered, … */
	warnings: string[];
	model: { asked: string; answered: string };
	usage?: Usage;
}
