import type { ShownMask } from "../shared/protocol.ts";
import type { Point } from "../shared/result.ts";

/** Corners that lie closer than this to a straight line are left out, in samples of the mask. */
const flatness = 0.15;

/**
 * The lines along which a mask crosses `cut`, closed, in pixels of the picture; filled even-odd
 * they are what lies above it. Marching squares with the values between samples interpolated;
 * what lies outside the mask is 0.
 */
export function traceMask({ width, height, data, place }: ShownMask, cut: number): Point[][] {
	const level = cut + 0.5;
	const columns = width + 1;
	const valueAt = (x: number, y: number): number =>
		x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
	// A crossing lies right of (even) or below (odd) a sample, counted with a border of one.
	const next = new Int32Array((width + 1) * (height + 1) * 2).fill(-1);
	const starts: number[] = [];
	// Which samples of two rows lie above the cut, with a border of one.
	let upper = new Uint8Array(width + 2);
	let lower = new Uint8Array(width + 2);
	for (let y = 0; y <= height; y++) {
		[upper, lower] = [lower, upper];
		for (let x = 0; x < width; x++) lower[x + 1] = y < height && data[y * width + x]! > cut ? 1 : 0;
		for (let x = 0; x <= width; x++) {
			const corners = (upper[x]! << 3) | (upper[x + 1]! << 2) | (lower[x + 1]! << 1) | lower[x]!;
			if (corners === 0 || corners === 15) continue;
			const sample = (y * columns + x) * 2;
			const sides = [sample, sample + 3, sample + 2 * columns, sample + 1] as const;
			for (const [from, to] of segments[corners]!) {
				next[sides[from]] = sides[to];
				starts.push(sides[from]);
			}
		}
	}

	const crossing = (edge: number): Point => {
		const sample = edge >> 1;
		const x = (sample % columns) - 1;
		const y = Math.floor(sample / columns) - 1;
		const isBelow = (edge & 1) === 1;
		const here = valueAt(x, y);
		const there = isBelow ? valueAt(x, y + 1) : valueAt(x + 1, y);
		const along = (level - here) / (there - here);
		return { x: x + 0.5 + (isBelow ? 0 : along), y: y + 0.5 + (isBelow ? along : 0) };
	};

	const lines: Point[][] = [];
	for (const start of starts) {
		if (next[start]! < 0) continue;
		const line: Point[] = [];
		for (let edge = start; next[edge]! >= 0; ) {
			line.push(crossing(edge));
			const after: number = next[edge]!;
			next[edge] = -1;
			edge = after;
		}
		lines.push(
			flattened(line).map(({ x, y }) => ({
				x: place.x + (x * place.width) / width,
				y: place.y + (y * place.height) / height,
			})),
		);
	}
	return lines;
}

/**
 * For each set of corners above the cut (8 top left, 4 top right, 2 bottom right, 1 bottom left)
 * the sides a line enters and leaves by (0 top, 1 right, 2 bottom, 3 left), what is above the cut
 * on its left.
 */
const segments: readonly (readonly (readonly [from: 0 | 1 | 2 | 3, to: 0 | 1 | 2 | 3])[])[] = [
	[],
	[[2, 3]],
	[[1, 2]],
	[[1, 3]],
	[[0, 1]],
	[
		[0, 3],
		[2, 1],
	],
	[[0, 2]],
	[[0, 3]],
	[[3, 0]],
	[[2, 0]],
	[
		[3, 2],
		[1, 0],
	],
	[[1, 0]],
	[[3, 1]],
	[[2, 1]],
	[[3, 2]],
	[],
];

/** Leaves out corners that hardly turn (Ramer–Douglas–Peucker), from the corner farthest off. */
function flattened(line: readonly Point[]): Point[] {
	if (line.length < 4) return [...line];
	const kept = new Uint8Array(line.length);
	const first = line[0]!;
	let far = 0;
	for (let index = 1; index < line.length; index++) {
		if (distance(line[index]!, first, first) > distance(line[far]!, first, first)) far = index;
	}
	kept[0] = 1;
	kept[far] = 1;
	// The closing stretch ends where the line begins.
	const closed = [...line, first];
	const stretches: [number, number][] = [
		[0, far],
		[far, line.length],
	];
	for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
		const [from, to] = stretch;
		let widest = from;
		let most = flatness;
		for (let index = from + 1; index < to; index++) {
			const off = distance(closed[index]!, closed[from]!, closed[to]!);
			if (off > most) {
				most = off;
				widest = index;
			}
		}
		if (widest === from) continue;
		kept[widest] = 1;
		stretches.push([from, widest], [widest, to]);
	}
	return line.filter((_, index) => kept[index] === 1);
}

/** Of a point from the line through `a` and `b`, or from both where they are one. */
function distance(point: Point, a: Point, b: Point): number {
	const length = Math.hypot(b.x - a.x, b.y - a.y);
	if (length === 0) return Math.hypot(point.x - a.x, point.y - a.y);
	return Math.abs((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)) / length;
}
