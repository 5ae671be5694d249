import type {
	ListedPicture,
	PicturesShown,
	PicturesState,
	RequestState,
} from "../../shared/picturesProtocol.ts";
import type { EngineState, RecentPrompts, ShownObject, ShownRun } from "../../shared/protocol.ts";
import { type RequestOptions, readOptions } from "../request/requestOptions.ts";
import { objectsOf } from "./runs.ts";

/** All the page of several pictures shows. */
export interface PicturesPageState {
	/** In the order the prompt counts them. */
	readonly pictures: readonly ListedPicture[];
	/** About these pictures in this order, oldest first. */
	readonly runs: readonly ShownRun[];
	readonly canUndo: boolean;
	readonly request: RequestState;
	readonly engine: EngineState;
	readonly recentPrompts: RecentPrompts;
	/** What stands in the question box. */
	readonly draft: string;
	/** What questions choose other than it is set. */
	readonly options: RequestOptions;
	/** The run whose places the person wants to see; undefined: the newest that has some. */
	readonly placesOf: string | undefined;
	/** The run whose places show while the pointer rests on its line. */
	readonly peekedRun: string | undefined;
	/** What happened last, to be read aloud. */
	readonly said: string;
	/** A call to the host that failed, in the host's words. */
	readonly problem: string | undefined;
}

/** What `setState` holds: the pictures for the host's memory, the rest for the page's own. */
export interface KeptPictures extends KeptTalk {
	uris: string[];
}

export type KeptTalk = Pick<PicturesPageState, "draft" | "options">;

export function openPage(shown: PicturesState, kept: KeptTalk): PicturesPageState {
	const { words: _, ...rest } = shown;
	return {
		...rest,
		...kept,
		placesOf: undefined,
		peekedRun: undefined,
		said: "",
		problem: undefined,
	};
}

export function keptOf({ pictures, draft, options }: PicturesPageState): KeptPictures {
	return { uris: pictures.map(({ uri }) => uri), draft, options };
}

/** Of what an earlier page kept, perhaps an older version's. */
export function readKept(kept: unknown): KeptTalk {
	const { draft, options } = (kept ?? {}) as { draft?: unknown; options?: unknown };
	return { draft: typeof draft === "string" ? draft : "", options: readOptions(options) };
}

/** Another subject: what was chosen of the one before means nothing here. */
export function showPictures(state: PicturesPageState, shown: PicturesShown): PicturesPageState {
	return { ...state, ...shown, placesOf: undefined, peekedRun: undefined };
}

export function changePicture(state: PicturesPageState, picture: ListedPicture): PicturesPageState {
	const pictures = state.pictures.map((old) => (old.uri === picture.uri ? picture : old));
	return { ...state, pictures };
}

/** Per picture, what to draw on it: of the run that is pointed at, chosen, or the newest with places. */
export function placesByPicture(state: PicturesPageState): ReadonlyMap<number, ShownObject[]> {
	const wanted = state.peekedRun ?? state.placesOf;
	const run =
		state.runs.find(({ id }) => id === wanted) ??
		state.runs.findLast((one) => objectsOf(one).length > 0);
	return Map.groupBy(run ? objectsOf(run) : [], ({ picture = 0 }) => picture);
}

/** Why nothing can be asked now. */
export type Obstacle =
	| { kind: "none" }
	| { kind: "broken"; uris: string[] }
	| { kind: "tooMany"; most: number; over: number }
	| { kind: "tooHeavy"; bytes: number; most: number };

/** Undefined when a question can be sent; what the person can mend first comes first. */
export function obstacleOf({ pictures, request }: PicturesPageState): Obstacle | undefined {
	if (pictures.length === 0) return { kind: "none" };
	const over = pictures.length - request.mostPictures;
	if (over > 0) return { kind: "tooMany", most: request.mostPictures, over };
	const broken = pictures.filter(({ kind }) => kind === "broken");
	if (broken.length > 0) return { kind: "broken", uris: broken.map(({ uri }) => uri) };
	// A single picture may try its luck: newer models take more than the safe limit.
	if (pictures.length === 1 || request.mayUpload) return undefined;
	if (request.certainBytes <= request.mostBytes) return undefined;
	return { kind: "tooHeavy", bytes: request.bytes, most: request.mostBytes };
}
