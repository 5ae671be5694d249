import { JsonStream } from "./jsonStream.ts";
import type { FoundObject } from "./replyItem.ts";
import { ItemReader, isEmptyWrapper } from "./replyItem.ts";
import { LoopWatch } from "./replyLoop.ts";
import type { JsonObject } from "./replyLooseJson.ts";
import { readLooseObjects } from "./replyLooseJson.ts";
import type { ObjectText } from "./replyNesting.ts";
import { Repeats } from "./replyRepeats.ts";

export type { FoundMask } from "./maskReader.ts";
export type { FoundObject } from "./replyItem.ts";

/**
 * What a reply lost on its way, and how often; the host words it.
 * - `emptyBox` boxes without area, left out; their objects too, unless a point or polygon places them
 * - `noPlace` objects, or boxes and points of one, that say no usable place: left out
 * - `duplicate` objects said again: left out
 * - `noMask` objects whose mask cannot be drawn: kept without
 * - `overLimit` objects beyond `maxObjects`: left out
 * - `clamped` objects that reached outside the image: kept, cut to it
 * - `cut` objects that had begun when the reply ended: left out
 * - `unreadable` objects whose text makes no sense, or the whole reply if there is no JSON in it
 * - `runaway` the model wrote without end; always 1
 */
export const replyWarningKinds = [
	"emptyBox",
	"noPlace",
	"duplicate",
	"noMask",
	"overLimit",
	"clamped",
	"cut",
	"unreadable",
	"runaway",
] as const;

export type ReplyWarningKind = (typeof replyWarningKinds)[number];

export interface ReplyWarning {
	kind: ReplyWarningKind;
	count: number;
}

export interface ReplyEnd {
	/** Those that only the end could settle. */
	objects: FoundObject[];
	/** False: the reply was cut or ran away; the objects are those that arrived whole. */
	complete: boolean;
	/** False: there was no JSON in it, not even an empty list. */
	sawJson: boolean;
	warnings: ReplyWarning[];
}

/** This many objects one after the other that bring nothing new: the model loops. */
const loopObjects = 64;
/** After this many objects that were not JSON, the others are not expected to be. */
const mostFailures = 16;

/** Reads the objects out of a structured reply while it streams, in pieces of any size. */
export class ReplyReader {
	#maxObjects: number;
	#stream = new JsonStream();
	#loop = new LoopWatch();
	#items: ItemReader;
	#repeats = new Repeats();
	#counts = new Map<ReplyWarningKind, number>();
	#found = 0;
	/** Objects in a row that were repeats or too many. */
	#idle = 0;
	#failures = 0;
	#isRunaway = false;

	/** `maxObjects`: as many are given, the others are counted. `pictures`: how many were sent. */
	constructor(options: { maxObjects?: number | undefined; pictures?: number | undefined } = {}) {
		this.#items = new ItemReader(options.pictures ?? 1);
		this.#maxObjects = options.maxObjects ?? Number.POSITIVE_INFINITY;
	}

	/** True once the model repeats itself or does not end: abort the request. */
	get isRunaway(): boolean {
		return this.#isRunaway;
	}

	/** Returns the objects that became whole with this piece; none that come behind a loop. */
	push(piece: string): FoundObject[] {
		const readable = this.#loop.push(piece);
		const objects = this.#stream
			.push(readable < piece.length ? piece.slice(0, readable) : piece)
			.flatMap((text) => this.#read(text));
		this.#isRunaway ||=
			this.#loop.isLooping || this.#stream.hasTooLong || this.#idle >= loopObjects;
		return objects;
	}

	end(): ReplyEnd {
		const { texts, isClosed, cut, sawJson } = this.#stream.end();
		const objects = texts.flatMap((text) => this.#read(text));
		this.#count("cut", cut);
		this.#count("unreadable", sawJson ? this.#stream.brokenOff : 1);
		this.#count("runaway", Number(this.#isRunaway));
		return {
			objects,
			complete: isClosed && sawJson && !this.#isRunaway,
			sawJson,
			warnings: replyWarningKinds
				.map((kind) => ({ kind, count: this.#counts.get(kind) ?? 0 }))
				.filter(({ count }) => count > 0),
		};
	}

	#read(text: ObjectText): FoundObject[] {
		const objects: FoundObject[] = [];
		// Objects around or inside others need not place anything themselves.
		const isPart = text.isDetail || text.holdsOthers;
		for (const item of this.#parse(text)) {
			const reading = this.#items.read(item);
			for (const problem of reading.problems) {
				if (problem !== "noPlace" || !(isPart || isEmptyWrapper(item))) {
					this.#count(problem, 1);
				}
			}
			for (const object of reading.objects) {
				if (this.#isWanted(object)) {
					objects.push(object);
				}
			}
		}
		return objects;
	}

	#parse({ text, keys }: ObjectText): JsonObject[] {
		if (this.#failures < mostFailures) {
			try {
				const item = JSON.parse(text) as JsonObject;
				if (Object.keys(item).length === keys) {
					return [item];
				}
			} catch {
				// Models write text that is nearly JSON: it is read below.
				this.#failures += 1;
			}
		}
		const items = readLooseObjects(text).filter(
			(item) => keys === 0 || Object.keys(item).length > 0,
		);
		if (items.length === 0) {
			this.#count("unreadable", 1);
		}
		return items;
	}

	#isWanted(object: FoundObject): boolean {
		const isRepeat = this.#repeats.isRepeat(object);
		if (isRepeat || this.#found >= this.#maxObjects) {
			this.#count(isRepeat ? "duplicate" : "overLimit", 1);
			this.#idle += 1;
			this.#isRunaway ||= this.#idle >= loopObjects;
			return false;
		}
		this.#idle = 0;
		this.#found += 1;
		return true;
	}

	#count(kind: ReplyWarningKind, count: number): void {
		this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
	}
}
