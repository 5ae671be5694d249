import { type Format, formats } from "./format.ts";
import type { PictureFacts } from "./open.ts";

/** How a picture comes to the screen. */
export type ShownAs =
	/** The browser shows the file as it is. */
	| "file"
	/** The browser shows its bytes, under a name that tells what they are. */
	| "bytes"
	/** A PNG of the upright pixels. */
	| "copy"
	/** Reduced, and the parts in view as tiles. */
	| "tiles";

/**
 * Pixels that the browser is given at once. Chromium holds four bytes for each, and as many again
 * while it scales: measured (156, no GPU), a JPEG of 48 megapixels took 0.4 GB and 0.7 s to be
 * seen, one of 64 took 0.8 GB and 1.1 s, one of 200 took 1.8 GB and 5 s. The largest of cameras and
 * telephones that are common have 50 megapixels.
 */
export const mostAtOnce = 52_000_000;

/** Beyond it browsers draw nothing, whatever the other side. */
const longestSide = 16_384;

/**
 * Pixels of a picture that is read row by row for its tiles, a square of the longest side that JPEG
 * can have: more would keep a core busy for minutes.
 */
export const mostTiled = 2 ** 32;

/** Seen in Chromium 156: EXIF turns JPEG and PNG, irot and imir turn AVIF; EXIF does not turn WebP. */
const turnedByBrowsers: readonly Format[] = ["jpeg", "png", "avif"];

/** What browsers cannot read. */
const foreign: readonly Format[] = ["heic", "tiff"];

/** `fileName`: what the browser would be given; only its extension counts. */
export function shownAs(facts: PictureFacts, fileName: string): ShownAs {
	const { format, size, orientation, isCmyk } = facts;
	const pixels = size.width * size.height;
	if (format !== "svg") {
		const isHuge = pixels > mostAtOnce || Math.max(size.width, size.height) > longestSide;
		if (isHuge) return "tiles";
	}
	if (foreign.includes(format) || isCmyk || isSeenWrong(facts)) return "copy";
	const isTurned = turnedByBrowsers.includes(format) && !facts.isOddlyTurned;
	if (orientation !== 1 && !isTurned) return "copy";
	return isNamed(fileName, format) ? "file" : "bytes";
}

/**
 * Seen in Chromium 156, of still pictures: of an AVIF that libheif wrote it takes alpha 16 for 0 and
 * 235 for 255; a PNG of 16 bits with alpha and a colour profile is 39 of 255 off where it is
 * half see-through; a BMP whose alpha is 0 everywhere, as many writers leave it, is not seen at all.
 */
function isSeenWrong({ format, hasAlpha, bitDepth, frames }: PictureFacts): boolean {
	if (!hasAlpha || frames > 1) return false;
	return format === "avif" || format === "bmp" || (format === "png" && bitDepth > 8);
}

/**
 * VS Code tells the browser a type by the extension. The browser looks at the bytes itself, but for
 * SVG: what is called so is read as one, and nothing else is (seen in Chromium 156).
 */
function isNamed(fileName: string, format: Format): boolean {
	const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
	return formats.svg.extensions.includes(extension) === (format === "svg");
}
