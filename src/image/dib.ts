import { LoupeError } from "../shared/errors.ts";
import type { Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";
import type { Pixels } from "./pixels.ts";
import { readRunLengths } from "./runLength.ts";

/**
 * A device-independent bitmap: what a BMP file holds after its 14 bytes and an ICO file in its
 * entries (Microsoft, "Bitmap Storage" and "Bitmap Header Types").
 */
export interface Dib {
	/** From the first byte of the header on. */
	bytes: Uint8Array;
	size: Size;
	isTopDown: boolean;
	bitsPerPixel: number;
	compression: number;
	/** Which bits of a pixel are which channel; alpha 0 when all is opaque. */
	masks: { red: number; green: number; blue: number; alpha: number };
	/** Colours of indexed pixels as `rgba` packs them. */
	palette: Uint32Array;
	/** Index of the first row in `bytes`. */
	pixelsAt: number;
	isIcon: boolean;
}

const plain = 0;
const runLength8 = 1;
const runLength4 = 2;
const bitFields = 3;
const alphaBitFields = 6;

/** sharp reads no BMP, and no library found reads all of 1–32 bits, top-down and run-length right. */
export function readDib(bytes: Uint8Array, from: { isIcon: boolean; pixelsAt?: number }): Dib {
	const { isIcon } = from;
	if (bytes.length < 16) throw badImage("cut");
	const view = viewOf(bytes);
	const headerSize = view.getUint32(0, true);
	if (bytes.length < headerSize) throw badImage("cut");
	const isCore = headerSize === 12;
	const width = isCore ? view.getUint16(4, true) : view.getInt32(4, true);
	const storedHeight = isCore ? view.getUint16(6, true) : view.getInt32(8, true);
	const bitsPerPixel = view.getUint16(isCore ? 10 : 14, true);
	const compression = headerSize >= 40 ? view.getUint32(16, true) : plain;
	if (!isReadable(bitsPerPixel, compression, headerSize)) {
		const detail = `BMP, ${bitsPerPixel} bits, compression ${compression}`;
		throw new LoupeError("Unsupported", `Not a bitmap Loupe reads: ${detail}`, { detail });
	}
	const hasMasks = compression === bitFields || compression === alphaBitFields;
	const masksAfter = headerSize === 40 && hasMasks ? (compression === bitFields ? 12 : 16) : 0;
	const paletteAt = headerSize + masksAfter;
	if (bytes.length < paletteAt) throw badImage("cut");
	const colorsUsed = headerSize >= 40 ? view.getUint32(32, true) : 0;
	const colors = bitsPerPixel <= 8 ? colorsUsed || 1 << bitsPerPixel : colorsUsed;
	const colorSize = isCore ? 3 : 4;
	return {
		bytes,
		// An icon's height counts its mask too.
		size: { width, height: isIcon ? Math.abs(storedHeight) >> 1 : Math.abs(storedHeight) },
		isTopDown: storedHeight < 0,
		bitsPerPixel,
		compression,
		masks: hasMasks ? readMasks(view, headerSize + masksAfter) : usualMasks(bitsPerPixel, isIcon),
		palette: readPalette(bytes.subarray(paletteAt), Math.min(colors, 256), colorSize),
		pixelsAt: from.pixelsAt ?? paletteAt + colors * colorSize,
		isIcon,
	};
}

/** Throws `BadImage` when the bytes end before the rows do. */
export function decodeDib(dib: Dib): Pixels {
	const { width, height } = dib.size;
	const stored = storedPixels(dib);
	const toRgba = dib.bitsPerPixel <= 8 ? fromPalette(dib) : fromMasks(dib);
	const data = new Uint8Array(width * height * 4);
	const packed = new Uint32Array(data.buffer);
	for (let y = 0; y < height; y++) {
		const row = dib.isTopDown ? y : height - 1 - y;
		for (let x = 0; x < width; x++) packed[y * width + x] = toRgba(stored(x, row));
	}
	const isBlank = dib.masks.alpha !== 0 && packed.every((pixel) => pixel >>> 24 === 0);
	// Many writers leave the alpha byte 0 and mean an opaque picture.
	if (isBlank) for (let at = 3; at < data.length; at += 4) data[at] = 255;
	if (dib.isIcon && (dib.masks.alpha === 0 || isBlank)) cutOut(dib, data);
	return { width, height, data };
}

function isReadable(bits: number, compression: number, headerSize: number): boolean {
	switch (compression) {
		case plain:
			return [1, 2, 4, 8, 16, 24, 32].includes(bits);
		case runLength8:
			return bits === 8;
		case runLength4:
			return bits === 4;
		case bitFields:
		case alphaBitFields:
			// In OS/2 2's header of 64 bytes, 3 is a fax code.
			return (bits === 16 || bits === 32) && headerSize !== 64;
		default:
			return false;
	}
}

function readMasks(view: DataView, end: number): Dib["masks"] {
	return {
		red: view.getUint32(40, true),
		green: view.getUint32(44, true),
		blue: view.getUint32(48, true),
		alpha: end >= 56 ? view.getUint32(52, true) : 0,
	};
}

function usualMasks(bits: number, isIcon: boolean): Dib["masks"] {
	if (bits === 16) return { red: 0x7c00, green: 0x3e0, blue: 0x1f, alpha: 0 };
	const alpha = bits === 32 && isIcon ? 0xff000000 : 0;
	return { red: 0xff0000, green: 0xff00, blue: 0xff, alpha };
}

function readPalette(bytes: Uint8Array, colors: number, colorSize: number): Uint32Array {
	if (bytes.length < colors * colorSize) throw badImage("cut");
	const palette = new Uint32Array(256).fill(rgba(0, 0, 0, 255));
	for (let index = 0; index < colors; index++) {
		const [blue = 0, green = 0, red = 0] = bytes.subarray(index * colorSize);
		palette[index] = rgba(red, green, blue, 255);
	}
	return palette;
}

/** Reads a pixel as stored, row 0 being the first in the file. */
function storedPixels(dib: Dib): (x: number, row: number) => number {
	const { bytes, bitsPerPixel: bits, pixelsAt, size } = dib;
	if (dib.compression === runLength8 || dib.compression === runLength4) {
		const indexes = readRunLengths(bytes.subarray(pixelsAt), size, bits);
		return (x, row) => indexes[row * size.width + x]!;
	}
	const stride = rowBytes(size.width, bits);
	if (bytes.length < pixelsAt + stride * size.height) throw badImage("cut");
	const view = viewOf(bytes);
	switch (bits) {
		case 16:
			return (x, row) => view.getUint16(pixelsAt + row * stride + x * 2, true);
		case 24:
			return (x, row) => {
				const at = pixelsAt + row * stride + x * 3;
				return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
			};
		case 32:
			return (x, row) => view.getUint32(pixelsAt + row * stride + x * 4, true);
		default:
			return (x, row) => {
				const byte = bytes[pixelsAt + row * stride + ((x * bits) >> 3)]!;
				return (byte >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1);
			};
	}
}

function fromPalette({ palette }: Dib): (stored: number) => number {
	return (stored) => palette[stored]!;
}

function fromMasks({ masks }: Dib): (stored: number) => number {
	const red = channel(masks.red);
	const green = channel(masks.green);
	const blue = channel(masks.blue);
	const alpha = masks.alpha === 0 ? () => 255 : channel(masks.alpha);
	return (stored) => rgba(red(stored), green(stored), blue(stored), alpha(stored));
}

/** Stretches the bits under a mask to 0–255. */
function channel(mask: number): (stored: number) => number {
	if (mask === 0) return () => 0;
	const shift = 31 - Math.clz32(mask & -mask);
	const most = mask >>> shift;
	if (most === 255) return (stored) => (stored >>> shift) & 255;
	return (stored) => Math.round((((stored & mask) >>> shift) * 255) / most);
}

/** After an icon's rows comes one bit a pixel: 1 is see-through. Left out by some writers. */
function cutOut({ bytes, bitsPerPixel, pixelsAt, size, isTopDown }: Dib, data: Uint8Array): void {
	const { width, height } = size;
	const maskAt = pixelsAt + rowBytes(width, bitsPerPixel) * height;
	const stride = rowBytes(width, 1);
	if (bytes.length < maskAt + stride * height) return;
	for (let y = 0; y < height; y++) {
		const row = maskAt + (isTopDown ? y : height - 1 - y) * stride;
		for (let x = 0; x < width; x++) {
			if ((bytes[row + (x >> 3)]! >> (7 - (x & 7))) & 1) data[(y * width + x) * 4 + 3] = 0;
		}
	}
}

/** Rows are padded to four bytes. */
function rowBytes(width: number, bits: number): number {
	return Math.ceil((width * bits) / 32) * 4;
}

/** One pixel as the four bytes R, G, B, A of a little-endian word, which all of VS Code's machines use. */
function rgba(red: number, green: number, blue: number, alpha: number): number {
	return (red | (green << 8) | (blue << 16) | (alpha << 24)) >>> 0;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
