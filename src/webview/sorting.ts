import type { ShownObject } from "../shared/protocol.ts";
import { areaOf, centreOf } from "./bounds.ts";
import { labelText } from "./text.ts";

/** How the objects are listed; `found` is the order in which they came. */
export const sorts = ["found", "label", "size", "position"] as const;
export type Sort = (typeof sorts)[number];

/** `objects` in another order; equal ones stay as they came. */
export function sortObjects<Entry extends { object: ShownObject }>(
	objects: readonly Entry[],
	sort: Sort,
): readonly Entry[] {
	switch (sort) {
		case "found":
			return objects;
		case "label": {
			const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
			const named = objects.map((entry) => ({ entry, name: labelText(entry.object.label) }));
			return named.sort((a, b) => collator.compare(a.name, b.name)).map(({ entry }) => entry);
		}
		case "size":
			return [...objects].sort((a, b) => areaOf(b.object) - areaOf(a.object));
		case "position":
			return inReadingOrder(objects);
		default:
			return sort satisfies never;
	}
}

/**
 * Top to bottom, and in a line from left to right. Objects whose centres are less than half a usual
 * height apart make a line.
 */
function inReadingOrder<Entry extends { object: ShownObject }>(objects: readonly Entry[]): Entry[] {
	const placed = objects.map((entry) => ({
		entry,
		at: centreOf(entry.object) ?? { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY },
	}));
	placed.sort((a, b) => byNumber(a.at.y, b.at.y));
	const apart = usualHeight(objects) / 2;
	const lines: (typeof placed)[] = [];
	for (const one of placed) {
		const line = lines.at(-1);
		const first = line?.[0];
		if (first && one.at.y - first.at.y < apart) line.push(one);
		else lines.push([one]);
	}
	return lines.flatMap((line) =>
		line.sort((a, b) => byNumber(a.at.x, b.at.x)).map(({ entry }) => entry),
	);
}

function usualHeight(objects: readonly { object: ShownObject }[]): number {
	const heights = objects.map(({ object }) => object.box?.height ?? 0).sort(byNumber);
	return Math.max(1, heights[heights.length >> 1] ?? 0);
}

/** Infinite values are equal to each other, which their difference would not say. */
function byNumber(a: number, b: number): number {
	return a === b ? 0 : a - b;
}
