import type { Paint } from "./paint.ts";
import { step } from "./paint.ts";
import { nowhere, type Surfaces } from "./surfaces.ts";

/** How far to look on both sides of a line: past one three pixels wide with soft edges. */
const reach = 3;
/** A stroke stands out from both sides by at least this much. */
const contrast = 40;

/**
 * Adds lines too thin to have an inside as surfaces of their own: pixels no surface took that differ
 * from both sides while the sides are alike. Shorter ones, letters mostly, stay with what they lie on.
 */
export function addStrokes(paint: Paint, surfaces: Surfaces): void {
	const { width, height } = paint;
	const { label, origin } = surfaces;
	const least = Math.max(16, 0.03 * Math.max(width, height));
	const seen = new Uint8Array(width * height);
	const line: number[] = [];
	for (let start = 0; start < label.length; start++) {
		if (label[start] !== nowhere || seen[start] || !isRidge(paint, start)) continue;
		line.length = 0;
		line.push(start);
		seen[start] = 1;
		let left = width;
		let right = 0;
		let top = height;
		let bottom = 0;
		for (let index = 0; index < line.length; index++) {
			const pixel = line[index]!;
			const x = pixel % width;
			const y = (pixel - x) / width;
			left = Math.min(left, x);
			right = Math.max(right, x);
			top = Math.min(top, y);
			bottom = Math.max(bottom, y);
			for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
				for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
					const near = row * width + column;
					if (seen[near] || label[near] !== nowhere || !isRidge(paint, near)) continue;
					if (step(paint.data, near * 4, pixel * 4) > contrast) continue;
					seen[near] = 1;
					line.push(near);
				}
			}
		}
		if (Math.max(right - left, bottom - top) + 1 < least) continue;
		for (const pixel of line) {
			label[pixel] = surfaces.count;
			origin[pixel] = pixel;
		}
		surfaces.count++;
	}
}

function isRidge({ data, width, height }: Paint, pixel: number): boolean {
	const x = pixel % width;
	const y = (pixel - x) / width;
	const beyond = (dx: number, dy: number): boolean => {
		const toX = dx * reach;
		const toY = dy * reach;
		if (x - Math.abs(toX) < 0 || x + Math.abs(toX) >= width) return false;
		if (y - toY < 0 || y + toY >= height) return false;
		const one = (pixel - toY * width - toX) * 4;
		const other = (pixel + toY * width + toX) * 4;
		const least = Math.min(step(data, pixel * 4, one), step(data, pixel * 4, other));
		return least >= contrast && step(data, one, other) * 3 < least;
	};
	return beyond(1, 0) || beyond(0, 1) || beyond(1, 1) || beyond(-1, 1);
}
