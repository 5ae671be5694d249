import type { Sharp, SharpOptions } from "sharp";
import { LoupeError } from "../shared/errors.ts";
import { uprightSize } from "../shared/geometry.ts";
import type { Size } from "../shared/result.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { type Dib, decodeDib, readDib } from "./dib.ts";
import { type Format, formats, sniffFormat } from "./format.ts";
import { largestIcoEntry } from "./ico.ts";
import { loadSharp } from "./loadSharp.ts";
import { checkSize, type Pixels } from "./pixels.ts";
import { svgRoot, svgSize, svgSized } from "./svg.ts";

/** What a picture's header says. */
export interface PictureFacts {
	format: Format;
	/** Upright. */
	size: Size;
	/** EXIF's 1–8; 1 when nothing is said. */
	orientation: number;
	/** It has an alpha channel, whether it uses it or not. */
	hasAlpha: boolean;
	/** 1 for a still picture. */
	frames: number;
}

/** A picture whose header has been read and whose pixels have not. */
export interface OpenPicture {
	facts: PictureFacts;
	/** A new pipeline that gives the first frame upright. */
	upright(): Promise<Sharp>;
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
		case "tiff": {
			const { name } = formats[format];
			throw new LoupeError("Unsupported", `Loupe does not read ${name} yet`, { detail: name });
		}
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
	const { orientation = 1, hasAlpha, pages = 1 } = header;
	const size = uprightSize(header, orientation);
	checkSize(size);
	return {
		facts: { format, size, orientation, hasAlpha, frames: pages },
		upright: async () => sharp(bytes, strictness).autoOrient(),
	};
}

function openBitmap(format: Format, dib: Dib): OpenPicture {
	checkSize(dib.size);
	const hasAlpha = dib.masks.alpha !== 0 || dib.isIcon;
	return {
		facts: { format, size: dib.size, orientation: 1, hasAlpha, frames: 1 },
		upright: () => openPixels(decodeDib(dib)),
	};
}

/** A pipeline over pixels that are decoded already. */
export async function openPixels({ data, width, height }: Pixels): Promise<Sharp> {
	const sharp = await loadSharp();
	return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
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
