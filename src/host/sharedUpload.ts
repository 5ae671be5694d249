import { LoupeError } from "../shared/errors.ts";

/** Counts bytes. */
export type OnProgress = (sent: number, of: number) => void;

/** One upload that several wait for; it ends when the last of them has left. */
export class SharedUpload<Result> {
	readonly #abort = new AbortController();
	readonly #listeners = new Set<OnProgress>();
	readonly #result: Promise<Result>;
	#waiting = 0;
	#latest: Parameters<OnProgress> | undefined;

	constructor(start: (signal: AbortSignal, onProgress: OnProgress) => Promise<Result>) {
		this.#result = start(this.#abort.signal, (...progress) => {
			this.#latest = progress;
			for (const listener of this.#listeners) listener(...progress);
		});
		// Heard by whoever waits; the last may have left.
		this.#result.catch(() => undefined);
	}

	/** Everybody left: it comes to nothing. */
	get isAbandoned(): boolean {
		return this.#abort.signal.aborted;
	}

	/** Resolves with what the upload comes to; throws `Cancelled` as soon as `signal` is aborted. */
	async wait(signal: AbortSignal, onProgress?: OnProgress): Promise<Result> {
		if (signal.aborted) throw cancelled();
		const listener: OnProgress = (...progress) => onProgress?.(...progress);
		const left = Promise.withResolvers<never>();
		const leave = () => left.reject(cancelled());
		signal.addEventListener("abort", leave, { once: true });
		this.#waiting++;
		this.#listeners.add(listener);
		if (this.#latest) listener(...this.#latest);
		try {
			return await Promise.race([this.#result, left.promise]);
		} finally {
			signal.removeEventListener("abort", leave);
			this.#listeners.delete(listener);
			this.#waiting--;
			if (this.#waiting === 0) this.#abort.abort();
		}
	}
}

function cancelled(): LoupeError {
	return new LoupeError("Cancelled", "Stopped while a picture was uploaded");
}
