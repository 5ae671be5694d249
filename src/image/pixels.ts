import { LoupeError } from "../shared/errors.ts";
import type { Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";

/** RGBA, 8 bits a channel, sRGB, alpha not premultiplied, row-major from the top left. */
export interface Pixels extends Size {
	data: Uint8Array;
}

/** As `Pixels`, without alpha where there is none. */
export interface ColorRaster extends Size {
	channels: 3 | 4;
	data: Uint8Array;
}

/** The most pixels a canvas of Chrome's holds, so that what is opened can also be shown. */
export const mostPixels = 2 ** 28;

/** Throws `BadImage` for an empty size and `TooLarge` for more than `most` pixels. */
export function checkSize({ width, height }: Size, most = mostPixels): void {
	if (!(width > 0 && height > 0)) throw badImage("noSize");
	if (width * height <= most) return;
	const detail = `${width} × ${height}`;
	throw new LoupeError("TooLarge", `${detail} is more than ${most} pixels`, { detail });
}

/** The same bytes in a buffer of their own: what crosses to the page or a worker takes all of it. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const { buffer, byteOffset, byteLength } = bytes;
	const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
	return isWhole ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes);
}
