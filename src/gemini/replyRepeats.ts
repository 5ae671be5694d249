import type { FoundMask } from "./maskReader.ts";
import type { FoundObject } from "./replyItem.ts";

/** Objects remembered per place; a looping model repeats the latest. */
const mostPerPlace = 32;

/**
 * Knows the objects a reply has named, to tell a looping model's repeats. A repeat has the same label,
 * picture, box and point, to the last digit, and not a different mask. Neighbours that look
 * the same differ in their box; things that cross each other in the same box differ in their mask.
 */
export class Repeats {
	/** By a number made of the coordinates: cheaper than text, and the same only for few places. */
	#seen = new Map<number, FoundObject[]>();

	/** Whether the object was there before; if not, it is from now on. */
	isRepeat(object: FoundObject): boolean {
		const place = placeNumber(object);
		const others = this.#seen.get(place);
		if (others === undefined) {
			this.#seen.set(place, [object]);
			return false;
		}
		if (others.some((other) => isSame(object, other))) {
			return true;
		}
		others.push(object);
		if (others.length > mostPerPlace) {
			others.shift();
		}
		return false;
	}
}

function placeNumber({ box, point }: FoundObject): number {
	const number =
		box === undefined ? 0 : ((box.top * 1001 + box.left) * 1001 + box.bottom) * 1001 + box.right;
	return point === undefined ? number : number + point.y / 1001 + point.x / 1_002_001;
}

function isSame(a: FoundObject, b: FoundObject): boolean {
	return (
		a.label === b.label &&
		a.picture === b.picture &&
		a.box?.top === b.box?.top &&
		a.box?.left === b.box?.left &&
		a.box?.bottom === b.box?.bottom &&
		a.box?.right === b.box?.right &&
		a.point?.x === b.point?.x &&
		a.point?.y === b.point?.y &&
		isSameMask(a.mask, b.mask)
	);
}

/** An object without a mask is no other one than the same object with it. */
function isSameMask(a: FoundMask | undefined, b: FoundMask | undefined): boolean {
	if (a === undefined || b === undefined) {
		return true;
	}
	if (a.kind === "png") {
		return b.kind === "png" && a.base64 === b.base64;
	}
	return (
		b.kind === "polygons" &&
		a.polygons.length === b.polygons.length &&
		a.polygons.every((polygon, index) => {
			const other = b.polygons[index]!;
			return (
				polygon.length === other.length &&
				polygon.every(({ x, y }, at) => x === other[at]!.x && y === other[at]!.y)
			);
		})
	);
}
