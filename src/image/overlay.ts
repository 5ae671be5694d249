import type { Mask } from "../shared/result.ts";
import { decodeOpaque, decodePart } from "./decode.ts";
import { maskCut } from "./mask.ts";
import { openPicture } from "./open.ts";
import type { Raster } from "./png.ts";

/** Red, green and blue, 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** What is laid over the pixels of a mask above the cut. */
export interface Tint {
	mask: Mask;
	color: Rgb;
}

/** As Google's example lays its masks over a picture. */
export const overlayAlpha = 200;

/** The upright picture to lay tints over: RGB where it is opaque, else RGBA; throws as `readFacts`. */
export async function openCanvas(bytes: Uint8Array): Promise<Raster> {
	const picture = await openPicture(bytes);
	const { size, hasAlpha } = picture.facts;
	if (!hasAlpha) return { ...size, channels: 3, data: await decodeOpaque(picture) };
	const { width, height, data } = await decodePart(picture, { x: 0, y: 0, ...size }, size);
	const opaque = new Uint8Array(width * height * 3);
	for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
		if (data[from + 3] !== 255) return { width, height, channels: 4, data };
		opaque[to] = data[from]!;
		opaque[to + 1] = data[from + 1]!;
		opaque[to + 2] = data[from + 2]!;
	}
	return { width, height, channels: 3, data: opaque };
}

/** A copy of the canvas with the tints over it, in order. */
export function layOver(
	canvas: Raster,
	tints: readonly Tint[],
	{ cut = maskCut, alpha = overlayAlpha }: { cut?: number; alpha?: number } = {},
): Raster {
	const data = new Uint8Array(canvas.data);
	for (const tint of tints) {
		if (canvas.channels === 4) tintRgba({ ...canvas, data }, tint, cut, alpha);
		else tintOpaque({ ...canvas, data }, tint, cut, alpha);
	}
	return { ...canvas, data };
}

function tintOpaque({ width, height, data }: Raster, tint: Tint, cut: number, alpha: number) {
	const { mask, color } = tint;
	// Every mixture of a channel is worked out once.
	const [red, green, blue] = color.map((value) => mixtures(value, alpha)) as [
		Uint8Array,
		Uint8Array,
		Uint8Array,
	];
	const { left, top, right, bottom } = overlap(mask, width, height);
	for (let y = top; y < bottom; y++) {
		let from = (y - mask.y) * mask.width + left - mask.x;
		let to = (y * width + left) * 3;
		for (let x = left; x < right; x++, from++, to += 3) {
			if (mask.data[from]! <= cut) continue;
			data[to] = red[data[to]!]!;
			data[to + 1] = green[data[to + 1]!]!;
			data[to + 2] = blue[data[to + 2]!]!;
		}
	}
}

/** "Over" with alpha not premultiplied (Porter and Duff, 1984). */
function tintRgba({ width, height, data }: Raster, tint: Tint, cut: number, alpha: number) {
	const { mask, color } = tint;
	const { left, top, right, bottom } = overlap(mask, width, height);
	for (let y = top; y < bottom; y++) {
		let from = (y - mask.y) * mask.width + left - mask.x;
		let to = (y * width + left) * 4;
		for (let x = left; x < right; x++, from++, to += 4) {
			if (mask.data[from]! <= cut) continue;
			const under = (data[to + 3]! * (255 - alpha)) / 255;
			const sum = alpha + under;
			for (let channel = 0; channel < 3; channel++) {
				const mixed = color[channel]! * alpha + data[to + channel]! * under;
				data[to + channel] = sum === 0 ? 0 : Math.round(mixed / sum);
			}
			data[to + 3] = Math.round(sum);
		}
	}
}

function mixtures(value: number, alpha: number): Uint8Array {
	return Uint8Array.from({ length: 256 }, (_, under) =>
		Math.round((value * alpha + under * (255 - alpha)) / 255),
	);
}

function overlap(mask: Mask, width: number, height: number) {
	return {
		left: Math.max(mask.x, 0),
		top: Math.max(mask.y, 0),
		right: Math.min(mask.x + mask.width, width),
		bottom: Math.min(mask.y + mask.height, height),
	};
}
