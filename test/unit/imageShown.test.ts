import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { decodePixels } from "../../src/image/decode.ts";
import { writeCopy } from "../../src/image/displayCopy.ts";
import { openPicture } from "../../src/image/open.ts";
import { mostTiled, shownAs } from "../../src/image/shownAs.ts";
import {
	pyramidOrientation,
	readTile,
	writeFirstView,
	writePyramid,
} from "../../src/image/tiles.ts";
import { levelSize, tileRect, tileSide } from "../../src/shared/tilePlace.ts";
import { blackPng } from "../fixtures/brokenPictures.ts";
import { plainHeic, turns } from "../fixtures/heicFile.ts";
import {
	orientations,
	type ScenePixels,
	scenePixels,
	turnedFile,
} from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";
import { floatTiff } from "../fixtures/tiffFile.ts";

const upright = await scenePixels(plain, 0.2);
const raw = ({ data, width, height }: ScenePixels): Sharp =>
	sharp(data, { raw: { width, height, channels: 4 } });
const opaque = raw(upright).removeAlpha();

async function way(bytes: Uint8Array, name: string): Promise<string> {
	const { facts } = await openPicture(bytes, { most: mostTiled });
	return shownAs(facts, name);
}

/** The worst difference of any channel. */
function worst(found: Uint8Array, truth: Uint8Array): number {
	assert.equal(found.length, truth.length);
	return truth.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
}

describe("How a picture comes to the screen", () => {
	it("is the file itself, where browsers show it right", async () => {
		for (const format of ["png", "jpeg"] as const) {
			for (const orientation of orientations) {
				const file = await turnedFile(upright, { format, orientation });
				assert.equal(await way(file, `a.${format}`), "file", `${format} ${orientation}`);
			}
		}
		assert.equal(await way(await opaque.clone().avif().toBuffer(), "a.avif"), "file");
		assert.equal(await way(await turnedFile(upright, { format: "webp" }), "a.WEBP"), "file");
	});

	it("is a copy of what EXIF turns in a WebP, of HEIC, TIFF and CMYK", async () => {
		for (const orientation of orientations.slice(1)) {
			const file = await turnedFile(upright, { format: "webp", orientation });
			assert.equal(await way(file, "a.webp"), "copy", `${orientation}`);
		}
		assert.equal(await way(await opaque.clone().tiff().toBuffer(), "a.tif"), "copy");
		const inks = await opaque.clone().toColourspace("cmyk").jpeg().toBuffer();
		assert.equal(await way(inks, "a.jpg"), "copy");
		const heic = await readFile(new URL("../fixtures/heic/plain.heic", import.meta.url));
		assert.equal(await way(heic, "a.heic"), "copy");
		assert.equal(await way(heic, "IMG_0001.jpg"), "copy");
	});

	it("does not mind a lying extension, unless SVG is said of another or another of SVG", async () => {
		const png = await turnedFile(upright, { format: "png" });
		assert.equal(await way(png, "a.jpg"), "file");
		assert.equal(await way(png, "a"), "file");
		assert.equal(await way(png, "a.svg"), "bytes");
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
		assert.equal(await way(svg, "a.svg"), "file");
		assert.equal(await way(svg, "a.png"), "bytes");
	});

	it("is tiles beyond what a browser takes at once, by pixels or by one side", async () => {
		const { facts } = await openPicture(blackPng(16_385, 4));
		const sized = (width: number, height: number) => ({ ...facts, size: { width, height } });
		assert.equal(shownAs(facts, "a.png"), "tiles");
		assert.equal(shownAs(sized(8000, 6500), "a.png"), "file");
		assert.equal(shownAs(sized(8000, 6501), "a.png"), "tiles");
		assert.equal(shownAs({ ...sized(8000, 6501), format: "svg" }, "a.svg"), "file");
		const huge = await readFile(new URL("../fixtures/bad/huge.png", import.meta.url));
		assert.equal(await way(huge, "a.png"), "tiles");
		await assert.rejects(openPicture(huge), { name: "TooLarge" });
	});
});

describe("A copy to show", () => {
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-copies-"));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	async function copyOf(
		bytes: Uint8Array,
		page?: number,
	): Promise<ScenePixels & { format: string }> {
		const picture = await openPicture(bytes, page === undefined ? {} : { page });
		const file = join(folder, "copy.png");
		await writeCopy(picture, file);
		// As a browser does: whatever the file says of turning is heeded.
		const shown = sharp(await readFile(file)).autoOrient();
		const { data, info } = await shown.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
		const { format, orientation = 1, icc } = await sharp(file).metadata();
		assert.deepEqual({ orientation, icc }, { orientation: 1, icc: undefined });
		return { format, width: info.width, height: info.height, data: new Uint8Array(data) };
	}

	for (const orientation of orientations) {
		it(`has the pixels of a WebP and of a TIFF, orientation ${orientation}`, async () => {
			const webp = await turnedFile(upright, { format: "webp", orientation });
			const stored = await turnedFile(upright, { format: "png", orientation });
			const tiff = await sharp(stored).keepMetadata().tiff({ compression: "lzw" }).toBuffer();
			for (const file of [webp, tiff]) {
				const { width, height, data, format } = await copyOf(file);
				assert.deepEqual({ format, width, height }, { ...size(upright), format: "png" });
				assert.equal(worst(data, upright.data), 0);
			}
		});

		it(`has the pixels that are sent of a HEIC, orientation ${orientation}`, async () => {
			const heic = await plainHeic({ properties: turns(orientation) });
			const { width, height, data } = await copyOf(heic);
			const sent = await decodePixels(heic);
			assert.deepEqual({ width, height }, size(sent));
			assert.equal(worst(data, sent.data), 0);
		}).timeout(10_000);
	}

	it("is of 16 bits and of CMYK what is sent", async () => {
		const deep = await opaque
			.clone()
			.toColourspace("rgb16")
			.tiff({ compression: "lzw" })
			.toBuffer();
		assert.equal((await sharp(deep).metadata()).depth, "ushort");
		assert.ok(worst((await copyOf(deep)).data, upright.data) <= 1);
		const inks = await opaque.clone().toColourspace("cmyk").tiff().toBuffer();
		assert.equal(worst((await copyOf(inks)).data, (await decodePixels(inks)).data), 0);
	});

	it("shows floats from their smallest as black to their largest as white, whatever is no number", async () => {
		const ramp = Float32Array.from({ length: 64 }, (_, at) => at / 63 - 0.5);
		const { data } = await copyOf(floatTiff([{ width: 64, height: 1, numbers: ramp }]));
		const grey = ramp.map((value) => Math.round((value + 0.5) * 255));
		assert.ok(
			worst(
				data.filter((_, at) => at % 4 === 0),
				Uint8Array.from(grey),
			) <= 1,
		);
		const holed = ramp.map((value, at) => (at === 20 ? Number.NaN : value));
		const found = (await copyOf(floatTiff([{ width: 64, height: 1, numbers: holed }]))).data;
		assert.deepEqual([found[0], found[63 * 4]], [0, 255]);
	});

	it("is of the page that is asked for, at its own size", async () => {
		const page = (width: number, value: number) => ({
			...{ width, height: 2 },
			numbers: Float32Array.from({ length: width * 2 }, (_, at) => (at === 0 ? value : 0)),
		});
		const file = floatTiff([page(4, 1), page(6, -1)]);
		const first = await copyOf(file);
		const second = await copyOf(file, 1);
		assert.deepEqual([first.width, first.data[0]], [4, 255]);
		assert.deepEqual([second.width, second.data[0], second.data[4]], [6, 0, 255]);
	});

	it("is refused of a file that is cut short", async () => {
		const whole = await opaque.clone().tiff({ compression: "none" }).toBuffer();
		const cut = whole.subarray(0, whole.length - 2000);
		await assert.rejects(copyOf(cut), { name: "BadImage" });
	});
});

describe("Tiles", () => {
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), "loupe-tiles-"));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	/** Every pixel another colour, so that none can stand for its neighbour. */
	const picture: ScenePixels = { width: 1300, height: 700, data: new Uint8Array(1300 * 700 * 4) };
	for (let at = 0; at < picture.data.length; at += 4) {
		const x = (at / 4) % picture.width;
		const y = Math.floor(at / 4 / picture.width);
		picture.data.set([x & 255, y & 255, (x >> 8) | ((y >> 8) << 4), 255], at);
	}

	for (const orientation of orientations) {
		it(`hold every pixel once, upright, orientation ${orientation}`, async () => {
			const opened = await openPicture(await turnedFile(picture, { format: "png", orientation }));
			const file = join(folder, `${orientation}.tif`);
			await writePyramid(opened, file);
			const facts = { size: opened.facts.size, orientation: pyramidOrientation(opened) };
			assert.deepEqual(facts, { size: size(picture), orientation });
			const seen = new Uint8Array(picture.data.length);
			for (let row = 0; row * tileSide < picture.height; row++) {
				for (let column = 0; column * tileSide < picture.width; column++) {
					const place = { level: 0, column, row };
					const rect = tileRect(picture, place);
					const tile = sharp(await readTile(file, facts, place)).ensureAlpha();
					const { data, info } = await tile.raw().toBuffer({ resolveWithObject: true });
					assert.deepEqual(size(info), size(rect));
					for (let y = 0; y < rect.height; y++) {
						const line = data.subarray(y * rect.width * 4, (y + 1) * rect.width * 4);
						seen.set(line, ((rect.y + y) * picture.width + rect.x) * 4);
					}
				}
			}
			assert.equal(worst(seen, picture.data), 0);
			const half = await sharp(
				await readTile(file, facts, { level: 1, column: 1, row: 0 }),
			).metadata();
			assert.deepEqual(size(half), { width: 650 - 512, height: 350 });
			await assert.rejects(readTile(file, facts, { level: 0, column: 3, row: 0 }), {
				name: "BadImage",
			});
		}).timeout(10_000);
	}

	it("halve at every level", async () => {
		assert.deepEqual(levelSize({ width: 1301, height: 5 }, 2), { width: 325, height: 1 });
	});

	it("begin with a view of the whole, upright", async () => {
		for (const orientation of orientations) {
			const wide = { width: 2600, height: 1400, data: await enlarged(upright, 2600, 1400) };
			const opened = await openPicture(await turnedFile(wide, { format: "png", orientation }));
			const file = join(folder, "first.jpg");
			await writeFirstView(opened, file);
			const { width, height, data } = await decodePixels(await readFile(file));
			assert.deepEqual({ width, height }, { width: 2040, height: 1098 });
			const truth = await enlarged(upright, width, height);
			const off = truth.reduce((sum, value, at) => sum + Math.abs(value - data[at]!), 0);
			assert.ok(off / truth.length < 3, `orientation ${orientation}: ${off / truth.length}`);
		}
	}).timeout(20_000);
});

async function enlarged(picture: ScenePixels, width: number, height: number): Promise<Uint8Array> {
	return new Uint8Array(await raw(picture).resize(width, height, { fit: "fill" }).raw().toBuffer());
}

function size({ width, height }: { width: number; height: number }) {
	return { width, height };
}
