import type { Sharp, SharpOptions } from "sharp";
import { uprightSize } from "../shared/geometry.ts";
import type { Size } from "../shared/result.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { type Dib, decodeDib, readDib } from "./dib.ts";
import { type Format, formats, sniffFormat } from "./format.ts";
import { readHeif } from "./heif.ts";
import { decodeColored } from "./heifColors.ts";
import { largestIcoEntry } from "./ico.ts";
import { mostHeifPixels } from "./loadHeif.ts";
import { loadSharp } from "./loadSharp.ts";
import { openPixels } from "./openPixels.ts";
import { checkSize } from "./pixels.ts";
import { svgRoot, svgSize, svgSized } from "./svg.ts";

/** What a picture's header says. */
export interface PictureFacts {
	format: Format;
	/** Upright. */
	size: Size;
	/** EXIF's 1–8, also where a HEIC says the same in its own way; 1 when nothing is said. */
	orientation: number;
	/** It has an alpha channel, whether it uses it or not. */
	hasAlpha: boolean;
	/** 1 for a still picture. */
	frames: number;
	/** Bits of a channel. */
	bitDepth: number;
	/** Gemini takes the file byte for byte and sees what a person sees, if it is small enough. */
	goesAsItIs: boolean;
}

/** A picture whose header has been read and whose pixels have not. */
export interface OpenPicture {
	facts: PictureFacts;
	/** A new pipeline that gives the first frame upright; only a HEIC takes so long that it listens. */
	upright(signal?: AbortSignal): Promise<Sharp>;
}

/**
 * `truncated` refuses files that end early; the next level, `error`, adds nothing to it in JPEG, and
 * `warning` would refuse pictures over a stray byte that every browser shows.
 */
const strictness: SharpOptions = { failOn: "truncated", limitInputPixels: false };

/** Reads the header; throws `BadImage`, `Unsupported` (detail: the format's name) or `TooLarge`. */
export async function openPicture(bytes: Uint8Array): Promise<OpenPicture> {
	if (bytes.length === 0) throw badImage("empty");
	const format = sniffFormat(bytes);
	switch (format) {
		case undefined:
			throw badImage("unknown");
		case "heic":
			return openHeif(bytes);
		case "bmp":
			return openBitmap(format, readBmp(bytes));
		case "ico": {
			const entry = largestIcoEntry(bytes);
			if (entry.kind === "dib") return openBitmap(format, entry.dib);
			return openEncoded(format, entry.bytes);
		}
		case "svg":
			return openEncoded(format, sizedSvg(bytes));
		case "png":
		case "jpeg":
		case "webp":
		case "gif":
		case "avif":
		case "tiff":
			return openEncoded(format, bytes);
	}
}

async function openEncoded(format: Format, bytes: Uint8Array): Promise<OpenPicture> {
	const sharp = await loadSharp();
	const header = await sharp(bytes, strictness)
		.metadata()
		.catch((error: unknown) => {
			throw fromSharp(error);
		});
	const { orientation = 1, hasAlpha, pages: frames = 1, space } = header;
	const size = uprightSize(header, orientation);
	checkSize(size);
	const bitDepth = header.bitsPerSample ?? depths[header.depth] ?? 8;
	const isPlain = orientation === 1 && frames === 1 && bitDepth <= 8 && space !== "cmyk";
	const goesAsItIs = formats[format].sendable && isPlain;
	return {
		facts: { format, size, orientation, hasAlpha, frames, bitDepth, goesAsItIs },
		upright: async () => sharp(bytes, strictness).autoOrient(),
	};
}

/** In the words of libvips. */
const depths: Readonly<Record<string, number>> = { ushort: 16, short: 16, float: 32, double: 64 };

function openHeif(bytes: Uint8Array): OpenPicture {
	const heif = readHeif(bytes);
	const { size, orientation, hasAlpha, bitDepth } = heif;
	checkSize(size, mostHeifPixels);
	// EXIF's orientation says nothing here, but who takes the file as it is might heed it.
	const isUpright = orientation === 1 && heif.exifOrientation === 1;
	const isCommon = ["hvc1", "grid"].includes(heif.itemType) && bitDepth <= 8;
	const goesAsItIs = isUpright && isCommon && !heif.isSequence;
	return {
		facts: { format: "heic", size, orientation, hasAlpha, frames: 1, bitDepth, goesAsItIs },
		upright: (signal) => decodeColored(bytes, heif, signal),
	};
}

function openBitmap(format: Format, dib: Dib): OpenPicture {
	checkSize(dib.size);
	const hasAlpha = dib.masks.alpha !== 0 || dib.isIcon;
	return {
		facts: {
			format,
			size: dib.size,
			orientation: 1,
			hasAlpha,
			frames: 1,
			bitDepth: 8,
			goesAsItIs: false,
		},
		upright: () => openPixels({ ...decodeDib(dib), channels: 4 }),
	};
}

function readBmp(bytes: Uint8Array): Dib {
	const fileHeader = 14;
	const pixelsAt = new DataView(bytes.buffer, bytes.byteOffset).getUint32(10, true) - fileHeader;
	// Some writers leave the place at 0 and mean: right after the colours.
	return readDib(bytes.subarray(fileHeader), { isIcon: false, ...(pixelsAt > 0 && { pixelsAt }) });
}

/** librsvg runs no scripts and, given bytes without an address, loads nothing from outside. */
function sizedSvg(bytes: Uint8Array): Uint8Array {
	const root = svgRoot(bytes);
	if (!root) throw badImage("unknown");
	const size = svgSize(root);
	checkSize(size);
	return svgSized(root, size);
}
