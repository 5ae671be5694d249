import type { Mask, Size } from "../shared/result.ts";
import { fromSharp } from "./badImage.ts";
import { loadSharp } from "./loadSharp.ts";
import { owned } from "./pixels.ts";

/** 8 bits a channel, row-major: grey, RGB or RGBA with alpha not premultiplied. */
export interface Raster extends Size {
	channels: 1 | 3 | 4;
	data: Uint8Array;
}

/**
 * A PNG quickly: the fastest zlib level and no search for row filters, which would cost twice the
 * time for a sixth of the bytes.
 */
export async function encodePng({ width, height, channels, data }: Raster): Promise<Uint8Array> {
	const sharp = await loadSharp();
	const raw = { width, height, channels };
	const pipeline = sharp(data, { raw, limitInputPixels: false });
	// Without it sharp writes grey as RGB.
	if (channels === 1) pipeline.toColourspace("b-w");
	try {
		return owned(await pipeline.png({ compressionLevel: 1 }).toBuffer());
	} catch (error) {
		throw fromSharp(error);
	}
}

/** The probabilities as an 8-bit grey PNG of the mask's own size. */
export function encodeMask({ width, height, data }: Mask): Promise<Uint8Array> {
	return encodePng({ width, height, channels: 1, data });
}
