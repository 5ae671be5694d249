/** At most so many at once; the others wait in the order they came. */
export class Limit {
	readonly #most: number;
	/** A Set keeps the order, and lets those who give up leave from its middle. */
	readonly #line = new Set<() => void>();
	#inside = 0;

	constructor(most: number) {
		this.#most = most;
	}

	/** Whether who enters now need not wait. */
	get hasRoom(): boolean {
		return this.#inside < this.#most;
	}

	/**
	 * Resolves when there is room, with what gives the place back; an abort gives it back, too.
	 * Rejects with the signal's reason when that comes first.
	 */
	enter(signal: AbortSignal): Promise<() => void> {
		return new Promise((resolve, reject) => {
			signal.throwIfAborted();
			let isInside = false;
			const leave = (): void => {
				signal.removeEventListener("abort", leave);
				if (isInside) {
					isInside = false;
					this.#inside--;
				} else if (this.#line.delete(begin)) {
					reject(signal.reason);
				}
				this.#admit();
			};
			const begin = (): void => {
				isInside = true;
				this.#inside++;
				resolve(leave);
			};
			signal.addEventListener("abort", leave, { once: true });
			this.#line.add(begin);
			this.#admit();
		});
	}

	#admit(): void {
		for (const begin of this.#line) {
			if (!this.hasRoom) return;
			this.#line.delete(begin);
			begin();
		}
	}
}
