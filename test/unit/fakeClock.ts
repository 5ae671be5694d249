import type { Clock } from "../../src/gemini/retryClock.ts";

/** Time that passes only in `sleep`, and there at once; keeps what was slept, in milliseconds. */
export class FakeClock implements Clock {
	readonly slept: number[] = [];
	#now = 1_000_000;

	now(): number {
		return this.#now;
	}

	random(): number {
		return 0.5;
	}

	async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		this.slept.push(milliseconds);
		this.#now += milliseconds;
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
