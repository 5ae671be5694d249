import assert from "node:assert/strict";
import fc from "fast-check";
import pixelmatch from "pixelmatch";
import { overlap } from "../../src/image/compareLayout.ts";
import {
	changedWord,
	differenceColors,
	drawDifference,
	wordOf,
	wordsOf,
} from "../../src/image/difference.ts";
import { changedBoxes } from "../../src/image/differenceRegions.ts";
import { tileChanges } from "../../src/image/differenceTiles.ts";
import type { Pixels } from "../../src/image/pixels.ts";
import type { Rect, Size } from "../../src/shared/result.ts";
import { grain } from "../fixtures/photo.ts";
import { scenePixels } from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";

/** A black picture and one with rectangles of another colour, and their difference. */
function painted(size: Size, rects: Rect[], noise: Array<{ x: number; y: number }> = []) {
	const blank = (): Pixels => ({ ...size, data: new Uint8Array(size.width * size.height * 4) });
	const [a, b, drawn] = [blank(), blank(), blank()];
	const [words, drawnWords] = [new Uint32Array(b.data.buffer), new Uint32Array(drawn.data.buffer)];
	for (const { x, y } of noise) words[y * size.width + x] = 1;
	for (const { x, y, width, height } of rects) {
		for (let row = y; row < y + height; row++) {
			words.fill(changedWord, row * size.width + x, row * size.width + x + width);
			drawnWords.fill(changedWord, row * size.width + x, row * size.width + x + width);
		}
	}
	return tileChanges(a, b, drawn);
}

const boxesOf = (size: Size, rects: Rect[], most = 50) =>
	changedBoxes(painted(size, rects), most)
		.map(({ x, y, width, height }) => ({ x, y, width, height }))
		.sort((one, other) => one.y - other.y || one.x - other.x);

describe("changedBoxes", () => {
	const size: Size = { width: 600, height: 400 };

	it("is empty for two pictures that are the same", () => {
		assert.deepEqual(boxesOf(size, []), []);
	});

	it("gives one box, exact to the pixel, to changes closer than a tile", () => {
		const letters = [0, 1, 2, 3, 4].map((at) => ({ x: 51 + at * 8, y: 33, width: 5, height: 9 }));
		assert.deepEqual(boxesOf(size, letters), [{ x: 51, y: 33, width: 37, height: 9 }]);
	});

	it("gives a box each to changes two tiles apart", () => {
		const rects = [
			{ x: 3, y: 10, width: 20, height: 20 },
			{ x: 31, y: 10, width: 20, height: 20 },
		];
		assert.deepEqual(boxesOf(size, rects), rects);
	});

	it("keeps what has changed inside a thin frame apart from the frame", () => {
		const frame = [
			{ x: 0, y: 0, width: 600, height: 2 },
			{ x: 0, y: 398, width: 600, height: 2 },
			{ x: 0, y: 0, width: 2, height: 400 },
			{ x: 598, y: 0, width: 2, height: 400 },
		];
		const inside = { x: 200, y: 150, width: 90, height: 60 };
		assert.deepEqual(boxesOf(size, [...frame, inside]), [{ x: 0, y: 0, ...size }, inside]);
	});

	it("joins a box that lies in the corner of a thick change", () => {
		const rects = [
			{ x: 100, y: 100, width: 40, height: 160 },
			{ x: 100, y: 220, width: 160, height: 40 },
			{ x: 200, y: 110, width: 50, height: 50 },
		];
		assert.deepEqual(boxesOf(size, rects), [{ x: 100, y: 100, width: 160, height: 160 }]);
	});

	it("notices a single pixel where all others are the same", () => {
		const pixel = { x: 599, y: 399, width: 1, height: 1 };
		assert.deepEqual(boxesOf(size, [pixel]), [pixel]);
	});

	it("drops dots and seams, and keeps solid changes, where pixels differ a little everywhere", () => {
		const noise = Array.from({ length: 4000 }, (_, at) => ({
			x: (at * 97) % 600,
			y: (at * 61) % 400,
		}));
		const dot = { x: 20, y: 20, width: 1, height: 1 };
		const seam = { x: 100, y: 300, width: 300, height: 1 };
		const solid = { x: 300, y: 50, width: 6, height: 6 };
		const boxes = changedBoxes(painted(size, [dot, seam, solid], noise), 50);
		assert.deepEqual(boxes, [{ ...solid, changed: 36 }]);
	});

	it("does not bring back what it dropped when it joins far-off changes", () => {
		const grid = (length: number, left: number, side: number) =>
			Array.from({ length }, (_, at) => ({
				x: left + (at % 25) * 16,
				y: 5 + Math.floor(at / 25) * 16,
				width: side,
				height: side,
			}));
		const noise = Array.from({ length: 4000 }, (_, at) => ({
			x: (at * 97) % 600,
			y: (at * 61) % 400,
		}));
		const tiles = painted(size, [...grid(225, 5, 6), ...grid(3, 450, 1)], noise);
		const boxes = changedBoxes(tiles, 50);
		assert.ok(boxes.length <= 50);
		assert.equal(
			boxes.reduce((sum, { changed }) => sum + changed, 0),
			225 * 36,
		);
	});

	it("joins far-off changes rather than leave any out when there are too many", () => {
		const dots = Array.from({ length: 600 }, (_, at) => ({
			x: 5 + (at % 30) * 20,
			y: 5 + Math.floor(at / 30) * 20,
			width: 4,
			height: 4,
		}));
		for (const count of [60, 190, 600]) {
			const boxes = boxesOf(size, dots.slice(0, count), 50);
			assert.ok(boxes.length <= 50);
			for (const dot of dots.slice(0, count)) assert.ok(boxes.some((box) => holds(box, dot)));
		}
	});

	it("joins no more than it must, and what is nearest", () => {
		const dots = [0, 40, 100, 140, 400].map((x) => ({ x, y: 10, width: 10, height: 10 }));
		assert.deepEqual(boxesOf(size, dots, 5), dots);
		assert.deepEqual(boxesOf(size, dots, 3), [
			{ x: 0, y: 10, width: 50, height: 10 },
			{ x: 100, y: 10, width: 50, height: 10 },
			{ x: 400, y: 10, width: 10, height: 10 },
		]);
	});

	it("holds every changed pixel in a box that it counts, whatever has changed", () => {
		const side = (most: number) => fc.integer({ min: 1, max: most });
		const rect = fc
			.tuple(fc.nat(79), fc.nat(59), side(20), side(20))
			.map(([x, y, width, height]) => ({
				x,
				y,
				width: Math.min(width, 80 - x),
				height: Math.min(height, 60 - y),
			}));
		fc.assert(
			fc.property(fc.array(rect, { maxLength: 12 }), side(6), (rects, most) => {
				const tiles = painted({ width: 80, height: 60 }, rects);
				const boxes = changedBoxes(tiles, most);
				assert.ok(boxes.length <= most);
				for (const each of rects) assert.ok(boxes.some((box) => holds(box, each)));
				const pixels = new Set(
					rects.flatMap(({ x, y, width, height }) =>
						Array.from({ length: width * height }, (_, at) => {
							return (y + Math.floor(at / width)) * 80 + x + (at % width);
						}),
					),
				);
				assert.equal(
					boxes.reduce((sum, { changed }) => sum + changed, 0),
					pixels.size,
				);
			}),
		);
	});
});

describe("drawDifference", () => {
	const smoothing = wordOf(differenceColors.smoothing);
	/** Few greys in patches, as edges are when smoothed; wide, so that strips are few rows. */
	function patches(): [Pixels, Pixels] {
		const size: Size = { width: 16_400, height: 150 };
		const next = grain(8);
		const a = new Uint32Array(size.width * size.height);
		for (let at = 0; at < a.length; at++) {
			const above = a[at - size.width] ?? 0;
			a[at] = next() > 0 && above ? above : 0xff000000 + 0x404040 * ((Math.abs(next()) % 4) | 0);
		}
		const b = a.map((word) => (next() > 16 ? word ^ 0x808080 : word));
		const pixels = (words: Uint32Array): Pixels => ({
			...size,
			data: new Uint8Array(words.buffer),
		});
		return [pixels(a), pixels(b)];
	}
	const colors = {
		alpha: 0.25,
		diffColor: differenceColors.changed,
		aaColor: differenceColors.smoothing,
	};

	it("draws strip by strip what would be drawn at once", async () => {
		const [a, b] = patches();
		const whole = new Uint8Array(a.data.length);
		pixelmatch(a.data, b.data, whole, a.width, a.height, { threshold: 0.1, ...colors });
		const drawn = await drawDifference(a, b, { threshold: 0.1 });
		const words = wordsOf({ ...a, data: whole });
		assert.ok(words.includes(changedWord) && words.includes(smoothing));
		assert.equal(Buffer.compare(drawn.data, whole), 0);
	});

	it("spares no edges where nearly everything differs", async () => {
		const a = await scenePixels({ ...plain, isSmooth: true });
		const b = { ...a, data: a.data.map((value, at) => (at % 4 === 3 ? value : 255 - value)) };
		const drawn = await drawDifference(a, b, { threshold: 0.1 });
		assert.ok(!wordsOf(drawn).includes(smoothing));
		assert.ok(wordsOf(drawn).includes(changedWord));
	});

	it("stops between two strips", async () => {
		const picture = await scenePixels(plain, 3);
		const stop = new AbortController();
		const drawing = drawDifference(picture, picture, { threshold: 0.1, signal: stop.signal });
		stop.abort();
		await assert.rejects(drawing, { name: "Cancelled" });
	});
});

function holds(box: Rect, rect: Rect): boolean {
	const { x, y, width, height } = rect;
	const shared = overlap(box, rect);
	return shared !== undefined && shared.x === x && shared.y === y
		? shared.width === width && shared.height === height
		: false;
}
