import { l10n } from "vscode";
import type { FoundMask, FoundObject } from "../gemini/reply.ts";
import { kindOf } from "../shared/errors.ts";
import { boxToPixels, pointToPixels } from "../shared/geometry.ts";
import type { DetectedObject, Mask, Point, Rect, Size } from "../shared/result.ts";
import type { MaskSource } from "./pixels/pixelApi.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";

/** Where the answer's 0–1000 lies: the part that was sent, and the upright picture it is part of. */
export interface Place {
	sent: Rect;
	upright: Size;
}

/**
 * Puts what a reply names in 0–1000 of the image as sent onto pixels of the upright picture. An
 * object whose mask cannot be drawn comes without it.
 */
export async function placeObject(
	found: FoundObject,
	{ sent, upright }: Place,
	pixels: PixelThread,
): Promise<DetectedObject> {
	const box = found.box && boxToPixels(found.box, sent);
	const placed: DetectedObject = {
		label: found.label || l10n.t("object"),
		...(box && { box }),
		...(found.point && { point: pointToPixels(found.point, sent) }),
	};
	if (!found.mask) return placed;
	const outline = placePolygons(found.mask, sent);
	const source = maskSource(found.mask, box, outline);
	const mask = source && (await drawMask(pixels, source, upright));
	return { ...placed, ...(mask && { mask }), ...(outline && { outline }) };
}

async function drawMask(
	pixels: PixelThread,
	source: MaskSource,
	upright: Size,
): Promise<Mask | undefined> {
	try {
		return await pixels.api.drawMask(source, upright);
	} catch (error) {
		// A picture of a mask that is none: the object is still there, and a warning counts it.
		if (kindOf(error) === "BadReply") return undefined;
		throw error;
	}
}

function placePolygons(mask: FoundMask, sent: Rect): Point[][] | undefined {
	if (mask.kind !== "polygons") return undefined;
	return mask.polygons.map((polygon) => polygon.map((point) => pointToPixels(point, sent)));
}

function maskSource(
	mask: FoundMask,
	box: Rect | undefined,
	outline: Point[][] | undefined,
): MaskSource | undefined {
	if (mask.kind === "png") return box && { kind: "png", base64: mask.base64, box };
	return outline && { kind: "polygons", polygons: outline };
}
