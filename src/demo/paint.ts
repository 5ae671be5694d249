import type { Pixels } from "../image/decode.ts";
import type { Size } from "../shared/result.ts";

/** Premultiplied RGBA, so that what lies between two colours or colour and nothing is a straight mix. */
export interface Paint extends Size {
	data: Uint8Array;
	/** Median step between neighbours: 0 for drawings, a few levels for noisy or textured pictures. */
	noise: number;
}

/** Above this median step, neighbours in one surface would look like edges. */
const calm = 2;

/** What to look for regions in: premultiplied, and smoothed when noise would break surfaces up. */
export function paintOf(pixels: Pixels): Paint {
	let data = premultiply(pixels.data);
	const { width, height } = pixels;
	let noise = medianStep(data, width, height);
	// A binomial kernel moves no straight edge; two passes calm noise of about 10 levels.
	for (let pass = 0; pass < 2 && noise > calm && width > 2 && height > 2; pass++) {
		data = smooth(data, width, height);
		noise = medianStep(data, width, height);
	}
	return { width, height, data, noise };
}

function premultiply(data: Uint8Array): Uint8Array {
	const result = new Uint8Array(data);
	for (let at = 0; at < result.length; at += 4) {
		const alpha = result[at + 3]!;
		if (alpha === 255) continue;
		result[at] = Math.round((result[at]! * alpha) / 255);
		result[at + 1] = Math.round((result[at + 1]! * alpha) / 255);
		result[at + 2] = Math.round((result[at + 2]! * alpha) / 255);
	}
	return result;
}

/** Largest difference in any channel, of two pixels at byte offsets. */
export function step(data: Uint8Array, a: number, b: number): number {
	const red = Math.abs(data[a]! - data[b]!);
	const green = Math.abs(data[a + 1]! - data[b + 1]!);
	const blue = Math.abs(data[a + 2]! - data[b + 2]!);
	const alpha = Math.abs(data[a + 3]! - data[b + 3]!);
	return Math.max(Math.max(red, green), Math.max(blue, alpha));
}

function medianStep(data: Uint8Array, width: number, height: number): number {
	const counts = new Uint32Array(256);
	let total = 0;
	const stride = Math.max(1, Math.floor((width * height) / 40_000));
	for (let pixel = 0; pixel < width * height - 1; pixel += stride) {
		if (pixel % width === width - 1) continue;
		counts[step(data, pixel * 4, pixel * 4 + 4)]!++;
		total++;
	}
	let seen = 0;
	for (let value = 0; value < 256; value++) {
		seen += counts[value]!;
		if (seen * 2 >= total) return value;
	}
	return 0;
}

/** 1-2-1 in both directions. */
function smooth(data: Uint8Array, width: number, height: number): Uint8Array {
	const across = new Uint16Array(data.length);
	const row = width * 4;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < row; x++) {
			const at = y * row + x;
			const left = x >= 4 ? at - 4 : at;
			const right = x < row - 4 ? at + 4 : at;
			across[at] = data[left]! + 2 * data[at]! + data[right]!;
		}
	}
	const result = new Uint8Array(data.length);
	for (let y = 0; y < height; y++) {
		const up = y > 0 ? -row : 0;
		const down = y < height - 1 ? row : 0;
		for (let at = y * row; at < (y + 1) * row; at++) {
			result[at] = (across[at + up]! + 2 * across[at]! + across[at + down]! + 8) >> 4;
		}
	}
	return result;
}
