import assert from "node:assert/strict";
import { retryDelay } from "../../src/gemini/retry.ts";
import { systemClock } from "../../src/gemini/retryClock.ts";
import { LoupeError } from "../../src/shared/errors.ts";

function limited(retryAfter?: number): LoupeError {
	const options = { isPassing: true, ...(retryAfter !== undefined && { retryAfter }) };
	return new LoupeError("RateLimit", "Slow down", options);
}

describe("The time between attempts", () => {
	it("is anything up to a bound that doubles, and there is no sixth attempt", () => {
		const almostOne = 1 - Number.EPSILON;
		const bounds = [1, 2, 3, 4, 5].map((attempt) =>
			[0, almostOne].map((random) => retryDelay(limited(), attempt, random)),
		);
		const rounded = bounds.map(([least, most]) => [least, most && Math.round(most)]);
		assert.deepEqual(rounded, [
			[0, 1000],
			[0, 2000],
			[0, 4000],
			[0, 8000],
			[undefined, undefined],
		]);
	});

	it("is what the server asks for where that is more, up to a minute", () => {
		assert.equal(retryDelay(limited(7000), 1, 0.9), 7000);
		assert.equal(retryDelay(limited(100), 1, 0.9), 900);
		assert.equal(retryDelay(limited(60_000), 1, 0), 60_000);
		assert.equal(retryDelay(limited(60_001), 1, 0), undefined);
	});

	it("is none for what would fail again", () => {
		const failure = new LoupeError("Quota", "Spent", { retryAfter: 1 });
		assert.equal(retryDelay(failure, 1, 0.5), undefined);
	});

	it("ends with the signal, by the real clock too", async () => {
		const stop = new AbortController();
		const sleeping = systemClock.sleep(3_600_000, stop.signal);
		stop.abort();
		await assert.rejects(sleeping, { name: "AbortError" });
		const before = systemClock.now();
		await systemClock.sleep(2, new AbortController().signal);
		assert(systemClock.now() > before);
	});
});
