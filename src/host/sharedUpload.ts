import type { OnWaiting } from "../gemini/retry.ts";
import { LoupeError } from "../shared/errors.ts";

/** Counts bytes. */
export type OnProgress = (sent: number, of: number) => void;

/** What somebody who waits for an upload hears of it. */
export interface UploadListener {
	onProgress?: OnProgress | undefined;
	/** Between attempts; each who hears of it can end it for all. */
	onWaiting?: OnWaiting | undefined;
}

/** One upload that several wait for; it ends when the last of them has left. */
export class SharedUpload<Result> {
	readonly #abort = new AbortController();
	readonly #listeners = new Set<UploadListener>();
	readonly #result: Promise<Result>;
	#waiting = 0;
	#progress: Parameters<OnProgress> | undefined;
	#waitingFor: Parameters<OnWaiting>[0];

	constructor(start: (signal: AbortSignal, tell: Required<UploadListener>) => Promise<Result>) {
		this.#result = start(this.#abort.signal, {
			onProgress: (...progress) => {
				this.#progress = progress;
				for (const { onProgress } of this.#listeners) onProgress?.(...progress);
			},
			onWaiting: (waiting) => {
				this.#waitingFor = waiting;
				for (const { onWaiting } of this.#listeners) onWaiting?.(waiting);
			},
		});
		// Heard by whoever waits; the last may have left.
		this.#result.catch(() => undefined);
	}

	/** Everybody left: it comes to nothing. */
	get isAbandoned(): boolean {
		return this.#abort.signal.aborted;
	}

	/** Resolves with what the upload comes to; throws `Cancelled` as soon as `signal` is aborted. */
	async wait(signal: AbortSignal, { onProgress, onWaiting }: UploadListener = {}): Promise<Result> {
		if (signal.aborted) throw cancelled();
		const listener: UploadListener = { onProgress, onWaiting };
		const left = Promise.withResolvers<never>();
		const leave = () => left.reject(cancelled());
		signal.addEventListener("abort", leave, { once: true });
		this.#waiting++;
		this.#listeners.add(listener);
		if (this.#progress) onProgress?.(...this.#progress);
		if (this.#waitingFor) onWaiting?.(this.#waitingFor);
		try {
			return await Promise.race([this.#result, left.promise]);
		} finally {
			signal.removeEventListener("abort", leave);
			this.#listeners.delete(listener);
			// It may wait on, for others.
			if (this.#waitingFor) onWaiting?.(undefined);
			this.#waiting--;
			if (this.#waiting === 0) this.#abort.abort();
		}
	}
}

function cancelled(): LoupeError {
	return new LoupeError("Cancelled", "Stopped while a picture was uploaded");
}
