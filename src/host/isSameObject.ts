import type { DetectedObject, Rect } from "../shared/result.ts";

/** Half of the area shared: the least at which two boxes are commonly called the same (PASCAL VOC). */
const sameOverlap = 0.5;
/** Points of one object, as a share of the picture's longer side. */
const sameDistance = 0.02;

/** Whether two runs over one picture found the same thing: alike in name and place. */
export function isSameObject(a: DetectedObject, b: DetectedObject, longestSide: number): boolean {
	if (a.label !== b.label) return false;
	if (a.box && b.box) return overlap(a.box, b.box) >= sameOverlap;
	if (!a.point || !b.point) return false;
	const distance = Math.hypot(a.point.x - b.point.x, a.point.y - b.point.y);
	return distance <= sameDistance * longestSide;
}

/** Intersection over union. */
function overlap(a: Rect, b: Rect): number {
	const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	if (width <= 0 || height <= 0) return 0;
	const shared = width * height;
	return shared / (a.width * a.height + b.width * b.height - shared);
}
