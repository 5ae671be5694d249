/** Calls back at intervals, until it is stopped. */
export class Blinker {
	readonly #turn: () => void;
	#interval: number | undefined;
	#timer: number | undefined;

	constructor(turn: () => void) {
		this.#turn = turn;
	}

	/** Undefined stops; the same interval goes on undisturbed. */
	run(interval: number | undefined): void {
		if (interval === this.#interval) return;
		this.#interval = interval;
		clearInterval(this.#timer);
		if (interval !== undefined) this.#timer = setInterval(this.#turn, interval);
	}
}
