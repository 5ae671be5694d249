import assert from "node:assert/strict";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { kindOf } from "../../src/shared/errors.ts";
import type { BmpOptions } from "../fixtures/bitmaps.ts";
import { bmpFile, icoFile, iconBitmap } from "../fixtures/bitmaps.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { plain, transparent } from "../fixtures/scenes.ts";

/** 37 × 25: no row of any depth ends on a whole byte and a whole word. */
async function smallScene() {
	return scenePixels({ ...plain, size: { width: 370, height: 250 } }, 0.1);
}

/** Only black and white, in no regular order. */
function checks() {
	const data = new Uint8Array(37 * 25 * 4);
	for (let at = 0, seed = 7; at < data.length; at += 4) {
		seed = (seed * 75 + 74) % 65537;
		data.set(seed & 16 ? [255, 255, 255, 255] : [0, 0, 0, 255], at);
	}
	return { width: 37, height: 25, data };
}

/** What five bits a channel leave of a picture. */
function inFiveBits(data: Uint8Array): Uint8Array {
	return data.map((value, at) => (at % 4 === 3 ? value : Math.round(((value >> 3) * 255) / 31)));
}

describe("BMP", () => {
	const cases: BmpOptions[] = [
		{ bits: 1 },
		{ bits: 1, core: true },
		{ bits: 1, topDown: true },
		{ bits: 4 },
		{ bits: 4, runLength: true },
		{ bits: 8 },
		{ bits: 8, topDown: true },
		{ bits: 8, core: true },
		{ bits: 8, runLength: true },
		{ bits: 16 },
		{ bits: 24 },
		{ bits: 24, core: true },
		{ bits: 24, topDown: true },
		{ bits: 32 },
	];
	for (const options of cases) {
		it(`is read pixel for pixel: ${JSON.stringify(options)}`, async () => {
			const picture = options.bits === 1 ? checks() : await smallScene();
			const file = bmpFile(picture, options);
			const pixels = await decodePixels(file);
			assert.deepEqual([pixels.width, pixels.height], [37, 25]);
			const expected = options.bits === 16 ? inFiveBits(picture.data) : picture.data;
			assert.deepEqual(pixels.data, new Uint8Array(expected));
			assert.equal((await readFacts(file)).hasAlpha, false);
		});
	}

	it("reads unlike neighbours that run-length coding leaves as they are", async () => {
		const data = new Uint8Array(11 * 4).map((_, at) => (at % 4 === 3 ? 255 : 20 * (at >> 2)));
		const picture = { width: 11, height: 1, data };
		for (const bits of [4, 8] as const) {
			const file = bmpFile(picture, { bits, runLength: true });
			assert.deepEqual((await decodePixels(file)).data, data);
		}
	});

	it("keeps alpha that has a mask", async () => {
		const picture = await scenePixels(transparent, 0.1);
		for (const topDown of [false, true]) {
			const file = bmpFile(picture, { bits: 32, alpha: true, topDown });
			assert.deepEqual((await decodePixels(file)).data, picture.data);
			assert.equal((await readFacts(file)).hasAlpha, true);
		}
	});

	it("takes an alpha that is 0 everywhere for an opaque picture", async () => {
		const picture = await smallScene();
		const unseen = picture.data.map((value, at) => (at % 4 === 3 ? 0 : value));
		const file = bmpFile({ ...picture, data: unseen }, { bits: 32, alpha: true });
		assert.deepEqual((await decodePixels(file)).data, picture.data);
	});

	it("is cut short wherever it ends early", async () => {
		const picture = await smallScene();
		for (const options of [{ bits: 24 }, { bits: 8, runLength: true }, { bits: 4 }] as const) {
			const file = bmpFile(picture, options);
			for (let length = 26; length < file.length - 4; length += 29) {
				const cut = decodePixels(file.subarray(0, length));
				await assert.rejects(cut, { name: "BadImage", message: "the file is cut short" });
			}
		}
	});

	it("refuses no size and too much of it from the header", async () => {
		const file = bmpFile(checks(), { bits: 1 });
		const view = new DataView(file.buffer);
		view.setInt32(18, 0, true);
		await assert.rejects(readFacts(file), { name: "BadImage" });
		view.setInt32(18, 200_000, true);
		view.setInt32(22, -100_000, true);
		await assert.rejects(readFacts(file), { name: "TooLarge", detail: "200000 × 100000" });
	});

	it("names a compression it cannot read", async () => {
		const file = bmpFile(checks(), { bits: 1 });
		new DataView(file.buffer).setUint32(30, 4, true);
		await assert.rejects(readFacts(file), (error: Error) => kindOf(error) === "Unsupported");
	});
});

describe("ICO", () => {
	for (const bits of [4, 8, 24, 32] as const) {
		it(`is read with its transparency at ${bits} bits`, async () => {
			const picture = await scenePixels(transparent, 0.1);
			const { width, height } = picture;
			const file = icoFile([{ width, height, bits, bytes: iconBitmap(picture, bits) }]);
			assert.deepEqual((await decodePixels(file)).data, picture.data);
		});
	}

	it("shows the largest picture, a PNG of 256 among them", async () => {
		const small = await scenePixels(transparent, 0.1);
		const bytes = await renderScene(
			{ ...transparent, size: { width: 256, height: 256 } },
			{ format: "png" },
		);
		const file = icoFile([
			{ width: 48, height: 36, bits: 32, bytes: iconBitmap(small, 32) },
			{ width: 256, height: 256, bits: 32, bytes },
		]);
		const facts = await readFacts(file);
		assert.deepEqual(facts.size, { width: 256, height: 256 });
		assert.deepEqual([facts.format, facts.hasAlpha, facts.frames], ["ico", true, 1]);
		assert.deepEqual((await decodePixels(file)).data, (await decodePixels(bytes)).data);
	});

	it("is cut short when an entry points past the end", async () => {
		const picture = await scenePixels(transparent, 0.1);
		const file = icoFile([{ width: 48, height: 36, bits: 24, bytes: iconBitmap(picture, 24) }]);
		for (const length of [22, 30, file.length - 1]) {
			await assert.rejects(readFacts(file.subarray(0, length)), { name: "BadImage" });
		}
	});
});
