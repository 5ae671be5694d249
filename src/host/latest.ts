/** Work that may be begun again before it has ended: only what was begun last counts. */
export class Latest {
	readonly #isDisposed: () => boolean;
	#count = 0;
	#running: Promise<void> = Promise.resolve();

	constructor(isDisposed: () => boolean) {
		this.#isDisposed = isDisposed;
	}

	/** `work` asks after each wait whether it is overtaken. All that were begun end with the last. */
	run(work: (isOver: () => boolean) => Promise<void>): Promise<void> {
		const own = ++this.#count;
		const isOver = (): boolean => own !== this.#count || this.#isDisposed();
		this.#running = work(isOver).then(() => (own === this.#count ? undefined : this.#running));
		return this.#running;
	}
}
