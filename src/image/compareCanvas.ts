import type { Rect, Size } from "../shared/result.ts";
import { type Layout, uncovered } from "./compareLayout.ts";
import { differenceColors, wordOf, wordsOf } from "./difference.ts";
import type { Pixels } from "./pixels.ts";

/**
 * The difference of the part that both pictures cover, put in its place on a canvas of `size`; what
 * only one covers takes the colour for that, the rest of the canvas is see-through.
 */
export function drawCanvas(drawn: Pixels, layout: Layout, size: Size): Pixels {
	const parts = uncovered(layout);
	if (parts.length === 0) return drawn;
	const across = size.width / layout.canvas.width;
	const down = size.height / layout.canvas.height;
	const canvas = { ...size, data: new Uint8Array(size.width * size.height * 4) };
	const color = wordOf(differenceColors.uncovered);
	for (const part of parts) fillPart(canvas, placed(part, across, down), color);
	const { x, y } = placed(layout.both, across, down);
	const left = Math.min(x, size.width - drawn.width);
	const top = Math.min(y, size.height - drawn.height);
	const [from, to] = [wordsOf(drawn), wordsOf(canvas)];
	for (let row = 0; row < drawn.height; row++) {
		const start = row * drawn.width;
		to.set(from.subarray(start, start + drawn.width), (top + row) * size.width + left);
	}
	return canvas;
}

/** Edges that met on the canvas meet here too. */
function placed({ x, y, width, height }: Rect, across: number, down: number): Rect {
	const [left, top] = [Math.round(x * across), Math.round(y * down)];
	const [right, bottom] = [Math.round((x + width) * across), Math.round((y + height) * down)];
	return { x: left, y: top, width: right - left, height: bottom - top };
}

function fillPart(canvas: Pixels, { x, y, width, height }: Rect, color: number): void {
	const words = wordsOf(canvas);
	for (let row = y; row < y + height; row++) {
		words.fill(color, row * canvas.width + x, row * canvas.width + x + width);
	}
}
