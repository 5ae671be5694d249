import type { ShownMask, ShownObject } from "../shared/protocol.ts";
import type { Rect, Size } from "../shared/result.ts";
import { areaOf, boundsOf } from "./bounds.ts";
import type { LabelColors } from "./color.ts";
import type { ListedObject, ObjectKey } from "./listing.ts";
import type { TagWish } from "./tags.ts";
import { labelText, oneLine } from "./text.ts";

/** Letters of a label that stand on the picture. */
const tagLetters = 32;

/** One object ready to draw. Its places on the screen are written anew for every frame. */
export interface Mark extends TagWish {
	key: ObjectKey;
	object: ShownObject;
	color: string;
	/** What its tag says. */
	text: string;
	/** All of it, in pixels of the picture. */
	bounds: Rect;
	mask: ShownMask | undefined;
	/** The outline in pixels of the picture, to be filled even-odd. */
	outline: Path2D | undefined;
	/** The whole of it on the screen, in device pixels. */
	readonly box: Rect;
	/** In device pixels. */
	readonly tag: Size;
}

/** Marks of what has a place on the picture, the largest first, so that small ones lie on top. */
export function makeMarks(objects: readonly ListedObject[], colors: LabelColors): Mark[] {
	const marks: Mark[] = [];
	for (const { key, object } of objects) {
		const bounds = boundsOf(object);
		if (!bounds) continue;
		const { mask, outline } = object;
		marks.push({
			key,
			object,
			color: colors(object.label),
			text: oneLine(labelText(object.label), tagLetters),
			bounds,
			mask: mask && mask.width > 0 && mask.height > 0 ? mask : undefined,
			outline: outline && pathOf(outline),
			box: { x: 0, y: 0, width: 0, height: 0 },
			tag: { width: 0, height: 0 },
			emphasised: false,
		});
	}
	return marks.sort((a, b) => areaOf(b.object) - areaOf(a.object));
}

/** Closed polygons as one path, made once for each outline. */
export function pathOf(outline: readonly (readonly { x: number; y: number }[])[]): Path2D {
	const known = paths.get(outline);
	if (known) return known;
	const path = new Path2D();
	for (const polygon of outline) {
		for (const [index, { x, y }] of polygon.entries()) {
			if (index === 0) path.moveTo(x, y);
			else path.lineTo(x, y);
		}
		path.closePath();
	}
	paths.set(outline, path);
	return path;
}

const paths = new WeakMap<object, Path2D>();
