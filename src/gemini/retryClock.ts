import { setTimeout } from "node:timers/promises";

/** What waiting between attempts takes from the world. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** 0 to 1, without 1. */
	random(): number;
	/** Rejects as soon as `signal` aborts. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};
