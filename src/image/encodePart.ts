import { wholePixels } from "../shared/geometry.ts";
import type { PicturePart } from "../shared/pixelProtocol.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { openPicture } from "./open.ts";

/**
 * The upright picture, or a part of it, as a PNG with all its pixels: 16 bits where the picture has
 * more than 8, in sRGB, without what the file said beside. Throws as `openPicture`, and `BadImage`
 * for a part outside the picture.
 */
export async function encodePart(
	bytes: Uint8Array,
	{ part, frame = 0 }: PicturePart = {},
): Promise<Uint8Array> {
	const picture = await openPicture(bytes, { frame });
	const { size, bitDepth } = picture.facts;
	const pipeline = await picture.upright();
	if (part) {
		const { x: left, y: top, width, height } = wholePixels(part, size);
		if (width === 0 || height === 0) throw badImage("region");
		pipeline.extract({ left, top, width, height });
	}
	// Floating-point numbers have no place in a PNG; they are shown in 8 bits, too.
	pipeline.toColourspace(bitDepth > 8 && bitDepth <= 16 ? "rgb16" : "srgb");
	try {
		return await pipeline.png({ compressionLevel: 6 }).toBuffer();
	} catch (error) {
		throw fromSharp(error);
	}
}
