/** Hosts need not hear of every frame of a zoom, in milliseconds. */
const tellAfter = 80;

/** Tells a number that may change with every frame, not more often than needed and the last one for sure. */
export class ScaleTeller {
	readonly #tell: (scale: number) => void;
	#told: number | undefined;
	#next = 0;
	#timer: number | undefined;

	constructor(tell: (scale: number) => void) {
		this.#tell = tell;
	}

	show(scale: number): void {
		this.#next = scale;
		if (scale === this.#told || this.#timer !== undefined) return;
		this.#send();
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			if (this.#next !== this.#told) this.show(this.#next);
		}, tellAfter);
	}

	#send(): void {
		this.#told = this.#next;
		this.#tell(this.#next);
	}
}
