import assert from "node:assert/strict";
import { fillPolygons, type MaskMap, shrinkMask, stretchMap } from "../../src/image/mask.ts";
import type { Mask, Point, Rect } from "../../src/shared/result.ts";

const picture = { width: 100, height: 80 };

function rectangle(x: number, y: number, width: number, height: number): Point[] {
	return [
		{ x, y },
		{ x: x + width, y },
		{ x: x + width, y: y + height },
		{ x, y: y + height },
	];
}

function area({ data }: Mask): number {
	return data.reduce((sum, value) => sum + value / 255, 0);
}

/** Bilinear, edges held: the plain way, pixel by pixel. */
function sampleAt(map: MaskMap, box: Rect, x: number, y: number): number {
	const hold = (value: number, most: number) => Math.min(Math.max(value, 0), most);
	const u = hold(((x - box.x) / box.width) * map.width - 0.5, map.width - 1);
	const v = hold(((y - box.y) / box.height) * map.height - 0.5, map.height - 1);
	const at = (column: number, row: number) =>
		map.data[hold(row, map.height - 1) * map.width + hold(column, map.width - 1)]!;
	const [left, top] = [Math.floor(u), Math.floor(v)];
	const upper = at(left, top) * (1 - (u - left)) + at(left + 1, top) * (u - left);
	const lower = at(left, top + 1) * (1 - (u - left)) + at(left + 1, top + 1) * (u - left);
	return upper * (1 - (v - top)) + lower * (v - top);
}

describe("filling polygons", () => {
	it("fills whole pixels wholly and no others", () => {
		const mask = fillPolygons([rectangle(10, 20, 3, 2)], picture);
		assert.deepEqual(mask, {
			x: 10,
			y: 20,
			width: 3,
			height: 2,
			data: new Uint8Array(6).fill(255),
		});
	});

	it("gives a pixel at the edge the share that is covered", () => {
		const mask = fillPolygons([rectangle(10.5, 20, 2, 1)], picture);
		assert.deepEqual([...mask!.data], [128, 255, 128]);
	});

	it("leaves holes open by the even-odd rule", () => {
		const mask = fillPolygons([rectangle(10, 10, 30, 30), rectangle(20, 20, 10, 10)], picture)!;
		assert.equal(Math.round(area(mask)), 800);
		assert.equal(mask.data[15 * 30 + 15], 0);
	});

	it("covers a circle's area within half a percent", () => {
		const circle = Array.from({ length: 120 }, (_, index) => ({
			x: 50 + 30 * Math.cos((index / 60) * Math.PI),
			y: 40 + 30 * Math.sin((index / 60) * Math.PI),
		}));
		const covered = area(fillPolygons([circle], picture)!);
		assert.ok(Math.abs(covered / (Math.PI * 900) - 1) < 0.005, `${covered}`);
	});

	it("keeps what lies inside the picture", () => {
		const mask = fillPolygons([rectangle(-20, -20, 30, 25)], picture);
		assert.deepEqual(mask, {
			x: 0,
			y: 0,
			width: 10,
			height: 5,
			data: new Uint8Array(50).fill(255),
		});
	});

	it("has nothing to say of polygons without area, or outside", () => {
		assert.equal(fillPolygons([], picture), undefined);
		assert.equal(fillPolygons([[{ x: 3, y: 3 }]], picture), undefined);
		assert.equal(fillPolygons([rectangle(200, 200, 5, 5)], picture), undefined);
	});
});

describe("stretching a probability map over its box", () => {
	it("leaves a map alone that fits pixel for pixel", () => {
		const data = new Uint8Array([0, 50, 100, 150, 200, 250]);
		const mask = stretchMap(
			{ width: 3, height: 2, data },
			{ x: 5, y: 6, width: 3, height: 2 },
			picture,
		);
		assert.deepEqual(mask, { x: 5, y: 6, width: 3, height: 2, data });
	});

	it("puts the middle of the map on the middle of the box", () => {
		const data = new Uint8Array(256 * 256);
		for (let y = 0; y < 256; y++) data.fill(255, y * 256, y * 256 + 128);
		const mask = stretchMap(
			{ width: 256, height: 256, data },
			{ x: 10.25, y: 10, width: 60, height: 20 },
			picture,
		);
		assert.deepEqual(
			{ ...mask, data: undefined },
			{ x: 10, y: 10, width: 61, height: 20, data: undefined },
		);
		const row = [...mask.data.subarray(61 * 10, 61 * 11)];
		assert.equal(row[29], 255);
		assert.equal(row[31], 0);
	});

	it("gives what sampling each pixel on its own gives", () => {
		const map = { width: 9, height: 7, data: new Uint8Array(63) };
		for (let at = 0; at < 63; at++)
			map.data[at] = at % 4 === 0 ? 255 : (at * 37) % 3 === 0 ? 0 : at * 4;
		for (const box of [
			{ x: -7.3, y: 3.25, width: 41.9, height: 30.1 },
			{ x: 60.5, y: 50.5, width: 3.2, height: 4.9 },
			{ x: 80, y: 60, width: 90.7, height: 50 },
		]) {
			const mask = stretchMap(map, box, picture);
			for (let y = 0; y < mask.height; y++) {
				for (let x = 0; x < mask.width; x++) {
					const expected = sampleAt(map, box, mask.x + x + 0.5, mask.y + y + 0.5);
					const actual = mask.data[y * mask.width + x]!;
					assert.ok(Math.abs(actual - expected) <= 2, `${x},${y}: ${actual}, not ${expected}`);
				}
			}
		}
	});

	it("keeps what lies inside the picture", () => {
		const map = { width: 2, height: 2, data: new Uint8Array(4).fill(200) };
		const mask = stretchMap(map, { x: 90, y: 70, width: 30, height: 30 }, picture);
		assert.deepEqual(mask, {
			x: 90,
			y: 70,
			width: 10,
			height: 10,
			data: new Uint8Array(100).fill(200),
		});
	});
});

describe("shrinking a mask for the page", () => {
	it("keeps its proportions and what lies where", () => {
		const data = new Uint8Array(1000 * 400);
		for (let y = 0; y < 400; y++) data.fill(255, y * 1000, y * 1000 + 250);
		const small = shrinkMask({ width: 1000, height: 400, data }, 100);
		assert.deepEqual([small.width, small.height], [100, 40]);
		assert.deepEqual(
			[...small.data.subarray(0, 100)],
			[...new Array(25).fill(255), ...new Array(75).fill(0)],
		);
	});

	it("leaves a small one as it is", () => {
		const mask = { width: 2, height: 1, data: new Uint8Array([1, 2]) };
		assert.deepEqual(shrinkMask(mask, 100), mask);
	});
});
