import type { Point } from "../shared/result.ts";
import type { ObjectKey, ShownObject } from "./state.ts";

/**
 * The object with the smallest box around `at` (pixels of the picture); `slop` widens every box,
 * so that small ones can be caught.
 */
export function smallestUnder(
	objects: readonly ShownObject[],
	at: Point,
	slop = 0,
): ObjectKey | undefined {
	let smallest: ObjectKey | undefined;
	let smallestArea = Number.POSITIVE_INFINITY;
	for (const { key, object } of objects) {
		const { box } = object;
		if (!box) continue;
		const inside =
			at.x >= box.x - slop &&
			at.x < box.x + box.width + slop &&
			at.y >= box.y - slop &&
			at.y < box.y + box.height + slop;
		const area = box.width * box.height;
		if (!inside || area >= smallestArea) continue;
		smallest = key;
		smallestArea = area;
	}
	return smallest;
}
