import assert from "node:assert/strict";
import sharp from "sharp";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { prepare } from "../../src/image/prepare.ts";
import { frameAt } from "../../src/webview/animation/timing.ts";
import { animationSize, drawAnimation, frames } from "../fixtures/animation.ts";
import { expectAlike } from "../fixtures/expectAlike.ts";
import { lossy, mapped, opaque } from "../fixtures/matrixPictures.ts";
import { apngOf, exifChunk, pngWith } from "../fixtures/pngFile.ts";
import { turnedFile } from "../fixtures/renderScene.ts";

/** The colour of what would be sent, on the left and on the right. */
async function sentColors(bytes: Uint8Array, frame?: number): Promise<string[]> {
	const options = { maxSide: 1024, ...(frame !== undefined && { frame }) };
	const { bytes: sent, size } = await prepare(bytes, options);
	assert.deepEqual(size, animationSize);
	const { data, info } = await sharp(sent)
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return [0.25, 0.75].map((share) => {
		const at = (40 * info.width + Math.floor(info.width * share)) * 3;
		return `#${Buffer.from(data.subarray(at, at + 3)).toString("hex")}`;
	});
}

const near = (actual: string | undefined, expected: string | undefined): boolean =>
	[1, 3, 5].every(
		(at) =>
			Math.abs(
				Number.parseInt(String(actual).slice(at, at + 2), 16) -
					Number.parseInt(String(expected).slice(at, at + 2), 16),
			) < 12,
	);

describe("the frames of an animated picture", () => {
	it("are turned as its EXIF says: png", async () => {
		const stored = await turnedFile(opaque, { format: "png", orientation: 6 });
		const next = await sharp(stored).negate().png().toBuffer();
		const file = apngOf(pngWith(await sharp(stored).png().toBuffer(), [exifChunk(6)]), next);
		const { bytes, upright } = await prepare(file, { maxSide: 1024, frame: 1 });
		assert.deepEqual(upright, { width: opaque.width, height: opaque.height });
		const truth = mapped(opaque, ([red, green, blue, alpha]) => [
			...[red, green, blue].map((value) => 255 - value),
			alpha,
		]);
		expectAlike(await decodePixels(bytes), truth, lossy, "frame 1");
	});

	for (const format of ["gif", "webp", "png"] as const) {
		it(`are counted and sent one by one: ${format}`, async () => {
			const bytes = await drawAnimation(format);
			assert.equal((await readFacts(bytes)).frames, frames.length);
			for (const [index, { color }] of frames.entries()) {
				const [left, right] = await sentColors(bytes, index);
				assert(near(right, color), `frame ${index}: ${right} is not ${color}`);
				// In the PNG every other frame replaces the right half alone.
				const under = format === "png" && index % 2 === 1 ? frames[index - 1]?.color : color;
				assert(near(left, under), `frame ${index}: ${left} is not ${under}`);
			}
			const [left] = await sentColors(bytes);
			assert(near(left, frames[0]?.color), "the first, when none is named");
		});

		it(`there are no others: ${format}`, async () => {
			const bytes = await drawAnimation(format);
			for (const frame of [frames.length, 0.5]) {
				await assert.rejects(prepare(bytes, { maxSide: 1024, frame }), { name: "BadImage" });
			}
		});
	}

	it("are counted and shown by their first in an AVIF, whose others the page decodes", async () => {
		const bytes = await drawAnimation("avif");
		assert.equal((await readFacts(bytes)).frames, frames.length);
		const [left, right] = await sentColors(bytes);
		assert(near(left, frames[0]?.color) && near(right, frames[0]?.color), `${left} ${right}`);
		const beyond = prepare(bytes, { maxSide: 1024, frame: 1 });
		await assert.rejects(beyond, { name: "BadImage" });
	});

	it("a still picture has one", async () => {
		const bytes = await sharp({ create: { ...animationSize, channels: 3, background: "#123" } })
			.png()
			.toBuffer();
		assert.equal((await readFacts(bytes)).frames, 1);
		await assert.rejects(prepare(bytes, { maxSide: 64, frame: 1 }), { name: "BadImage" });
	});

	it("can be told by the time they have been playing", async () => {
		const timed = (times: number) => ({
			count: 3,
			times,
			frame: async (index: number) => ({
				duration: [100, 50, 200][index] ?? 0,
				image: { close: () => {} },
			}),
		});
		const at = (elapsed: number, times = Number.POSITIVE_INFINITY) =>
			frameAt(timed(times), elapsed);
		assert.deepEqual(
			await Promise.all([0, 99, 100, 149, 150, 349, 350, 455].map((elapsed) => at(elapsed))),
			[0, 0, 1, 1, 2, 2, 0, 1],
		);
		assert.deepEqual(await Promise.all([at(699, 2), at(700, 2), at(9000, 2)]), [2, 2, 2]);
	});
});
