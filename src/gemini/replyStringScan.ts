const newline = 0x0a;
/** What may follow a string that is over; `<` because mask tokens spill out of their string. */
const followers = new Set([...'",:}]{[<`\n'].map((char) => char.charCodeAt(0)));
/** Keys are shorter; longer text is not kept. */
const longestKept = 64;

/**
 * Whether a quote followed by this character ends its string. In valid JSON it always does; models
 * also write `"the "big" one"`, where a word follows the quote.
 */
export function endsString(next: number): boolean {
	return followers.has(next);
}

/** Blanks between a quote and what decides about it; a line's end decides by itself. */
export function isBlank(code: number): boolean {
	return code <= 0x20 && code !== newline;
}

/** Finds the end of a quoted string in text that arrives in pieces, looking at each part once. */
export class StringScan {
	#mark = "";
	#isEscaped = false;
	/** A quote has been met, and what follows it has not. */
	#isEnding = false;
	#nextMark = -1;
	#nextBackslash = -1;
	#text: string | undefined;
	#length = 0;

	get isOpen(): boolean {
		return this.#mark !== "";
	}

	/** The string read last, as written; undefined if it is too long for a key. */
	get text(): string | undefined {
		return this.#text;
	}

	/** Characters of the string so far. */
	get length(): number {
		return this.#length;
	}

	open(mark: '"' | "'"): void {
		if (mark !== this.#mark) {
			this.#nextMark = -1;
		}
		this.#mark = mark;
		this.#isEscaped = false;
		this.#isEnding = false;
		this.#text = "";
		this.#length = 0;
	}

	close(): void {
		this.#mark = "";
		this.#nextMark = -1;
	}

	/** To be told before `read` gets another piece. */
	forgetPiece(): void {
		this.#nextMark = -1;
		this.#nextBackslash = -1;
	}

	/** Reads on from `at`; returns where it stopped: the piece's end, or behind the string. */
	read(piece: string, from: number): number {
		let at = from;
		while (at < piece.length) {
			if (this.#isEnding) {
				while (at < piece.length && isBlank(piece.charCodeAt(at))) {
					at += 1;
				}
				if (at === piece.length) {
					return at;
				}
				if (endsString(piece.charCodeAt(at))) {
					this.close();
					return at;
				}
				this.#isEnding = false;
				this.#keep(this.#mark);
			}
			if (this.#isEscaped) {
				this.#isEscaped = false;
				this.#keep(piece[at] ?? "");
				at += 1;
				continue;
			}
			const mark = this.#findMark(piece, at);
			const backslash = this.#findBackslash(piece, at);
			const stop = Math.min(mark, backslash);
			this.#keepSpan(piece, at, stop);
			at = stop + 1;
			if (stop === piece.length) {
				return stop;
			}
			if (stop === backslash) {
				this.#isEscaped = true;
				continue;
			}
			this.#isEnding = true;
		}
		return at;
	}

	#keep(char: string): void {
		this.#length += 1;
		if (this.#text !== undefined) {
			this.#text = this.#text.length < longestKept ? this.#text + char : undefined;
		}
	}

	#keepSpan(piece: string, from: number, to: number): void {
		this.#length += to - from;
		if (this.#text === undefined) {
			return;
		}
		if (this.#text.length + to - from > longestKept) {
			this.#text = undefined;
			return;
		}
		this.#text = this.#text === "" ? piece.slice(from, to) : this.#text + piece.slice(from, to);
	}

	// Both searches are remembered: searching anew after each quote or backslash would be quadratic.
	#findMark(piece: string, at: number): number {
		if (this.#nextMark < at) {
			const found = piece.indexOf(this.#mark, at);
			this.#nextMark = found < 0 ? piece.length : found;
		}
		return this.#nextMark;
	}

	#findBackslash(piece: string, at: number): number {
		if (this.#nextBackslash < at) {
			const found = piece.indexOf("\\", at);
			this.#nextBackslash = found < 0 ? piece.length : found;
		}
		return this.#nextBackslash;
	}
}
