import type { Align } from "../shared/compareProtocol.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";

/** Where two upright pictures lie, in whole pixels of a canvas that just holds both. */
export interface Layout {
	canvas: Size;
	a: Rect;
	b: Rect;
	/** The part that both cover; never empty. */
	both: Rect;
}

export function layOut(a: Size, b: Size, align: Align): Layout {
	const canvas =
		align === "fit"
			? larger(a, b)
			: { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
	const place = (size: Size): Rect => {
		switch (align) {
			case "topLeft":
				return { x: 0, y: 0, ...size };
			case "centre":
				return centred(size, canvas);
			case "fit":
				return centred(fitted(size, canvas), canvas);
		}
	};
	const placed = { a: place(a), b: place(b) };
	return { canvas, ...placed, both: overlap(placed.a, placed.b)! };
}

/**
 * Pixels that are compared for one pixel of the canvas, 1 at most: nothing is enlarged to be
 * compared, and the canvas is shrunk to as many pixels as a square of `maxSide` has.
 */
export function comparedScale({ canvas, ...place }: Layout, a: Size, b: Size, maxSide: number) {
	return Math.min(
		1,
		maxSide / Math.sqrt(areaOf(canvas)),
		a.width / place.a.width,
		a.height / place.a.height,
		b.width / place.b.width,
		b.height / place.b.height,
	);
}

/** The parts of the canvas that only one of the pictures covers. */
export function uncovered({ a, b, both }: Layout): Rect[] {
	return [...around(a, both), ...around(b, both)];
}

/** A box on the canvas in pixels of a picture that lies there; undefined where the picture is not. */
export function onPicture(box: Rect, place: Rect, picture: Size): Rect | undefined {
	const part = overlap(box, place);
	if (!part) return undefined;
	const across = picture.width / place.width;
	const down = picture.height / place.height;
	return {
		x: (part.x - place.x) * across,
		y: (part.y - place.y) * down,
		width: part.width * across,
		height: part.height * down,
	};
}

/** `both` in whole pixels of one of the pictures. */
export function partToCompare({ both }: Layout, place: Rect, picture: Size): Rect {
	return wholePixels(onPicture(both, place, picture)!, picture);
}

export function areaOf({ width, height }: Size): number {
	return width * height;
}

/** What two boxes share; undefined when they only touch. */
export function overlap(a: Rect, b: Rect): Rect | undefined {
	const x = Math.max(a.x, b.x);
	const y = Math.max(a.y, b.y);
	const width = Math.min(a.x + a.width, b.x + b.width) - x;
	const height = Math.min(a.y + a.height, b.y + b.height) - y;
	return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function larger(a: Size, b: Size): Size {
	const { width, height } = areaOf(a) < areaOf(b) ? b : a;
	return { width, height };
}

/** The largest size in proportion inside `canvas`; all of it when sides differ by rounding only. */
function fitted(size: Size, canvas: Size): Size {
	const scale = Math.min(canvas.width / size.width, canvas.height / size.height);
	const width = Math.max(1, Math.round(size.width * scale));
	const height = Math.max(1, Math.round(size.height * scale));
	// A picture shrunk for another screen was rounded to whole pixels: one of its pixels at most.
	const isAll = canvas.width - width <= scale && canvas.height - height <= scale;
	return isAll ? canvas : { width, height };
}

function centred({ width, height }: Size, canvas: Size): Rect {
	const x = Math.floor((canvas.width - width) / 2);
	const y = Math.floor((canvas.height - height) / 2);
	return { x, y, width, height };
}

/** `outer` without `inner`, which lies in it: whole rows above and below, the rest at the sides. */
function around(outer: Rect, inner: Rect): Rect[] {
	const [right, innerRight] = [outer.x + outer.width, inner.x + inner.width];
	const [bottom, innerBottom] = [outer.y + outer.height, inner.y + inner.height];
	const { y, height } = inner;
	return [
		{ ...outer, height: y - outer.y },
		{ x: outer.x, y, width: inner.x - outer.x, height },
		{ x: innerRight, y, width: right - innerRight, height },
		{ ...outer, y: innerBottom, height: bottom - innerBottom },
	].filter((part) => areaOf(part) > 0);
}
