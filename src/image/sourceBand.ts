import type { Metadata, Sharp } from "sharp";
import { swapsSides } from "../shared/geometry.ts";
import type { PixelWindow } from "../shared/pixelProtocol.ts";
import type { Rect, Size } from "../shared/result.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { partOf } from "./decode.ts";
import { type OpenPicture, openPicture } from "./open.ts";
import { mostTiled } from "./shownAs.ts";
import { storedRect } from "./storedRect.ts";
import { uprightWindow } from "./uprightWindow.ts";

/** How a picture's pixels are read as the file has them, not turned; `pipeline` is new with each call. */
interface Source {
	depth: PixelWindow["depth"];
	pipeline(): Sharp;
}

/**
 * Whole rows of the upright picture as the file has them, from row `y` on and as many as fit into
 * `mostBytes` (at least one), of pictures of up to `mostTiled` pixels where those pass row by row:
 * the rows before are read and let go. `frame` of an animation, or a page, from 0. Throws as
 * `openPicture`, and `BadImage` for rows outside the picture.
 */
export async function decodeBand(
	bytes: Uint8Array,
	y: number,
	mostBytes: number,
	frame = 0,
): Promise<PixelWindow> {
	const picture = await openPicture(bytes, { most: mostTiled, frame });
	const { width, height } = picture.facts.size;
	if (!(y >= 0 && y < height)) throw badImage("region");
	const source = await openSource(picture);
	// Four channels, and for what has colours of its own those of the screen beside them.
	const bytesOfRow = width * 4 * (source ? source.depth / 8 + 1 : 1);
	const rows = Math.max(1, Math.floor(mostBytes / bytesOfRow));
	// From the first row on where all of it fits, so that moving up again finds it.
	const top = rows >= height ? 0 : Math.floor(y / rows) * rows;
	return decodeSource(picture, source, {
		x: 0,
		y: top,
		width,
		height: Math.min(rows, height - top),
	});
}

/**
 * Single pixels of all of the picture, evenly spread, as the file has them; `size` is upright, but
 * they may lie as they are stored.
 */
export async function decodeSample(picture: OpenPicture, size: Size): Promise<PixelWindow> {
	const source = await openSource(picture);
	const isStored = picture.stored && swapsSides(picture.facts.orientation);
	const { width, height } = isStored ? { width: size.height, height: size.width } : size;
	const place = { x: 0, y: 0, width, height };
	const nearest = { width, height, fit: "fill", kernel: "nearest" } as const;
	const whole = picture.stored ? source?.pipeline() : source?.pipeline().autoOrient();
	const own = source && whole && (await ownPixels(source, whole.resize(nearest), place));
	if (own) return own;
	const pipeline = await (picture.stored ?? picture.upright)();
	return rgbPixels(picture, pipeline.resize(nearest).toColourspace("srgb"), place);
}

async function decodeSource(
	picture: OpenPicture,
	source: Source | undefined,
	part: Rect,
): Promise<PixelWindow> {
	const { size, orientation } = picture.facts;
	if (picture.stored) {
		// Turned when few are left: libvips would hold all of the picture to turn it.
		const rect = storedRect(part, size, orientation);
		const { x: left, y: top, width, height } = rect;
		const own = source?.pipeline().extract({ left, top, width, height });
		const shown = (await picture.stored()).extract({ left, top, width, height });
		const stored = await bothPixels(picture, source, own, shown.toColourspace("srgb"), rect);
		return uprightWindow(stored, part, orientation);
	}
	const { x: left, y: top, width, height } = part;
	const own = source?.pipeline().autoOrient().extract({ left, top, width, height });
	return bothPixels(picture, source, own, await partOf(picture, part, part), part);
}

/** The file's own pixels, and beside them what is shown; that alone where it is the same. */
async function bothPixels(
	picture: OpenPicture,
	source: Source | undefined,
	own: Sharp | undefined,
	shown: Sharp,
	part: Rect,
): Promise<PixelWindow> {
	const values = source && own && (await ownPixels(source, own, part));
	const window = await rgbPixels(picture, shown, part, Boolean(values));
	return values ? { ...values, srgb: window.values as Uint8Array } : window;
}

/** Undefined for more channels than a colour and alpha have. */
async function ownPixels(
	{ depth }: Source,
	pipeline: Sharp,
	part: Rect,
): Promise<PixelWindow | undefined> {
	const name = ({ 8: "uchar", 16: "ushort", 32: "float" } as const)[depth];
	try {
		const { data, info } = await pipeline
			.raw({ depth: name })
			.toBuffer({ resolveWithObject: true });
		if (info.channels > 4) return undefined;
		const channels = info.channels as PixelWindow["channels"];
		return { ...part, channels, depth, values: typed(data, depth) };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** sRGB of 8 bits, as it is shown and sent; `opaque` leaves alpha out. */
async function rgbPixels(
	picture: OpenPicture,
	pipeline: Sharp,
	part: Rect,
	opaque = false,
): Promise<PixelWindow> {
	const channels = picture.facts.hasAlpha && !opaque ? 4 : 3;
	const shaped = channels === 4 ? pipeline.ensureAlpha() : pipeline.removeAlpha();
	try {
		const data = await shaped.raw({ depth: "uchar" }).toBuffer();
		return { ...part, channels, depth: 8, values: new Uint8Array(data) };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** Undefined where the file's own values are those that are shown. */
async function openSource({ facts, encoded }: OpenPicture): Promise<Source | undefined> {
	switch (facts.format) {
		case "png":
		case "jpeg":
		case "webp":
		case "avif":
		case "tiff":
			return encoded && encodedSource(encoded);
		// Eight bits: drawn, of a palette, or all that the decoder gives.
		case "gif":
		case "bmp":
		case "ico":
		case "svg":
		case "heic":
			return undefined;
	}
}

async function encodedSource(
	encoded: NonNullable<OpenPicture["encoded"]>,
): Promise<Source | undefined> {
	const open = () => encoded({ ignoreIcc: true });
	const header = await open().metadata();
	const space = ownSpace(header);
	const depth = depthOf(header);
	if (!space || (depth === 8 && !header.icc)) return undefined;
	return { depth, pipeline: () => open().toColourspace(space) };
}

/** In libvips' words; undefined for what is read as sRGB. */
function ownSpace({ space, depth }: Metadata): string | undefined {
	const isDeep = depth === "ushort";
	switch (space) {
		case "rgb16":
		case "grey16":
			return space;
		case "srgb":
		case "rgb":
			return isDeep ? "rgb16" : "srgb";
		case "b-w":
			return isDeep ? "grey16" : "b-w";
		case "scrgb":
		case "multiband":
			return space;
		default:
			return undefined;
	}
}

function depthOf({ depth }: Metadata): PixelWindow["depth"] {
	switch (depth) {
		case "uchar":
			return 8;
		case "ushort":
			return 16;
		default:
			return 32;
	}
}

/** In a buffer of their own, aligned: what sharp gives may be part of another. */
function typed(data: Buffer, depth: PixelWindow["depth"]): PixelWindow["values"] {
	const bytes = new Uint8Array(data);
	switch (depth) {
		case 8:
			return bytes;
		case 16:
			return new Uint16Array(bytes.buffer);
		case 32:
			return new Float32Array(bytes.buffer);
	}
}

/** A part of a band; both in pixels of the upright picture, the part inside the band. */
export function windowOf(band: PixelWindow, part: Rect): PixelWindow {
	const { channels, depth, values, srgb } = band;
	return {
		...part,
		channels,
		depth,
		values: cut(values, band, part, channels),
		...(srgb && { srgb: cut(srgb, band, part, 3) }),
	};
}

function cut<Values extends PixelWindow["values"]>(
	values: Values,
	from: Rect,
	part: Rect,
	channels: number,
): Values {
	const row = part.width * channels;
	const Made = values.constructor as new (length: number) => Values;
	const made = new Made(row * part.height);
	for (let y = 0; y < part.height; y++) {
		const start = ((part.y - from.y + y) * from.width + part.x - from.x) * channels;
		made.set(values.subarray(start, start + row), y * row);
	}
	return made;
}
