import assert from "node:assert/strict";
import fc from "fast-check";
import {
	type Contour,
	signedArea,
	simplifyPolygon,
	traceContours,
} from "../../src/image/contour.ts";
import { fillPolygons } from "../../src/image/mask.ts";
import type { Mask, Point } from "../../src/shared/result.ts";

/** A mask from rows of "#" and ".". */
function drawn(rows: string[], x = 0, y = 0): Mask {
	const data = Uint8Array.from(rows.join(""), (char) => (char === "#" ? 255 : 0));
	return { x, y, width: rows[0]?.length ?? 0, height: rows.length, data };
}

function where(size: number, isInside: (x: number, y: number) => boolean): Mask {
	const data = new Uint8Array(size * size);
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) if (isInside(x + 0.5, y + 0.5)) data[y * size + x] = 255;
	}
	return { x: 0, y: 0, width: size, height: size, data };
}

function count(mask: Mask): number {
	return mask.data.reduce((sum, value) => sum + (value > 127 ? 1 : 0), 0);
}

function area(contours: Contour[]): number {
	return contours.reduce((sum, { points }) => sum + signedArea(points), 0);
}

/** The share of pixels in both masks among those in either. */
function overlapOf(mask: Mask, polygons: Point[][]): number {
	const other = fillPolygons(polygons, { width: mask.width, height: mask.height })!;
	let both = 0;
	for (let y = 0; y < other.height; y++) {
		for (let x = 0; x < other.width; x++) {
			const isInMask = mask.data[(other.y + y) * mask.width + other.x + x]! > 127;
			if (isInMask && other.data[y * other.width + x]! > 127) both++;
		}
	}
	return both / (count(mask) + count(other) - both);
}

const masks = fc
	.record({
		width: fc.integer({ min: 1, max: 14 }),
		height: fc.integer({ min: 1, max: 14 }),
		x: fc.integer({ min: 0, max: 50 }),
		y: fc.integer({ min: 0, max: 50 }),
	})
	.chain((place) => {
		const length = place.width * place.height;
		return fc
			.uint8Array({ minLength: length, maxLength: length })
			.map((data): Mask => ({ ...place, data }));
	});

describe("contours", () => {
	it("go around one pixel along its edges, clockwise, in pixels of the picture", () => {
		const points = [
			{ x: 10, y: 20 },
			{ x: 11, y: 20 },
			{ x: 11, y: 21 },
			{ x: 10, y: 21 },
		];
		assert.deepEqual(traceContours(drawn(["#"], 10, 20)), [{ points, isHole: false }]);
	});

	it("run along the border of a mask that is full", () => {
		const [contour] = traceContours(drawn(["####", "####"]));
		assert.deepEqual(contour?.points, [
			{ x: 0, y: 0 },
			{ x: 4, y: 0 },
			{ x: 4, y: 2 },
			{ x: 0, y: 2 },
		]);
	});

	it("tell holes from parts", () => {
		const contours = traceContours(drawn([".....", ".###.", ".#.#.", ".###.", "....."]));
		assert.deepEqual(
			contours.map(({ isHole, points }) => [isHole, signedArea(points)]),
			[
				[false, 9],
				[true, -1],
			],
		);
	});

	it("find a part inside a hole", () => {
		const ring = ["#####", "#...#", "#.#.#", "#...#", "#####"];
		const kinds = traceContours(drawn(ring)).map(({ isHole }) => isHole);
		assert.deepEqual(kinds, [false, false, true]);
	});

	it("keep pixels apart that touch at a corner", () => {
		assert.equal(traceContours(drawn(["#.", ".#"])).length, 2);
	});

	it("take what is above the cut and nothing else", () => {
		const mask = { x: 0, y: 0, width: 4, height: 1, data: Uint8Array.of(0, 127, 128, 255) };
		assert.equal(area(traceContours(mask)), 2);
		assert.equal(area(traceContours(mask, 0)), 3);
		assert.deepEqual(traceContours(mask, 255), []);
	});

	it("enclose exactly as many pixels as the mask has", () => {
		fc.assert(fc.property(masks, (mask) => area(traceContours(mask)) === count(mask)));
	});

	it("give the mask back when filled", () => {
		fc.assert(
			fc.property(masks, (mask) => {
				const polygons = traceContours(mask).map(({ points }) => points);
				const filled = fillPolygons(polygons, { width: 100, height: 100 });
				for (let y = 0; y < mask.height; y++) {
					for (let x = 0; x < mask.width; x++) {
						const column = mask.x + x - (filled?.x ?? 0);
						const row = mask.y + y - (filled?.y ?? 0);
						const isIn = filled && column >= 0 && row >= 0 && column < filled.width;
						const value = isIn ? (filled.data[row * filled.width + column] ?? 0) : 0;
						assert.equal(value, mask.data[y * mask.width + x]! > 127 ? 255 : 0);
					}
				}
			}),
		);
	});
});

describe("simplifying a contour", () => {
	const shapes: Array<[name: string, mask: Mask, mostPoints: number]> = [
		["a square", where(60, (x, y) => x > 10 && x < 50 && y > 10 && y < 50), 4],
		["a circle of 40 pixels", where(60, (x, y) => Math.hypot(x - 30, y - 30) < 20), 50],
		["a circle of 400 pixels", where(420, (x, y) => Math.hypot(x - 210, y - 210) < 200), 80],
		["a slanting bar", where(200, (x, y) => Math.abs(y - 20 - x / 7) < 10 && x > 20), 24],
		["a triangle", where(100, (x, y) => y > 10 && y < 90 && Math.abs(x - 50) < (y - 10) / 2), 16],
		["stairs", where(90, (x, y) => Math.floor(x / 30) * 30 < y), 8],
		[
			"a crescent",
			where(100, (x, y) => Math.hypot(x - 50, y - 50) < 45 && Math.hypot(x - 70, y - 50) > 30),
			70,
		],
	];
	for (const [name, mask, mostPoints] of shapes) {
		it(`keeps 99 % of ${name} in at most ${mostPoints} points`, () => {
			const [contour] = traceContours(mask);
			const simple = simplifyPolygon(contour!.points, 0.5);
			assert.ok(
				simple.length <= mostPoints,
				`${simple.length} of ${contour!.points.length} points`,
			);
			const overlap = overlapOf(mask, [simple]);
			assert.ok(overlap >= 0.99, `${overlap}`);
		});
	}

	it("leaves what is too small to be simpler", () => {
		const [contour] = traceContours(drawn(["#"]));
		assert.deepEqual(simplifyPolygon(contour!.points, 5), contour!.points);
	});

	it("never moves more than one percent of the area", () => {
		fc.assert(
			fc.property(masks, fc.double({ min: 0, max: 4, noNaN: true }), (mask, tolerance) => {
				for (const { points, isHole } of traceContours(mask)) {
					const simple = signedArea(simplifyPolygon(points, tolerance));
					const was = signedArea(points);
					assert.ok(Math.abs(simple - was) <= 0.01 * Math.abs(was), `${was} → ${simple}`);
					assert.equal(simple < 0, isHole);
				}
			}),
		);
	});
});
