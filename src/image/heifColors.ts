import type { Sharp } from "sharp";
import { badImage } from "./badImage.ts";
import type { HeifFacts } from "./heif.ts";
import { heifThread } from "./heifThread.ts";
import { loadSharp } from "./loadSharp.ts";
import { openPixels } from "./openPixels.ts";
import { tiffWithProfile } from "./tiff.ts";

/** A pipeline over the decoded picture that converts from its colours; throws as `HeifThread.decode`. */
export async function decodeColored(
	bytes: Uint8Array,
	{ size, color }: HeifFacts,
	signal?: AbortSignal,
): Promise<Sharp> {
	const pixels = await heifThread().decode(bytes, signal);
	const isSame = pixels.width === size.width && pixels.height === size.height;
	// Everything that was worked out from the boxes would be wrong.
	if (!isSame) throw badImage("damaged", `Decoded ${pixels.width} × ${pixels.height}`);
	const icc = await profileOf(color);
	if (!icc) return openPixels(pixels);
	const sharp = await loadSharp();
	return sharp(tiffWithProfile(pixels, icc), { limitInputPixels: false });
}

/** ITU-T H.273: Display P3's primaries with sRGB's curve. */
const p3Primaries = 12;
const srgbTransfer = 13;

/** Undefined for sRGB, what is much like it, and curves beyond the screen's (PQ, HLG). */
async function profileOf(color: HeifFacts["color"]): Promise<Uint8Array | undefined> {
	if (color?.kind === "profile") return isRgb(color.icc) ? color.icc : undefined;
	if (color?.primaries !== p3Primaries || color.transfer !== srgbTransfer) return undefined;
	const sharp = await loadSharp();
	const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: "black" } });
	const file = await pixel.withIccProfile("p3").png().toBuffer();
	return (await sharp(file).metadata()).icc;
}

/** A profile's header names its colour space (ICC.1, 7.2); libheif gives RGB even for grey. */
function isRgb(icc: Uint8Array): boolean {
	return String.fromCharCode(...icc.subarray(16, 20)) === "RGB ";
}
