import assert from "node:assert/strict";
import {
	boxToPixels,
	clamp,
	pointToPixels,
	swapsSides,
	uprightSize,
	wholePixels,
} from "../../src/shared/geometry.ts";

describe("geometry", () => {
	const whole = { x: 0, y: 0, width: 4000, height: 300 };
	const part = { x: 100, y: 50, width: 200, height: 80 };

	it("stretches 0–1000 over each side, whatever the aspect", () => {
		assert.deepEqual(pointToPixels({ x: 500, y: 500 }, whole), { x: 2000, y: 150 });
		assert.deepEqual(pointToPixels({ x: 1000, y: 1000 }, whole), { x: 4000, y: 300 });
	});

	it("puts the answer about a part back where the part was", () => {
		assert.deepEqual(pointToPixels({ x: 0, y: 0 }, part), { x: 100, y: 50 });
		assert.deepEqual(boxToPixels({ top: 250, left: 500, bottom: 750, right: 1000 }, part), {
			x: 200,
			y: 70,
			width: 100,
			height: 40,
		});
	});

	it("keeps fractions of pixels", () => {
		const { x, width } = boxToPixels({ top: 0, left: 1, bottom: 1000, right: 2.5 }, part);
		assert.equal(x, 100.2);
		assert.ok(Math.abs(width - 0.3) < 1e-9);
	});

	it("widens to whole pixels and stays inside the picture", () => {
		const bounds = { width: 640, height: 480 };
		assert.deepEqual(wholePixels({ x: 10.2, y: 20.9, width: 5, height: 5 }, bounds), {
			x: 10,
			y: 20,
			width: 6,
			height: 6,
		});
		assert.deepEqual(wholePixels({ x: -5, y: 470, width: 10, height: 100 }, bounds), {
			x: 0,
			y: 470,
			width: 5,
			height: 10,
		});
	});

	it("gives an empty rectangle for what lies outside", () => {
		const outside = wholePixels(
			{ x: 700, y: 10, width: 50, height: 50 },
			{ width: 640, height: 480 },
		);
		assert.equal(outside.width, 0);
	});

	it("exchanges the sides for the four quarter turns only", () => {
		assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8].filter(swapsSides), [5, 6, 7, 8]);
		assert.deepEqual(uprightSize({ width: 3, height: 2 }, 6), { width: 2, height: 3 });
		assert.deepEqual(uprightSize({ width: 3, height: 2 }, 3), { width: 3, height: 2 });
	});

	it("clamps at both ends", () => {
		assert.deepEqual(
			[-1, 0.5, 2].map((value) => clamp(value, 0, 1)),
			[0, 0.5, 1],
		);
	});
});
