import type { Pixels } from "./pixels.ts";

/** What is amiss with a picture. */
export type Quality = "blurred" | "empty";

/** Pictures are judged at no more than so many pixels a side: what is soft then is soft for a model. */
export const judgedSide = 640;

/** Pixels a side of the squares that are looked at one by one. */
const tileSide = 32;

/** Brightness, of 255, that a tile must span to have an edge to speak of: noise and skies have less. */
const edgeSpan = 30;

/** Second differences up to this come from rounding and a JPEG's losses, not from edges. */
const roundingStep = 4;

/** The share of tiles, sharpest first, that may be sharp by accident: a date stamp, a hot pixel. */
const sharpestShare = 0.02;

/** Below it a picture is blurred; see `measureQuality`. */
export const leastSharpness = 0.12;

/** Below it a picture is nearly empty; see `measureQuality`. */
export const leastContrast = 10;

export interface QualityFigures {
	/**
	 * How steep the sharpest edges are: the largest second difference over the span of brightness,
	 * 1 and more for an edge between two pixels, 0.24 / σ² for one blurred by a Gaussian of σ pixels.
	 * Undefined where nothing has an edge.
	 */
	sharpness: number | undefined;
	/** The span of brightness, 0–255, but for one pixel in two thousand at either end. */
	contrast: number;
}

/** Tells what is amiss with a picture that was shrunk to `judgedSide`; undefined for nothing. */
export function judgeQuality(pixels: Pixels): Quality | undefined {
	const { sharpness, contrast } = measureQuality(pixels);
	if (contrast < leastContrast && sharpness === undefined) return "empty";
	return sharpness !== undefined && sharpness < leastSharpness ? "blurred" : undefined;
}

/**
 * The variance of the Laplacian, the usual measure, falls with blur and just as much with emptiness:
 * a page with one line of text has less of it than a blurred street. So the Laplacian is set against
 * the span of brightness around it, tile by tile, and only the sharpest tiles count: what lies
 * before and behind a lens's focus may be soft. CONTRIBUTING.md has the pictures and their figures.
 */
export function measureQuality(pixels: Pixels): QualityFigures {
	const luma = lumaOf(pixels);
	const { width, height } = pixels;
	const ratios: number[] = [];
	for (let top = 0; top < height; top += tileSide) {
		for (let left = 0; left < width; left += tileSide) {
			const right = Math.min(left + tileSide, width);
			const ratio = steepness(luma, width, height, left, top, right);
			if (ratio !== undefined) ratios.push(ratio);
		}
	}
	ratios.sort((a, b) => b - a);
	return {
		sharpness: ratios[Math.floor(ratios.length * sharpestShare)],
		contrast: contrastOf(luma),
	};
}

/** Of one tile; undefined without an edge to speak of. */
function steepness(
	luma: Uint8Array,
	width: number,
	height: number,
	left: number,
	top: number,
	right: number,
): number | undefined {
	const bottom = Math.min(top + tileSide, height);
	let [low, high, steepest] = [255, 0, 0];
	for (let y = top; y < bottom; y++) {
		const above = y > 0 ? width : 0;
		const below = y < height - 1 ? width : 0;
		for (let x = left; x < right; x++) {
			const at = y * width + x;
			const value = luma[at]!;
			if (value < low) low = value;
			if (value > high) high = value;
			if (x === 0 || x === width - 1) continue;
			const across = Math.abs(luma[at - 1]! + luma[at + 1]! - 2 * value);
			const down = above && below ? Math.abs(luma[at - above]! + luma[at + below]! - 2 * value) : 0;
			if (across > steepest) steepest = across;
			if (down > steepest) steepest = down;
		}
	}
	if (high - low < edgeSpan) return undefined;
	return Math.max(0, steepest - roundingStep) / (high - low);
}

function contrastOf(luma: Uint8Array): number {
	const counts = new Uint32Array(256);
	for (const value of luma) counts[value]!++;
	const few = luma.length / 2000;
	const beyond = (values: Iterable<number>) => {
		let seen = 0;
		for (const value of values) {
			seen += counts[value]!;
			if (seen > few) return value;
		}
		return 0;
	};
	return beyond(brightest()) - beyond(darkest());
}

function* darkest() {
	for (let value = 0; value < 256; value++) yield value;
}

function* brightest() {
	for (let value = 255; value >= 0; value--) yield value;
}

/** Brightness (BT.601) over a ground that the picture's own colours stand out from. */
function lumaOf({ data, width, height }: Pixels): Uint8Array {
	const luma = new Uint8Array(width * height);
	let [sum, weight] = [0, 0];
	for (let at = 0, from = 0; at < luma.length; at++, from += 4) {
		const value = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29) >> 8;
		luma[at] = value;
		sum += value * data[from + 3]!;
		weight += data[from + 3]!;
	}
	if (weight === 255 * luma.length) return luma;
	const ground = sum > 127 * weight ? 0 : 255;
	for (let at = 0; at < luma.length; at++) {
		const alpha = data[at * 4 + 3]!;
		luma[at] = (luma[at]! * alpha + ground * (255 - alpha)) / 255;
	}
	return luma;
}
