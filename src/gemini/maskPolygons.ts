import type { ScaledBox, ScaledPoint } from "../shared/geometry.ts";
import { clamp, fullScale } from "../shared/geometry.ts";
import { plainKey, roleOf } from "./replyKeys.ts";
import type { JsonValue } from "./replyLooseJson.ts";
import { readLooseObjects } from "./replyLooseJson.ts";
import { flatNumbers, hasArea, isRecord, numbersIn, readNamedPoint } from "./replyPlace.ts";

/** Which number of a pair comes first. */
export type AxisOrder = "yx" | "xy";

/** Polygons before their axis order is known: each a flat run of pairs. */
export interface RawPolygons {
	rings: number[][];
	/** Known where the model named the axes. */
	order: AxisOrder | undefined;
}

/** A point this far outside its box, on 0–1000, still counts as inside. */
const tolerance = 40;
/** Bounds nearer to the box by this much, all four edges summed, decide where the count does not. */
const clearlyNearer = 8;
/** What a polygon's parts are called inside a mask given as an object. */
const parts = new Set(
	"outer inner exterior interior interiors vertices path coordinates".split(" "),
);
const deepest = 5;
/** Three points. */
const shortestRing = 6;

/**
 * Reads polygons given as pairs, flat, as text, as `{x, y}`, in chunks, or several of them. Runs of
 * numbers that could each be a polygon are polygons of their own (as in COCO); if one is too short
 * for that, they are chunks of a single one. Undefined if anything in it is not a coordinate.
 */
export function readPolygons(value: JsonValue): RawPolygons | undefined {
	const found: RawPolygons = { rings: [], order: undefined };
	if (!gather(value, found, 0)) {
		return undefined;
	}
	if (found.rings.some((ring) => ring.length % 2 !== 0)) {
		return undefined;
	}
	// Two points enclose nothing.
	const rings = found.rings.filter(isLong);
	return rings.length > 0 ? { rings, order: found.order } : undefined;
}

/**
 * The order under which more points lie in the box; of equals, the one whose bounds fit the box
 * clearly better. Undefined when both fit the same.
 */
export function orderByBox(rings: number[][], box: ScaledBox): AxisOrder | undefined {
	const low: ScaledPoint = { y: box.top - tolerance, x: box.left - tolerance };
	const high: ScaledPoint = { y: box.bottom + tolerance, x: box.right + tolerance };
	let balance = 0;
	for (const ring of rings) {
		for (let index = 0; index < ring.length; index += 2) {
			const a = ring[index]!;
			const b = ring[index + 1]!;
			const fitsYx = a >= low.y && a <= high.y && b >= low.x && b <= high.x;
			const fitsXy = b >= low.y && b <= high.y && a >= low.x && a <= high.x;
			balance += Number(fitsYx) - Number(fitsXy);
		}
	}
	if (balance !== 0) {
		return balance > 0 ? "yx" : "xy";
	}
	const nearer = distance(rings, "xy", box) - distance(rings, "yx", box);
	return Math.abs(nearer) < clearlyNearer ? undefined : nearer > 0 ? "yx" : "xy";
}

/** Points inside the image, without polygons that enclose nothing. */
export function toPolygons(
	rings: number[][],
	order: AxisOrder,
): { polygons: ScaledPoint[][]; isMoved: boolean } {
	let isMoved = false;
	const polygons: ScaledPoint[][] = [];
	const first = order === "yx" ? 0 : 1;
	for (const ring of rings) {
		const polygon: ScaledPoint[] = [];
		for (let index = 0; index < ring.length; index += 2) {
			const y = ring[index + first]!;
			const x = ring[index + 1 - first]!;
			const point = { x: clamp(x, 0, fullScale), y: clamp(y, 0, fullScale) };
			isMoved ||= point.x !== x || point.y !== y;
			polygon.push(point);
		}
		if (hasArea(boundsOf([polygon]))) {
			polygons.push(polygon);
		}
	}
	return { polygons, isMoved };
}

/** The smallest box around all points. */
export function boundsOf(polygons: ScaledPoint[][]): ScaledBox {
	const box = { top: Infinity, left: Infinity, bottom: -Infinity, right: -Infinity };
	for (const polygon of polygons) {
		for (const { x, y } of polygon) {
			box.top = Math.min(box.top, y);
			box.left = Math.min(box.left, x);
			box.bottom = Math.max(box.bottom, y);
			box.right = Math.max(box.right, x);
		}
	}
	return box;
}

/** Returns false on the first thing that is no coordinate. */
function gather(value: JsonValue, found: RawPolygons, depth: number): boolean {
	if (depth > deepest) {
		return false;
	}
	if (typeof value === "string") {
		return gatherText(value, found, depth);
	}
	if (isRecord(value)) {
		return gatherRecord(Object.entries(value), found, depth);
	}
	if (!Array.isArray(value)) {
		return false;
	}
	if (value.length === 0) {
		return depth > 0;
	}
	const flat = flatPairs(value) ?? flatNumbers(value);
	if (flat !== undefined) {
		found.rings.push(flat);
		return true;
	}
	const named = value.map((each) => (isRecord(each) ? readNamedPoint(each) : undefined));
	if (named.every((point) => point !== undefined)) {
		found.rings.push(named.flatMap(({ x, y }) => [y, x]));
		found.order = "yx";
		return true;
	}
	const runs = value.map((each) =>
		typeof each === "string" ? numbersIn(each) : flatNumbers(each),
	);
	if (runs.every((run) => run !== undefined)) {
		const filled = runs.filter((run) => run.length > 0);
		found.rings.push(...(filled.every(isLong) ? filled : [filled.flat()]));
		return true;
	}
	return value.every((each) => gather(each, found, depth + 1));
}

/** The usual form, `[[y, x], …]`, without the detours that the others need. */
function flatPairs(value: JsonValue[]): number[] | undefined {
	const numbers: number[] = [];
	for (const pair of value) {
		if (!Array.isArray(pair) || pair.length !== 2) {
			return undefined;
		}
		const [a, b] = pair;
		if (typeof a !== "number" || typeof b !== "number") {
			return undefined;
		}
		numbers.push(a, b);
	}
	return numbers;
}

/** `"y,x,y,x"`, or JSON within the string. */
function gatherText(text: string, found: RawPolygons, depth: number): boolean {
	const numbers = numbersIn(text);
	if (numbers === undefined) {
		return false;
	}
	if (!text.includes("[")) {
		found.rings.push(numbers);
		return true;
	}
	const value = readLooseObjects(`{"polygon":${text}}`)[0]?.polygon;
	return value !== undefined && typeof value !== "string" && gather(value, found, depth + 1);
}

/** `{"outer": […], "holes": […]}`, `{"type": "polygon", "points": […]}`. */
function gatherRecord(entries: [string, JsonValue][], found: RawPolygons, depth: number): boolean {
	return entries
		.filter(([key, value]) => holdsPolygon(key) && value !== null)
		.every(([, value]) => gather(value, found, depth + 1));
}

function holdsPolygon(key: string): boolean {
	const role = roleOf(key);
	return role === "mask" || role === "point" || role === "holes" || parts.has(plainKey(key));
}

function isLong(run: number[]): boolean {
	return run.length >= shortestRing;
}

/** How far the bounds of the points are from the box, all four edges summed. */
function distance(rings: number[][], order: AxisOrder, box: ScaledBox): number {
	const low = [Infinity, Infinity];
	const high = [-Infinity, -Infinity];
	for (const ring of rings) {
		for (let index = 0; index < ring.length; index++) {
			const axis = index % 2;
			low[axis] = Math.min(low[axis]!, ring[index]!);
			high[axis] = Math.max(high[axis]!, ring[index]!);
		}
	}
	const [y, x] = order === "yx" ? [0, 1] : [1, 0];
	return (
		Math.abs(low[y]! - box.top) +
		Math.abs(high[y]! - box.bottom) +
		Math.abs(low[x]! - box.left) +
		Math.abs(high[x]! - box.right)
	);
}
