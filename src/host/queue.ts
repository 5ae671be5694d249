export interface QueueOptions<Item, Result> {
	/** In the order they begin; the next is read when there is room for it, so there may be many. */
	items: Iterable<Item> | AsyncIterable<Item>;
	/** So many run at once. */
	most: number;
	run(item: Item, signal: AbortSignal): Promise<Result>;
	/** Hears of each item in the order they end; its place is taken by another when this has resolved. */
	onDidEnd(outcome: Outcome<Item, Result>): Promise<void> | void;
}

/** How one item ended; `index` counts the items from 0. */
export type Outcome<Item, Result> = { item: Item; index: number } & (
	| { kind: "done"; result: Result }
	| { kind: "failed"; error: unknown }
	| { kind: "cancelled" }
);

/** How many items ended in which way so far, and how many are under way. */
export type QueueCounts = Record<Outcome<unknown, unknown>["kind"] | "running", number>;

/** Runs one task on many items, some at a time, and keeps none of them: not what is to come, nor what came of it. */
export class Queue<Item, Result> {
	readonly #options: QueueOptions<Item, Result>;
	readonly #source: Iterator<Item> | AsyncIterator<Item>;
	readonly #underWay = new Set<AbortController>();
	readonly #ended = { done: 0, failed: 0, cancelled: 0 };
	/** There while the queue is paused. */
	#pause: PromiseWithResolvers<void> | undefined;
	#isCancelled = false;
	#drawn = 0;
	#drawing: Promise<unknown> = Promise.resolve();
	#running: Promise<QueueCounts> | undefined;

	constructor(options: QueueOptions<Item, Result>) {
		this.#options = options;
		const { items } = options;
		this.#source =
			Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
	}

	get counts(): QueueCounts {
		return { ...this.#ended, running: this.#underWay.size };
	}

	get isPaused(): boolean {
		return this.#pause !== undefined;
	}

	/**
	 * Resolves when all items have ended, or all that had begun when it was cancelled. An item that
	 * fails stops no other; rejects only, and cancels, when `items` or `onDidEnd` throws.
	 */
	run(): Promise<QueueCounts> {
		this.#running ??= this.#runAll();
		return this.#running;
	}

	/** Begins no more items; those under way go on. */
	pause(): void {
		if (!this.#isCancelled) this.#pause ??= Promise.withResolvers();
	}

	resume(): void {
		this.#pause?.resolve();
		this.#pause = undefined;
	}

	/** Aborts what is under way and begins nothing more. */
	cancel(): void {
		this.#isCancelled = true;
		this.resume();
		for (const abort of this.#underWay) abort.abort();
	}

	async #runAll(): Promise<QueueCounts> {
		const lanes = Array.from({ length: this.#options.most }, () =>
			this.#lane().catch((error: unknown) => {
				this.cancel();
				throw error;
			}),
		);
		const ends = await Promise.allSettled(lanes);
		if (this.#isCancelled) await this.#source.return?.();
		const broken = ends.find((end) => end.status === "rejected");
		if (broken) throw broken.reason;
		return this.counts;
	}

	/** One item after the other, until there are no more. */
	async #lane(): Promise<void> {
		for (let next = await this.#draw(); next; next = await this.#draw()) {
			const outcome = await this.#runOne(next);
			this.#ended[outcome.kind]++;
			await this.#options.onDidEnd(outcome);
		}
	}

	/** The next item, once it may begin; one lane after the other, so that the order is kept. */
	#draw(): Promise<{ item: Item; index: number } | undefined> {
		const drawing = this.#drawing.then(async () => {
			await this.#pauseEnd();
			if (this.#isCancelled) return undefined;
			const next = await this.#source.next();
			// It may have been paused while the item was read.
			await this.#pauseEnd();
			if (next.done || this.#isCancelled) return undefined;
			return { item: next.value, index: this.#drawn++ };
		});
		this.#drawing = drawing;
		return drawing;
	}

	async #pauseEnd(): Promise<void> {
		while (this.#pause) await this.#pause.promise;
	}

	async #runOne(next: { item: Item; index: number }): Promise<Outcome<Item, Result>> {
		const abort = new AbortController();
		this.#underWay.add(abort);
		try {
			return { ...next, kind: "done", result: await this.#options.run(next.item, abort.signal) };
		} catch (error) {
			return abort.signal.aborted
				? { ...next, kind: "cancelled" }
				: { ...next, kind: "failed", error };
		} finally {
			this.#underWay.delete(abort);
		}
	}
}
