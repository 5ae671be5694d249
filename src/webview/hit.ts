import type { ShownMask, ShownObject } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";
import { areaOf } from "./bounds.ts";
import type { ListedObject, ObjectKey } from "./listing.ts";

/** How the pointer meets objects. */
export interface Reach {
	/** Widens boxes, so that small ones can be caught; in pixels of the picture. */
	slop: number;
	/** How far from a point it still counts. */
	pointSlop: number;
	/** Whether masks and outlines can be seen, and so be pointed at. */
	shapes: boolean;
	maskCut: number;
}

/**
 * The objects under `at` (pixels of the picture), the smallest first. One with a mask or an outline
 * is met by that; where no object is met so, by the boxes of those that have one.
 */
export function objectsUnder(
	objects: readonly ListedObject[],
	at: Point,
	reach: Reach,
): ObjectKey[] {
	const near = objects.filter(({ object }) => isNear(object, at, reach));
	const met = reach.shapes ? near.filter(({ object }) => isInShape(object, at, reach)) : near;
	return (met.length > 0 ? met : near)
		.sort((a, b) => areaOf(a.object) - areaOf(b.object))
		.map(({ key }) => key);
}

function isNear({ box, point, mask, outline }: ShownObject, at: Point, reach: Reach): boolean {
	if (point && Math.hypot(at.x - point.x, at.y - point.y) <= reach.pointSlop) return true;
	if (box) return isInRect(box, at, reach.slop);
	if (mask) return isInRect(mask.place, at, reach.slop);
	return outline !== undefined && isInOutline(outline, at);
}

function isInShape({ mask, outline }: ShownObject, at: Point, { maskCut }: Reach): boolean {
	if (outline) return isInOutline(outline, at);
	return mask ? isInMask(mask, at, maskCut) : true;
}

function isInRect({ x, y, width, height }: Rect, at: Point, slop: number): boolean {
	return (
		at.x >= x - slop && at.x < x + width + slop && at.y >= y - slop && at.y < y + height + slop
	);
}

function isInMask({ place, width, height, data }: ShownMask, at: Point, cut: number): boolean {
	const column = Math.floor(((at.x - place.x) / place.width) * width);
	const row = Math.floor(((at.y - place.y) / place.height) * height);
	if (column < 0 || row < 0 || column >= width || row >= height) return false;
	return data[row * width + column]! > cut;
}

/** Even-odd: inside when a ray to the right crosses the polygons an odd number of times. */
function isInOutline(outline: readonly (readonly Point[])[], at: Point): boolean {
	let inside = false;
	for (const polygon of outline) {
		let before = polygon.at(-1);
		for (const point of polygon) {
			if (before && before.y > at.y !== point.y > at.y) {
				const x = point.x + ((at.y - point.y) / (before.y - point.y)) * (before.x - point.x);
				if (at.x < x) inside = !inside;
			}
			before = point;
		}
	}
	return inside;
}
