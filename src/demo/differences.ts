import type { Sight, Thing } from "./vision.ts";

export type Difference =
	| { kind: "gone"; before: Thing }
	| { kind: "new"; after: Thing }
	| { kind: "moved" | "recolored" | "reshaped" | "resized"; before: Thing; after: Thing };

interface Pair {
	before: Thing;
	after: Thing;
	/** Between their middles, in shares of the pictures' sides. */
	distance: number;
	/** The smaller area's share of the larger, pictures taken as equally large. */
	likeness: number;
}

/** What the second sight shows otherwise than the first: by colour, shape, place and size. */
export function differences(first: Sight, second: Sight): Difference[] {
	const pairs = first.things
		.flatMap((before) => second.things.map((after) => pairOf(before, first, after, second)))
		.sort((a, b) => a.distance - b.distance || b.likeness - a.likeness);
	const taken = new Set<Thing>();
	const found: Difference[] = [];
	const match = (
		kind: Extract<Difference, { before: Thing; after: Thing }>["kind"] | "same",
		is: (pair: Pair) => boolean,
	) => {
		for (const pair of pairs) {
			const { before, after } = pair;
			if (taken.has(before) || taken.has(after) || !is(pair)) continue;
			taken.add(before).add(after);
			if (kind !== "same") found.push({ kind, before, after });
		}
	};
	const isHere = ({ distance }: Pair) => distance < 0.03;
	match("same", (pair) => isHere(pair) && isShape(pair) && isColor(pair) && pair.likeness > 0.85);
	match("recolored", (pair) => isHere(pair) && isShape(pair) && pair.likeness > 0.7);
	match("resized", (pair) => isHere(pair) && isShape(pair) && isColor(pair));
	match("reshaped", (pair) => isHere(pair) && isColor(pair) && pair.likeness > 0.4);
	match("moved", (pair) => isShape(pair) && isColor(pair) && pair.likeness > 0.5);
	const left = (things: readonly Thing[]) => things.filter((thing) => !taken.has(thing));
	found.push(...left(first.things).map((before) => ({ kind: "gone" as const, before })));
	found.push(...left(second.things).map((after) => ({ kind: "new" as const, after })));
	return found;
}

function pairOf(before: Thing, first: Sight, after: Thing, second: Sight): Pair {
	const a = middleOf(before, first);
	const b = middleOf(after, second);
	const one = before.area / (first.width * first.height);
	const other = after.area / (second.width * second.height);
	return {
		before,
		after,
		distance: Math.hypot(a.x - b.x, a.y - b.y),
		likeness: Math.min(one, other) / Math.max(one, other),
	};
}

/** In shares of the sides. */
export function middleOf({ box }: Thing, { width, height }: Sight): { x: number; y: number } {
	return { x: (box.x + box.width / 2) / width, y: (box.y + box.height / 2) / height };
}

function isShape({ before, after }: Pair): boolean {
	return before.shape === after.shape;
}

function isColor({ before, after }: Pair): boolean {
	return before.color === after.color;
}
