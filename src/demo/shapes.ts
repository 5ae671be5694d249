import type { Point, Rect } from "../shared/result.ts";
import { cornersOf } from "./corners.ts";
import { convexHull, type Moments, momentsOf, signedArea, simplify, turn } from "./polygon.ts";

export const shapeNames = [
	"circle",
	"ellipse",
	"ring",
	"square",
	"rectangle",
	"frame",
	"triangle",
	"diamond",
	"parallelogram",
	"trapezoid",
	"pentagon",
	"hexagon",
	"star",
	"cross",
	"line",
	"area",
	"shape",
] as const;

export type ShapeName = (typeof shapeNames)[number];

export interface Outlined {
	shape: ShapeName;
	/** To parts of a pixel; pointed tips are measured where their sides would meet. */
	box: Rect;
}

/**
 * Names the outline of one thing. `openShare` is how much of what it encloses one can see through;
 * a long thing narrower than `thin` is a line.
 */
export function nameShape(outline: readonly Point[], openShare: number, thin: number): Outlined {
	const moments = momentsOf(outline);
	const hull = convexHull(outline);
	const solidity = moments.area / signedArea(hull);
	const bounds = boundsOf(outline);
	const round = roundShape(moments, hull, solidity);
	if (round) return { shape: openShare > 0.08 ? "ring" : round, box: bounds };

	const size = Math.max(bounds.width, bounds.height);
	const corners = cornersOf(outline, simplify(outline, Math.max(0.9, 0.035 * size)));
	const shape = corneredShape(corners, hull, moments, solidity, thin);
	const box = shape === "shape" ? bounds : reach(bounds, corners);
	return { shape: openShare > 0.08 ? holed(shape) : shape, box };
}

function holed(shape: ShapeName): ShapeName {
	return shape === "square" || shape === "rectangle" ? "frame" : shape;
}

/** An ellipse is the only outline whose area its second moments give exactly. */
function roundShape(
	{ area, xx, yy, xy }: Moments,
	hull: readonly Point[],
	solidity: number,
): "circle" | "ellipse" | undefined {
	const ellipse = 4 * Math.PI * Math.sqrt(Math.max(0, xx * yy - xy * xy));
	if (solidity < 0.95 || Math.abs(area / ellipse - 1) > 0.0045) return undefined;
	const middle = (xx + yy) / 2;
	const apart = Math.hypot((xx - yy) / 2, xy);
	const axes = Math.sqrt((middle + apart) / Math.max(middle - apart, 1e-9));
	// A rounded square can have an ellipse's moments; it does not fill its own corners like one.
	const { fill } = tightestBox(hull, area);
	if (fill > 0.84 || axes > 12) return undefined;
	return axes < 1.07 ? "circle" : "ellipse";
}

function corneredShape(
	corners: readonly Point[],
	hull: readonly Point[],
	{ area }: Moments,
	solidity: number,
	thin: number,
): ShapeName {
	const tightest = tightestBox(hull, area);
	const long = Math.max(tightest.width, tightest.height);
	const short = Math.min(tightest.width, tightest.height);
	if (long > 8 * short && short < thin && solidity > 0.7) return "line";
	if (tightest.fill > 0.9) {
		if (long > 1.07 * short) return "rectangle";
		return Math.abs(tightest.angle - Math.PI / 4) < 0.2 ? "diamond" : "square";
	}
	const fit = Math.abs(signedArea(corners)) / area;
	if (fit < 0.93 || fit > 1.07) return "shape";
	if (solidity > 0.93) return convexShape(corners);
	const inward = corners.filter((_, index) => bend(corners, index) < 0).length;
	if (inward >= 4 && corners.length === 2 * inward && hasEqualTips(corners)) return "star";
	if (inward === 4 && corners.length === 12) return "cross";
	return "shape";
}

function convexShape(corners: readonly Point[]): ShapeName {
	switch (corners.length) {
		case 3:
			return "triangle";
		case 4:
			return fourSided(corners);
		case 5:
			return "pentagon";
		case 6:
			return "hexagon";
		default:
			return "shape";
	}
}

function fourSided(corners: readonly Point[]): ShapeName {
	const [a, b, c, d] = corners as [Point, Point, Point, Point];
	const isParallel = (p: Point, q: Point, r: Point, s: Point): boolean => {
		const across = (q.x - p.x) * (s.y - r.y) - (q.y - p.y) * (s.x - r.x);
		const lengths = Math.hypot(q.x - p.x, q.y - p.y) * Math.hypot(s.x - r.x, s.y - r.y);
		return Math.abs(across) < 0.12 * lengths;
	};
	const one = isParallel(a, b, d, c);
	const other = isParallel(b, c, a, d);
	if (one && other) {
		const { x, y, width, height } = boundsOf(corners);
		// A rhombus on its tip touches its box in the middle of each side.
		const isOnTip = corners.every(
			(point) =>
				Math.abs(point.x - x - width / 2) < 0.08 * width ||
				Math.abs(point.y - y - height / 2) < 0.08 * height,
		);
		return isOnTip ? "diamond" : "parallelogram";
	}
	return one || other ? "trapezoid" : "shape";
}

/** The corners between the inward ones lie about equally far from the middle. */
function hasEqualTips(corners: readonly Point[]): boolean {
	const { middle } = momentsOf(corners);
	const tips: number[] = [];
	for (const [index, corner] of corners.entries()) {
		const isInward = bend(corners, index) < 0;
		if (isInward === bend(corners, (index + 1) % corners.length) < 0) return false;
		if (!isInward) tips.push(Math.hypot(corner.x - middle.x, corner.y - middle.y));
	}
	return Math.max(...tips) < 1.6 * Math.min(...tips);
}

function bend(corners: readonly Point[], index: number): number {
	const before = corners.at(index - 1)!;
	return turn(before, corners[index]!, corners[(index + 1) % corners.length]!);
}

/** The turned rectangle of least area around a hull: one of its sides lies on the hull. */
function tightestBox(hull: readonly Point[], area: number) {
	let best = { width: 0, height: 0, angle: 0, fill: 0 };
	let last = hull.at(-1)!;
	for (const point of hull) {
		const angle = Math.atan2(point.y - last.y, point.x - last.x);
		last = point;
		const cos = Math.cos(angle);
		const sin = Math.sin(angle);
		const turned = boundsOf(
			hull.map(({ x, y }) => ({ x: x * cos + y * sin, y: y * cos - x * sin })),
		);
		const fill = area / (turned.width * turned.height);
		// 0 to a quarter turn.
		const quarter = ((angle % (Math.PI / 2)) + Math.PI / 2) % (Math.PI / 2);
		if (fill > best.fill) best = { ...turned, angle: quarter, fill };
	}
	return best;
}

export function boundsOf(points: readonly Point[]): Rect {
	let left = Number.POSITIVE_INFINITY;
	let top = left;
	let right = -left;
	let bottom = -left;
	for (const { x, y } of points) {
		left = Math.min(left, x);
		right = Math.max(right, x);
		top = Math.min(top, y);
		bottom = Math.max(bottom, y);
	}
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Pixels blunt a tip; no blunted one lies further off than this. */
const mostBlunt = 2.5;

/** The box of the corners, where it goes a little beyond that of the pixels. */
function reach(bounds: Rect, corners: readonly Point[]): Rect {
	const meant = boundsOf(corners);
	const further = (pixels: number, corner: number, sign: 1 | -1): number => {
		const beyond = (corner - pixels) * sign;
		return beyond > 0 && beyond < mostBlunt ? corner : pixels;
	};
	const x = further(bounds.x, meant.x, -1);
	const y = further(bounds.y, meant.y, -1);
	const right = further(bounds.x + bounds.width, meant.x + meant.width, 1);
	const bottom = further(bounds.y + bounds.height, meant.y + meant.height, 1);
	return { x, y, width: right - x, height: bottom - y };
}
