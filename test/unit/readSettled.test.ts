import assert from "node:assert/strict";
import { readSettled } from "../../src/host/editor/readSettled.ts";

/** A file that goes through `states`, one a pause; those with "…" are half-way. */
function changing(states: readonly string[]) {
	let now = 0;
	const reads: string[] = [];
	const current = () => states[Math.min(now, states.length - 1)]!;
	return {
		reads,
		read: async () => {
			reads.push(current());
			return { state: current(), isSure: !current().endsWith("…"), stamp: current() };
		},
		stamp: async () => current(),
		pause: async () => {
			now++;
		},
		isOver: () => false,
	};
}

describe("reading a file that others write", () => {
	it("takes at once what is whole", async () => {
		const file = changing(["whole"]);
		assert.equal(await readSettled(file), "whole");
		assert.deepEqual(file.reads, ["whole"]);
	});

	it("reads again as long as it grows, and not while it rests", async () => {
		const file = changing(["1…", "12…", "12…", "123…", "1234"]);
		assert.equal(await readSettled(file), "1234");
		assert.deepEqual(file.reads, ["1…", "12…", "123…", "1234"]);
	});

	it("takes what stays half as it is", async () => {
		const file = changing(["1…", "12…"]);
		assert.equal(await readSettled(file), "12…");
		assert.deepEqual(file.reads, ["1…", "12…"]);
	});

	it("gives up when nobody waits any more", async () => {
		let isOver = false;
		const file = { ...changing(["1…", "2…", "3…", "4…", "5…", "6"]), isOver: () => isOver };
		const { pause } = file;
		file.pause = async () => {
			await pause();
			isOver = true;
		};
		assert.equal(await readSettled(file), "1…");
	});
});
