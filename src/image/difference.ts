import { setImmediate } from "node:timers/promises";
import pixelmatch from "pixelmatch";
import { LoupeError } from "../shared/errors.ts";
import type { Pixels } from "./pixels.ts";

/** What the colours of a difference picture mean. Everything else is A, faded to grey. */
export const differenceColors = {
	changed: [255, 0, 0],
	/** Edges that were only smoothed differently; not counted as changed. */
	smoothing: [255, 220, 0],
	/** Where only one of the pictures is. */
	uncovered: [255, 170, 170],
} satisfies Record<string, [number, number, number]>;

export const changedWord = wordOf(differenceColors.changed);

export interface DifferenceOptions {
	/**
	 * How different the colours of a pixel must be, 0–1 of pixelmatch's scale (distance in YIQ, as a
	 * part of that between black and white).
	 */
	threshold: number;
	signal?: AbortSignal | undefined;
}

/** Enough to be quick, few enough that a thread hears in between that it should stop. */
const pixelsAtATime = 2 ** 20;

/**
 * How far down or up pixelmatch looks from a pixel to tell a smoothed edge: its neighbours', and
 * theirs. With as many rows more on both sides, a strip comes out as it would in the whole.
 */
const rowsSeen = 2;

/**
 * Where most pixels of a strip differ, hardly an edge is left to be spared, and looking for one at
 * every pixel takes ten times as long as all the rest (measured: 2.9 s of 3.2 for 12 megapixels).
 */
const sparesSmoothingUpTo = 0.5;

/**
 * The difference of two pictures of one size, as a picture of that size in `differenceColors`.
 * See-through pixels are compared on a pattern, as pixelmatch lays it under them. Throws `Cancelled`.
 */
export async function drawDifference(
	a: Pixels,
	b: Pixels,
	{ threshold, signal }: DifferenceOptions,
): Promise<Pixels> {
	const { width, height } = a;
	const bytesPerRow = width * 4;
	const rowsAtATime = Math.max(64, Math.ceil(pixelsAtATime / width));
	const data = new Uint8Array(height * bytesPerRow);
	const strip = new Uint8Array((rowsAtATime + 2 * rowsSeen) * bytesPerRow);
	for (let top = 0; top < height; top += rowsAtATime) {
		goOn(signal);
		const bottom = Math.min(height, top + rowsAtATime);
		const first = Math.max(0, top - rowsSeen);
		const last = Math.min(height, bottom + rowsSeen);
		const rows = [first * bytesPerRow, last * bytesPerRow] as const;
		const [partA, partB] = [a.data.subarray(...rows), b.data.subarray(...rows)];
		const drawn = strip.subarray(0, partA.length);
		pixelmatch(partA, partB, drawn, width, last - first, {
			threshold,
			includeAA: differingShare(partA, partB, width, threshold) > sparesSmoothingUpTo,
			alpha: 0.25,
			diffColor: differenceColors.changed,
			aaColor: differenceColors.smoothing,
		});
		const from = (top - first) * bytesPerRow;
		data.set(drawn.subarray(from, from + (bottom - top) * bytesPerRow), top * bytesPerRow);
		await setImmediate();
	}
	goOn(signal);
	return { width, height, data };
}

/** The share of pixels above the threshold, smoothed or not, in every sixteenth row. */
function differingShare(a: Uint8Array, b: Uint8Array, width: number, threshold: number): number {
	const bytesPerRow = width * 4;
	let differing = 0;
	let rows = 0;
	for (let at = 0; at < a.length; at += 16 * bytesPerRow, rows++) {
		const row = [at, at + bytesPerRow] as const;
		const options = { threshold, includeAA: true };
		differing += pixelmatch(a.subarray(...row), b.subarray(...row), undefined, width, 1, options);
	}
	return differing / (rows * width);
}

/** RGBA pixels as one number each, in this machine's order of bytes. */
export function wordsOf({ data, width, height }: Pixels): Uint32Array {
	return new Uint32Array(data.buffer, data.byteOffset, width * height);
}

/** An opaque colour as `wordsOf` gives it. */
export function wordOf(color: readonly [number, number, number]): number {
	return new Uint32Array(new Uint8Array([...color, 255]).buffer)[0]!;
}

export function goOn(signal: AbortSignal | undefined): void {
	if (!signal?.aborted) return;
	throw new LoupeError("Cancelled", "Stopped while two pictures were compared", {
		cause: signal.reason,
	});
}
