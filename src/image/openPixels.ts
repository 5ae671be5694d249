import type { Sharp } from "sharp";
import { loadSharp } from "./loadSharp.ts";
import type { ColorRaster } from "./pixels.ts";

/** A pipeline over pixels that are decoded already. */
export async function openPixels({ data, width, height, channels }: ColorRaster): Promise<Sharp> {
	const sharp = await loadSharp();
	return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}
