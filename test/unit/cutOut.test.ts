import assert from "node:assert/strict";
import sharp from "sharp";
import { coveredPart, cutOut } from "../../src/image/cutOut.ts";
import type { Mask } from "../../src/shared/result.ts";
import { drawn } from "../fixtures/exportPictures.ts";

/** 8×6 pixels, each of its own colour: red says the column, green the row. */
async function picture({ alpha = 255, orientation = 1 } = {}): Promise<Uint8Array> {
	const data = new Uint8Array(8 * 6 * 4);
	for (let at = 0; at < 48; at++) {
		data.set([(at % 8) * 20, Math.floor(at / 8) * 20, 200, alpha], at * 4);
	}
	const file = sharp(data, { raw: { width: 8, height: 6, channels: 4 } }).png();
	if (orientation !== 1) file.withMetadata({ orientation });
	return file.toBuffer();
}

async function pixelsOf(png: Uint8Array) {
	const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
	const { width, height, channels } = info;
	const pixels = Array.from({ length: width * height }, (_, at) => [
		...data.subarray(at * channels, (at + 1) * channels),
	]);
	return { width, height, pixels };
}

describe("cutting out", () => {
	it("crops to the mask and makes the rest see-through by its probability", async () => {
		const mask: Mask = {
			x: 1,
			y: 2,
			width: 4,
			height: 3,
			data: Uint8Array.of(0, 0, 0, 0, 0, 255, 128, 0, 0, 0, 51, 0),
		};
		const { width, height, pixels } = await pixelsOf(await cutOut(await picture(), mask));
		assert.deepEqual([width, height], [2, 2]);
		assert.deepEqual(pixels, [
			[40, 60, 200, 255],
			[60, 60, 200, 128],
			[40, 80, 200, 0],
			[60, 80, 200, 51],
		]);
	});

	it("keeps what was see-through before", async () => {
		const mask = { ...drawn(["#"], 3, 3), data: Uint8Array.of(128) };
		const { pixels } = await pixelsOf(await cutOut(await picture({ alpha: 100 }), mask));
		assert.deepEqual(pixels, [[60, 60, 200, 50]]);
	});

	it("cuts from the picture as a person sees it", async () => {
		// Turned by a quarter, the upper left pixel is the lower left one as stored.
		const { pixels } = await pixelsOf(
			await cutOut(await picture({ orientation: 6 }), drawn(["#"])),
		);
		assert.deepEqual(pixels, [[0, 100, 200, 255]]);
	});

	it("reaches the picture's last pixel", async () => {
		const { pixels } = await pixelsOf(await cutOut(await picture(), drawn(["#"], 7, 5)));
		assert.deepEqual(pixels, [[140, 100, 200, 255]]);
	});

	it("refuses a mask that covers nothing and one outside the picture", async () => {
		await assert.rejects(cutOut(await picture(), drawn([".."])), { name: "Unsupported" });
		await assert.rejects(cutOut(await picture(), drawn(["##"], 7, 5)), { name: "BadImage" });
		await assert.rejects(cutOut(await picture(), drawn(["#"], -1, 0)), { name: "BadImage" });
	});

	it("finds the part a mask covers above any cut", () => {
		const mask = { x: 5, y: 6, width: 3, height: 2, data: Uint8Array.of(0, 9, 0, 0, 9, 200) };
		assert.deepEqual(coveredPart(mask), { x: 6, y: 6, width: 2, height: 2 });
		assert.deepEqual(coveredPart(mask, 127), { x: 7, y: 7, width: 1, height: 1 });
		assert.equal(coveredPart(mask, 200), undefined);
	});
});
