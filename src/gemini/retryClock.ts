import { setTimeout as sleep } from "node:timers/promises";

/** What waiting takes from the world. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** 0 to 1, without 1. */
	random(): number;
	/** Rejects as soon as `signal` aborts. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
	/** Calls `ring` once after so many milliseconds, unless what it returns is called before. */
	alarm(milliseconds: number, ring: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
	alarm: (milliseconds, ring) => {
		const timer = setTimeout(ring, milliseconds);
		return () => clearTimeout(timer);
	},
};
