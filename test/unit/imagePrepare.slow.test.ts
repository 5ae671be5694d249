import assert from "node:assert/strict";
import sharp from "sharp";
import { decodePixels } from "../../src/image/decode.ts";
import { prepare, readingMaxSide, spatialMaxSide } from "../../src/image/prepare.ts";
import { boxToPixels } from "../../src/shared/geometry.ts";
import type { Rect } from "../../src/shared/result.ts";
import { photo } from "../fixtures/photo.ts";
import { orientations, renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { large, plain, transparent, wide } from "../fixtures/scenes.ts";

/** The largest difference of any channel of any pixel. */
function worst(a: Uint8Array, b: Uint8Array): number {
	assert.equal(a.length, b.length);
	let most = 0;
	for (let at = 0; at < a.length; at++) most = Math.max(most, Math.abs(a[at]! - b[at]!));
	return most;
}

/** Where pixels near a colour are, in pixels. */
function extent(
	{ data, width, height }: { data: Uint8Array; width: number; height: number },
	hex: string,
): Rect {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
		Number.parseInt(hex.slice(at, at + 2), 16),
	);
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let at = 0; at < data.length; at += 4) {
		if (Math.abs(red - data[at]!) > 40) continue;
		if (Math.abs(green - data[at + 1]!) > 40 || Math.abs(blue - data[at + 2]!) > 40) continue;
		const x = (at >> 2) % width;
		const y = Math.floor((at >> 2) / width);
		left = Math.min(left, x);
		right = Math.max(right, x + 1);
		top = Math.min(top, y);
		bottom = Math.max(bottom, y + 1);
	}
	return { x: left, y: top, width: right - left, height: bottom - top };
}

describe("prepare", () => {
	describe("turns upright", () => {
		for (const format of ["png", "jpeg", "webp"] as const) {
			for (const orientation of orientations) {
				it(`a ${format} of orientation ${orientation}, every pixel`, async () => {
					const truth = await scenePixels(plain);
					const prepared = await prepare(await renderScene(plain, { format, orientation }), {
						maxSide: spatialMaxSide,
					});
					assert.deepEqual(prepared.upright, plain.size);
					assert.deepEqual(prepared.size, plain.size);
					assert.equal(prepared.asItWas, orientation === 1);
					const { data } = await decodePixels(prepared.bytes);
					// JPEG's own loss at quality 95, measured: 21 at most, along edges.
					const allowed = format === "jpeg" ? 24 : 0;
					assert.ok(worst(data, truth.data) <= allowed, `${worst(data, truth.data)}`);
				});
			}
		}
	});

	it("sends what is fit byte for byte", async () => {
		for (const format of ["png", "jpeg", "webp"] as const) {
			const file = await renderScene(plain, { format });
			const { quality, ...prepared } = await prepare(file, { maxSide: 600 });
			assert.equal(await quality, undefined);
			assert.deepEqual(prepared, {
				bytes: file,
				mimeType: `image/${format}`,
				size: plain.size,
				upright: plain.size,
				sent: { x: 0, y: 0, ...plain.size },
				asItWas: true,
			});
		}
	});

	it("changes what is one pixel too large, and nothing that is not", async () => {
		const file = await renderScene(plain, { format: "png" });
		assert.equal((await prepare(file, { maxSide: 599 })).asItWas, false);
		assert.equal((await prepare(file, { maxSide: 600 })).asItWas, true);
	});

	it("owns its memory even when a pool lent it", async () => {
		const file = await renderScene(plain, { format: "png", scale: 0.05 });
		const pooled = Buffer.from(new ArrayBuffer(9000), 1000, file.length);
		pooled.set(file);
		for (const maxSide of [600, 20]) {
			const { bytes } = await prepare(pooled, { maxSide });
			assert.deepEqual([bytes.byteOffset, bytes.buffer.byteLength], [0, bytes.byteLength]);
		}
	});

	it("shrinks a telephone's picture, and boxes found in it land on the originals", async () => {
		for (const orientation of [1, 6, 7] as const) {
			const file = await renderScene(large, { format: "jpeg", orientation });
			const prepared = await prepare(file, { maxSide: spatialMaxSide });
			assert.deepEqual(prepared.size, { width: 1024, height: 683 });
			assert.deepEqual(prepared.upright, large.size);
			const pixels = await decodePixels(prepared.bytes);
			for (const { label, box, svg } of large.shapes) {
				const seen = extent(pixels, /fill="(#\w+)"/.exec(svg)![1]!);
				const scaled = {
					top: (seen.y / pixels.height) * 1000,
					left: (seen.x / pixels.width) * 1000,
					bottom: ((seen.y + seen.height) / pixels.height) * 1000,
					right: ((seen.x + seen.width) / pixels.width) * 1000,
				};
				const found = boxToPixels(scaled, prepared.sent);
				for (const side of ["x", "y", "width", "height"] as const) {
					// Three pixels of those sent: that is how far the tips of a star fade.
					const off = Math.abs(found[side] - box[side]);
					assert.ok(off < 15, `${label} ${side}: ${found[side]} for ${box[side]}`);
				}
			}
		}
	}).timeout(10_000);

	it("cuts a region out at full resolution, whatever the orientation", async () => {
		const truth = await scenePixels(plain);
		const region = { x: 40.5, y: 29.5, width: 129.2, height: 130 };
		const sent = { x: 40, y: 29, width: 130, height: 131 };
		for (const orientation of orientations) {
			const file = await renderScene(plain, { format: "png", orientation });
			const prepared = await prepare(file, { maxSide: spatialMaxSide, region });
			assert.deepEqual(prepared.sent, sent);
			assert.deepEqual(prepared.size, { width: 130, height: 131 });
			assert.deepEqual(prepared.upright, plain.size);
			assert.equal(prepared.asItWas, false);
			const { data } = await decodePixels(prepared.bytes);
			for (let y = 0; y < sent.height; y++) {
				const from = ((sent.y + y) * truth.width + sent.x) * 4;
				const row = truth.data.subarray(from, from + sent.width * 4);
				assert.equal(worst(data.subarray(y * sent.width * 4, (y + 1) * sent.width * 4), row), 0);
			}
		}
	});

	it("shrinks a region after cutting it, not the whole before", async () => {
		const file = await renderScene(wide, { format: "png", orientation: 8 });
		const region = { x: 2000, y: 0, width: 900, height: 300 };
		const prepared = await prepare(file, { maxSide: 1024, region });
		assert.deepEqual(prepared.size, { width: 900, height: 300 });
		const half = await prepare(file, { maxSide: 450, region });
		assert.deepEqual(half.size, { width: 450, height: 150 });
		assert.deepEqual(half.sent, region);
	});

	it("keeps a region inside the picture and refuses one outside", async () => {
		const file = await renderScene(plain, { format: "png" });
		const over = { x: 500, y: -50, width: 400, height: 100 };
		const { sent } = await prepare(file, { maxSide: 1024, region: over });
		assert.deepEqual(sent, { x: 500, y: 0, width: 100, height: 50 });
		const outside = { x: 700, y: 0, width: 10, height: 10 };
		await assert.rejects(prepare(file, { maxSide: 1024, region: outside }), { name: "BadImage" });
	});

	it("keeps flat colour in PNG and photographs in JPEG", async () => {
		const flat = await prepare(await renderScene(plain, { format: "png" }), { maxSide: 300 });
		assert.equal(flat.mimeType, "image/png");
		const drawnAsJpeg = await prepare(await renderScene(plain, { format: "jpeg" }), {
			maxSide: 300,
		});
		assert.equal(drawnAsJpeg.mimeType, "image/png");
		const taken = await prepare(await photo({ width: 900, height: 600 }), { maxSide: 300 });
		assert.equal(taken.mimeType, "image/jpeg");
		// Compressed hard, a photograph is as flat as a screenshot; its size as PNG gives it away.
		const hard = await sharp(await photo({ width: 900, height: 600 }))
			.jpeg({ quality: 60 })
			.toBuffer();
		assert.equal((await prepare(hard, { maxSide: 800 })).mimeType, "image/jpeg");
		const { chromaSubsampling } = await sharp(taken.bytes).metadata();
		assert.equal(chromaSubsampling, "4:4:4");
	});

	it("keeps transparency in PNG", async () => {
		const prepared = await prepare(await renderScene(transparent, { format: "webp" }), {
			maxSide: 240,
		});
		assert.equal(prepared.mimeType, "image/png");
		const { data } = await decodePixels(prepared.bytes);
		assert.equal(data[3], 0);
	});

	it("leaves metadata behind in what it encodes", async () => {
		const file = await sharp(await renderScene(plain, { format: "jpeg" }))
			.withExif({ IFD0: { Artist: "somebody" }, IFD3: { GPSLatitudeRef: "N" } })
			.withIccProfile("p3")
			.toBuffer();
		const { bytes } = await prepare(file, { maxSide: 100 });
		const { exif, icc, xmp, orientation } = await sharp(bytes).metadata();
		assert.deepEqual(
			{ exif, icc, xmp, orientation },
			{
				exif: undefined,
				icc: undefined,
				xmp: undefined,
				orientation: undefined,
			},
		);
	});

	it("sends the first frame of an animation, still", async () => {
		const frame = await renderScene(plain, { format: "png", scale: 0.2 });
		const second = await sharp(frame).negate().png().toBuffer();
		for (const format of ["gif", "webp"] as const) {
			const animated = await sharp([frame, second], { join: { animated: true } })
				.toFormat(format, format === "webp" ? { lossless: true } : {})
				.toBuffer();
			const prepared = await prepare(animated, { maxSide: 1024 });
			assert.deepEqual([prepared.mimeType, prepared.asItWas], ["image/png", false]);
			const { pages = 1 } = await sharp(prepared.bytes).metadata();
			assert.equal(pages, 1);
			assert.ok(
				worst((await decodePixels(prepared.bytes)).data, (await decodePixels(frame)).data) < 12,
			);
		}
	});

	it("draws an SVG as large as it says", async () => {
		const file = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"/>`);
		const prepared = await prepare(file, { maxSide: readingMaxSide });
		assert.deepEqual([prepared.size, prepared.mimeType], [{ width: 90, height: 60 }, "image/png"]);
	});

	it("refuses a broken picture that would have gone out as it was", async () => {
		const jpeg = await renderScene(plain, { format: "jpeg" });
		const cut = prepare(jpeg.subarray(0, jpeg.length >> 1), { maxSide: 1024 });
		await assert.rejects(cut, { name: "BadImage", message: "the file is cut short" });
	});

	it("stops when told, before and on the way", async () => {
		const file = await renderScene(plain, { format: "png" });
		const before = prepare(file, { maxSide: 100, signal: AbortSignal.abort() });
		await assert.rejects(before, { name: "Cancelled" });
		const abort = new AbortController();
		const during = prepare(file, { maxSide: 100, signal: abort.signal });
		abort.abort();
		await assert.rejects(during, { name: "Cancelled" });
	});
});
