import assert from "node:assert/strict";
import type { Rect } from "../../src/shared/result.ts";
import { type Edge, edgesDrawn, type Pixels } from "./pixels.ts";

describe("Reading boxes back from the screen", () => {
	const box: Rect = { x: 40, y: 30, width: 60, height: 50 };
	const plain = blank(200, 150);

	it("sees every edge of a box that is drawn there", () => {
		const drawn = edgesDrawn(plain, outlined(box), box, 3);
		assert.deepEqual(drawn, { left: 1, top: 1, right: 1, bottom: 1 });
	});

	it("sees no edge where the picture itself has one", () => {
		const both = outlined(box);
		const drawn = edgesDrawn(both, both, box, 3);
		assert.deepEqual(drawn, { left: 0, top: 0, right: 0, bottom: 0 });
	});

	const misplaced: [Edge, Rect][] = [
		["left", { ...box, x: box.x - 8, width: box.width + 8 }],
		["top", { ...box, y: box.y - 8, height: box.height + 8 }],
		["right", { ...box, width: box.width + 8 }],
		["bottom", { ...box, height: box.height + 8 }],
	];
	for (const [edge, wrong] of misplaced) {
		it(`misses the ${edge} edge of a box whose ${edge} edge is 8 pixels off`, () => {
			const drawn = edgesDrawn(plain, outlined(wrong), box, 3);
			assert(drawn[edge] < 0.2, JSON.stringify(drawn));
		});
	}

	function outlined({ x, y, width, height }: Rect): Pixels {
		const pixels = blank(plain.width, plain.height);
		const dot = (px: number, py: number): void => {
			pixels.data.fill(255, (py * pixels.width + px) * 3, (py * pixels.width + px) * 3 + 3);
		};
		for (let step = 0; step <= width; step++) {
			dot(x + step, y);
			dot(x + step, y + height);
		}
		for (let step = 0; step <= height; step++) {
			dot(x, y + step);
			dot(x + width, y + step);
		}
		return pixels;
	}

	function blank(width: number, height: number): Pixels {
		return { width, height, data: Buffer.alloc(width * height * 3) };
	}
});
