import type { Rect } from "../shared/result.ts";
import type { Sight, Thing } from "./vision.ts";

/** Of the whole's longest side: how far things may lie from where they are expected. */
const tolerance = 0.015;

/**
 * Where an enlarged part lies in the whole, in the whole's pixels; by the shapes in both. Undefined
 * when no shape is whole in the part, or when it fits in several places.
 */
export function findPart(part: Sight, whole: Sight): Rect | undefined {
	const inner = part.things.filter((thing) => isInside(thing.box, part, 0.005 * part.width));
	const widest = inner.reduce<Thing | undefined>(
		(best, thing) => (best && best.area >= thing.area ? best : thing),
		undefined,
	);
	if (!widest) return undefined;
	const off = tolerance * Math.max(whole.width, whole.height);
	const places: Rect[] = [];
	for (const candidate of whole.things) {
		if (!isAlike(widest, candidate)) continue;
		const place = placeBy(widest.box, candidate.box, part);
		if (!place || !isInside(place, whole, -off) || !fits(inner, part, place, whole, off)) continue;
		if (!places.some((other) => distance(other, place) < off)) places.push(place);
	}
	return places.length === 1 ? places[0] : undefined;
}

/** A box of the part as it lies in the whole. */
export function fromPart({ x, y, width, height }: Rect, part: Sight, place: Rect): Rect {
	const scale = place.width / part.width;
	return {
		x: place.x + x * scale,
		y: place.y + y * scale,
		width: width * scale,
		height: height * scale,
	};
}

/** Where the part lies if what is in it at `from` is what the whole has at `to`. */
function placeBy(from: Rect, to: Rect, part: Sight): Rect | undefined {
	const across = to.width / from.width;
	const down = to.height / from.height;
	if (Math.abs(across / down - 1) > 0.1) return undefined;
	const scale = Math.sqrt(across * down);
	return {
		x: to.x + to.width / 2 - (from.x + from.width / 2) * scale,
		y: to.y + to.height / 2 - (from.y + from.height / 2) * scale,
		width: part.width * scale,
		height: part.height * scale,
	};
}

/** Each whole thing of the part is in the whole at its place, and the whole has no other there. */
function fits(
	inner: readonly Thing[],
	part: Sight,
	place: Rect,
	whole: Sight,
	off: number,
): boolean {
	const within = whole.things.filter(({ box }) =>
		isInside({ ...box, x: box.x - place.x, y: box.y - place.y }, place, off),
	);
	const matched = inner.map((thing) => {
		const box = fromPart(thing.box, part, place);
		return whole.things.find((other) => isAlike(thing, other) && distance(box, other.box) < off);
	});
	return matched.every(Boolean) && within.every((thing) => matched.includes(thing));
}

function isInside(
	{ x, y, width, height }: Rect,
	frame: { width: number; height: number },
	by: number,
): boolean {
	return x > by && y > by && x + width < frame.width - by && y + height < frame.height - by;
}

function isAlike(one: Thing, other: Thing): boolean {
	return one.color === other.color && one.shape === other.shape;
}

/** The farthest that an edge of the one lies from the same edge of the other. */
function distance(one: Rect, other: Rect): number {
	return Math.max(
		Math.abs(one.x - other.x),
		Math.abs(one.y - other.y),
		Math.abs(one.x + one.width - other.x - other.width),
		Math.abs(one.y + one.height - other.y - other.height),
	);
}
