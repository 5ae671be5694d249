import type { Point } from "../shared/result.ts";

/** The area enclosed; positive when the outline runs clockwise as seen, y pointing down. */
export function signedArea(points: readonly Point[]): number {
	let sum = 0;
	let last = points.at(-1)!;
	for (const point of points) {
		sum += last.x * point.y - point.x * last.y;
		last = point;
	}
	return sum / 2;
}

/** Andrew's monotone chain; clockwise as seen. */
export function convexHull(points: readonly Point[]): Point[] {
	const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
	const chain = (ordered: readonly Point[]): Point[] => {
		const hull: Point[] = [];
		for (const point of ordered) {
			while (hull.length >= 2 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
			hull.push(point);
		}
		hull.pop();
		return hull;
	};
	return [...chain(sorted), ...chain(sorted.reverse())];
}

/** Positive for a turn to the right as seen. */
export function turn(a: Point, b: Point, c: Point): number {
	return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
}

/** Indices of the points that a closed outline needs so as to stray by at most `tolerance` (Douglas and Peucker, 1973). */
export function simplify(points: readonly Point[], tolerance: number): number[] {
	const count = points.length;
	if (count < 4) return points.map((_, index) => index);
	// Both ends of a widest diameter are corners of any outline.
	const start = farthest(points, points[0]!);
	const middle = farthest(points, points[start]!);
	const kept = new Set([start, middle]);
	const open: [number, number][] = [
		[start, middle > start ? middle : middle + count],
		[middle, start > middle ? start : start + count],
	];
	while (open.length > 0) {
		const [from, to] = open.pop()!;
		const a = points[from % count]!;
		const b = points[to % count]!;
		let worst = tolerance;
		let at = -1;
		for (let index = from + 1; index < to; index++) {
			const off = distanceToSegment(points[index % count]!, a, b);
			if (off > worst) {
				worst = off;
				at = index;
			}
		}
		if (at === -1) continue;
		kept.add(at % count);
		open.push([from, at], [at, to]);
	}
	return [...kept].sort((a, b) => a - b);
}

function farthest(points: readonly Point[], from: Point): number {
	let best = 0;
	let most = -1;
	points.forEach((point, index) => {
		const far = (point.x - from.x) ** 2 + (point.y - from.y) ** 2;
		if (far > most) {
			most = far;
			best = index;
		}
	});
	return best;
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
	const dx = b.x - a.x;
	const dy = b.y - a.y;
	const whole = dx * dx + dy * dy;
	const along = whole && ((point.x - a.x) * dx + (point.y - a.y) * dy) / whole;
	const share = Math.min(1, Math.max(0, along));
	return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy);
}

/** Area, middle and second moments of a closed outline, exact for its straight sides (Green's theorem). */
export interface Moments {
	area: number;
	middle: Point;
	xx: number;
	yy: number;
	xy: number;
}

export function momentsOf(points: readonly Point[]): Moments {
	// Relative to a corner, so that squares of large coordinates do not eat the digits.
	const { x: left, y: top } = points[0]!;
	let area = 0;
	let x = 0;
	let y = 0;
	let xx = 0;
	let yy = 0;
	let xy = 0;
	for (let index = 0; index < points.length; index++) {
		const from = points[index]!;
		const to = points[(index + 1) % points.length]!;
		const a = { x: from.x - left, y: from.y - top };
		const b = { x: to.x - left, y: to.y - top };
		const cross = a.x * b.y - b.x * a.y;
		area += cross / 2;
		x += (cross * (a.x + b.x)) / 6;
		y += (cross * (a.y + b.y)) / 6;
		xx += (cross * (a.x * a.x + a.x * b.x + b.x * b.x)) / 12;
		yy += (cross * (a.y * a.y + a.y * b.y + b.y * b.y)) / 12;
		xy += (cross * (2 * a.x * a.y + a.x * b.y + b.x * a.y + 2 * b.x * b.y)) / 24;
	}
	x /= area;
	y /= area;
	return {
		area: Math.abs(area),
		middle: { x: left + x, y: top + y },
		xx: xx / area - x * x,
		yy: yy / area - y * y,
		xy: xy / area - x * y,
	};
}
