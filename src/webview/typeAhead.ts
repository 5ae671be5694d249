/** Letters typed within this many milliseconds of each other make one word. */
const pause = 700;

/** Finds rows by what is typed, as lists do: one letter again and again goes through its rows. */
export class TypeAhead {
	#word = "";
	#typedAt = Number.NEGATIVE_INFINITY;

	/** True while the next letter would continue a word. */
	isTyping(time: number): boolean {
		return this.#word !== "" && time - this.#typedAt < pause;
	}

	/** The index of the label that `letter`, typed at `time` milliseconds, leads to; -1 for none. */
	find(letter: string, time: number, labels: readonly string[], current: number): number {
		const continued = this.isTyping(time) && this.#word !== letter.toLowerCase();
		this.#word = (continued ? this.#word : "") + letter.toLowerCase();
		this.#typedAt = time;
		const start = continued ? Math.max(0, current) : current + 1;
		for (let step = 0; step < labels.length; step++) {
			const index = (start + step) % labels.length;
			if (labels[index]?.toLowerCase().startsWith(this.#word)) return index;
		}
		return -1;
	}
}
