import type { FoundObject } from "../gemini/reply.ts";
import { boxToPixels, pointToPixels } from "../shared/geometry.ts";
import type { DetectedObject, Rect } from "../shared/result.ts";

/** Puts what a reply names in 0–1000 of the image as sent onto pixels of the upright picture. */
export function placeObject(found: FoundObject, sent: Rect): DetectedObject {
	return {
		label: found.label,
		...(found.box && { box: boxToPixels(found.box, sent) }),
		...(found.point && { point: pointToPixels(found.point, sent) }),
	};
}
