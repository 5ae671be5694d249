import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { isWhole } from "../../src/image/isWhole.ts";
import { bmpFile } from "../fixtures/bitmaps.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";

const heic = join(import.meta.dirname, "../fixtures/heic/plain.heic");

/** One file of every format that says where it ends. */
async function files(): Promise<Array<[name: string, bytes: Uint8Array]>> {
	const png = await renderScene(plain, { format: "png", scale: 0.1 });
	const made: Array<[string, Uint8Array]> = [
		["bmp", bmpFile(await scenePixels(plain, 0.1), { bits: 24 })],
		["heic", await readFile(heic)],
	];
	for (const format of ["png", "jpeg", "webp", "gif", "avif"] as const) {
		made.push([format, await sharp(png).toFormat(format).toBuffer()]);
	}
	const photo = sharp(png)
		.jpeg({ progressive: true })
		.withExif({ IFD0: { Copyright: "me" } });
	made.push(["progressive jpeg with EXIF", await photo.toBuffer()]);
	return made;
}

describe("isWhole", () => {
	it("finds the end of every format, and what others wrote behind it", async () => {
		for (const [name, bytes] of await files()) {
			assert(isWhole(bytes), name);
			if (name !== "heic" && name !== "avif") {
				assert(isWhole(Buffer.concat([bytes, Buffer.alloc(9)])), `${name} with zeros behind`);
			}
		}
	});

	it("misses it in a file cut anywhere", async () => {
		for (const [name, bytes] of await files()) {
			for (const share of [0, 0.01, 0.2, 0.5, 0.9, 0.99]) {
				const cut = bytes.subarray(0, Math.floor(bytes.length * share));
				assert.equal(isWhole(cut), false, `${name}, ${cut.length} of ${bytes.length}`);
			}
			assert.equal(isWhole(bytes.subarray(0, -2)), false, `${name} without its last bytes`);
		}
	});

	it("is not misled by the end of a small picture within a JPEG's EXIF", async () => {
		const [, jpeg] = (await files()).find(([name]) => name === "jpeg")!;
		const inner = Buffer.from([0xff, 0xe1, 0, 8, 0x45, 0x78, 0xff, 0xd9, 0, 0]);
		const bytes = Buffer.concat([jpeg.subarray(0, 2), inner, jpeg.subarray(2)]);
		assert(isWhole(bytes));
		assert.equal(isWhole(bytes.subarray(0, -2)), false);
	});
});
