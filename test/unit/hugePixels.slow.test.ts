import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a process of its own found: its memory is that of nothing else. */
interface Found {
	values: number[];
	rows: number;
	/** Pixels of the histogram. */
	counted: number;
	/** Milliseconds. */
	first: number;
	next: number;
	/** Bytes: the most that it took, before and after. */
	before: number;
	after: number;
}

const script = new URL("../fixtures/readHugePixel.ts", import.meta.url);

async function read(orientation: number): Promise<Found> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		script.pathname,
		String(orientation),
	]);
	return JSON.parse(stdout) as Found;
}

describe("Pixels of a picture that no canvas holds", () => {
	for (const orientation of [1, 3, 6]) {
		it(`are read far down in little memory, and then at once, orientation ${orientation}`, async () => {
			const { values, rows, counted, first, next, before, after } = await read(orientation);
			assert.deepEqual(values, [255, 128, 0, 32, 64, 96]);
			assert(rows > 100, `${rows} rows are kept`);
			assert(counted > 10_000_000 && counted <= 16_000_000, `${counted} pixels are counted`);
			assert(next < 300, `the next took ${next} ms, the first ${first}`);
			// 900 MB of pixels; rows of 48 MB are decoded and kept.
			const taken = Math.round((after - before) / 1e6);
			assert(taken < 350, `${taken} MB more than before`);
		}).timeout(60_000);
	}
});
