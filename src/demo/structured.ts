import { labelsFor } from "./labels.ts";
import type { DemoTask } from "./task.ts";
import type { Sight, Thing } from "./vision.ts";
import { boxAround, boxOf, type MaskFormat, pngMask, pointOn, polygonsOf } from "./wire.ts";
import { readWords, selectThings } from "./words.ts";

type ObjectsTask = Extract<DemoTask, { kind: "objects" }>;

/** The answer's JSON, a piece for each object; masks are made only when their piece is asked for. */
export function* writeObjects(
	task: ObjectsTask,
	sights: readonly Sight[],
	format: MaskFormat,
): Generator<string, void> {
	const selection = readWords(task.words);
	yield task.listKey === undefined ? "[" : `{${JSON.stringify(task.listKey)}: [`;
	let room = task.maxItems;
	let written = 0;
	for (const [at, sight] of sights.entries()) {
		// Without numbers coordinates are those of one picture: the one that was shown last.
		if (!task.hasPicture && at < sights.length - 1) continue;
		const things = mostProminent(selectThings(sight, selection), room);
		room -= things.length;
		const labels = labelsFor(things);
		for (const [index, thing] of things.entries()) {
			const object = describeObject(thing, labels[index]!, sight, task.has, format);
			const numbered = task.hasPicture ? { picture: at + 1, ...object } : object;
			yield `${written++ > 0 ? "," : ""}\n  ${JSON.stringify(numbered)}`;
		}
	}
	yield task.listKey === undefined ? "\n]" : "\n]}";
}

/** The largest, in the order of the picture. */
function mostProminent(things: readonly Thing[], most: number): Thing[] {
	const largest = new Set([...things].sort((a, b) => b.area - a.area).slice(0, most));
	return things.filter((thing) => largest.has(thing));
}

function describeObject(
	thing: Thing,
	label: string,
	sight: Sight,
	has: ObjectsTask["has"],
	format: MaskFormat,
): object {
	switch (has) {
		case "box":
			return { box_2d: boxOf(thing, sight), label };
		case "point":
			return { point: pointOn(thing, sight), label };
		case "mask":
			return describeMasked(thing, label, sight, format);
	}
}

function describeMasked(thing: Thing, label: string, sight: Sight, format: MaskFormat): object {
	const box_2d = boxAround(thing, sight);
	switch (format) {
		case "png":
			return { box_2d, mask: pngMask(thing, sight, box_2d), label };
		case "polygons": {
			const { outer, holes } = polygonsOf(thing, sight);
			return { box_2d, label, mask: outer, holes };
		}
		case "flat": {
			const { outer, holes } = polygonsOf(thing, sight);
			const flat = { box_2d, label, mask: outer.flat() };
			return holes.length > 0 ? { ...flat, holes: holes.map((hole) => hole.flat()) } : flat;
		}
	}
}
