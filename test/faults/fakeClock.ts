import type { Clock } from "../../src/gemini/retryClock.ts";

/** Time that passes only in `sleep`, and there at once; keeps what was slept, in milliseconds. */
export class FakeClock implements Clock {
	readonly slept: number[] = [];
	/** What rings when it is told to, by the milliseconds after which it would. */
	readonly #alarms = new Map<() => void, number>();
	readonly #random: number;
	#now = 1_000_000;

	constructor(random = 0.5) {
		this.#random = random;
	}

	now(): number {
		return this.#now;
	}

	random(): number {
		return this.#random;
	}

	async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		this.slept.push(milliseconds);
		this.#now += milliseconds;
	}

	alarm(milliseconds: number, ring: () => void): () => void {
		const own = () => ring();
		this.#alarms.set(own, milliseconds);
		return () => void this.#alarms.delete(own);
	}

	/** Those set now, in milliseconds. */
	get alarms(): number[] {
		return [...this.#alarms.values()];
	}

	/** Lets the time of every alarm come. */
	ring(): void {
		const due = [...this.#alarms];
		this.#alarms.clear();
		this.#now += Math.max(0, ...due.map(([, milliseconds]) => milliseconds));
		for (const [alarm] of due) alarm();
	}
}

/** Time that stands still: who sleeps is woken by their signal only. */
export class StoppedClock extends FakeClock {
	override sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		this.slept.push(milliseconds);
		return new Promise((_, reject) => {
			signal.throwIfAborted();
			signal.addEventListener("abort", () => reject(signal.reason), { once: true });
		});
	}
}
