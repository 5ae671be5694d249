import { shrinkMask } from "../../image/mask.ts";
import type { Run, ShownObject, ShownRun } from "../../shared/protocol.ts";
import type { DetectedObject } from "../../shared/result.ts";

/** The page stretches masks over the picture; more samples than this would not be seen. */
const mostSamples = 512;

/** A run as the page has it. */
export function showRun(run: Run): ShownRun {
	const { objects, ...rest } = run;
	return objects ? { ...rest, objects: objects.map(showObject) } : rest;
}

export function showObject({ mask, ...object }: DetectedObject): ShownObject {
	if (!mask || object.outline) return object;
	const { x, y, width, height } = mask;
	return { ...object, mask: { place: { x, y, width, height }, ...shrinkMask(mask, mostSamples) } };
}
