import type { Point, Rect, Size } from "./result.ts";

/**
 * Gemini's coordinates run 0–1000 over each side of the image as sent, whatever its aspect
 * (ai.google.dev, "Image understanding"); they need not be whole.
 */
export const fullScale = 1000;

/** A box on 0–1000 of the image as sent, edges in order, inside the image. */
export interface ScaledBox {
	top: number;
	left: number;
	bottom: number;
	right: number;
}

/** A point on 0–1000 of the image as sent. */
export interface ScaledPoint {
	x: number;
	y: number;
}

/** 0–1000 of the image as sent → pixels of the upright picture; `sent` is what part of it went out. */
export function pointToPixels(point: ScaledPoint, sent: Rect): Point {
	return {
		x: sent.x + (point.x / fullScale) * sent.width,
		y: sent.y + (point.y / fullScale) * sent.height,
	};
}

/** 0–1000 of the image as sent → pixels of the upright picture; `sent` is what part of it went out. */
export function boxToPixels(box: ScaledBox, sent: Rect): Rect {
	const { x, y } = pointToPixels({ x: box.left, y: box.top }, sent);
	return {
		x,
		y,
		width: ((box.right - box.left) / fullScale) * sent.width,
		height: ((box.bottom - box.top) / fullScale) * sent.height,
	};
}

/** The smallest rectangle of whole pixels that holds `rect`, kept inside `bounds`. */
export function wholePixels(rect: Rect, bounds: Size): Rect {
	const x = clamp(Math.floor(rect.x), 0, bounds.width);
	const y = clamp(Math.floor(rect.y), 0, bounds.height);
	return {
		x,
		y,
		width: clamp(Math.ceil(rect.x + rect.width), x, bounds.width) - x,
		height: clamp(Math.ceil(rect.y + rect.height), y, bounds.height) - y,
	};
}

/** True for EXIF orientations 5–8, which exchange width and height (EXIF 2.32, tag 0x0112). */
export function swapsSides(orientation: number): boolean {
	return orientation >= 5 && orientation <= 8;
}

/** Width and height as a person sees them, from those stored and the EXIF orientation 1–8. */
export function uprightSize(stored: Size, orientation: number): Size {
	return swapsSides(orientation)
		? { width: stored.height, height: stored.width }
		: { width: stored.width, height: stored.height };
}

export function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}
