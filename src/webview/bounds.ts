import type { ShownObject } from "../shared/protocol.ts";
import type { Point, Rect } from "../shared/result.ts";

/** The rectangle around all that is known of an object; a point's has no size. */
export function boundsOf({ box, mask, outline, point }: ShownObject): Rect | undefined {
	if (box) return box;
	if (mask) return mask.place;
	const points = outline?.flat() ?? (point ? [point] : []);
	if (points.length === 0) return undefined;
	const x = points.reduce((least, at) => Math.min(least, at.x), Number.POSITIVE_INFINITY);
	const y = points.reduce((least, at) => Math.min(least, at.y), Number.POSITIVE_INFINITY);
	const right = points.reduce((most, at) => Math.max(most, at.x), Number.NEGATIVE_INFINITY);
	const bottom = points.reduce((most, at) => Math.max(most, at.y), Number.NEGATIVE_INFINITY);
	return { x, y, width: right - x, height: bottom - y };
}

/** Of the rectangle around it, in square pixels of the picture; a point has none. */
export function areaOf(object: ShownObject): number {
	const bounds = boundsOf(object);
	return bounds ? bounds.width * bounds.height : 0;
}

export function centreOf(object: ShownObject): Point | undefined {
	const bounds = boundsOf(object);
	return bounds && { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
}

/** The smallest rectangle around all of them. */
export function union(rects: readonly Rect[]): Rect | undefined {
	if (rects.length === 0) return undefined;
	const x = Math.min(...rects.map((rect) => rect.x));
	const y = Math.min(...rects.map((rect) => rect.y));
	const right = Math.max(...rects.map((rect) => rect.x + rect.width));
	const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
	return { x, y, width: right - x, height: bottom - y };
}
