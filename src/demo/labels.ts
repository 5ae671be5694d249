import type { Thing } from "./vision.ts";

/** What a thing is called when nothing else is there: "red circle". */
export function nameOf({ color, shape }: Thing): string {
	return `${color} ${shape}`;
}

/** "red circle", "red circles", "2 red crosses" without the number. */
export function plural(name: string): string {
	return name.endsWith("s") ? `${name}es` : `${name}s`;
}

/** A name for each, set apart by place or number where several share one. */
export function labelsFor(things: readonly Thing[]): string[] {
	const named = Map.groupBy(things, nameOf);
	return things.map((thing) => {
		const name = nameOf(thing);
		const alike = named.get(name)!;
		if (alike.length === 1) return name;
		if (alike.length === 2) return `${name} (${sideOf(thing, alike)})`;
		return `${name} ${alike.indexOf(thing) + 1}`;
	});
}

function sideOf(thing: Thing, pair: readonly Thing[]): string {
	const other = pair.find((one) => one !== thing)!;
	const dx = middleOf(thing).x - middleOf(other).x;
	const dy = middleOf(thing).y - middleOf(other).y;
	// Two rings around one middle: the sizes tell them apart.
	if (Math.hypot(dx, dy) < 0.1 * Math.max(thing.box.width, other.box.width)) {
		return thing.area > other.area ? "larger" : "smaller";
	}
	if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? "left" : "right";
	return dy < 0 ? "top" : "bottom";
}

function middleOf({ box }: Thing): { x: number; y: number } {
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
