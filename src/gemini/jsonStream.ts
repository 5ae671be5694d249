import { isPlural, roleOf } from "./replyKeys.ts";
import type { ArrayFrame, ObjectFrame, ObjectText } from "./replyNesting.ts";
import { Nesting } from "./replyNesting.ts";
import { StringScan } from "./replyStringScan.ts";

/** Deeper text is no reply. */
const deepest = 32;
/** One string: a 256×256 mask needs at most 100 thousand characters. */
const longestString = 200_000;
const longestBareKey = 64;

const newline = 0x0a;
const blank = 0x20;
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
	#nesting = new Nesting();
	#string = new StringScan();
	/** Open brackets inside the value of a key that says where an object is. */
	#inner = new Uint8Array(deepest);
	#innerDepth = 0;
	#isLineBlank = true;
	#lastTick = -1;
	#ticks = 0;

	/** Objects given up: a fence closed before they did, or they outgrew every plausible reply. */
	get brokenOff(): number {
		return this.#nesting.brokenOff;
	}

	/** A string or an object that does not end. */
	get hasTooLong(): boolean {
		return this.#nesting.hasTooLong;
	}

	push(piece: string): ObjectText[] {
		this.#piece = piece;
		this.#string.forgetPiece();
		let at = 0;
		while (at < piece.length) {
			at = this.#step(at);
		}
		this.#nesting.endPiece(piece);
		this.#offset += piece.length;
		return this.#nesting.takeFinished();
	}

	/** `cut` counts the objects that had begun; `sawJson` is true for the beginning of JSON too. */
	end(): { texts: ObjectText[]; isClosed: boolean; cut: number; sawJson: boolean } {
		const nesting = this.#nesting;
		nesting.closePerhapsOver("", 0);
		const isClosed = nesting.depth === 0;
		const cut = nesting.openObjects;
		nesting.forget();
		const sawJson = nesting.sawJson || !isClosed;
		return { texts: nesting.takeFinished(), isClosed, cut, sawJson };
	}

	#step(at: number): number {
		if (this.#string.isOpen) {
			return this.#inString(at);
		}
		if (this.#innerDepth > 0) {
			return this.#inPlace(at);
		}
		const frame = this.#nesting.top;
		if (frame === undefined) {
			return this.#inProse(at);
		}
		return frame.kind === "array" ? this.#inArray(at, frame) : this.#inObject(at, frame);
	}

	#inString(at: number): number {
		const next = this.#string.read(this.#piece, at);
		if (this.#string.length > longestString) {
			this.#nesting.giveUpTooLong();
		}
		const frame = this.#nesting.top;
		if (!this.#string.isOpen && this.#innerDepth === 0 && frame?.kind === "object") {
			frame.quoted = this.#string.text;
			this.#nesting.markDone();
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
			if (code === newline) {
				this.#isLineBlank = true;
			} else if (code > blank) {
				this.#isLineBlank = false;
			}
		}
		return piece.length;
	}

	#inArray(from: number, frame: ArrayFrame): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code <= blank || code === comma) {
				continue;
			}
			if (code === bracketClose) {
				this.#nesting.closeArray(frame, at);
				return at + 1;
			}
			if (code === backtick) {
				if (this.#isFence(at)) {
					return at + 1;
				}
				continue;
			}
			if (code === braceClose) {
				if (this.#nesting.owner === undefined) {
					continue;
				}
				this.#nesting.closeArrays(at);
				return at;
			}
			frame.isEmpty = false;
			if (code === braceOpen || code === bracketOpen) {
				return this.#open(at, code);
			}
			if (code === quote || code === apostrophe) {
				return this.#openString(at, code);
			}
			if (!isOfNumber(code) && this.#nesting.isProse) {
				this.#nesting.forget();
				return at;
			}
		}
		return piece.length;
	}

	#inObject(from: number, frame: ObjectFrame): number {
		const piece = this.#piece;
		for (let at = from; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code <= blank) {
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
					this.#nesting.closeObject(frame, piece, at);
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
			const opens = code === apostrophe && frame.bare === "" && frame.part !== "done";
			if (code === quote || opens) {
				return this.#openString(at, code);
			}
			if (frame.part !== "key") {
				frame.part = "done";
				continue;
			}
			frame.bare += piece[at];
			if (frame.bare.length > longestBareKey && !this.#passOver(frame)) {
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
					return this.#openString(at, code);
				}
				continue;
			}
			switch (code) {
				case bracketOpen:
				case braceOpen:
					if (this.#innerDepth + this.#nesting.depth >= deepest) {
						this.#abandon();
						return at + 1;
					}
					this.#inner[this.#innerDepth] = code;
					this.#innerDepth += 1;
					continue;
				case bracketClose:
				case braceClose: {
					// The opening brackets come two before the closing ones in ASCII.
					const opened = this.#inner.lastIndexOf(code - 2, this.#innerDepth - 1);
					if (opened < 0 && code === bracketClose) {
						continue;
					}
					this.#innerDepth = Math.max(opened, 0);
					if (this.#innerDepth === 0) {
						this.#nesting.markDone();
						// A brace that none in here opened is the object's.
						return opened < 0 ? at : at + 1;
					}
					continue;
				}
				case backtick:
					if (this.#isFence(at)) {
						return at + 1;
					}
			}
		}
		return piece.length;
	}

	#openString(at: number, code: number): number {
		this.#string.open(code === quote ? '"' : "'");
		return at + 1;
	}

	/** Returns false if the text turns out to be prose. */
	#readColon(frame: ObjectFrame): boolean {
		// In place of a comma: a string followed by a colon is a key, wherever it stands.
		if (frame.part === "value" || (frame.part === "done" && frame.quoted === undefined)) {
			return true;
		}
		const key = frame.quoted ?? frame.bare.trim();
		if (frame.quoted === undefined && (key === "" || key.includes(" "))) {
			return this.#passOver(frame);
		}
		this.#nesting.readKey(frame, key);
		return true;
	}

	/** What is no key is passed over in an object, and shows that braces in prose are none: false. */
	#passOver(frame: ObjectFrame): boolean {
		frame.bare = "";
		if (!this.#nesting.isProse) {
			return true;
		}
		this.#nesting.forget();
		return false;
	}

	#open(at: number, code: number): number {
		const nesting = this.#nesting;
		if (nesting.depth >= deepest) {
			this.#abandon();
			return at + 1;
		}
		const around = nesting.top;
		const startsLine = around === undefined && this.#isLineBlank;
		this.#isLineBlank = false;
		if (around?.kind === "object") {
			if (around.bare !== "" && around.part === "key" && !this.#passOver(around)) {
				return at;
			}
			if (code === braceOpen && around.part !== "value" && around.keys > 0) {
				nesting.closeForgotten(around, this.#piece, at);
				return at;
			}
			if (holdsPlace(around, code)) {
				this.#inner[0] = code;
				this.#innerDepth = 1;
				return at + 1;
			}
		}
		if (code === bracketOpen) {
			nesting.openArray(startsLine);
		} else {
			nesting.openObject(this.#piece, at, startsLine);
		}
		return at + 1;
	}

	#isFence(at: number): boolean {
		this.#ticks = this.#offset + at === this.#lastTick + 1 ? this.#ticks + 1 : 1;
		this.#lastTick = this.#offset + at;
		if (this.#ticks < 3) {
			return false;
		}
		this.#ticks = 0;
		this.#nesting.closePerhapsOver(this.#piece, at);
		this.#abandon();
		return true;
	}

	#abandon(): void {
		this.#nesting.abandon();
		this.#innerDepth = 0;
	}
}

/** Whether what opens here says where the object is, rather than being a list of other objects. */
function holdsPlace({ part, key, hasLabel }: ObjectFrame, code: number): boolean {
	const role = part === "value" ? roleOf(key) : undefined;
	if (role === undefined || role === "label") {
		return false;
	}
	return code === braceOpen || hasLabel || !isPlural(key);
}

/** Digits, and `+`, `-`, `.`: all that arrays in JSON hold besides strings, objects and literals. */
function isOfNumber(code: number): boolean {
	return code >= 0x2b && code <= 0x39 && code !== 0x2f;
}
