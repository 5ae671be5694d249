import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Clock } from "./retryClock.ts";

const firstWait = 500;
const longestWait = 16_000;
/** How often in a row something may fail before it has failed. */
const mostAttempts = 5;

/** Counts failures in a row and waits after each, longer each time. */
export class UploadPatience {
	readonly #clock: Clock;
	readonly #signal: AbortSignal;
	#failures = 0;

	constructor(clock: Clock, signal: AbortSignal) {
		this.#clock = clock;
		this.#signal = signal;
	}

	/** Something went forward. */
	renew(): void {
		this.#failures = 0;
	}

	/** Resolves when it is time to try again, with full jitter or when the server said; throws `error` when it is not worth it. */
	async afterFailure(error: unknown): Promise<void> {
		this.#failures++;
		if (!isPassing(error) || this.#failures >= mostAttempts) throw error;
		const most = Math.min(longestWait, firstWait * 2 ** (this.#failures - 1));
		const told = error instanceof LoupeError ? error.retryAfter : undefined;
		await this.#clock.sleep(told ?? most * this.#clock.random(), this.#signal);
	}

	/** Does it until it works or is not worth trying again. */
	async insist<Result>(action: () => Promise<Result>): Promise<Result> {
		for (;;) {
			try {
				return await action();
			} catch (error) {
				await this.afterFailure(error);
			}
		}
	}
}

/** Failures that may be over at the next attempt. */
export function isPassing(error: unknown): boolean {
	const kind = kindOf(error);
	return kind === "Offline" || kind === "Server" || kind === "RateLimit";
}
