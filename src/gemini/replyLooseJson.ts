import { endsString, isBlank } from "./replyStringScan.ts";

/** What JSON can say; objects have no prototype. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue;
}

const deepest = 64;
const words = new Map<string, JsonValue>([
	["true", true],
	["True", true],
	["false", false],
	["False", false],
	["null", null],
	["None", null],
	["undefined", null],
	["NaN", null],
]);
const escapes = new Map([
	["n", "\n"],
	["r", "\r"],
	["t", "\t"],
	["b", "\b"],
	["f", "\f"],
]);

/**
 * Reads the text of an object that is not quite JSON: newlines in strings, single or missing quotes,
 * trailing and missing commas, missing brackets, comments, text spilled around a string. Usually one
 * object; a key that comes again begins another, as when `},{` was forgotten. Never throws.
 */
export function readLooseObjects(text: string): JsonObject[] {
	return new LooseReader(text).objects();
}

class LooseReader {
	#text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	objects(): JsonObject[] {
		const objects = [emptyObject()];
		this.#object(0, objects);
		return objects;
	}

	#object(depth: number, into: JsonObject[]): JsonObject {
		const text = this.#text;
		this.#at += 1;
		let record = into.at(-1) ?? emptyObject();
		while (true) {
			this.#skipTo();
			const char = text[this.#at];
			if (char === undefined || char === "}") {
				this.#at += 1;
				return record;
			}
			const before = this.#at;
			const key = isMark(char) ? this.#string() : this.#bare(" :=");
			this.#skipBlanks();
			if (text[this.#at] !== ":") {
				this.#at = Math.max(this.#at, before + 1);
				continue;
			}
			this.#at += 1;
			const value = this.#value(depth + 1);
			if (depth === 0 && key in record) {
				record = emptyObject();
				into.push(record);
			}
			record[key] = value;
		}
	}

	#array(depth: number): JsonValue[] {
		const text = this.#text;
		const values: JsonValue[] = [];
		this.#at += 1;
		while (true) {
			this.#skipTo();
			const char = text[this.#at];
			if (char === undefined || char === "}") {
				return values;
			}
			if (char === "]") {
				this.#at += 1;
				return values;
			}
			const before = this.#at;
			if (isMark(char)) {
				const string = this.#string();
				this.#skipBlanks();
				if (text[this.#at] === ":") {
					// A key: the array's bracket was forgotten.
					this.#at = before;
					return values;
				}
				values.push(string);
				continue;
			}
			if (char === "[" || char === "{") {
				values.push(this.#value(depth + 1));
				continue;
			}
			values.push(wordOrNumber(this.#bare(" \t\r\n[{:")));
			this.#at = Math.max(this.#at, before + 1);
		}
	}

	#value(depth: number): JsonValue {
		this.#skipBlanks();
		const char = this.#text[this.#at];
		if (depth > deepest) {
			this.#at = this.#text.length;
			return null;
		}
		if (char === "{") {
			return this.#object(depth, []);
		}
		return char === "[" ? this.#array(depth) : this.#scalar();
	}

	/** Text and strings side by side are one value: tokens spill before and behind a mask's string. */
	#scalar(): JsonValue {
		const text = this.#text;
		let parts = "";
		let hasString = false;
		while (true) {
			const char = text[this.#at];
			if (char !== undefined && isMark(char)) {
				const from = this.#at;
				const string = this.#string();
				this.#skipBlanks();
				if (text[this.#at] !== ":") {
					parts += string;
					hasString = true;
					continue;
				}
				if (parts !== "" || hasString) {
					// A key: the comma before it was forgotten.
					this.#at = from;
					return hasString ? parts : wordOrNumber(parts);
				}
				return this.#unended(from);
			}
			const bare = this.#bare("\n");
			if (bare === "") {
				return hasString || parts !== "" ? finish(parts, hasString) : null;
			}
			parts += bare;
			if (text[this.#at] === "\n") {
				return finish(parts, hasString);
			}
		}
	}

	/** A string that ran on into the next key, because its own quote was forgotten. */
	#unended(from: number): JsonValue {
		const text = this.#text;
		const keyEnd = text.lastIndexOf('"', this.#at - 1);
		const key = text.lastIndexOf('"', keyEnd - 1);
		if (key <= from) {
			return text.slice(from + 1, keyEnd);
		}
		this.#at = key;
		return plainText(text.slice(from + 1, key)).replace(/[\s,{}[\]]+$/, "");
	}

	#string(): string {
		const text = this.#text;
		const mark = text[this.#at] ?? "";
		const from = this.#at + 1;
		let at = from;
		while (at < text.length) {
			const char = text[at];
			if (char === "\\") {
				at += 2;
				continue;
			}
			if (char === mark) {
				let next = at + 1;
				while (next < text.length && isBlank(text.charCodeAt(next))) {
					next += 1;
				}
				if (next >= text.length || endsString(text.charCodeAt(next))) {
					this.#at = next;
					return plainText(text.slice(from, at));
				}
				at = next;
				continue;
			}
			at += 1;
		}
		this.#at = text.length;
		return plainText(text.slice(from));
	}

	/** Text without quotes, up to a comma, a closing bracket, a quote or one of `stops`. */
	#bare(stops: string): string {
		const text = this.#text;
		const from = this.#at;
		while (this.#at < text.length) {
			const char = text[this.#at] ?? "";
			if (char === "," || char === "}" || char === "]" || char === '"' || stops.includes(char)) {
				break;
			}
			this.#at += 1;
		}
		return text.slice(from, this.#at).trim();
	}

	/** To the next key or element: past blanks, commas, comments, and brackets that open nothing. */
	#skipTo(): void {
		while (this.#text[this.#at] !== undefined) {
			this.#skipBlanks();
			if (this.#text[this.#at] !== ",") {
				return;
			}
			this.#at += 1;
		}
	}

	#skipBlanks(): void {
		const text = this.#text;
		while (this.#at < text.length) {
			if (text.charCodeAt(this.#at) <= 0x20) {
				this.#at += 1;
				continue;
			}
			const ending = text.startsWith("//", this.#at)
				? "\n"
				: text.startsWith("/*", this.#at)
					? "*/"
					: undefined;
			if (ending === undefined) {
				return;
			}
			const end = text.indexOf(ending, this.#at + 2);
			this.#at = end < 0 ? text.length : end + ending.length;
		}
	}
}

function emptyObject(): JsonObject {
	return Object.create(null) as JsonObject;
}

function isMark(char: string): boolean {
	return char === '"' || char === "'";
}

function finish(parts: string, hasString: boolean): JsonValue {
	return hasString ? parts : wordOrNumber(parts);
}

function wordOrNumber(text: string): JsonValue {
	const word = words.get(text);
	if (word !== undefined) {
		return word;
	}
	const number = Number(text);
	return text === "" || Number.isNaN(number) ? text : number;
}

function plainText(text: string): string {
	if (!text.includes("\\")) {
		return text;
	}
	return text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S]|$)/g, (_, escaped: string) =>
		escaped.length === 5
			? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
			: (escapes.get(escaped) ?? escaped),
	);
}
