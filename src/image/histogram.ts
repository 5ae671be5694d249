import type { Histogram, PixelWindow } from "../shared/pixelProtocol.ts";
import { fit } from "./fit.ts";
import { openPicture } from "./open.ts";
import { mostTiled } from "./shownAs.ts";
import { decodeSample } from "./sourceBand.ts";

const bins = 256;

/** The most pixels that are counted; of larger pictures every few, evenly spread: 64 MB at 8 bits. */
const mostCounted = 16_000_000;

/**
 * How often each brightness occurs, in the file's own values; `frame` of an animation, or a page,
 * from 0. Throws as `openPicture`.
 */
export async function readHistogram(bytes: Uint8Array, frame = 0): Promise<Histogram> {
	const picture = await openPicture(bytes, { most: mostTiled, frame });
	const { size } = picture.facts;
	const share = Math.sqrt(Math.min(1, mostCounted / (size.width * size.height)));
	const sampled = fit(size, Math.max(1, Math.floor(Math.max(size.width, size.height) * share)));
	return countValues(await decodeSample(picture, sampled));
}

/** Exported for tests: `window` may be any number of pixels. */
export function countValues(window: PixelWindow): Histogram {
	const { values, channels } = window;
	const range = rangeOf(window);
	const scale =
		range[1] > range[0] ? bins / (range[1] - range[0] + (window.depth < 32 ? 1 : 0)) : 0;
	const counts = Array.from({ length: channels }, () => new Array<number>(bins).fill(0));
	for (let at = 0; at < values.length; at++) {
		const value = values[at]!;
		// Not a number: it has no brightness.
		if (Number.isNaN(value)) continue;
		const bin = Math.floor((value - range[0]) * scale);
		counts[at % channels]![Math.min(bins - 1, Math.max(0, bin))]!++;
	}
	return { channels: named(counts), pixels: values.length / channels, range };
}

/** Whole numbers have all of their range; floating-point ones what occurs. */
function rangeOf({ depth, values }: PixelWindow): [number, number] {
	if (depth === 8) return [0, 255];
	if (depth === 16) return [0, 65_535];
	let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		if (!Number.isFinite(value)) continue;
		if (value < least) least = value;
		if (value > most) most = value;
	}
	return least <= most ? [least, most] : [0, 1];
}

/** Red, green and blue that are the same everywhere are grey. */
function named(counts: number[][]): Histogram["channels"] {
	if (counts.length < 3) {
		const names = ["grey", "alpha"] as const;
		return counts.map((one, index) => ({ name: names[index]!, counts: one }));
	}
	const [red, green, blue, alpha] = counts;
	const isGrey = red!.every((count, bin) => count === green![bin] && count === blue![bin]);
	const colors = isGrey
		? [{ name: "grey" as const, counts: red! }]
		: [
				{ name: "red" as const, counts: red! },
				{ name: "green" as const, counts: green! },
				{ name: "blue" as const, counts: blue! },
			];
	return alpha ? [...colors, { name: "alpha", counts: alpha }] : colors;
}
