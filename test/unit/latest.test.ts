import assert from "node:assert/strict";
import { Latest } from "../../src/host/latest.ts";

describe("Work of which the last counts", () => {
	it("is over once another is begun, and ends with it", async () => {
		const latest = new Latest(() => false);
		const gate = Promise.withResolvers<void>();
		const last = Promise.withResolvers<void>();
		const told: string[] = [];
		const first = latest.run(async (isOver) => {
			await gate.promise;
			told.push(isOver() ? "over" : "counts");
		});
		let hasEnded = false;
		void first.then(() => {
			hasEnded = true;
		});
		const second = latest.run(async (isOver) => {
			await last.promise;
			told.push(isOver() ? "over" : "counts");
		});
		gate.resolve();
		await new Promise(setImmediate);
		assert.deepEqual([told, hasEnded], [["over"], false]);
		last.resolve();
		await Promise.all([first, second]);
		assert.deepEqual(told, ["over", "counts"]);
	});

	it("is over when its owner is gone", async () => {
		const latest = new Latest(() => true);
		await latest.run(async (isOver) => assert(isOver()));
	});

	it("that fails is told to who began it", async () => {
		const latest = new Latest(() => false);
		await assert.rejects(
			latest.run(async () => {
				throw new Error("no");
			}),
			/no/,
		);
	});
});
