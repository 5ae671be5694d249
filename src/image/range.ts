import type { Sharp } from "sharp";
import type { Size } from "../shared/result.ts";
import { fromSharp } from "./badImage.ts";
import type { ColorRaster } from "./pixels.ts";

/** Of larger pictures so many pixels a side are looked at, evenly: all would take too much memory. */
const lookedSide = 4096;

/**
 * The smallest and the largest number of a picture of floats or wide integers, over all channels:
 * what is seen as black and as white. Numbers that are none (NaN, infinities) do not count.
 * libvips's own statistics are rounded by sharp, and one NaN spoils them.
 */
async function rangeOf(
	picture: Sharp,
	{ width, height }: Size,
): Promise<{ low: number; high: number }> {
	if (Math.max(width, height) > lookedSide) {
		const side = (length: number) => Math.min(length, lookedSide);
		picture.resize(side(width), side(height), { fit: "fill", kernel: "nearest" });
	}
	const { buffer, byteOffset, length } = await picture
		.raw({ depth: "float" })
		.toBuffer()
		.catch((error: unknown) => {
			throw fromSharp(error);
		});
	// A view of floats must begin at a whole one.
	const numbers = new Float32Array(buffer.slice(byteOffset, byteOffset + length));
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of numbers) {
		if (!Number.isFinite(value)) continue;
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Maps a picture's smallest number to black and its largest to white. */
export async function ranged(open: () => Sharp, size: Size): Promise<Sharp> {
	const { factor, offset } = scaleOf(await rangeOf(open(), size));
	return open().linear(factor, offset);
}

/**
 * The same of floats of three channels, without alpha: libvips takes them for light with 1 as white
 * (scRGB), and would go on from numbers up to 255 as if they were that bright.
 */
export async function rangedColors(open: () => Sharp, size: Size): Promise<ColorRaster> {
	const own = () => open().removeAlpha().toColourspace("scrgb");
	const { factor, offset } = scaleOf(await rangeOf(own(), size));
	try {
		const data = await own().linear(factor, offset).raw({ depth: "uchar" }).toBuffer();
		return { ...size, channels: 3, data };
	} catch (error) {
		throw fromSharp(error);
	}
}

function scaleOf({ low, high }: { low: number; high: number }) {
	const factor = high > low ? 255 / (high - low) : 1;
	return { factor, offset: -low * factor };
}
