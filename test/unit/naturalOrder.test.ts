import assert from "node:assert/strict";
import fc from "fast-check";
import { compareNames, indexIn, placeIn, stepFrom } from "../../src/host/folder/naturalOrder.ts";

const sorted = (...names: string[]): string[] => names.sort(compareNames);

describe("the order of a folder's pictures", () => {
	it("counts as people do", () => {
		assert.deepEqual(sorted("a10.png", "a2.png", "a1.png", "A3.png", "b.png", "a2.jpg"), [
			...["a1.png", "a2.jpg", "a2.png", "A3.png", "a10.png", "b.png"],
		]);
		assert.deepEqual(sorted("x 100.png", "x 99.png", "x 099.png").slice(-1), ["x 100.png"]);
	});

	it("never takes two names for one, and finds each where it is", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 }), (names) => {
				const order = [...names].sort(compareNames);
				for (const [index, name] of order.entries()) assert.equal(indexIn(order, name), index);
			}),
		);
	});

	it("is walked from end to end and back, one at a time", () => {
		const names = sorted("1.png", "2.png", "10.png");
		assert.equal(stepFrom(names, "2.png", "next"), "10.png");
		assert.equal(stepFrom(names, "2.png", "previous"), "1.png");
		assert.equal(stepFrom(names, "10.png", "next"), undefined);
		assert.equal(stepFrom(names, "10.png", "last"), undefined);
		assert.equal(stepFrom(names, "10.png", "first"), "1.png");
		assert.deepEqual(placeIn(names, "10.png"), {
			...{ number: 3, count: 3, hasPrevious: true, hasNext: false },
		});
	});

	it("goes on from where a picture was that is gone", () => {
		const names = sorted("1.png", "3.png");
		assert.deepEqual(placeIn(names, "2.png"), { count: 2, hasPrevious: true, hasNext: true });
		assert.equal(stepFrom(names, "2.png", "next"), "3.png");
		assert.equal(stepFrom(names, "2.png", "previous"), "1.png");
		assert.deepEqual(placeIn([], "2.png"), { count: 0, hasPrevious: false, hasNext: false });
		assert.equal(stepFrom([], "2.png", "first"), undefined);
	});

	it("is made of ten thousand names in well under a second", () => {
		const names = Array.from(
			{ length: 10_000 },
			(_, index) => `IMG_${(index * 7919) % 10_007}.jpg`,
		);
		const start = performance.now();
		names.sort(compareNames);
		assert(performance.now() - start < 1000);
		assert.equal(names[0], "IMG_0.jpg");
	});
});
