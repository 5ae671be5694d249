/** One object's text: many times what a 256×256 mask or a long polygon needs. */
const longest = 400_000;

/**
 * The text of one open object, collected from pieces without joining them before the end. Parts of
 * it can be left out; text that gets too long is let go.
 */
export class HeldText {
	#parts: string[] = [];
	#length = 0;
	/** Where in the current piece the text not yet held begins; -1 while paused. */
	#from: number;
	#isTooLong = false;

	constructor(from: number) {
		this.#from = from;
	}

	get isTooLong(): boolean {
		return this.#isTooLong;
	}

	get isPaused(): boolean {
		return this.#from < 0;
	}

	/** What comes from here on is not part of it. */
	pause(piece: string, at: number): void {
		this.#hold(piece, at);
		this.#from = -1;
	}

	/** What comes from here on is part of it again. */
	resume(at: number): void {
		this.#from = this.#isTooLong ? -1 : at;
	}

	add(text: string): void {
		if (!this.#isTooLong) {
			this.#parts.push(text);
		}
	}

	letGo(): void {
		this.#isTooLong = true;
		this.#parts = [];
		this.#from = -1;
	}

	/** Keeps what is needed of a piece that goes. */
	endPiece(piece: string): void {
		if (this.#from >= 0) {
			this.#hold(piece, piece.length);
			this.resume(0);
		}
	}

	/** All of it, up to `end` in the piece; undefined if it is too long. */
	whole(piece: string, end: number): string | undefined {
		if (this.#parts.length === 0 && this.#from >= 0 && end - this.#from <= longest) {
			return piece.slice(this.#from, end);
		}
		this.#hold(piece, end);
		return this.#isTooLong ? undefined : this.#parts.join("");
	}

	#hold(piece: string, end: number): void {
		if (this.#from < 0 || end <= this.#from) {
			return;
		}
		this.#parts.push(piece.slice(this.#from, end));
		this.#length += end - this.#from;
		this.#from = end;
		if (this.#length > longest) {
			this.letGo();
		}
	}
}
