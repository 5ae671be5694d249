import type { Sharp } from "sharp";
import { fromSharp } from "./badImage.ts";
import { formats } from "./format.ts";
import { openPixels } from "./openPixels.ts";
import { type ColorRaster, owned } from "./pixels.ts";

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

/**
 * A PNG of fewer bytes a pixel needs no JPEG to be compared with: at this quality those of drawings
 * took 0.02 and more.
 */
const surelySmall = mostTimes * 0.02;

/** PNG for what is see-through or flat in colour, JPEG for photographs. */
export async function encode(raster: ColorRaster): Promise<Encoded> {
	if (!isOpaque(raster)) return encodePng(await openPixels(raster));
	const opaque = async () => (await openPixels(raster)).removeAlpha();
	if (!isFlat(raster)) return encodeJpeg(await opaque());
	const png = await encodePng(await opaque());
	if (png.bytes.length <= surelySmall * raster.width * raster.height) return png;
	const jpeg = await encodeJpeg(await opaque());
	return png.bytes.length <= mostTimes * jpeg.bytes.length ? png : jpeg;
}

function encodePng(pipeline: Sharp): Promise<Encoded> {
	return toFile(pipeline.png({ compressionLevel: 6 }), "png");
}

/** For pictures without alpha. */
export function encodeJpeg(pipeline: Sharp): Promise<Encoded> {
	// 4:4:4 keeps coloured edges where they are; the usual 4:2:0 blurs them over two pixels.
	return toFile(pipeline.jpeg({ quality: 90, chromaSubsampling: "4:4:4" }), "jpeg");
}

async function toFile(pipeline: Sharp, format: "png" | "jpeg"): Promise<Encoded> {
	try {
		return { bytes: owned(await pipeline.toBuffer()), mimeType: formats[format].mimeType };
	} catch (error) {
		throw fromSharp(error);
	}
}

/** As many rows as this are enough to tell by. */
const lookedRows = 512;

/** Most pixels have exactly the colour of the one to their left. */
export function isFlat({ data, width, height, channels }: ColorRaster): boolean {
	const step = Math.max(1, Math.floor(height / lookedRows));
	let [alike, looked] = [0, 0];
	for (let y = 0; y < height; y += step) {
		looked += width - 1;
		const end = (y + 1) * width * channels;
		for (let at = (y * width + 1) * channels; at < end; at += channels) {
			const isAlike =
				data[at] === data[at - channels] &&
				data[at + 1] === data[at + 1 - channels] &&
				data[at + 2] === data[at + 2 - channels];
			if (isAlike) alike++;
		}
	}
	return alike >= flatShare * looked;
}

function isOpaque({ data, channels }: ColorRaster): boolean {
	if (channels === 3) return true;
	for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
	return true;
}
