import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { comparePictures } from "../../src/image/compare.ts";
import { decodePixels } from "../../src/image/decode.ts";
import { differenceColors } from "../../src/image/difference.ts";
import type { Rect } from "../../src/shared/result.ts";
import { blackPng } from "../fixtures/brokenPictures.ts";
import { orientations, renderScene, scenePixels, turnedFile } from "../fixtures/renderScene.ts";
import { many, plain, scenes, transparent } from "../fixtures/scenes.ts";
import { type Scene, type Shape, shape } from "../fixtures/shapes.ts";

const bad = (name: string) => readFile(new URL(`../fixtures/bad/${name}`, import.meta.url));
const png = (scene: Scene, scale = 1) => renderScene(scene, { format: "png", scale });
const fit = { align: "fit" } as const;

/** The scene with one of its shapes painted differently, or not at all. */
function changed(scene: Scene, label: string, ...instead: Shape[]): Scene {
	const kept = scene.shapes.filter((each) => each.label !== label);
	assert.equal(kept.length, scene.shapes.length - 1);
	return { ...scene, shapes: [...kept, ...instead] };
}

function assertNear(actual: Rect | undefined, expected: Rect, within = 2): void {
	assert.ok(actual);
	const { x, y, width, height } = expected;
	const off = [
		actual.x - x,
		actual.y - y,
		actual.x + actual.width - x - width,
		actual.y + actual.height - y - height,
	].map(Math.abs);
	assert.ok(
		Math.max(...off) <= within,
		`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`,
	);
}

function assertClose(actual: number, expected: number, within: number): void {
	assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} ± ${within}`);
}

/** The picture with more of one colour around it. */
async function extended(
	bytes: Uint8Array,
	more: { top?: number; right?: number; bottom?: number; left?: number },
) {
	return new Uint8Array(
		await sharp(bytes)
			.extend({ ...more, background: "#1f5fd6" })
			.png()
			.toBuffer(),
	);
}

/** As cameras and most programs write it: colours at half the resolution. */
async function halvedColors(bytes: Uint8Array, quality: number): Promise<Uint8Array> {
	return new Uint8Array(
		await sharp(bytes).jpeg({ quality, chromaSubsampling: "4:2:0" }).toBuffer(),
	);
}

describe("comparePictures", () => {
	it("finds nothing between a picture and itself", async () => {
		const file = await png(plain);
		const comparison = await comparePictures(file, file, fit);
		assert.equal(comparison.changedShare, 0);
		assert.deepEqual(comparison.regions, []);
		assert.equal(comparison.scale, 1);
		assert.deepEqual(comparison.canvas, plain.size);
		assert.deepEqual([comparison.sizeA, comparison.sizeB], [plain.size, plain.size]);
	});

	it("finds a moved shape at its old and its new place", async () => {
		const after = changed(plain, "green square", shape("green", "square", 450, 40, 110));
		const { regions, regionsA, regionsB, changedShare } = await comparePictures(
			await png(plain),
			await png(after),
			fit,
		);
		assert.equal(regions.length, 2);
		const [upper, lower] = regions.toSorted((one, other) => one.y - other.y);
		assertNear(upper, { x: 450, y: 40, width: 110, height: 110 });
		assertNear(lower, { x: 450, y: 200, width: 110, height: 110 });
		assertClose(changedShare, (2 * 110 * 110) / (600 * 400), 0.001);
		assertClose(regions[0]!.share + regions[1]!.share, changedShare, 1e-9);
		const plainBoxes = regions.map(({ share, ...box }) => box);
		assert.deepEqual(regionsA, plainBoxes);
		assert.deepEqual(regionsB, plainBoxes);
	});

	it("finds a shape that moved a little in one box around both places", async () => {
		const after = changed(plain, "green square", shape("green", "square", 480, 230, 110));
		const { regions } = await comparePictures(await png(plain), await png(after), fit);
		assert.equal(regions.length, 1);
		assertNear(regions[0], { x: 450, y: 200, width: 140, height: 140 });
	});

	it("finds another colour in the shape's own box", async () => {
		const after = changed(many, "pink ellipse", shape("cyan", "ellipse", 690, 380, 240, 140));
		const { regions } = await comparePictures(await png(many), await png(after), fit);
		assert.equal(regions.length, 1);
		assertNear(regions[0], { x: 690, y: 380, width: 240, height: 140 });
	});

	it("puts what has changed most first", async () => {
		const fewer = changed(changed(many, "black diamond"), "red circle");
		const { regions } = await comparePictures(await png(many), await png(fewer), fit);
		assert.equal(regions.length, 2);
		assertNear(regions[0], { x: 90, y: 90, width: 210, height: 210 });
		assertNear(regions[1], { x: 990, y: 350, width: 130, height: 180 });
	});

	it("takes a higher threshold as leave to overlook more", async () => {
		const after = changed(plain, "red circle", shape("magenta", "circle", 40, 30, 130));
		const files = [await png(plain), await png(after)] as const;
		assert.equal((await comparePictures(...files, fit)).regions.length, 1);
		assert.deepEqual((await comparePictures(...files, { ...fit, threshold: 0.9 })).regions, []);
	});

	describe("overlooks", () => {
		for (const name of ["plain", "many", "wide", "tall"] as const) {
			it(`what JPEG does to "${name}"`, async () => {
				const before = await png(scenes[name]);
				for (const after of [
					await renderScene(scenes[name], { format: "jpeg", quality: 90 }),
					await halvedColors(before, 90),
				]) {
					const { regions, changedShare } = await comparePictures(before, after, fit);
					assert.deepEqual(regions, []);
					assert.ok(changedShare < 0.002, `${changedShare}`);
				}
			});
		}

		it("JPEG's noise, but not a change in the midst of it", async () => {
			const after = changed(plain, "purple star", shape("green", "square", 340, 250, 24));
			const { regions } = await comparePictures(
				await png(plain),
				await halvedColors(await png(after), 90),
				fit,
			);
			assert.equal(regions.length, 1);
			assertNear(regions[0], { x: 300, y: 230, width: 120, height: 114 });
		});

		it("edges that are smoothed in one picture only", async () => {
			const { regions, changedShare } = await comparePictures(
				await png(plain),
				await png({ ...plain, isSmooth: true }),
				fit,
			);
			assert.deepEqual(regions, []);
			assert.ok(changedShare < 0.0005, `${changedShare}`);
		});
	});

	it("compares upright: a turned file is the same picture", async () => {
		const upright = await png(plain);
		for (const orientation of orientations) {
			for (const format of ["png", "jpeg"] as const) {
				const turned = await renderScene(plain, { format, orientation });
				const { changedShare, regions, sizeB } = await comparePictures(upright, turned, fit);
				assert.deepEqual(
					{ changedShare, regions, sizeB },
					{ changedShare: 0, regions: [], sizeB: plain.size },
				);
			}
		}
	});

	describe("of different sizes", () => {
		it("in the top left corner, tells what only the larger has", async () => {
			const small = await png(plain);
			const large = await extended(small, { right: 100, bottom: 50 });
			const { canvas, regions, regionsA, regionsB, changedShare } = await comparePictures(
				small,
				large,
				{ align: "topLeft" },
			);
			assert.deepEqual(canvas, { width: 700, height: 450 });
			assert.deepEqual(
				regions.map(({ share, ...box }) => box),
				[
					{ x: 600, y: 0, width: 100, height: 400 },
					{ x: 0, y: 400, width: 700, height: 50 },
				],
			);
			assert.deepEqual(regionsA, [undefined, undefined]);
			assert.deepEqual(
				regionsB,
				regions.map(({ share, ...box }) => box),
			);
			assertClose(changedShare, 1 - (600 * 400) / (700 * 450), 1e-9);
		});

		it("centred, compares the middle", async () => {
			const after = changed(plain, "red circle");
			const large = await extended(await png(after), { top: 40, bottom: 40, left: 30, right: 30 });
			const { regions, regionsA, regionsB, placeA } = await comparePictures(
				await png(plain),
				large,
				{
					align: "centre",
				},
			);
			assert.deepEqual(placeA, { x: 30, y: 40, ...plain.size });
			const at = regionsA.findIndex((box) => box !== undefined);
			assertNear(regionsA[at], { x: 40, y: 30, width: 130, height: 130 });
			assertNear(regionsB[at], { x: 70, y: 70, width: 130, height: 130 });
			assertNear(regions[at], { x: 70, y: 70, width: 130, height: 130 });
			assert.deepEqual([regions.length, regionsA.filter(Boolean).length], [5, 1]);
		});

		it("aligned otherwise than they belong, finds much that has changed", async () => {
			const small = await png(plain);
			const large = await extended(small, { top: 40, left: 40 });
			const wrong = await comparePictures(small, large, { align: "topLeft" });
			assert.ok(wrong.regions.length > 3);
		});

		it("fitted, compares two scales of one picture in pixels of the larger", async () => {
			const after = changed(plain, "blue triangle");
			for (const scale of [2, 1.7]) {
				const same = await comparePictures(await png(plain), await png(plain, scale), fit);
				assert.deepEqual(same.regions, []);
				assert.ok(same.changedShare < 0.0001, `${same.changedShare}`);
				assert.deepEqual(same.canvas, { width: 600 * scale, height: 400 * scale });
				assertClose(same.scale, 1 / scale, 0.001);
				const { regions, regionsA, regionsB } = await comparePictures(
					await png(plain),
					await png(after, scale),
					fit,
				);
				assert.equal(regions.length, 1);
				assertNear(regionsA[0], { x: 250, y: 50, width: 150, height: 120 });
				assert.deepEqual({ ...regionsB[0], share: regions[0]!.share }, regions[0]);
			}
		});

		it("fitted in proportion, tells what the narrower picture lacks", async () => {
			for (const scale of [1, 2]) {
				const large = await extended(await png(plain, scale), { top: 100, bottom: 100 });
				const { placeA, regions, regionsA } = await comparePictures(await png(plain), large, fit);
				const height = 400 * scale;
				assert.deepEqual(placeA, { x: 0, y: 100, width: 600 * scale, height });
				assert.deepEqual(
					regions.map((region) => [region.y, region.height]),
					[
						[0, 100],
						[100 + height, 100],
					],
				);
				assert.deepEqual(regionsA, [undefined, undefined]);
			}
		});

		it("gives fifty regions at most, those included that only one picture has", async () => {
			const dots = Array.from({ length: 49 }, (_, at) =>
				shape("red", "square", 10 + (at % 12) * 50, 10 + Math.floor(at / 12) * 50, 8),
			);
			const dotted = await extended(await png({ ...plain, shapes: dots }), { right: 9, bottom: 9 });
			const blank = await png({ ...plain, shapes: [] });
			const { regions } = await comparePictures(blank, dotted, { align: "topLeft" });
			assert.equal(regions.length, 50);
		});
	});

	describe("of see-through pictures", () => {
		it("finds nothing between equal ones, whatever colours hide where nothing shows", async () => {
			const pixels = await scenePixels(transparent);
			const hidden = pixels.data.slice();
			for (let at = 0; at < hidden.length; at += 4) {
				if (hidden[at + 3] === 0) hidden.fill(at % 251, at, at + 3);
			}
			assert.notDeepEqual(hidden, pixels.data);
			const files = await Promise.all(
				[pixels.data, hidden].map((data) =>
					turnedFile({ ...pixels, data }, { format: "png" }, true),
				),
			);
			const { changedShare, regions } = await comparePictures(files[0]!, files[1]!, fit);
			assert.deepEqual({ changedShare, regions }, { changedShare: 0, regions: [] });
		});

		it("finds a shape that is gone", async () => {
			const after = changed(transparent, "green triangle");
			const { regions } = await comparePictures(await png(transparent), await png(after), fit);
			assert.equal(regions.length, 1);
			assertNear(regions[0], { x: 160, y: 220, width: 160, height: 110 });
		});

		it("finds that nothing has become white", async () => {
			const white = await png({ ...transparent, background: "#ffffff" });
			const { changedShare } = await comparePictures(await png(transparent), white, fit);
			assert.ok(changedShare > 0.7, `${changedShare}`);
		});
	});

	it("compares huge pictures shrunk, with boxes in their own pixels", async () => {
		const after = changed(many, "brown rectangle");
		const [before, now] = [await png(many, 2), await png(after, 2)];
		const { regions, scale, canvas, difference } = await comparePictures(before, now, {
			...fit,
			maxSide: 490,
		});
		assert.deepEqual(canvas, { width: 2400, height: 1600 });
		assertClose(scale, 490 / Math.sqrt(2400 * 1600), 1e-9);
		assert.equal(regions.length, 1);
		assertNear(regions[0], { x: 800, y: 1220, width: 460, height: 200 }, 2 / scale);
		const { width, height } = await sharp(difference).metadata();
		assert.deepEqual([width, height], [600, 400]);
	});

	it("overlooks JPEG's noise in pictures that it shrinks", async () => {
		const { regions } = await comparePictures(
			await png(many, 2),
			await halvedColors(await png(many, 2), 90),
			{ ...fit, maxSide: 700 },
		);
		assert.deepEqual(regions, []);
	});

	it("draws the difference of the whole canvas", async () => {
		const after = changed(plain, "red circle");
		const now = await sharp(await png(after))
			.resize(600, 300, { fit: "cover", position: "top" })
			.extend({ right: 40, background: "#ffffff" })
			.png()
			.toBuffer();
		const { difference, canvas } = await comparePictures(await png(plain), now, {
			align: "topLeft",
		});
		assert.deepEqual(canvas, { width: 640, height: 400 });
		const { data, ...size } = await decodePixels(difference);
		assert.deepEqual(size, canvas);
		const at = (x: number, y: number) => [
			...data.subarray((y * 640 + x) * 4, (y * 640 + x + 1) * 4),
		];
		assert.deepEqual(at(105, 95), [...differenceColors.changed, 255]);
		assert.deepEqual(at(620, 100), [...differenceColors.uncovered, 255]);
		assert.deepEqual(at(100, 350), [...differenceColors.uncovered, 255]);
		assert.deepEqual(at(620, 350), [0, 0, 0, 0]);
		const [red, green, blue] = at(5, 5);
		assert.ok(red === green && green === blue && red! > 180);
	});

	describe("refuses", () => {
		it("what was stopped before it began", async () => {
			const file = await png(plain);
			await assert.rejects(comparePictures(file, file, { ...fit, signal: AbortSignal.abort() }), {
				name: "Cancelled",
			});
		});

		it("to go on after a stop", async () => {
			const file = await png(plain);
			const stop = new AbortController();
			const comparing = comparePictures(file, file, { ...fit, signal: stop.signal });
			stop.abort();
			await assert.rejects(comparing, { name: "Cancelled" });
		});

		for (const [name, kind] of [
			["huge.png", "TooLarge"],
			["truncated.jpg", "BadImage"],
			["text.png", "BadImage"],
			["empty.png", "BadImage"],
		] as const) {
			it(`${name} on either side: ${kind}`, async () => {
				const [good, broken] = [await png(plain), await bad(name)];
				await assert.rejects(comparePictures(good, broken, fit), { name: kind });
				await assert.rejects(comparePictures(broken, good, fit), { name: kind });
			});
		}
	});

	it("takes a very wide and a very tall picture without a canvas of their product", async () => {
		const [across, down] = [blackPng(40_000, 1), blackPng(1, 40_000)];
		for (const align of ["topLeft", "centre", "fit"] as const) {
			const { difference, scale, changedShare } = await comparePictures(across, down, {
				align,
				maxSide: 200,
			});
			const { width, height } = await sharp(difference).metadata();
			assert.ok(width <= 40_000 && width * height <= 200 * 200 * 1.1, `${width} × ${height}`);
			assert.ok(scale <= 1 && changedShare > 0.9 && changedShare <= 1);
		}
	});
});
