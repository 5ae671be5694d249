import { l10n } from "vscode";
import type { FoundObject } from "../gemini/reply.ts";
import { decodeMap } from "../image/decodeMap.ts";
import type { MaskMap } from "../image/mask.ts";
import { kindOf } from "../shared/errors.ts";
import { boxToPixels, pointToPixels } from "../shared/geometry.ts";
import type { ShownObject } from "../shared/protocol.ts";
import type { DetectedObject, Rect, Size } from "../shared/result.ts";
import { showMask, showObject } from "./editor/shown.ts";
import type { MaskSource } from "./pixels/pixelApi.ts";

/** Where the answer's 0–1000 lies: the part that was sent, and the upright picture it is part of. */
export interface Place {
	sent: Rect;
	upright: Size;
}

/** An object on pixels; it can be shown before the whole pixels of its mask are drawn. */
export interface PlacedObject {
	object: DetectedObject;
	shown: ShownObject;
	/** What its mask is to be drawn from; absent when there is nothing that it can be drawn from. */
	source?: MaskSource;
}

/** Puts what a reply names in 0–1000 of the image as sent onto pixels of the upright picture. */
export async function placeObject(
	{ label, box, point, mask, picture }: FoundObject,
	{ sent }: Place,
): Promise<PlacedObject> {
	const place = box && boxToPixels(box, sent);
	const outline =
		mask?.kind === "polygons"
			? mask.polygons.map((polygon) => polygon.map((corner) => pointToPixels(corner, sent)))
			: undefined;
	const object: DetectedObject = {
		label: label || l10n.t("object"),
		...(place && { box: place }),
		...(point && { point: pointToPixels(point, sent) }),
		...(outline && { outline }),
		...(picture && { picture }),
	};
	const shown = showObject(object);
	if (outline) return { object, shown, source: { kind: "polygons", polygons: outline } };
	const map = mask?.kind === "png" && place && (await readMap(mask.base64));
	if (!map) return { object, shown };
	return {
		object,
		shown: { ...shown, mask: showMask(map, place) },
		source: { kind: "map", map, box: place },
	};
}

/** Undefined for a picture of a mask that is none: the object is still there, and a warning counts it. */
async function readMap(base64: string): Promise<MaskMap | undefined> {
	try {
		return await decodeMap(base64);
	} catch (error) {
		if (kindOf(error) === "BadReply") return undefined;
		throw error;
	}
}
