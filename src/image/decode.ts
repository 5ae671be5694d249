import type { Sharp } from "sharp";
import type { Rect, Size } from "../shared/result.ts";
import { fromSharp } from "./badImage.ts";
import { fit } from "./fit.ts";
import { type OpenOptions, type OpenPicture, openPicture, type PictureFacts } from "./open.ts";
import { openPixels } from "./openPixels.ts";
import { type ColorRaster, owned, type Pixels } from "./pixels.ts";

export type { PictureFacts } from "./open.ts";
export type { Pixels } from "./pixels.ts";

/** What the header says, without decoding; throws `BadImage`, `Unsupported` or `TooLarge`. */
export async function readFacts(
	bytes: Uint8Array,
	options: OpenOptions = {},
): Promise<PictureFacts> {
	const { facts } = await openPicture(bytes, options);
	return facts;
}

/** The first frame upright, shrunk so that no side is longer than `maxSide`; throws as `readFacts`. */
export async function decodePixels(
	bytes: Uint8Array,
	{ maxSide = Number.POSITIVE_INFINITY }: { maxSide?: number } = {},
): Promise<Pixels> {
	const picture = await openPicture(bytes);
	const { size } = picture.facts;
	return decodePart(picture, { x: 0, y: 0, ...size }, fit(size, maxSide));
}

/**
 * A part of the upright picture, whole pixels, shrunk to `size`; throws `BadImage`, and as
 * `HeifThread.decode`.
 */
export async function decodePart(
	picture: OpenPicture,
	part: Rect,
	size: Size,
	signal?: AbortSignal,
): Promise<Pixels> {
	const pipeline = await partOf(picture, part, size, signal);
	return { ...size, data: await rawBytes(pipeline.ensureAlpha()) };
}

/** As `decodePart`, without alpha where the picture has none. */
export async function decodeRaster(
	picture: OpenPicture,
	part: Rect,
	size: Size,
	signal?: AbortSignal,
): Promise<ColorRaster> {
	const pipeline = await partOf(picture, part, size, signal);
	return picture.facts.hasAlpha
		? { ...size, channels: 4, data: await rawBytes(pipeline.ensureAlpha()) }
		: { ...size, channels: 3, data: await rawBytes(pipeline.removeAlpha()) };
}

/** RGBA so that no side is longer than `maxSide`. */
export async function shrinkRaster(raster: ColorRaster, maxSide: number): Promise<Pixels> {
	const size = fit(raster, maxSide);
	const pipeline = await openPixels(raster);
	pipeline.resize({ ...size, fit: "fill", kernel: "lanczos3" });
	return { ...size, data: await rawBytes(pipeline.ensureAlpha()) };
}

/** A pipeline over a part of the upright picture, shrunk to `size`, in sRGB. */
export async function partOf(
	picture: OpenPicture,
	part: Rect,
	size: Size,
	signal?: AbortSignal,
): Promise<Sharp> {
	const { width, height } = picture.facts.size;
	const pipeline = await picture.upright(signal);
	if (part.width !== width || part.height !== height) {
		const { x: left, y: top } = part;
		pipeline.extract({ left, top, width: part.width, height: part.height });
	}
	if (size.width !== part.width || size.height !== part.height) {
		pipeline.resize({ ...size, fit: "fill", kernel: "lanczos3" });
	}
	return pipeline.toColourspace("srgb");
}

/** The whole upright picture without its alpha: RGB, 8 bits a channel; throws `BadImage`. */
export async function decodeOpaque(picture: OpenPicture): Promise<Uint8Array> {
	const pipeline = await picture.upright();
	return rawBytes(pipeline.toColourspace("srgb").removeAlpha());
}

async function rawBytes(pipeline: Sharp): Promise<Uint8Array> {
	try {
		return owned(await pipeline.raw({ depth: "uchar" }).toBuffer());
	} catch (error) {
		throw fromSharp(error);
	}
}
