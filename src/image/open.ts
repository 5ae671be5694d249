import type { Sharp, SharpOptions } from "sharp";
import { uprightSize } from "../shared/geometry.ts";
import type { Size } from "../shared/result.ts";
import { countPngFrames, decodePngFrame, hasAnotherStill } from "./apng.ts";
import { asStillAvif, countAvifFrames } from "./avifFrames.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { type Dib, decodeDib, readDib } from "./dib.ts";
import { type Format, formats, sniffFormat } from "./format.ts";
import { readHeif } from "./heif.ts";
import { avifProfile, decodeColored, withProfile } from "./heifColors.ts";
import { largestIcoEntry } from "./ico.ts";
import { isOddlyTurned } from "./jpegOrientation.ts";
import { mostHeifPixels } from "./loadHeif.ts";
import { loadSharp } from "./loadSharp.ts";
import { openPixels, openTurned } from "./openPixels.ts";
import { checkSize, mostPixels } from "./pixels.ts";
import { withSaidColors } from "./pngColors.ts";
import { ranged, rangedColors } from "./range.ts";
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
	/** Stored as inks, which every program turns into colours its own way. */
	isCmyk: boolean;
	/** Its orientation is written so that browsers do not heed it. */
	isOddlyTurned?: true;
	/** Gemini takes the file byte for byte and sees what a person sees, if it is small enough. */
	goesAsItIs: boolean;
}

/** A picture whose header has been read and whose pixels have not. */
export interface OpenPicture {
	facts: PictureFacts;
	/** A new pipeline that gives the frame that was opened, upright; only a HEIC takes so long that it listens. */
	upright(signal?: AbortSignal): Promise<Sharp>;
	/**
	 * A new pipeline that gives the first frame as it lies in the file, `facts.orientation` undone by
	 * nobody: a picture of any size passes through it row by row. Absent where pixels come all at once.
	 */
	stored?(): Promise<Sharp>;
	/**
	 * A new pipeline as the file has it, at the frame or page that was opened. Absent for what is
	 * drawn, and for what is decoded without libvips.
	 */
	encoded?(options?: SharpOptions): Sharp;
}

export interface OpenOptions {
	/** Pixels, beyond which it is refused; `mostPixels` unless told. */
	most?: number;
	/** Which page of a TIFF, from 0. */
	page?: number;
	/** Which frame of an animated picture, from 0. */
	frame?: number | undefined;
}

/**
 * `truncated` refuses files that end early; the next level, `error`, adds nothing to it in JPEG, and
 * `warning` would refuse pictures over a stray byte that every browser shows.
 */
export const strictness: SharpOptions = { failOn: "truncated", limitInputPixels: false };

/** Reads the header; throws `BadImage`, `Unsupported` (detail: the format's name) or `TooLarge`. */
export async function openPicture(
	bytes: Uint8Array,
	options: OpenOptions = {},
): Promise<OpenPicture> {
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
			return openEncoded(format, entry.bytes, options);
		}
		case "svg":
			return openEncoded(format, sizedSvg(bytes), {});
		case "png":
			return openPng(bytes, options);
		case "avif":
			return openAvif(asStillAvif(bytes), options);
		case "jpeg":
			return openJpeg(bytes, options);
		case "webp":
		case "gif":
		case "tiff":
			return openEncoded(format, bytes, options);
	}
}

async function openJpeg(bytes: Uint8Array, options: OpenOptions): Promise<OpenPicture> {
	const picture = await openEncoded("jpeg", bytes, options);
	const { facts } = picture;
	const isOdd = facts.orientation !== 1 && isOddlyTurned(bytes);
	return isOdd ? { ...picture, facts: { ...facts, isOddlyTurned: true } } : picture;
}

async function openPng(bytes: Uint8Array, options: OpenOptions): Promise<OpenPicture> {
	const colored = withSaidColors(bytes);
	const picture = await openEncoded("png", colored, options);
	// Whoever does not heed what it says of its colours would see others.
	const goesAsItIs = picture.facts.goesAsItIs && colored === bytes;
	return { ...picture, facts: { ...picture.facts, goesAsItIs } };
}

async function openAvif(bytes: Uint8Array, options: OpenOptions): Promise<OpenPicture> {
	const picture = await openEncoded("avif", bytes, options);
	const profile = await avifProfile(bytes);
	if (!profile) return picture;
	const upright = async () => withProfile(await picture.upright(), picture.facts, profile);
	return { ...picture, upright };
}

async function openEncoded(
	format: Format,
	bytes: Uint8Array,
	{ most = mostPixels, page, frame = 0 }: OpenOptions,
): Promise<OpenPicture> {
	const sharp = await loadSharp();
	// A TIFF's pages are asked about by the number that frames have elsewhere.
	const atPage = format === "tiff" ? (page ?? frame) : 0;
	const reading: SharpOptions = { ...strictness, ...(atPage > 0 && { page: atPage }) };
	const header = await sharp(bytes, reading)
		.metadata()
		.catch((error: unknown) => {
			throw fromSharp(error);
		});
	const { orientation = 1, space } = header;
	const isUnbounded = unbounded.includes(header.depth);
	// Floats of three channels, and frames that are laid over others, come all at once.
	const isLight = isUnbounded && space === "scrgb";
	const isLaid = format === "png" && (frame > 0 || hasAnotherStill(bytes));
	const hasAlpha = header.hasAlpha && !isLight;
	const frames = countFrames(format, bytes, header.pages);
	if (frame > 0) checkFrame(format, frame, frames);
	const { width, height } = header;
	const size = uprightSize(header, orientation);
	const isByRows = readByRows.includes(format) && !isLight && !isLaid;
	checkSize(size, isByRows ? most : Math.min(most, mostPixels));
	const bitDepth = header.bitsPerSample ?? depths[header.depth] ?? 8;
	const isCmyk = space === "cmyk";
	const isPlain = orientation === 1 && frames === 1 && bitDepth <= 8 && !isCmyk;
	const goesAsItIs = formats[format].sendable && isPlain;
	const isGrey = !hasAlpha && (space === "b-w" || space === "grey16");
	const atFrame = frame > 0 && format !== "tiff" ? { page: frame } : {};
	const encoded = (options: SharpOptions = {}) =>
		sharp(bytes, { ...reading, ...atFrame, ...options });
	const open = async () => (isUnbounded ? ranged(() => encoded(), { width, height }) : encoded());
	const upright = async () => {
		if (isLaid) {
			return openTurned({ ...(await decodePngFrame(bytes, frame)), channels: 4 }, orientation);
		}
		if (isLight) {
			return openTurned(await rangedColors(() => encoded(), { width, height }), orientation);
		}
		return (await open()).autoOrient();
	};
	return {
		facts: { format, size, orientation, hasAlpha, frames, bitDepth, isCmyk, goesAsItIs },
		upright,
		...(!isLaid && hasValues.includes(format) && { encoded }),
		...(isByRows && {
			stored: async () => (await open()).toColourspace(isGrey ? "b-w" : "srgb"),
		}),
	};
}

/** What is stored as values of pixels, and read by libvips. */
const hasValues: readonly Format[] = ["png", "jpeg", "webp", "gif", "avif", "tiff"];

/** What libvips reads from the top to the bottom, holding a few rows. */
const readByRows: readonly Format[] = ["png", "jpeg", "tiff"];

/** Numbers that have no black and white of their own, unlike those of 8 and 16 bits. */
const unbounded: readonly string[] = ["float", "double", "int", "uint", "short", "char"];

function countFrames(format: Format, bytes: Uint8Array, pages = 1): number {
	switch (format) {
		case "png":
			return countPngFrames(bytes);
		case "avif":
			return countAvifFrames(bytes);
		default:
			return pages;
	}
}

/** libvips reads no frames of AVIF sequences. */
function checkFrame(format: Format, frame: number, frames: number): void {
	const isReadable = ["gif", "webp", "png", "tiff"].includes(format);
	if (!isReadable || !Number.isInteger(frame) || frame >= frames) throw badImage("frame");
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
		facts: {
			format: "heic",
			size,
			orientation,
			hasAlpha,
			frames: 1,
			bitDepth,
			isCmyk: false,
			goesAsItIs,
		},
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
			isCmyk: false,
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
