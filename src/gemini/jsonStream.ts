import { isPlural, roleOf } from "./replyKeys.ts";
import { StringScan } from "./replyStringScan.ts";

/** The text of one whole `{…}`. Objects in it that may be found objects themselves are taken out. */
export interface ObjectText {
	text: string;
	/** How many keys it has at its top. */
	keys: number;
	/** It is the value of a key of another object: `{"result": {…}}`, `{"attributes": {…}}`. */
	isDetail: boolean;
	/** Other objects were taken out of it: `{"items": […]}`. */
	holdsOthers: boolean;
}

interface ObjectFrame {
	kind: "object";
	isDetail: boolean;
	holdsOthers: boolean;
	/** Its text so far, without that from `from` on in the current piece; `from` is -1 while paused. */
	held: string[];
	heldLength: number;
	from: number;
	isTooLong: boolean;
	keys: number;
	key: string;
	hasLabel: boolean;
	hasPlace: boolean;
	part: "key" | "value" | "done";
	/** The string read last, and the unquoted text, since the last comma or colon. */
	quoted: string | undefined;
	bare: string;
	/** A `]` that closes nothing in here: perhaps the `}` before it was forgotten. */
	isPerhapsOver: boolean;
	startsLine: boolean;
}

interface ArrayFrame {
	kind: "array";
	isEmpty: boolean;
	holdsObjects: boolean;
	/** The object around it goes on holding its text when this array ends. */
	pauses: boolean;
	startsLine: boolean;
}

type Frame = ObjectFrame | ArrayFrame;

/** Deeper text is no reply. */
const deepest = 32;
/** One object's text, and one string in it: a 256×256 mask needs at most 100 thousand characters. */
const longestObject = 400_000;
const longestString = 200_000;
const longestBareKey = 64;

const quote = 0x22;
const apostrophe = 0x27;
const comma = 0x2c;
const colon = 0x3a;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;
const backtick = 0x60;
const braceOpen = 0x7b;
const braceClose = 0x7d;

/**
 * Splits text that arrives in pieces into the texts of the objects in it, each as soon as its brace
 * closes, in one pass. Takes what models write around and in place of JSON: prose with brackets in
 * it, fences, wrapper objects, doubled or missing braces, single quotes, unescaped quotes. Holds
 * only the text of objects that are open.
 */
export class JsonStream {
	#piece = "";
	/** Where the current piece begins in the whole text. */
	#offset = 0;
	#out: ObjectText[] = [];
	#frames: Frame[] = [];
	#string = new StringScan();
	/** Open brackets inside the value of a key that says where an object is. */
	#inner = new Uint8Array(deepest);
	#innerDepth = 0;
	#isLineBlank = true;
	#lastTick = -1;
	#ticks = 0;
	#brokenOff = 0;
	#hasTooLong = false;
	#sawJson = false;

	/** Objects given up: a fence closed before they did, or they outgrew every plausible reply. */
	get brokenOff(): number {
		return this.#brokenOff;
	}

	/** A string or an object that does not end. */
	get hasTooLong(): boolean {
		return this.#hasTooLong;
	}

	/** There was an object with keys, or an empty array or object, or the beginning of one. */
	get sawJson(): boolean {
		return this.#sawJson;
	}

	push(piece: string): ObjectText[] {
		this.#piece = piece;
		this.#out = [];
		this.#string.forgetPiece();
		let at = 0;
		while (at < piece.length) {
			at = this.#step(at);
		}
		this.#holdPiece();
		this.#offset += piece.length;
		return this.#out;
	}

	/** `cut` counts the objects that had begun. */
	end(): { texts: ObjectText[]; isClosed: boolean; cut: number } {
		this.#piece = "";
		this.#out = [];
		this.#closeForgotten();
		const isClosed = this.#frames.length === 0;
		this.#sawJson ||= !isClosed;
		const cut = this.#openObjects();
		this.#frames = [];
		return { texts: this.#out, isClosed, cut };
	}

	#step(at: number): number {
		if (this.#string.isOpen) {
			return this.#inString(at);
		}
		const frame = this.#frames.at(-1);
		if (this.#innerDepth > 0) {
			return this.#inPlace(at);
		}
		if (frame === undefined) {
			return this.#inProse(at);
		}
		return frame.kind === "array" ? this.#inArray(at, frame) : this.#inObject(at, frame);
	}

	#inString(at: number): number {
		const next = this.#string.read(this.#piece, at);
		if (this.#string.length > longestString) {
			this.#giveUpTooLong(this.#nearestObject());
		}
		const frame = this.#frames.at(-1);
		if (!this.#string.isOpen && this.#innerDepth === 0 && frame?.kind === "object") {
			frame.quoted = this.#string.text;
			frame.part = frame.part === "key" ? "key" : "done";
		}
		return next;
	}

	#inProse(from: number): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code === braceOpen || code === bracketOpen) {
				return this.#open(at, code);
			}
			if (code === 0x0a) {
				this.#isLineBlank = true;
			} else if (code > 0x20) {
				this.#isLineBlank = false;
			}
		}
		return piece.length;
	}

	#inArray(from: number, frame: ArrayFrame): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code <= 0x20 || code === comma) {
				continue;
			}
			if (code === bracketClose) {
				this.#closeArray(at, frame);
				return at + 1;
			}
			if (code === backtick) {
				if (this.#isFence(at)) {
					return at + 1;
				}
				continue;
			}
			if (code === braceClose) {
				return this.#closeAround(at);
			}
			frame.isEmpty = false;
			if (code === braceOpen || code === bracketOpen) {
				return this.#open(at, code);
			}
			if (code === quote || code === apostrophe) {
				this.#string.open(code === quote ? '"' : "'");
				return at + 1;
			}
			if (!isOfNumber(code) && this.#isProse()) {
				this.#frames = [];
				return at;
			}
		}
		return piece.length;
	}

	#inObject(from: number, frame: ObjectFrame): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code <= 0x20) {
				if (frame.bare !== "" && !frame.bare.endsWith(" ")) {
					frame.bare += " ";
				}
				continue;
			}
			switch (code) {
				case comma:
					frame.part = "key";
					frame.quoted = undefined;
					frame.bare = "";
					frame.isPerhapsOver = false;
					continue;
				case colon:
					if (!this.#readColon(frame)) {
						return at + 1;
					}
					continue;
				case braceOpen:
				case bracketOpen:
					return this.#open(at, code);
				case braceClose:
					this.#closeObject(frame, at + 1, "", at + 1);
					return at + 1;
				case bracketClose:
					frame.isPerhapsOver = true;
					continue;
				case backtick:
					if (this.#isFence(at)) {
						return at + 1;
					}
					continue;
			}
			frame.isPerhapsOver = false;
			const isMark = code === quote || (code === apostrophe && frame.bare === "");
			if (isMark && (code === quote || frame.part !== "done")) {
				this.#string.open(code === quote ? '"' : "'");
				return at + 1;
			}
			if (frame.part !== "key") {
				frame.part = "done";
				continue;
			}
			frame.bare += piece[at];
			if (frame.bare.length > longestBareKey && !this.#keepReading(frame)) {
				return at + 1;
			}
		}
		return piece.length;
	}

	/** Inside a box, a point or a mask only brackets, strings and fences matter. */
	#inPlace(from: number): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code < bracketOpen) {
				if (code === quote || code === apostrophe) {
					this.#string.open(code === quote ? '"' : "'");
					return at + 1;
				}
				continue;
			}
			if (code === bracketOpen || code === braceOpen) {
				if (this.#innerDepth + this.#frames.length >= deepest) {
					this.#abandon();
					return at + 1;
				}
				this.#inner[this.#innerDepth] = code;
				this.#innerDepth += 1;
				continue;
			}
			if (code === bracketClose || code === braceClose) {
				// The opening brackets come two before the closing ones in ASCII.
				const opened = this.#inner.lastIndexOf(code - 2, this.#innerDepth - 1);
				if (opened >= 0) {
					this.#innerDepth = opened;
				} else if (code === braceClose) {
					this.#innerDepth = 0;
				}
				if (this.#innerDepth === 0) {
					this.#markDone();
					return opened < 0 ? at : at + 1;
				}
				continue;
			}
			if (code === backtick && this.#isFence(at)) {
				return at + 1;
			}
		}
		return piece.length;
	}

	/** Returns false if the text turns out to be prose. */
	#readColon(frame: ObjectFrame): boolean {
		if (frame.part === "value" || (frame.part === "done" && frame.quoted === undefined)) {
			return true;
		}
		const key = frame.quoted ?? frame.bare.trim();
		if (frame.quoted === undefined && (key === "" || key.includes(" "))) {
			return this.#keepReading(frame);
		}
		const role = roleOf(key);
		frame.key = key;
		frame.keys += 1;
		frame.part = "value";
		frame.quoted = undefined;
		frame.bare = "";
		frame.hasLabel ||= role === "label";
		frame.hasPlace ||= role !== undefined && role !== "label";
		this.#sawJson = true;
		return true;
	}

	/** What is no key is passed over in an object, and shows that braces in prose are none. */
	#keepReading(frame: ObjectFrame): boolean {
		frame.bare = "";
		if (!this.#isProse()) {
			return true;
		}
		this.#frames = [];
		return false;
	}

	#open(at: number, code: number): number {
		if (this.#frames.length >= deepest) {
			this.#abandon();
			return at + 1;
		}
		const around = this.#frames.at(-1);
		const startsLine = around === undefined && this.#isLineBlank;
		this.#isLineBlank = false;
		if (around?.kind === "object") {
			if (around.bare !== "" && around.part === "key" && !this.#keepReading(around)) {
				return at;
			}
			if (code === braceOpen && around.part !== "value" && around.keys > 0) {
				// The brace of the object before was forgotten.
				this.#closeObject(around, at, "}", at);
				return at;
			}
			const role = around.part === "value" ? roleOf(around.key) : undefined;
			const isPlace = role !== undefined && role !== "label";
			if (isPlace && (code === braceOpen || around.hasLabel || !isPlural(around.key))) {
				this.#inner[0] = code;
				this.#innerDepth = 1;
				return at + 1;
			}
		}
		if (code === bracketOpen) {
			this.#markDone();
			this.#frames.push({
				kind: "array",
				isEmpty: true,
				holdsObjects: false,
				pauses: false,
				startsLine,
			});
			return at + 1;
		}
		this.#openObject(at, around, startsLine);
		return at + 1;
	}

	#openObject(at: number, around: Frame | undefined, startsLine: boolean): void {
		const owner = this.#nearestObject();
		if (owner !== undefined && owner.from >= 0) {
			this.#hold(owner, at);
			owner.from = -1;
			if (around?.kind === "array") {
				around.pauses = true;
			} else if (owner.keys > 0) {
				owner.held.push("null");
			}
		}
		const isDetail = around?.kind === "object" && around.keys > 0;
		this.#markDone();
		this.#frames.push({
			kind: "object",
			isDetail,
			holdsOthers: false,
			held: [],
			heldLength: 0,
			from: at,
			isTooLong: false,
			keys: 0,
			key: "",
			hasLabel: false,
			hasPlace: false,
			part: "key",
			quoted: undefined,
			bare: "",
			isPerhapsOver: false,
			startsLine,
		});
	}

	/** `end` is where its text ends in the piece, `resume` where that of the object around goes on. */
	#closeObject(frame: ObjectFrame, end: number, ending: string, resume: number): void {
		const last = frame.from < 0 ? "" : this.#piece.slice(frame.from, end);
		if (frame.heldLength + last.length > longestObject) {
			this.#giveUpTooLong(frame);
		}
		this.#frames.pop();
		const around = this.#frames.at(-1);
		const isEmpty = frame.keys === 0 && !frame.holdsOthers && frame.bare === "";
		const isResult = frame.keys > 0 || (isEmpty && around?.kind === "array");
		if (around?.kind === "array") {
			around.holdsObjects ||= isResult || frame.holdsOthers;
		}
		if (around?.kind === "object") {
			around.from = around.isTooLong ? -1 : resume;
		}
		const owner = this.#nearestObject();
		if (owner !== undefined && frame.holdsOthers) {
			owner.holdsOthers = true;
		}
		if (isEmpty && frame.startsLine) {
			this.#sawJson = true;
		}
		if (!isResult || frame.isTooLong) {
			this.#brokenOff += frame.isTooLong ? 1 : 0;
			return;
		}
		if (owner !== undefined && (!frame.isDetail || frame.hasPlace)) {
			owner.holdsOthers = true;
		}
		const text = frame.held.length === 0 ? last : frame.held.join("") + last;
		this.#out.push({
			text: text + ending,
			keys: frame.keys,
			isDetail: frame.isDetail,
			holdsOthers: frame.holdsOthers,
		});
	}

	#closeArray(at: number, frame: ArrayFrame): void {
		this.#frames.pop();
		this.#resumeOwner(frame, at);
		const around = this.#frames.at(-1);
		if (around?.kind === "array") {
			around.holdsObjects ||= frame.holdsObjects;
		}
		if (frame.isEmpty && frame.startsLine) {
			this.#sawJson = true;
		}
	}

	/** The array's own `]` is in the owner's text again; what stood between is not. */
	#resumeOwner(frame: ArrayFrame, at: number): void {
		const owner = this.#nearestObject();
		if (frame.pauses && owner !== undefined && !owner.isTooLong) {
			owner.held.push("]");
			owner.from = this.#piece.charCodeAt(at) === bracketClose ? at + 1 : at;
		}
	}

	/** A `}` with arrays still open: their `]` were forgotten. */
	#closeAround(at: number): number {
		if (this.#nearestObject() === undefined) {
			return at + 1;
		}
		for (let top = this.#frames.at(-1); top?.kind === "array"; top = this.#frames.at(-1)) {
			this.#frames.pop();
			this.#resumeOwner(top, at);
		}
		return at;
	}

	/** At an end: `[{…]` without its `}` is an object and its array. */
	#closeForgotten(): void {
		const frame = this.#frames.at(-1);
		if (frame?.kind !== "object" || !frame.isPerhapsOver || this.#frames.length < 2) {
			return;
		}
		this.#closeObject(frame, this.#piece.length, "}", this.#piece.length);
		if (this.#frames.at(-1)?.kind === "array") {
			this.#frames.pop();
		}
	}

	#isFence(at: number): boolean {
		this.#ticks = this.#offset + at === this.#lastTick + 1 ? this.#ticks + 1 : 1;
		this.#lastTick = this.#offset + at;
		if (this.#ticks < 3) {
			return false;
		}
		this.#ticks = 0;
		const frame = this.#frames.at(-1);
		if (frame?.kind === "object") {
			// The text up to the fence, without it, is the object's.
			this.#hold(frame, at - 2);
			frame.from = -1;
			this.#closeForgotten();
		}
		this.#abandon();
		return true;
	}

	#abandon(): void {
		this.#brokenOff += this.#openObjects();
		this.#frames = [];
		this.#innerDepth = 0;
		this.#string.close();
	}

	/** Open objects that say where something is, or that may yet: wrappers and prose do not count. */
	#openObjects(): number {
		const innermost = this.#nearestObject();
		const open = this.#frames.filter((frame, index) => {
			if (frame.kind === "array" || frame.holdsOthers) {
				return false;
			}
			const isListed = this.#frames[index - 1]?.kind === "array";
			return frame.hasPlace || (frame === innermost && (frame.hasLabel || isListed));
		});
		return open.length;
	}

	/** True until anything that only JSON has was met. */
	#isProse(): boolean {
		return this.#frames.every((frame) =>
			frame.kind === "array" ? !frame.holdsObjects : frame.keys === 0 && !frame.holdsOthers,
		);
	}

	#markDone(): void {
		const frame = this.#frames.at(-1);
		if (frame?.kind === "object" && frame.part === "value") {
			frame.part = "done";
		}
	}

	#nearestObject(): ObjectFrame | undefined {
		for (let index = this.#frames.length - 1; index >= 0; index--) {
			const frame = this.#frames[index];
			if (frame?.kind === "object") {
				return frame;
			}
		}
		return undefined;
	}

	#giveUpTooLong(frame: ObjectFrame | undefined): void {
		this.#hasTooLong = true;
		if (frame !== undefined) {
			frame.isTooLong = true;
			frame.held = [];
			frame.from = -1;
		}
	}

	#hold(frame: ObjectFrame, end: number): void {
		if (frame.from >= 0 && end > frame.from) {
			frame.held.push(this.#piece.slice(frame.from, end));
			frame.heldLength += end - frame.from;
			frame.from = end;
		}
		if (frame.heldLength > longestObject) {
			this.#giveUpTooLong(frame);
		}
	}

	/** The piece goes; what an open object needs of it stays. */
	#holdPiece(): void {
		const frame = this.#nearestObject();
		if (frame !== undefined && frame.from >= 0) {
			this.#hold(frame, this.#piece.length);
			frame.from = frame.isTooLong ? -1 : 0;
		}
	}
}

/** Digits, and `+`, `-`, `.`: all that arrays in JSON hold besides strings, objects and literals. */
function isOfNumber(code: number): boolean {
	return code >= 0x2b && code <= 0x39 && code !== 0x2f;
}
