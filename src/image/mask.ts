import { wholePixels } from "../shared/geometry.ts";
import type { Mask, Point, Rect, Size } from "../shared/result.ts";

/** A probability map 0–255, one byte a pixel, row-major, as a model draws it. */
export interface MaskMap extends Size {
	data: Uint8Array;
}

/** Above it a pixel belongs to the object: the midpoint of 0–255, as Google's example cuts. */
export const maskCut = 127;

/** Rows are sampled this often: with exact widths, enough for edges that look and measure smooth. */
const samples = 4;

/**
 * Masks come stretched over their box, at 256×256 (Google's page on image understanding). Returns the
 * probability of each whole pixel that the box touches, sampled bilinearly at the pixel's centre.
 */
export function stretchMap(map: MaskMap, box: Rect, picture: Size): Mask {
	const place = wholePixels(box, picture);
	const data = new Uint8Array(place.width * place.height);
	const columns = sampling(place.x, place.width, box.x, box.width, map.width);
	const rows = sampling(place.y, place.height, box.y, box.height, map.height);
	const blended = new Int32Array(map.width);
	let pair = pairAt(map, 0);
	for (let y = 0; y < place.height; y++) {
		if (rows.from[y] !== pair.above) pair = pairAt(map, rows.from[y]!);
		const share = rows.share[y]!;
		const row = y * place.width;
		for (const { first, end, value } of pair.runs) {
			if (value === mixed) {
				blendColumn(blended, pair, share, first, Math.min(end, map.width - 1));
				blendRow(data, row, blended, columns, first, end);
				continue;
			}
			// A new array is 0 already.
			if (value > 0) data.fill(value, row + columns.starts[first]!, row + columns.starts[end]!);
		}
	}
	return { ...place, data };
}

/** Two neighbouring rows of a map, and where something is to be worked out between them. */
interface Pair {
	above: number;
	upper: Uint8Array;
	lower: Uint8Array;
	runs: Run[];
}

/** The pixels that come after samples `first` to `end`, the last not among them. */
interface Run {
	first: number;
	end: number;
	/** What all of these pixels are, or `mixed`. */
	value: number;
}

const mixed = -1;

function pairAt(map: MaskMap, above: number): Pair {
	const rowAt = (row: number) => map.data.subarray(row * map.width, (row + 1) * map.width);
	const upper = rowAt(above);
	const lower = rowAt(Math.min(above + 1, map.height - 1));
	return { above, upper, lower, runs: runsBetween(upper, lower) };
}

/** Most of a mask is 0 or 255: between samples that are all alike there is nothing to work out. */
function runsBetween(upper: Uint8Array, lower: Uint8Array): Run[] {
	const runs: Run[] = [];
	const { length } = upper;
	for (let first = 0; first < length; first++) {
		const next = Math.min(first + 1, length - 1);
		const flat = upper[first]!;
		const isFlat = lower[first] === flat && upper[next] === flat && lower[next] === flat;
		const value = isFlat ? flat : mixed;
		const before = runs.at(-1);
		if (before?.value === value) before.end = first + 1;
		else runs.push({ first, end: first + 1, value });
	}
	return runs;
}

/** Samples `first` to `last` at a height between two rows, times 256. */
function blendColumn(
	blended: Int32Array,
	{ upper, lower }: Pair,
	share: number,
	first: number,
	last: number,
): void {
	for (let x = first; x <= last; x++) {
		blended[x] = upper[x]! * 256 + (lower[x]! - upper[x]!) * share;
	}
}

/** The pixels that come after samples `first` to `end`, the last not among them. */
function blendRow(
	data: Uint8Array,
	row: number,
	samples: Int32Array,
	{ starts, share }: Sampling,
	first: number,
	end: number,
): void {
	for (let index = first; index < end; index++) {
		const value = samples[index]!;
		const step = samples[Math.min(index + 1, samples.length - 1)]! - value;
		const stop = starts[index + 1]!;
		for (let x = starts[index]!; x < stop; x++) {
			data[row + x] = (value * 256 + step * share[x]! + 32768) >> 16;
		}
	}
}

/**
 * Fills polygons by the even-odd rule; a pixel's probability is the share of it that is covered.
 * Undefined when they cover nothing of the picture.
 */
export function fillPolygons(polygons: readonly Point[][], picture: Size): Mask | undefined {
	const bounds = polygonBounds(polygons);
	const place = bounds && wholePixels(bounds, picture);
	if (!place || place.width === 0 || place.height === 0) return undefined;
	const { width, height } = place;
	const data = new Uint8Array(width * height);
	const crossings = rowCrossings(polygons, place);
	// Differences along one row; summed up they are 256 per covered pixel and sample row.
	const changes = new Int32Array(width + 2);
	for (let y = 0; y < height; y++) {
		for (let sample = 0; sample < samples; sample++) {
			const row = crossings[y * samples + sample];
			if (!row) continue;
			row.sort((a, b) => a - b);
			for (let pair = 0; pair + 1 < row.length; pair += 2) {
				addSpan(changes, clampTo(row[pair]!, width), clampTo(row[pair + 1]!, width));
			}
		}
		let covered = 0;
		const start = y * width;
		for (let x = 0; x < width; x++) {
			covered += changes[x]!;
			data[start + x] = (covered * 255 + 128 * samples) / (256 * samples);
		}
		changes.fill(0);
	}
	return { ...place, data };
}

/** The smallest rectangle around all points; undefined when there are none. */
export function polygonBounds(polygons: readonly Point[][]): Rect | undefined {
	let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const polygon of polygons) {
		for (const { x, y } of polygon) {
			left = Math.min(left, x);
			right = Math.max(right, x);
			top = Math.min(top, y);
			bottom = Math.max(bottom, y);
		}
	}
	if (!(left <= right && top <= bottom)) return undefined;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Which of a map's samples a row of whole pixels takes. */
interface Sampling {
	/** For each pixel the sample before its centre. */
	from: Int32Array;
	/** For each pixel how far its centre is past that sample, in 1/256. */
	share: Int32Array;
	/** For each sample, and one more, the first pixel that comes after it. */
	starts: Int32Array;
}

function sampling(
	first: number,
	count: number,
	start: number,
	length: number,
	size: number,
): Sampling {
	const from = new Int32Array(count);
	const share = new Int32Array(count);
	const starts = new Int32Array(size + 1).fill(count);
	for (let index = count - 1; index >= 0; index--) {
		const at = ((first + index + 0.5 - start) / length) * size - 0.5;
		const held = Math.min(Math.max(at, 0), size - 1);
		from[index] = Math.floor(held);
		share[index] = Math.round((held - Math.floor(held)) * 256);
	}
	// Samples that no pixel follows start where the next one does.
	for (let index = count - 1; index >= 0; index--) starts[from[index]!] = index;
	for (let sample = size - 1; sample >= 0; sample--) {
		starts[sample] = Math.min(starts[sample]!, starts[sample + 1]!);
	}
	return { from, share, starts };
}

/** Where the edges cross each sample row, relative to `place`; rows that nothing crosses are absent. */
function rowCrossings(polygons: readonly Point[][], place: Rect): Array<number[] | undefined> {
	const rows: Array<number[] | undefined> = new Array(place.height * samples);
	for (const polygon of polygons) {
		let before = polygon.at(-1);
		for (const point of polygon) {
			if (before) addEdge(rows, before, point, place);
			before = point;
		}
	}
	return rows;
}

function addEdge(rows: Array<number[] | undefined>, a: Point, b: Point, place: Rect): void {
	const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
	// Sample row i lies at (i + 0.5) / samples; an edge holds its upper end and not its lower.
	const first = Math.max(0, Math.ceil((upper.y - place.y) * samples - 0.5));
	const last = Math.min(rows.length, Math.ceil((lower.y - place.y) * samples - 0.5));
	const slope = (lower.x - upper.x) / (lower.y - upper.y);
	for (let index = first; index < last; index++) {
		const y = place.y + (index + 0.5) / samples;
		const x = upper.x + (y - upper.y) * slope - place.x;
		const row = rows[index];
		if (row) row.push(x);
		else rows[index] = [x];
	}
}

/** Adds one covered span, its ends by their share of a pixel. */
function addSpan(changes: Int32Array, from: number, to: number): void {
	addStep(changes, from, 256);
	addStep(changes, to, -256);
}

function addStep(changes: Int32Array, at: number, amount: number): void {
	const pixel = Math.floor(at);
	const later = Math.round((at - pixel) * amount);
	changes[pixel] = changes[pixel]! + amount - later;
	changes[pixel + 1] = changes[pixel + 1]! + later;
}

function clampTo(value: number, width: number): number {
	return Math.min(Math.max(value, 0), width);
}

/**
 * A smaller map of the same mask, no side longer than `mostSamples`; each sample is the pixel in its
 * middle, since masks were stretched from fewer samples than they have pixels.
 */
export function shrinkMask({ width, height, data }: MaskMap, mostSamples: number): MaskMap {
	const step = Math.max(width, height) / mostSamples;
	if (step <= 1) return { width, height, data };
	const small = { width: Math.ceil(width / step), height: Math.ceil(height / step) };
	const out = new Uint8Array(small.width * small.height);
	const columns = Int32Array.from({ length: small.width }, (_, column) =>
		Math.floor(((column + 0.5) / small.width) * width),
	);
	for (let row = 0, at = 0; row < small.height; row++) {
		const start = Math.floor(((row + 0.5) / small.height) * height) * width;
		for (const column of columns) out[at++] = data[start + column]!;
	}
	return { ...small, data: out };
}
