/** Text is looked at in blocks of this many characters, counted from the reply's start. */
const blockSize = 1024;
/** A loop is this many blocks, one after the other, of the same repeating text. */
const loopBlocks = 8;
/**
 * An empty 256×256 mask stored without compression is 88 kB of `A`: only past 128 KiB is that a loop.
 */
const flatLoopBlocks = 128;
/** Rows of an uncompressed mask repeat too, at 64 pixels and more; so solid text has to repeat faster. */
const longestPeriod = 512;
const longestSolidPeriod = 64;
const sampleSize = 32;

/**
 * Notices a model that writes the same over and over: `4+Pj4+Pj…`, blank lines without end, the same
 * vertices again and again. 8–9 thousand characters with a period of at most 512 (64 in unbroken
 * text such as base64) are a loop. Blocks sit at fixed places, so how the text is cut does not matter.
 */
export class LoopWatch {
	#isLooping = false;
	#block = "";
	#last = "";
	#period = 0;
	#run = 0;

	get isLooping(): boolean {
		return this.#isLooping;
	}

	/** Returns how many characters of the piece come before a loop was noticed. */
	push(piece: string): number {
		let at = 0;
		while (at < piece.length && !this.#isLooping) {
			const end = Math.min(piece.length, at + blockSize - this.#block.length);
			this.#block += piece.slice(at, end);
			at = end;
			if (this.#block.length === blockSize) {
				this.#look(this.#block);
				this.#last = this.#block;
				this.#block = "";
			}
		}
		return at;
	}

	#look(block: string): void {
		const period = periodOf(block);
		const goesOn =
			period > 0 && period === this.#period && this.#last.endsWith(block.slice(0, period));
		this.#run = period === 0 ? 0 : goesOn ? this.#run + 1 : 1;
		this.#period = period;
		const isFlat = period === 1 && block.startsWith("A");
		this.#isLooping = this.#run >= (isFlat ? flatLoopBlocks : loopBlocks);
	}
}

/** The length of the text that fills the block by repeating; 0 if none does. */
function periodOf(block: string): number {
	const period = block.slice(0, longestPeriod + sampleSize).indexOf(block.slice(0, sampleSize), 1);
	if (period <= 0 || block.slice(period) !== block.slice(0, -period)) {
		return 0;
	}
	const isSolid = /^[\w+/=-]+$/.test(block.slice(0, period));
	return isSolid && period > longestSolidPeriod ? 0 : period;
}
