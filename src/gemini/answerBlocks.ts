/**
 * A piece of an answer: words, or what may be a list of boxes. Such a block is an `open`, some `body`
 * and a `close`, which lacks when the answer ends before the block does. All texts together are the
 * answer.
 */
export interface AnswerToken {
	kind: "words" | "open" | "body" | "close";
	text: string;
}

/** Longer first lines of a code block are not looked at to their end. */
const longestFirstLine = 300;

/** Where in the answer the next character stands. */
type Place =
	| { kind: "words"; isLineStart: boolean }
	/** Code that is none of ours, up to as many backticks. */
	| { kind: "code"; ticks: number; isLineStart: boolean }
	| { kind: "fence"; isLineStart: boolean; last: string }
	| { kind: "array"; depth: number; isString: boolean; isEscaped: boolean };

/**
 * Splits Markdown that arrives in pieces into words and the blocks that may hold boxes: fences of JSON
 * or of no language, and arrays of objects that begin a line.
 */
export class AnswerBlocks {
	#pending = "";
	#isOver = false;
	#place: Place = { kind: "words", isLineStart: true };
	#tokens: AnswerToken[] = [];

	push(text: string): AnswerToken[] {
		this.#pending += text;
		while (this.#pending !== "" && this.#step(this.#place));
		const tokens = this.#tokens;
		this.#tokens = [];
		return tokens;
	}

	end(): AnswerToken[] {
		this.#isOver = true;
		return this.push("");
	}

	/** False: more text is needed to decide. */
	#step(place: Place): boolean {
		switch (place.kind) {
			case "words":
				return place.isLineStart ? this.#beginLine() : this.#goOn(place);
			case "code":
				return place.isLineStart ? this.#beginCodeLine(place) : this.#goOn(place);
			case "fence":
				return place.isLineStart ? this.#beginFenceLine(place) : this.#goOnInFence(place);
			case "array":
				return this.#goOnInArray(place);
		}
	}

	#beginLine(): boolean {
		const pending = this.#pending;
		const [lead = ""] = /^[ \t]{0,8}`{0,20}/.exec(pending) ?? [];
		const ticks = lead.trimStart().length;
		if (lead.length === pending.length && !this.#isOver) return false;
		if (ticks >= 3) return this.#beginFence(ticks);
		const [array] = ticks === 0 ? (/^[ \t]{0,8}\[\s{0,20}/.exec(pending) ?? []) : [];
		if (array === pending && !this.#isOver) return false;
		if (array !== undefined && pending[array.length] === "{") {
			this.#take("open", 0);
			this.#place = { kind: "array", depth: 0, isString: false, isEscaped: false };
			return true;
		}
		this.#place = { kind: "words", isLineStart: false };
		return true;
	}

	#beginFence(ticks: number): boolean {
		const pending = this.#pending;
		const [, lead = "", language = ""] =
			/^([ \t]{0,8}`{3,20}[ \t]{0,8}([\w+#.-]{0,20})[ \t\r]{0,8})/.exec(pending) ?? [];
		const next = pending[lead.length];
		if (next === undefined && !this.#isOver) return false;
		const mayHoldBoxes = /^(?:json\w*)?$/i.test(language);
		if (mayHoldBoxes && (next === undefined || "\n[{".includes(next))) {
			this.#take("open", lead.length + (next === "\n" ? 1 : 0));
			this.#place = { kind: "fence", isLineStart: next === "\n", last: "" };
			return true;
		}
		// Backticks in the same line: code within the words.
		const [stop] = /[\n`]/.exec(pending.slice(lead.length, longestFirstLine)) ?? [];
		if (!stop && pending.length < longestFirstLine && !this.#isOver) return false;
		this.#place =
			stop === "`"
				? { kind: "words", isLineStart: false }
				: { kind: "code", ticks, isLineStart: false };
		return true;
	}

	/** To the end of the line, as far as it is there. */
	#goOn(place: Extract<Place, { kind: "words" | "code" }>): boolean {
		const end = this.#pending.indexOf("\n") + 1;
		this.#take("words", end || this.#pending.length);
		place.isLineStart = end > 0;
		return true;
	}

	#beginCodeLine(place: Extract<Place, { kind: "code" }>): boolean {
		const [, lead = "", ticks = ""] =
			/^([ \t]{0,8}(`{0,20})[ \t\r]{0,8})/.exec(this.#pending) ?? [];
		if (lead.length === this.#pending.length && !this.#isOver) return false;
		const next = this.#pending[lead.length] ?? "\n";
		const closes = ticks.length >= place.ticks && next === "\n";
		this.#place = closes ? { kind: "words", isLineStart: false } : { ...place, isLineStart: false };
		return true;
	}

	#beginFenceLine(place: Extract<Place, { kind: "fence" }>): boolean {
		const [, lead = "", ticks = ""] =
			/^([ \t]{0,8}(`{0,20})[ \t\r]{0,8})/.exec(this.#pending) ?? [];
		const next = this.#pending[lead.length];
		if (next === undefined && !this.#isOver) return false;
		if (ticks.length < 3) {
			place.isLineStart = false;
			return true;
		}
		this.#take("close", lead.length + (next === "\n" ? 1 : 0));
		this.#place = { kind: "words", isLineStart: next === "\n" };
		return true;
	}

	/** Three backticks behind a closing bracket end the fence within a line too. */
	#goOnInFence(place: Extract<Place, { kind: "fence" }>): boolean {
		const { index, 0: mark = "" } = /\n|`+/.exec(this.#pending) ?? { index: this.#pending.length };
		const before = this.#pending.slice(0, index).trimEnd().at(-1);
		place.last = before ?? place.last;
		if (mark === "\n" || mark === "") {
			this.#take("body", index + mark.length);
			place.isLineStart = mark === "\n";
			return true;
		}
		this.#take("body", index);
		if (mark.length < 3 && mark === this.#pending && !this.#isOver) return false;
		if (mark.length >= 3 && (place.last === "]" || place.last === "}")) {
			place.isLineStart = true;
			return true;
		}
		place.last = "`";
		this.#take("body", mark.length);
		return true;
	}

	#goOnInArray(place: Extract<Place, { kind: "array" }>): boolean {
		const pending = this.#pending;
		for (let at = 0; at < pending.length; at++) {
			const char = pending[at]!;
			if (place.isString) {
				if (place.isEscaped) place.isEscaped = false;
				else if (char === "\\") place.isEscaped = true;
				else if (char === '"') place.isString = false;
				continue;
			}
			if (char === '"') place.isString = true;
			else if (char === "[" || char === "{") place.depth++;
			else if (char === "]" || char === "}") place.depth--;
			if (place.depth > 0 || char === " " || char === "\t") continue;
			this.#take("body", at + 1);
			this.#take("close", 0);
			this.#place = { kind: "words", isLineStart: false };
			return true;
		}
		this.#take("body", pending.length);
		return true;
	}

	/** Also what is empty, where a block begins or ends. */
	#take(kind: AnswerToken["kind"], length: number): void {
		const text = this.#pending.slice(0, length);
		this.#pending = this.#pending.slice(length);
		if (text !== "" || kind === "open" || kind === "close") this.#tokens.push({ kind, text });
	}
}
