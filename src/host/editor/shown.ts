import { type MaskMap, shrinkMask } from "../../image/mask.ts";
import type { Run, ShownMask, ShownObject, ShownRun } from "../../shared/protocol.ts";
import type { DetectedObject, Rect } from "../../shared/result.ts";

/** The page stretches masks over the picture; more samples than this would not be seen. */
const mostSamples = 512;

/** A run as the page has it. */
export function showRun(run: Run): ShownRun {
	const { objects, ...rest } = run;
	return objects ? { ...rest, objects: objects.map(showObject) } : rest;
}

export function showObject({ mask, ...object }: DetectedObject): ShownObject {
	return mask && !object.outline ? { ...object, mask: showMask(mask, mask) } : object;
}

/** A map as the page stretches it over `place`. */
export function showMask(map: MaskMap, { x, y, width, height }: Rect): ShownMask {
	return { place: { x, y, width, height }, ...shrinkMask(map, mostSamples) };
}
