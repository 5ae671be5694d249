import type { Point } from "../shared/result.ts";
import type { ObjectKey } from "./listing.ts";

/** Clicks that lie closer together than this are at the same place, in CSS pixels. */
const samePlace = 4;

/** Goes through objects that lie over each other: each click at the same place picks the next. */
export class RepeatedClicks {
	/** Whether the last click went on from one object to another. */
	wentOn = false;
	#last: Point | undefined;

	/** The object to select; `under` has those at the place, the best first. */
	pick(
		at: Point,
		under: readonly ObjectKey[],
		selected: ObjectKey | undefined,
	): ObjectKey | undefined {
		const before = this.#last;
		this.#last = at;
		const again = before !== undefined && Math.hypot(at.x - before.x, at.y - before.y) < samePlace;
		const index = again && selected !== undefined ? under.indexOf(selected) : -1;
		this.wentOn = index >= 0 && under.length > 1;
		return under[(index + 1) % Math.max(1, under.length)];
	}
}
