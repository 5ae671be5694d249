import type { Rect, Size } from "../shared/result.ts";
import { fromSharp } from "./badImage.ts";
import { fit } from "./fit.ts";
import { type OpenPicture, openPicture, type PictureFacts } from "./open.ts";
import { owned, type Pixels } from "./pixels.ts";

export type { PictureFacts } from "./open.ts";
export type { Pixels } from "./pixels.ts";

/** What the header says, without decoding; throws `BadImage`, `Unsupported` or `TooLarge`. */
export async function readFacts(bytes: Uint8Array): Promise<PictureFacts> {
	const { facts } = await openPicture(bytes);
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

/** A part of the upright picture, whole pixels, shrunk to `size`; throws `BadImage`. */
export async function decodePart(picture: OpenPicture, part: Rect, size: Size): Promise<Pixels> {
	const { width, height } = picture.facts.size;
	let pipeline = await picture.upright();
	if (part.width !== width || part.height !== height) {
		const { x: left, y: top } = part;
		pipeline = pipeline.extract({ left, top, width: part.width, height: part.height });
	}
	if (size.width !== part.width || size.height !== part.height) {
		pipeline = pipeline.resize({ ...size, fit: "fill", kernel: "lanczos3" });
	}
	try {
		const { data } = await pipeline
			.toColourspace("srgb")
			.ensureAlpha()
			.raw({ depth: "uchar" })
			.toBuffer({ resolveWithObject: true });
		return { ...size, data: owned(data) };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** The whole upright picture without its alpha: RGB, 8 bits a channel; throws `BadImage`. */
export async function decodeOpaque(picture: OpenPicture): Promise<Uint8Array> {
	const pipeline = await picture.upright();
	try {
		return owned(
			await pipeline.toColourspace("srgb").removeAlpha().raw({ depth: "uchar" }).toBuffer(),
		);
	} catch (error) {
		throw fromSharp(error);
	}
}
