import { kindOf, type LoupeError } from "../shared/errors.ts";
import type { RunWaiting } from "../shared/protocol.ts";
import { toLoupeError } from "./errors.ts";
import type { Clock } from "./retryClock.ts";

/** A request waits to be sent again. */
export interface RetryWait extends RunWaiting {
	/** What the attempt before ended with. */
	error: LoupeError;
	/** Ends the waiting at once. */
	tryNow(): void;
}

/** Hears when a request begins to wait, and with undefined when that is over. */
export type OnWaiting = (waiting: RetryWait | undefined) => void;

export interface RetryOptions {
	clock: Clock;
	signal: AbortSignal;
	onWaiting?: OnWaiting | undefined;
}

const mostAttempts = 5;
const firstDelay = 1000;
const longestDelay = 32_000;
/** Who is told to wait longer is asked first whether they want to. */
const longestObeyed = 60_000;

/** The attempts of one request, and the time between them. */
export class Retry {
	readonly #options: RetryOptions;
	/** The one under way, counted from 1. */
	#attempt = 1;

	constructor(options: RetryOptions) {
		this.#options = options;
	}

	/** Something went forward: what fails now fails for the first time. */
	renew(): void {
		this.#attempt = 1;
	}

	/** Does it until it works, or trying again would not help. Throws `LoupeError`s. */
	async insist<Result>(action: () => Promise<Result>): Promise<Result> {
		while (true) {
			try {
				return await action();
			} catch (error) {
				await this.wait(toLoupeError(error, this.#options));
			}
		}
	}

	/** Resolves when it is time to try again; throws the failure when that would not help, and `Cancelled`. */
	async wait(error: LoupeError): Promise<void> {
		const { clock, signal, onWaiting } = this.#options;
		const delay = retryDelay(error, this.#attempt, clock.random());
		const reason = kindOf(error);
		if (delay === undefined || !isReason(reason)) throw error;
		const attempt = ++this.#attempt;
		const now = new AbortController();
		const until = clock.now() + delay;
		onWaiting?.({ until, attempt, reason, error, tryNow: () => now.abort() });
		try {
			await clock.sleep(delay, AbortSignal.any([signal, now.signal]));
		} catch (thrown) {
			if (signal.aborted || !now.signal.aborted) throw toLoupeError(thrown, { signal });
		} finally {
			onWaiting?.(undefined);
		}
	}
}

/**
 * Milliseconds to wait after a failed attempt, counted from 1: anything up to 1 s, then 2, 4, 8 s
 * ("full jitter"; `random` is 0–1), and at least what the server asks for. Undefined: trying again
 * would not help, or the server wants more than a minute.
 */
export function retryDelay(
	{ isPassing, retryAfter: asked = 0 }: LoupeError,
	attempt: number,
	random: number,
): number | undefined {
	if (!isPassing || attempt >= mostAttempts) return undefined;
	if (asked > longestObeyed) return undefined;
	return Math.max(asked, random * Math.min(longestDelay, firstDelay * 2 ** (attempt - 1)));
}

function isReason(kind: string | undefined): kind is RunWaiting["reason"] {
	return kind === "RateLimit" || kind === "Server" || kind === "Offline";
}
