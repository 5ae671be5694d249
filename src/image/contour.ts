import type { Mask, Point } from "../shared/result.ts";
import { maskCut } from "./mask.ts";

/** A closed line around pixels; the last point joins the first. */
export interface Contour {
	/** Pixels of the upright picture; clockwise as seen around a part, the other way around a hole. */
	points: Point[];
	isHole: boolean;
}

/** A simplified polygon may differ by these shares of its area: by thinning out, and in the sum. */
const mostDisplaced = 0.005;
const mostLost = 0.01;
const finestTolerance = 0.1;

/**
 * The edges of all pixels above `cut`, exactly: the areas of the parts less those of the holes are
 * the number of pixels. Pixels that touch at a corner only belong to different parts.
 */
export function traceContours(mask: Mask, cut = maskCut): Contour[] {
	const { width, height } = mask;
	// A frame of empty pixels spares every step a look at the border.
	const stride = width + 2;
	const inside = framed(mask, cut);
	const seen = new Uint8Array(inside.length);
	// By heading: east, south, west, north. Corner i is the upper left one of pixel i.
	const step = [1, stride, -1, -stride] as const;
	const aheadRight = [0, -1, -stride - 1, -stride] as const;
	const aheadLeft = [-stride, 0, -1, -stride - 1] as const;

	const contours: Contour[] = [];
	for (let start = stride; start < stride * (height + 1); start++) {
		if (inside[start] === 0 || inside[start - stride] !== 0 || seen[start] !== 0) continue;
		const points: Point[] = [];
		let corner = start;
		let heading = 0;
		let turned = true;
		do {
			if (turned) points.push(pointAt(corner));
			if (heading === 0) seen[corner] = 1;
			corner += step[heading]!;
			const before = heading;
			// The covered side stays on the right hand.
			if (inside[corner + aheadRight[heading]!] === 0) heading = (heading + 1) & 3;
			else if (inside[corner + aheadLeft[heading]!] !== 0) heading = (heading + 3) & 3;
			turned = heading !== before;
		} while (corner !== start || heading !== 0);
		contours.push({ points, isHole: signedArea(points) < 0 });
	}
	return contours;

	function pointAt(corner: number): Point {
		const row = Math.floor(corner / stride);
		return { x: mask.x + corner - row * stride - 1, y: mask.y + row - 1 };
	}
}

/** Square pixels; positive for polygons that run clockwise as seen. */
export function signedArea(polygon: readonly Point[]): number {
	let sum = 0;
	let before = polygon.at(-1);
	for (const point of polygon) {
		if (before) sum += before.x * point.y - point.x * before.y;
		before = point;
	}
	return sum / 2;
}

/**
 * Fewer points, none of the old further than about `tolerance` pixels from the new line: the steps
 * of a slanting edge become straight, then what is nearly straight is thinned out (Douglas and
 * Peucker, 1973). The tolerance is lowered for small polygons, so that at most 0.5 % of the area is
 * thinned away and 1 % lost or won in all.
 */
export function simplifyPolygon(polygon: readonly Point[], tolerance: number): Point[] {
	const smooth = withoutSteps(polygon, tolerance);
	const area = signedArea(polygon);
	for (let within = tolerance; within >= finestTolerance; within /= 2) {
		const { points, displaced } = thinned(smooth, within);
		const lost = Math.abs(signedArea(points) - area);
		if (displaced <= mostDisplaced * Math.abs(area) && lost <= mostLost * Math.abs(area)) {
			return points;
		}
	}
	return [...polygon];
}

function framed({ width, height, data }: Mask, cut: number): Uint8Array {
	const stride = width + 2;
	const inside = new Uint8Array(stride * (height + 2));
	for (let y = 0; y < height; y++) {
		const from = y * width;
		const to = (y + 1) * stride + 1;
		for (let x = 0; x < width; x++) if (data[from + x]! > cut) inside[to + x] = 1;
	}
	return inside;
}

/**
 * Puts the middle of every short edge between a left and a right turn in place of its two ends. The
 * outermost edge of a bulge, between two turns to the same side, keeps its ends: without them every
 * bulge would lose half a pixel.
 */
function withoutSteps(polygon: readonly Point[], tolerance: number): Point[] {
	const count = polygon.length;
	const turns = polygon.map((point, index) => {
		const before = polygon[(index + count - 1) % count]!;
		return Math.sign(cross(before, point, polygon[(index + 1) % count]!));
	});
	const points: Point[] = [];
	let before = edgeFrom(count - 1);
	for (let index = 0; index < count; index++) {
		const edge = edgeFrom(index);
		const isOnSlope = (before.isStep && !edge.isBulge) || (edge.isStep && !before.isBulge);
		if (!isOnSlope) points.push(polygon[index]!);
		if (edge.isStep) points.push(edge.middle);
		before = edge;
	}
	return points;

	function edgeFrom(index: number) {
		const next = (index + 1) % count;
		const from = polygon[index]!;
		const to = polygon[next]!;
		const isBulge = turns[index]! * turns[next]! >= 0;
		const isShort = Math.hypot(to.x - from.x, to.y - from.y) <= 2 * tolerance;
		const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
		return { isBulge, isStep: isShort && !isBulge, middle };
	}
}

/** Keeps a part of the points; `displaced` is the area between the old line and the new. */
function thinned(
	polygon: readonly Point[],
	tolerance: number,
): { points: Point[]; displaced: number } {
	const count = polygon.length;
	if (count < 4) return { points: [...polygon], displaced: 0 };
	const at = (index: number) => polygon[index % count]!;
	const opposite = farthest(at, 0, count).index;
	const kept = new Set([0, opposite]);
	let displaced = 0;
	const spans: Array<[from: number, to: number]> = [
		[0, opposite],
		[opposite, count],
	];
	for (let span = spans.pop(); span; span = spans.pop()) {
		const [from, to] = span;
		const { index, distance } = farthest(at, from, to);
		if (distance > tolerance) {
			kept.add(index);
			spans.push([from, index], [index, to]);
			continue;
		}
		const left = Array.from({ length: to - from + 1 }, (_, past) => at(from + past));
		displaced += Math.abs(signedArea(left));
	}
	return { points: [...kept].sort((a, b) => a - b).map(at), displaced };
}

/** The point between two others that is farthest from their line; distance 0 when there is none. */
function farthest(at: (index: number) => Point, from: number, to: number) {
	const start = at(from);
	const end = at(to);
	const length = Math.hypot(end.x - start.x, end.y - start.y);
	let index = from;
	let distance = 0;
	for (let between = from + 1; between < to; between++) {
		const point = at(between);
		const away =
			length === 0
				? Math.hypot(point.x - start.x, point.y - start.y)
				: Math.abs(cross(start, end, point)) / length;
		if (away > distance) {
			distance = away;
			index = between;
		}
	}
	return { index, distance };
}

function cross(a: Point, b: Point, c: Point): number {
	return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
