import { simplifyPolygon, traceContours } from "../image/contour.ts";
import { coveredPart } from "../image/cutOut.ts";
import { fillPolygons, maskCut } from "../image/mask.ts";
import { clamp } from "../shared/geometry.ts";
import type { DetectedObject, Mask, Point, Rect, Size } from "../shared/result.ts";
import type { ExportOptions, ExportPicture } from "./exportPicture.ts";
import type { Notes } from "./notes.ts";

export const usualTolerance = 0.5;

/** What an object covers. */
export interface Shape {
	/** Probabilities; some pixels are above `maskCut`. */
	mask: Mask;
	/** Pixels above the cut. */
	area: number;
	hasHoles: boolean;
	/** Around its parts: the outline as it came where that says all, else traced from the mask. */
	outer: () => Point[][];
	holes: () => Point[][];
}

/** The mask above the cut, or the outline filled; undefined when neither covers a pixel. */
export function maskOf(object: DetectedObject, picture: Size): Mask | undefined {
	const mask = object.mask ?? (object.outline && fillPolygons(object.outline, picture));
	return mask && coveredPart(mask, maskCut) ? mask : undefined;
}

/** Undefined for objects that are a box or a point only. */
export function shapeOf(
	object: DetectedObject,
	picture: Size,
	tolerance = usualTolerance,
): Shape | undefined {
	const mask = maskOf(object, picture);
	if (!mask) return undefined;
	const contours = traceContours(mask);
	const hasHoles = contours.some(({ isHole }) => isHole);
	const outline = hasHoles ? [] : insidePicture(object.outline ?? [], picture);
	const traced = (wanted: boolean) =>
		contours
			.filter(({ isHole }) => isHole === wanted)
			.map(({ points }) => simplifyPolygon(points, tolerance));
	return {
		mask,
		area: coveredArea(mask),
		hasHoles,
		outer: () => (outline.length > 0 ? outline : traced(false)),
		holes: () => traced(true),
	};
}

/** How many pixels are above the cut. */
export function coveredArea({ data }: Mask): number {
	let area = 0;
	for (const value of data) if (value > maskCut) area++;
	return area;
}

/** The object's box inside the picture, or else the one around its mask or outline. */
export function boxOf(object: DetectedObject, picture: Size): Rect | undefined {
	const box = object.box && clipped(object.box, picture);
	if (box) return box;
	const mask = maskOf(object, picture);
	return mask && coveredPart(mask, maskCut);
}

/** Where an object is; says in the notes what of it covers nothing. Undefined when it is nowhere. */
export function placeOf(
	object: DetectedObject,
	{ fileName, size }: ExportPicture,
	{ tolerance }: ExportOptions,
	notes: Notes,
): { shape: Shape | undefined; box: Rect | undefined; point: Point | undefined } | undefined {
	const shape = shapeOf(object, size, tolerance);
	const box = boxOf(object, size);
	const point = pointOf(object, size);
	if (!box && !point) {
		notes.add("withoutPlace", fileName);
		return undefined;
	}
	if (!shape && (object.mask || object.outline)) notes.add("shapesEmpty", fileName);
	return { shape, box, point };
}

/** The object's point moved into the picture. */
export function pointOf({ point }: DetectedObject, { width, height }: Size): Point | undefined {
	if (!point || !Number.isFinite(point.x + point.y)) return undefined;
	return { x: clamp(point.x, 0, width), y: clamp(point.y, 0, height) };
}

/** To hundredths of a pixel: finer than any model, shorter than a double. */
export function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}

function clipped({ x, y, width, height }: Rect, picture: Size): Rect | undefined {
	const left = clamp(x, 0, picture.width);
	const top = clamp(y, 0, picture.height);
	const right = clamp(x + width, 0, picture.width);
	const bottom = clamp(y + height, 0, picture.height);
	if (!(right > left && bottom > top)) return undefined;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

function insidePicture(polygons: readonly Point[][], { width, height }: Size): Point[][] {
	return polygons
		.filter((polygon) => polygon.length >= 3)
		.map((polygon) =>
			polygon.map(({ x, y }) => ({ x: clamp(x, 0, width), y: clamp(y, 0, height) })),
		);
}
