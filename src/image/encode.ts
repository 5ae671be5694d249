import { fromSharp } from "./badImage.ts";
import { formats } from "./format.ts";
import { openPixels } from "./open.ts";
import { owned, type Pixels } from "./pixels.ts";

/** A picture file without metadata, in sRGB. */
export interface Encoded {
	bytes: Uint8Array;
	mimeType: string;
}

/**
 * Measured on this repository's drawings and photographs at 1024 and 3072 pixels: of a drawing 84 %
 * or more of neighbours are alike, of a grainy photograph 35 % or fewer.
 */
const flatShare = 0.5;

/**
 * Photographs that were compressed before have flat patches too; these are told by size. Measured:
 * PNG takes 0.7 to 2.4 times the bytes of JPEG for drawings, 3.5 to 17 times for photographs.
 */
const mostTimes = 3;

/** PNG for what is see-through or flat in colour, JPEG for photographs. */
export async function encode(pixels: Pixels): Promise<Encoded> {
	if (!isOpaque(pixels)) return toFile(pixels, "png");
	const jpeg = await toFile(pixels, "jpeg");
	if (!isFlat(pixels)) return jpeg;
	const png = await toFile(pixels, "png");
	return png.bytes.length <= mostTimes * jpeg.bytes.length ? png : jpeg;
}

async function toFile(pixels: Pixels, format: "png" | "jpeg"): Promise<Encoded> {
	const pipeline = await openPixels(pixels);
	if (isOpaque(pixels)) pipeline.removeAlpha();
	switch (format) {
		case "png":
			pipeline.png({ compressionLevel: 6 });
			break;
		case "jpeg":
			// 4:4:4 keeps coloured edges where they are; the usual 4:2:0 blurs them over two pixels.
			pipeline.jpeg({ quality: 90, chromaSubsampling: "4:4:4" });
			break;
	}
	try {
		return { bytes: owned(await pipeline.toBuffer()), mimeType: formats[format].mimeType };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** Most pixels have exactly the colour of the one to their left. */
function isFlat({ data, width, height }: Pixels): boolean {
	const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
	let alike = 0;
	for (let y = 0; y < height; y++) {
		for (let at = y * width + 1; at < (y + 1) * width; at++) {
			if (words[at] === words[at - 1]) alike++;
		}
	}
	return alike >= flatShare * (width - 1) * height;
}

function isOpaque({ data }: Pixels): boolean {
	for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
	return true;
}
