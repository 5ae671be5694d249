import assert from "node:assert/strict";
import fc from "fast-check";
import {
	areaOf,
	comparedScale,
	layOut,
	onPicture,
	overlap,
	partToCompare,
	uncovered,
} from "../../src/image/compareLayout.ts";
import type { Align } from "../../src/shared/compareProtocol.ts";
import type { Size } from "../../src/shared/result.ts";

const aligns: readonly Align[] = ["fit", "topLeft", "centre"];
const size = fc.record({
	width: fc.integer({ min: 1, max: 5000 }),
	height: fc.integer({ min: 1, max: 5000 }),
});

describe("layOut", () => {
	const small: Size = { width: 300, height: 200 };
	const large: Size = { width: 400, height: 401 };

	it("puts both pictures in the top left corner at their own size", () => {
		const { canvas, a, b, both } = layOut(small, large, "topLeft");
		assert.deepEqual(canvas, { width: 400, height: 401 });
		assert.deepEqual(a, { x: 0, y: 0, ...small });
		assert.deepEqual(b, { x: 0, y: 0, ...large });
		assert.deepEqual(both, a);
	});

	it("centres to whole pixels", () => {
		const { a, b } = layOut(small, large, "centre");
		assert.deepEqual(a, { x: 50, y: 100, ...small });
		assert.deepEqual(b, { x: 0, y: 0, ...large });
	});

	it("brings the smaller picture to the size of the larger, in proportion", () => {
		const { canvas, a, b } = layOut(small, large, "fit");
		assert.deepEqual(canvas, large);
		assert.deepEqual(a, { x: 0, y: 67, width: 400, height: 267 });
		assert.deepEqual(b, { x: 0, y: 0, ...large });
	});

	it("takes sizes that differ by rounding only as the same picture at another scale", () => {
		const turned = ({ width, height }: Size): Size => ({ width: height, height: width });
		const retina: Size = { width: 1600, height: 1200 };
		const usual: Size = { width: 534, height: 400 };
		for (const [small, large] of [
			[usual, retina],
			[turned(usual), turned(retina)],
		] as const) {
			const { a, b, both } = layOut(small, large, "fit");
			for (const place of [a, b, both]) assert.deepEqual(place, { x: 0, y: 0, ...large });
		}
	});

	it("has both pictures inside the canvas and a part that both cover, whatever their sizes", () => {
		fc.assert(
			fc.property(size, size, fc.constantFrom(...aligns), (sizeA, sizeB, align) => {
				const layout = layOut(sizeA, sizeB, align);
				const all = { x: 0, y: 0, ...layout.canvas };
				for (const place of [layout.a, layout.b]) assert.deepEqual(overlap(place, all), place);
				assert.ok(areaOf(layout.both) > 0);
				const covered = areaOf(layout.a) + areaOf(layout.b) - areaOf(layout.both);
				const parts = [layout.both, ...uncovered(layout)];
				assert.equal(
					parts.reduce((sum, part) => sum + areaOf(part), 0),
					covered,
				);
				for (const [at, part] of parts.entries()) {
					for (const other of parts.slice(at + 1)) assert.equal(overlap(part, other), undefined);
				}
			}),
		);
	});

	it("compares the same part of both pictures, in whole pixels of each", () => {
		fc.assert(
			fc.property(size, size, fc.constantFrom("topLeft", "centre"), (sizeA, sizeB, align) => {
				const layout = layOut(sizeA, sizeB, align);
				const partA = partToCompare(layout, layout.a, sizeA);
				const partB = partToCompare(layout, layout.b, sizeB);
				assert.deepEqual([partA.width, partA.height], [partB.width, partB.height]);
				assert.equal(partA.x + layout.a.x, partB.x + layout.b.x);
				assert.equal(partA.y + layout.a.y, partB.y + layout.b.y);
			}),
		);
	});
});

describe("comparedScale", () => {
	const scale = (a: Size, b: Size, align: Align, maxSide: number) =>
		comparedScale(layOut(a, b, align), a, b, maxSide);

	it("enlarges neither picture", () => {
		assert.equal(scale({ width: 100, height: 80 }, { width: 400, height: 320 }, "fit", 4096), 0.25);
		assert.equal(scale({ width: 100, height: 80 }, { width: 400, height: 320 }, "centre", 4096), 1);
	});

	it("keeps a tall page sharp that has no more pixels than the square", () => {
		const page: Size = { width: 1000, height: 9000 };
		assert.equal(scale(page, page, "topLeft", 3000), 1);
		assert.equal(scale(page, page, "topLeft", 1500), 0.5);
	});

	it("bounds the canvas, not only what both cover", () => {
		const across: Size = { width: 40_000, height: 1 };
		const down: Size = { width: 1, height: 40_000 };
		assert.equal(scale(across, down, "topLeft", 1000), 1 / 40);
	});
});

describe("onPicture", () => {
	const place = { x: 100, y: 50, width: 200, height: 100 };
	const picture: Size = { width: 50, height: 25 };

	it("gives a box in the picture's own pixels, cut at its edges", () => {
		const box = { x: 80, y: 60, width: 60, height: 20 };
		assert.deepEqual(onPicture(box, place, picture), { x: 0, y: 2.5, width: 10, height: 5 });
	});

	it("gives nothing for a box that only touches the picture", () => {
		assert.equal(onPicture({ x: 0, y: 50, width: 100, height: 100 }, place, picture), undefined);
	});
});
