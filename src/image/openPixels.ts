import type { Sharp } from "sharp";
import { loadSharp } from "./loadSharp.ts";
import type { ColorRaster } from "./pixels.ts";
import { turned } from "./turned.ts";

/** A pipeline over pixels that are decoded already. */
export async function openPixels({ data, width, height, channels }: ColorRaster): Promise<Sharp> {
	const sharp = await loadSharp();
	return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** A pipeline over them turned upright, as EXIF numbers it. */
export async function openTurned(raster: ColorRaster, orientation: number): Promise<Sharp> {
	const pipeline = await openPixels(raster);
	if (orientation === 1) return pipeline;
	const whole = turned(pipeline, orientation).raw();
	const { data, info } = await whole.toBuffer({ resolveWithObject: true });
	const { width, height } = info;
	return openPixels({ data, width, height, channels: raster.channels });
}
