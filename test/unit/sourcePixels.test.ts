import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { createWindowApi } from "../../src/host/pixels/windowApi.ts";
import { BandCache } from "../../src/image/bandCache.ts";
import { encodePart } from "../../src/image/encodePart.ts";
import { countValues, readHistogram } from "../../src/image/histogram.ts";
import { decodeBand, windowOf } from "../../src/image/sourceBand.ts";
import type { Rect } from "../../src/shared/result.ts";
import { orientations } from "../fixtures/renderScene.ts";

/** 7 × 5, each pixel of its own: red tells the column, green the row. */
const raw = { width: 7, height: 5, channels: 3 as const };
const pixel = (x: number, y: number): [number, number, number] => [x * 30 + 5, y * 40 + 9, 77];
const places = Array.from({ length: 35 }, (_, at) => [at % 7, Math.floor(at / 7)] as const);
const plain = Uint8Array.from(places.flatMap(([x, y]) => pixel(x, y)));
const deepPixel = (x: number, y: number) => pixel(x, y).map((value) => value * 257 - x * 3 - y);
const deep = Uint16Array.from(places.flatMap(([x, y]) => deepPixel(x, y)));

const plainPng = () => sharp(plain, { raw }).png().toBuffer();
const deepPng = () => sharp(deep, { raw }).toColourspace("rgb16").png().toBuffer();
const whole: Rect = { x: 0, y: 0, width: 7, height: 5 };

/** Floating-point grey, uncompressed (TIFF 6.0; SampleFormat 3), which sharp does not write. */
function floatTiff(values: number[], width: number): Buffer {
	const height = values.length / width;
	const entries = [
		[256, 4, width],
		[257, 4, height],
		[258, 3, 32],
		[259, 3, 1],
		[262, 3, 1],
		[273, 4, 8 + 2 + 10 * 12 + 4],
		[277, 3, 1],
		[278, 4, height],
		[279, 4, values.length * 4],
		[339, 3, 3],
	] as const;
	const start = 8 + 2 + entries.length * 12 + 4;
	const file = Buffer.alloc(start + values.length * 4);
	file.write("II*\0", "latin1");
	file.writeUInt32LE(8, 4);
	file.writeUInt16LE(entries.length, 8);
	for (const [index, [tag, type, value]] of entries.entries()) {
		const at = 10 + index * 12;
		file.writeUInt16LE(tag, at);
		file.writeUInt16LE(type, at + 2);
		file.writeUInt32LE(1, at + 4);
		file.writeUInt32LE(value, at + 8);
	}
	for (const [index, value] of values.entries()) file.writeFloatLE(value, start + index * 4);
	return file;
}

describe("Pixels as the file has them", () => {
	it("are the values of an 8-bit picture, in the part that is asked for", async () => {
		const band = await decodeBand(await plainPng(), 0, 1e6);
		const window = windowOf(band, { x: 2, y: 1, width: 2, height: 3 });
		assert.deepEqual([window.channels, window.depth, window.srgb], [3, 8, undefined]);
		const wanted = [1, 2, 3].flatMap((y) => [pixel(2, y), pixel(3, y)]).flat();
		assert.deepEqual([...window.values], wanted);
	});

	it("are 16 bits where the file has them, beside what is shown of them", async () => {
		const window = await decodeBand(await deepPng(), 0, 1e6);
		assert.deepEqual([window.channels, window.depth], [3, 16]);
		assert(window.values instanceof Uint16Array);
		assert.deepEqual([...window.values], [...deep]);
		const shown = [...deep].map((value) => value >> 8);
		assert.deepEqual([...window.srgb!], shown);
	});

	it("are one channel of a grey picture of 16 bits, and numbers of a floating-point one", async () => {
		const grey = Uint16Array.from(places, ([x, y]) => x * 9000 + y);
		const file = await sharp(grey, { raw: { ...raw, channels: 1 } })
			.toColourspace("grey16")
			.png()
			.toBuffer();
		const window = await decodeBand(file, 0, 1e6);
		assert.deepEqual([window.channels, window.depth, [...window.values]], [1, 16, [...grey]]);
		const floats = [0, 0.25, -3.5, 1e6, 0.5, 1];
		const float = await decodeBand(floatTiff(floats, 3), 0, 1e6);
		assert.deepEqual([float.channels, float.depth, [...float.values]], [1, 32, floats]);
		assert.equal(float.srgb?.length, 18);
	});

	it("are the file's own where it has a colour profile, and sRGB of CMYK", async () => {
		const color = sharp({ create: { width: 3, height: 2, channels: 3, background: "#ff8000" } });
		const wide = await color.clone().withIccProfile("p3").png().toBuffer();
		const window = await decodeBand(wide, 0, 1e6);
		const { data } = await sharp(wide, { ignoreIcc: true })
			.raw()
			.toBuffer({ resolveWithObject: true });
		assert.deepEqual([...window.values], [...data]);
		assert.notDeepEqual([...window.values], [...window.srgb!]);
		assert(Math.abs(window.srgb![0]! - 255) <= 1 && Math.abs(window.srgb![1]! - 128) <= 1);
		const ink = await color.clone().toColourspace("cmyk").jpeg().toBuffer();
		const cmyk = await decodeBand(ink, 0, 1e6);
		assert.deepEqual([cmyk.channels, cmyk.depth, cmyk.srgb], [3, 8, undefined]);
	});

	it("are those of the upright picture in all eight orientations", async () => {
		for (const orientation of orientations) {
			// With the profile that this writes, its own values are read.
			const file = await sharp(plain, { raw }).withMetadata({ orientation }).png().toBuffer();
			const band = await decodeBand(file, 0, 1e6);
			const [width, height] = orientation >= 5 ? [5, 7] : [7, 5];
			assert.deepEqual([band.width, band.height], [width, height], `orientation ${orientation}`);
			// Where the picture's first stored pixel goes (EXIF 2.32, tag 0x0112).
			const right = [2, 3, 6, 7].includes(orientation) ? width - 1 : 0;
			const bottom = [3, 4, 7, 8].includes(orientation) ? height - 1 : 0;
			const corner = windowOf(band, { x: right, y: bottom, width: 1, height: 1 });
			assert(corner.srgb, "they are the file's own");
			assert.deepEqual([...corner.values], pixel(0, 0), `orientation ${orientation}`);
		}
	});

	it("of a HEIC come from its decoder", async () => {
		const file = await readFile(new URL("../fixtures/heic/plain.heic", import.meta.url));
		const band = await decodeBand(file, 0, 1e7);
		assert.deepEqual([band.width, band.height, band.depth], [240, 160, 8]);
	}).timeout(10_000);

	it("are decoded in rows that fit the room they are given, and kept in no more than that", async () => {
		const file = await plainPng();
		const rowBytes = 7 * 4;
		// Three rows of five, which come in bands of two.
		const most = 3 * 7 * 3;
		const cache = new BandCache(most);
		assert.equal(await cache.read("a", whole), undefined);
		const decoded: number[] = [];
		const decode = async (y: number) => {
			decoded.push(y);
			return decodeBand(file, y, 2 * rowBytes);
		};
		const window = await cache.read("a", whole, decode);
		assert.deepEqual([...window!.values], [...plain]);
		assert.deepEqual(decoded, [0, 2, 4]);
		assert(cache.bytes <= most, `${cache.bytes} bytes are kept`);
		assert.equal(await cache.read("a", { x: 0, y: 0, width: 1, height: 1 }), undefined);
		const last = await cache.read("a", { x: 6, y: 4, width: 1, height: 1 });
		assert.deepEqual([...last!.values], pixel(6, 4));
		assert.equal(await cache.read("b", whole), undefined);
		cache.forget("a");
		assert.equal(cache.bytes, 0);
	});

	it("are refused outside the picture, and of what is no picture", async () => {
		await assert.rejects(decodeBand(await plainPng(), 5, 100), { name: "BadImage" });
		await assert.rejects(decodeBand(Buffer.from("no picture"), 0, 100), { name: "BadImage" });
	});

	it("are asked of the thread without the file's bytes once they are decoded", async () => {
		const api = createWindowApi();
		const part = { x: 3, y: 4, width: 1, height: 1 };
		assert.equal(await api.keptPixels("one", part), undefined);
		const first = await api.decodePixels("one", { bytes: await plainPng(), frame: 0 }, part);
		assert.deepEqual([...first.values], pixel(3, 4));
		const corner = { x: 0, y: 0, width: 1, height: 1 };
		assert.deepEqual([...(await api.keptPixels("one", corner))!.values], pixel(0, 0));
		await api.forgetPixels("one");
		assert.equal(await api.keptPixels("one", corner), undefined);
	});
});

describe("A picture as PNG", () => {
	it("has the part's own pixels, in 16 bits where the file has them", async () => {
		const part = { x: 1, y: 2, width: 3, height: 2 };
		const wanted = [2, 3].flatMap((y) => [1, 2, 3].flatMap((x) => deepPixel(x, y)));
		const png = await encodePart(await deepPng(), { part });
		const band = await decodeBand(png, 0, 1e6);
		assert.deepEqual([band.width, band.height, band.depth], [3, 2, 16]);
		assert.deepEqual([...band.values], wanted);
		const whole8 = await decodeBand(await encodePart(await plainPng()), 0, 1e6);
		assert.deepEqual([...whole8.values], [...plain]);
	});

	it("is refused for a part outside the picture", async () => {
		const outside = { x: 7, y: 0, width: 3, height: 3 };
		await assert.rejects(encodePart(await plainPng(), { part: outside }), { name: "BadImage" });
	});
});

describe("The histogram", () => {
	it("counts every value of every channel", async () => {
		const { channels, pixels, range } = await readHistogram(await plainPng());
		assert.deepEqual([pixels, range], [35, [0, 255]]);
		assert.deepEqual(
			channels.map(({ name }) => name),
			["red", "green", "blue"],
		);
		assert.equal(channels[0]!.counts[5], 5);
		assert.equal(channels[1]!.counts[9], 7);
		assert.equal(channels[2]!.counts[77], 35);
		for (const { counts } of channels) {
			assert.equal(
				counts.reduce((sum, count) => sum + count, 0),
				35,
			);
		}
	});

	it("has one channel of grey, and the range that numbers take", async () => {
		const grey = await sharp({
			create: { width: 4, height: 4, channels: 3, background: "#808080" },
		})
			.jpeg({ quality: 100 })
			.toBuffer();
		assert.deepEqual(
			(await readHistogram(grey)).channels.map(({ name }) => name),
			["grey"],
		);
		const values = Float32Array.of(-2, 0, 6, Number.NaN);
		const counted = countValues({
			x: 0,
			y: 0,
			width: 4,
			height: 1,
			channels: 1,
			depth: 32,
			values,
		});
		assert.deepEqual(counted.range, [-2, 6]);
		const { counts } = counted.channels[0]!;
		assert.deepEqual([counts[0], counts[64], counts[255]], [1, 1, 1]);
	});

	it("of 16 bits has all of their range", async () => {
		const { range, channels } = await readHistogram(await deepPng());
		assert.deepEqual(range, [0, 65_535]);
		const bins = new Set(channels[2]!.counts.flatMap((count, bin) => (count > 0 ? [bin] : [])));
		assert.deepEqual([...bins], [77]);
	});
});
