import assert from "node:assert/strict";
import { decodePixels } from "../../src/image/decode.ts";
import { prepare, readingMaxSide, spatialMaxSide } from "../../src/image/prepare.ts";
import {
	judgedSide,
	judgeQuality,
	leastSharpness,
	measureQuality,
} from "../../src/image/quality.ts";
import { judgedPictures } from "../fixtures/qualityPictures.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";

describe("a picture's quality", () => {
	for (const { name, expected, file } of judgedPictures()) {
		it(`is ${expected ?? "fine"}: ${name}`, async () => {
			const bytes = await file();
			const pixels = await decodePixels(bytes, { maxSide: judgedSide });
			assert.equal(judgeQuality(pixels), expected, JSON.stringify(measureQuality(pixels)));
			// As it is sent, whichever way that goes: as it was, in one go, or from decoded pixels.
			for (const maxSide of [spatialMaxSide, readingMaxSide, 768]) {
				assert.equal(await (await prepare(bytes, { maxSide })).quality, expected, `${maxSide}`);
			}
		}).timeout(20_000);
	}

	it("is far from the threshold for what is sharp", async () => {
		for (const { name, expected, file } of judgedPictures()) {
			if (expected !== undefined) continue;
			const pixels = await decodePixels(await file(), { maxSide: judgedSide });
			const { sharpness = 1 } = measureQuality(pixels);
			assert.ok(sharpness > 5 * leastSharpness, `${name}: ${sharpness}`);
		}
	}).timeout(20_000);

	it("is that of the part that is sent", async () => {
		const { width, height, data } = await scenePixels(plain);
		const file = await renderScene(plain, { format: "png" });
		const ground = { x: 420, y: 20, width: 150, height: 100 };
		const drawn = { x: 20, y: 10, width: 200, height: 180 };
		for (const [region, expected] of [
			[ground, "empty"],
			[drawn, undefined],
		] as const) {
			const prepared = await prepare(file, { maxSide: spatialMaxSide, region });
			assert.equal(await prepared.quality, expected);
		}
		assert.equal(judgeQuality({ width, height, data }), undefined);
	});

	it("is measured in milliseconds", async () => {
		const size = { width: judgedSide, height: judgedSide };
		const data = new Uint8Array(size.width * size.height * 4).map(
			(_, at) => (at * 2654435761) >>> 24,
		);
		const times = Array.from({ length: 9 }, () => {
			const start = performance.now();
			measureQuality({ ...size, data });
			return performance.now() - start;
		});
		// 3 ms where it was measured; five times that on a machine that others use, too.
		assert.ok(Math.min(...times) < 15, `${Math.min(...times)} ms`);
	});
});
