import * as l10n from "@vscode/l10n";
import type { PointedPixel } from "../../shared/pixelProtocol.ts";
import type { Point } from "../../shared/result.ts";
import type { ReadPixel } from "./pixelReader.ts";

/** Red, green and blue in sRGB, 0–255, and opacity, 0–1: what the screen shows of a pixel. */
export interface ScreenColor {
	rgb: [number, number, number];
	alpha: number;
}

/** The largest value of a channel that is no floating-point number. */
const largest = { 8: 255, 16: 65_535, 32: 1 } as const;

/** A pixel's values as the file has them, color first. */
export function valuesOf({ window, index }: ReadPixel): number[] {
	const { values, channels } = window;
	return [...values.subarray(index * channels, (index + 1) * channels)];
}

export function screenColor(pixel: ReadPixel): ScreenColor {
	const { window, index } = pixel;
	const values = valuesOf(pixel);
	const { srgb, channels, depth } = window;
	const hasAlpha = channels === 2 || channels === 4;
	const alpha = hasAlpha ? Math.min(1, Math.max(0, values[channels - 1]! / largest[depth])) : 1;
	if (srgb) {
		const at = index * 3;
		return { rgb: [srgb[at]!, srgb[at + 1]!, srgb[at + 2]!], alpha };
	}
	const [red = 0, green = red, blue = red] = values.slice(0, hasAlpha ? -1 : undefined);
	return { rgb: [red, green, blue], alpha };
}

/** "#C8452D", with two more digits where it is not opaque. */
export function hexOf({ rgb, alpha }: ScreenColor): string {
	const parts = alpha < 1 ? [...rgb, Math.round(alpha * 255)] : rgb;
	return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}

/** "R 51234 G 0 B 12 A 65535", "Gray 0.25". */
export function valuesText(pixel: ReadPixel): string {
	const { channels, depth } = pixel.window;
	const names = channels < 3 ? [l10n.t("Gray"), "A"] : ["R", "G", "B", "A"];
	return valuesOf(pixel)
		.map((value, at) => `${names[at]} ${depth === 32 ? Number(value.toPrecision(6)) : value}`)
		.join(" ");
}

export function pointedPixel({ x, y }: Point, pixel: ReadPixel): PointedPixel {
	const hex = hexOf(screenColor(pixel));
	const values = valuesText(pixel);
	// What has more than hex can say is copied as it is.
	return { x, y, values, hex, copied: pixel.window.depth === 8 ? hex : values };
}
