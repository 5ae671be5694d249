import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import type { Pixels } from "../../src/image/pixels.ts";
import { prepare } from "../../src/image/prepare.ts";
import { bmpFile } from "../fixtures/bitmaps.ts";
import {
	clap,
	exifItem,
	gridHeic,
	iccProfile,
	namedColor,
	plainHeic,
	turns,
} from "../fixtures/heicFile.ts";
import {
	orientations,
	type ScenePixels,
	scenePixels,
	turnedFile,
} from "../fixtures/renderScene.ts";
import { plain } from "../fixtures/scenes.ts";
import { sceneSvg } from "../fixtures/shapes.ts";

/** A file, what a person sees in it, and how it should go out. */
interface Case {
	file: Uint8Array;
	truth: ScenePixels;
	/** Of 255, for the worst and the mean of all channels, with colours weighed by their alpha. */
	worst: number;
	mean: number;
	asItWas: boolean;
}

const lossless = { worst: 1, mean: 0.1 };
/** Quality 100 without chroma subsampling, then perhaps 90 once more. */
const lossy = { worst: 40, mean: 2 };

/** Odd sides: no row ends on a whole word, no pair of chroma is whole. */
const size = { width: 121, height: 83 };
const opaque = await scenePixels({ ...plain, size: { width: 605, height: 415 } }, 0.2);
const grey = mapped(opaque, ([red, green, blue]) => {
	const value = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
	return [value, value, value, 255];
});
/** Alpha from nothing at the left to all at the right, under the same colours. */
const faded = mapped(opaque, ([red, green, blue], x) => [
	red,
	green,
	blue,
	Math.round((255 * x) / (size.width - 1)),
]);
const cut = mapped(opaque, ([red, green, blue], x) => [red, green, blue, x < 40 ? 0 : 255]);

function mapped(
	{ data, width, height }: ScenePixels,
	map: (rgb: [number, number, number], x: number) => [number, number, number, number],
): ScenePixels {
	const to = new Uint8Array(data.length);
	for (let at = 0; at < data.length; at += 4) {
		to.set(map([data[at]!, data[at + 1]!, data[at + 2]!], (at >> 2) % width), at);
	}
	return { width, height, data: to };
}

function raw({ data, width, height }: ScenePixels): Sharp {
	return sharp(data, { raw: { width, height, channels: 4 } });
}

async function bytes(pipeline: Sharp): Promise<Uint8Array> {
	return new Uint8Array(await pipeline.toBuffer());
}

/** 16 bits a channel, once its colour space says so. */
function deep(picture: ScenePixels): Sharp {
	const { width, height, data } = picture;
	const wide = Uint16Array.from(data, (value) => value * 257);
	return sharp(wide, { raw: { width, height, channels: 4, depth: "ushort" } as never });
}

/** Every difference after the way out and back. */
async function check({ file, truth, worst, mean, asItWas }: Case): Promise<void> {
	const { size: upright } = await readFacts(file);
	assert.deepEqual(upright, { width: truth.width, height: truth.height });
	isAlike(await decodePixels(file), truth, worst, mean, "decoded");
	const prepared = await prepare(file, { maxSide: 1024 });
	assert.equal(prepared.asItWas, asItWas, "as it was");
	if (asItWas) assert.deepEqual(prepared.bytes, file);
	else {
		const header = await sharp(prepared.bytes).metadata();
		const { depth, space, icc, orientation = 1 } = header;
		assert.deepEqual(
			{ depth, isColor: space === "srgb" || space === "b-w", icc, orientation },
			{ depth: "uchar", isColor: true, icc: undefined, orientation: 1 },
		);
	}
	isAlike(await decodePixels(prepared.bytes), truth, worst, mean, "sent");
	// A part goes another way than the whole.
	const region = { x: 31, y: 17, width: 70, height: 50 };
	const part = await prepare(file, { maxSide: 1024, region });
	isAlike(await decodePixels(part.bytes), await extract(truth, region), worst, mean, "a part");
}

async function extract(
	picture: ScenePixels,
	{ x: left, y: top, width, height }: { x: number; y: number; width: number; height: number },
): Promise<ScenePixels> {
	const data = await raw(picture).extract({ left, top, width, height }).raw().toBuffer();
	return { width, height, data: new Uint8Array(data) };
}

function isAlike(found: Pixels, truth: ScenePixels, worst: number, mean: number, what: string) {
	assert.deepEqual([found.width, found.height], [truth.width, truth.height], what);
	let [most, sum] = [0, 0];
	for (let at = 0; at < truth.data.length; at++) {
		const alpha = at % 4 === 3;
		const from = (data: Uint8Array) => (alpha ? data[at]! : (data[at]! * data[at | 3]!) / 255);
		const off = Math.abs(from(found.data) - from(truth.data));
		most = Math.max(most, off);
		sum += off;
	}
	const average = sum / truth.data.length;
	const figures = `${what}: worst ${most.toFixed(1)}, mean ${average.toFixed(2)}`;
	assert.ok(most <= worst && average <= mean, figures);
}

/** Makes the files when the test runs. */
type Table = Record<string, () => Promise<Case>>;

function tested(name: string, table: Table): void {
	describe(name, () => {
		for (const [variant, make] of Object.entries(table)) {
			it(variant, async () => check(await make())).timeout(10_000);
		}
	});
}

const rgb = () => raw(opaque).removeAlpha();
const jpeg = { quality: 100, chromaSubsampling: "4:4:4" };

describe("every picture is sent as a person sees it", () => {
	tested("PNG", {
		"8 bits": async () => fits(await bytes(rgb().png())),
		"8 bits, grey": async () =>
			fits(await bytes(raw(grey).toColourspace("b-w").removeAlpha().png()), grey),
		"8 bits, alpha": async () => fits(await bytes(raw(faded).png()), faded),
		"8 bits, grey, alpha": async () => {
			const truth = mapped(grey, ([value], x) => [value, value, value, x * 2]);
			return fits(await bytes(raw(truth).toColourspace("b-w").png()), truth);
		},
		palette: async () =>
			fits(await bytes(rgb().png({ palette: true, dither: 0 })), opaque, { worst: 12, mean: 1 }),
		"palette, transparent": async () =>
			fits(await bytes(raw(cut).png({ palette: true, dither: 0 })), cut, { worst: 12, mean: 1 }),
		"16 bits": async () =>
			turned(await bytes(deep(opaque).removeAlpha().toColourspace("rgb16").png())),
		"16 bits, alpha": async () =>
			turned(await bytes(deep(faded).toColourspace("rgb16").png()), faded),
		"16 bits, grey": async () =>
			turned(await bytes(deep(grey).removeAlpha().toColourspace("grey16").png()), grey),
		"16 bits, grey, alpha": async () => {
			const truth = mapped(grey, ([value], x) => [value, value, value, x * 2]);
			return turned(await bytes(deep(truth).toColourspace("grey16").png()), truth);
		},
		"Display P3": async () =>
			fits(await bytes(rgb().withIccProfile("p3").png()), opaque, { worst: 4, mean: 1 }),
		"Display P3, 16 bits, alpha": async () =>
			turned(await bytes(deep(faded).withIccProfile("p3").toColourspace("rgb16").png()), faded, {
				worst: 4,
				mean: 1,
			}),
		"Display P3, orientation 6": async () => {
			const stored = await turnedFile(opaque, { format: "png", orientation: 6 });
			const file = await bytes(sharp(stored).keepMetadata().withIccProfile("p3").png());
			assert.equal((await sharp(file).metadata()).orientation, 6);
			return turned(file, opaque, { worst: 4, mean: 1 });
		},
		...byOrientation("png", lossless),
	});

	tested("JPEG", {
		"8 bits": async () => fits(await bytes(rgb().jpeg(jpeg)), opaque, lossy),
		grey: async () =>
			fits(await bytes(raw(grey).toColourspace("b-w").removeAlpha().jpeg(jpeg)), grey, lossy),
		progressive: async () =>
			fits(await bytes(rgb().jpeg({ ...jpeg, progressive: true })), opaque, lossy),
		// What CMYK's profile cannot hold is lost before the file is written: the truth is what lcms reads of it.
		CMYK: async () => {
			const file = await bytes(rgb().withIccProfile("cmyk").jpeg(jpeg));
			assert.equal((await sharp(file).metadata()).space, "cmyk");
			return turned(file, opaque, { worst: 110, mean: 12 });
		},
		"CMYK without its profile": async () => {
			const cmyk = await bytes(rgb().toColourspace("cmyk").jpeg(jpeg));
			return turned(cmyk, opaque, { worst: 110, mean: 14 });
		},
		"Display P3": async () =>
			fits(await bytes(rgb().withIccProfile("p3").jpeg(jpeg)), opaque, lossy),
		...byOrientation("jpeg", lossy),
	});

	tested("WebP", {
		lossless: async () => fits(await bytes(rgb().webp({ lossless: true }))),
		alpha: async () => fits(await bytes(raw(faded).webp({ lossless: true, exact: true })), faded),
		"Display P3": async () =>
			fits(await bytes(rgb().withIccProfile("p3").webp({ lossless: true })), opaque, {
				worst: 4,
				mean: 1,
			}),
		animated: async () => turned(await animated("webp")),
		...byOrientation("webp", lossless),
	});

	tested("GIF", {
		opaque: async () =>
			turned(await bytes(rgb().gif({ dither: 0 })), opaque, { worst: 12, mean: 1 }),
		transparent: async () =>
			turned(await bytes(raw(cut).gif({ dither: 0 })), cut, { worst: 12, mean: 1 }),
		animated: async () => turned(await animated("gif"), opaque, { worst: 12, mean: 1 }),
	});

	const avif = { quality: 100, chromaSubsampling: "4:4:4", effort: 1 };
	tested("AVIF", {
		"8 bits": async () => turned(await bytes(rgb().avif(avif)), opaque, lossy),
		alpha: async () => turned(await bytes(raw(faded).avif(avif)), faded, lossy),
		"Display P3": async () =>
			turned(await bytes(rgb().withIccProfile("p3").avif(avif)), opaque, lossy),
	});

	tested("TIFF", {
		"8 bits": async () => turned(await bytes(rgb().tiff({ compression: "none" }))),
		"8 bits, grey": async () =>
			turned(
				await bytes(raw(grey).toColourspace("b-w").removeAlpha().tiff({ compression: "lzw" })),
				grey,
			),
		"8 bits, alpha": async () =>
			turned(await bytes(raw(faded).tiff({ compression: "deflate" })), faded),
		tiles: async () =>
			turned(
				await bytes(rgb().tiff({ tile: true, tileWidth: 32, tileHeight: 32, compression: "lzw" })),
			),
		"JPEG inside": async () =>
			turned(await bytes(rgb().tiff({ compression: "jpeg", quality: 100 })), opaque, {
				worst: 90,
				mean: 4,
			}),
		"16 bits": async () =>
			turned(
				await bytes(deep(opaque).removeAlpha().toColourspace("rgb16").tiff({ compression: "lzw" })),
			),
		"16 bits, alpha": async () =>
			turned(await bytes(deep(faded).toColourspace("rgb16").tiff({ compression: "lzw" })), faded),
		CMYK: async () => {
			const file = await bytes(rgb().withIccProfile("cmyk").tiff({ compression: "lzw" }));
			assert.equal((await sharp(file).metadata()).space, "cmyk");
			return turned(file, opaque, { worst: 110, mean: 12 });
		},
		"Display P3": async () =>
			turned(await bytes(rgb().withIccProfile("p3").tiff({ compression: "lzw" })), opaque, {
				worst: 4,
				mean: 1,
			}),
		...Object.fromEntries(
			orientations.map((orientation) => [
				`orientation ${orientation}`,
				async () => {
					const stored = await turnedFile(opaque, { format: "png", orientation });
					const file = await bytes(sharp(stored).keepMetadata().tiff({ compression: "lzw" }));
					return turned(file);
				},
			]),
		),
	});

	tested("BMP and SVG", {
		"BMP, 24 bits": async () => turned(bmpFile(opaque, { bits: 24 })),
		"BMP, 32 bits, alpha": async () => turned(bmpFile(faded, { bits: 32, alpha: true }), faded),
		SVG: async () => {
			const scene = { ...plain, size: { width: 605, height: 415 } };
			return turned(new Uint8Array(Buffer.from(sceneSvg(scene, 0.2))));
		},
	});

	tested("HEIC", heicTable());
});

function fits(file: Uint8Array, truth = opaque, loss = lossless): Case {
	return { file, truth, ...loss, asItWas: true };
}

function turned(file: Uint8Array, truth = opaque, loss = lossless): Case {
	return { file, truth, ...loss, asItWas: false };
}

function byOrientation(format: "png" | "jpeg" | "webp", loss: typeof lossless): Table {
	return Object.fromEntries(
		orientations.map((orientation) => [
			`orientation ${orientation}`,
			async () => ({
				file: await turnedFile(opaque, { format, orientation }),
				truth: opaque,
				...loss,
				asItWas: orientation === 1,
			}),
		]),
	);
}

async function animated(format: "gif" | "webp"): Promise<Uint8Array> {
	const first = await bytes(rgb().png());
	const second = await bytes(rgb().negate().png());
	const joined = sharp([first, second], { join: { animated: true } });
	return bytes(format === "gif" ? joined.gif({ dither: 0 }) : joined.webp({ lossless: true }));
}

function heicTable(): Table {
	/** heif-enc's loss at quality 92 with 4:2:0, measured at sharp coloured edges. */
	const loss = { worst: 130, mean: 4 };
	const scene = scenePixels(plain, 0.4);
	const wide = async () => {
		const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: "red" } });
		return (await sharp(await bytes(pixel.withIccProfile("p3").png())).metadata()).icc!;
	};
	/** The same numbers read as Display P3. */
	const asWide = async () => {
		const tagged = raw(await scene)
			.removeAlpha()
			.png();
		const { width, height } = await scene;
		const file = await bytes(tagged);
		const { data } = await decodePixels(pngWithProfile(file, await wide()));
		return { width, height, data };
	};
	const seen = async (orientation: (typeof orientations)[number]) => {
		const { data, width, height } = await scene;
		const { data: to, info } = await sharp(
			await bytes(
				sharp(data, { raw: { width, height, channels: 4 } })
					.png()
					.withMetadata({ orientation }),
			),
		)
			.autoOrient()
			.raw()
			.toBuffer({ resolveWithObject: true });
		return { width: info.width, height: info.height, data: new Uint8Array(to) };
	};
	const fixture = async (name: string) =>
		new Uint8Array(await readFile(new URL(`../fixtures/heic/${name}.heic`, import.meta.url)));
	return {
		"8 bits": async () => fits(await fixture("plain"), await scene, loss),
		"10 bits": async () => turned(await fixture("deep"), await scene, loss),
		"odd sides": async () => {
			const { data, width, height } = await scene;
			const odd = sharp(data, { raw: { width, height, channels: 4 } }).resize(241, 161, {
				fit: "fill",
			});
			const truth = { width: 241, height: 161, data: new Uint8Array(await odd.raw().toBuffer()) };
			return fits(await fixture("odd"), truth, loss);
		},
		alpha: async () => {
			const { transparent } = await import("../fixtures/scenes.ts");
			return fits(await fixture("alpha"), await scenePixels(transparent, 0.5), loss);
		},
		...Object.fromEntries(
			orientations.map((orientation) => [
				`turned and mirrored like orientation ${orientation}`,
				async () => ({
					file: await plainHeic({ properties: turns(orientation) }),
					truth: await seen(orientation),
					...loss,
					asItWas: orientation === 1,
				}),
			]),
		),
		"EXIF's orientation, which does not count": async () =>
			turned(await plainHeic({ more: [exifItem(6)] }), await scene, loss),
		"EXIF's orientation, which says the same as the turn": async () =>
			turned(await plainHeic({ properties: turns(6), more: [exifItem(6)] }), await seen(6), loss),
		"Display P3 by profile": async () => {
			const file = await plainHeic({ properties: [iccProfile(await wide())] });
			return { ...fits(file, await asWide(), loss) };
		},
		"Display P3 by number": async () =>
			fits(await plainHeic({ properties: [namedColor(12, 13)] }), await asWide(), loss),
		tiles: async () => {
			const { data, width, height } = await scene;
			const one = await bytes(sharp(data, { raw: { width, height, channels: 4 } }).png());
			const all = sharp({ create: { width: 480, height: 320, channels: 4, background: "white" } })
				.composite(
					[0, 1, 2, 3].map((at) => ({
						input: Buffer.from(one),
						left: (at % 2) * 240,
						top: (at >> 1) * 160,
					})),
				)
				.png();
			const part = sharp(await bytes(all)).extract({ left: 0, top: 0, width: 400, height: 300 });
			const truth = { width: 400, height: 300, data: new Uint8Array(await part.raw().toBuffer()) };
			return fits(await gridHeic(2, 2, { width: 400, height: 300 }), truth, loss);
		},
		"cropped, then turned": async () => {
			const middle = await extract(await scene, { x: 10, y: 10, width: 220, height: 140 });
			const file = await plainHeic({
				properties: [clap({ width: 220, height: 140 }), ...turns(8)],
			});
			const { data, info } = await raw(middle)
				.rotate(-90)
				.raw()
				.toBuffer({ resolveWithObject: true });
			const truth = { width: info.width, height: info.height, data: new Uint8Array(data) };
			return turned(file, truth, loss);
		},
	};
}

/** A PNG whose numbers stay and mean other colours: an iCCP chunk after its header (PNG, 11.3.2.3). */
function pngWithProfile(file: Uint8Array, icc: Uint8Array): Uint8Array {
	const headerEnd = 33;
	const body = Buffer.concat([Buffer.from("iCCPp\0\0", "latin1"), deflateSync(icc)]);
	const chunk = Buffer.alloc(body.length + 8);
	chunk.writeUInt32BE(body.length - 4, 0);
	body.copy(chunk, 4);
	chunk.writeUInt32BE(crc32(body), body.length + 4);
	return Buffer.concat([file.subarray(0, headerEnd), chunk, file.subarray(headerEnd)]);
}
