import type { Sharp } from "sharp";
import { badImage, fromSharp } from "./badImage.ts";
import { type HeifFacts, readHeif } from "./heif.ts";
import { heifThread } from "./heifThread.ts";
import { loadSharp } from "./loadSharp.ts";
import { openPixels } from "./openPixels.ts";
import { owned } from "./pixels.ts";
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

/** The profile for colours that an AVIF names by numbers, which libvips does not heed. */
export async function avifProfile(bytes: Uint8Array): Promise<Uint8Array | undefined> {
	try {
		const { color } = readHeif(bytes);
		return color?.kind === "named" ? await profileOf(color) : undefined;
	} catch {
		// A film without a still picture, or damaged: what decodes it says so.
		return undefined;
	}
}

/** Another pipeline over the pixels of this one, which are converted from the profile's colours. */
export async function withProfile(
	pipeline: Sharp,
	{ size, hasAlpha }: Pick<HeifFacts, "size" | "hasAlpha">,
	icc: Uint8Array,
): Promise<Sharp> {
	const shaped = hasAlpha ? pipeline.ensureAlpha() : pipeline.removeAlpha();
	try {
		const data = owned(await shaped.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer());
		const sharp = await loadSharp();
		const file = tiffWithProfile({ ...size, channels: hasAlpha ? 4 : 3, data }, icc);
		return sharp(file, { limitInputPixels: false });
	} catch (error) {
		throw fromSharp(error);
	}
}

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
