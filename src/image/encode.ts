import { fromSharp } from "./badImage.ts";
import { type Format, formats } from "./format.ts";
import { openPixels } from "./open.ts";
import { owned, type Pixels } from "./pixels.ts";

/** A picture file without metadata, in sRGB. */
export interface Encoded {
	bytes: Uint8Array;
	mimeType: string;
}

/** Half of all neighbours alike: above it PNG is both the smaller file and the faithful one. */
const flatShare = 0.5;

/**
 * PNG for what is flat or see-through, JPEG for photographs. 90 and 4:4:4 keep coloured edges where
 * they are; the usual 4:2:0 would blur them over two pixels.
 */
export async function encode(pixels: Pixels): Promise<Encoded> {
	const isOpaque = everyAlphaIs255(pixels);
	const format: Format = isOpaque && !isFlat(pixels) ? "jpeg" : "png";
	const pipeline = await openPixels(pixels);
	if (isOpaque) pipeline.removeAlpha();
	if (format === "jpeg") pipeline.jpeg({ quality: 90, chromaSubsampling: "4:4:4" });
	else pipeline.png({ compressionLevel: 6 });
	try {
		return { bytes: owned(await pipeline.toBuffer()), mimeType: formats[format].mimeType };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** Flat colour: at least half of the pixels have exactly the colour of the one to their left. */
export function isFlat({ data, width, height }: Pixels): boolean {
	const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
	let alike = 0;
	for (let y = 0; y < height; y++) {
		for (let at = y * width + 1; at < (y + 1) * width; at++) {
			if (words[at] === words[at - 1]) alike++;
		}
	}
	return alike >= flatShare * (width - 1) * height;
}

function everyAlphaIs255({ data }: Pixels): boolean {
	for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
	return true;
}
