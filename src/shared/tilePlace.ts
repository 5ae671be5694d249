import type { Rect, Size } from "./result.ts";

/** A square of a level of a picture, counted in the upright one; level 0 has every pixel. */
export interface TilePlace {
	level: number;
	column: number;
	row: number;
}

/** Pixels a side. */
export const tileSide = 512;

/** Each level has half the pixels a side of the one before; an odd last one is left out. */
export function levelSize({ width, height }: Size, level: number): Size {
	const side = (length: number) => Math.max(1, Math.floor(length / 2 ** level));
	return { width: side(width), height: side(height) };
}

/** The tile's rectangle in its level; no width or height where there is none. */
export function tileRect(size: Size, { level, column, row }: TilePlace): Rect {
	const { width, height } = levelSize(size, level);
	const x = column * tileSide;
	const y = row * tileSide;
	return {
		...{ x, y },
		width: Math.max(0, Math.min(tileSide, width - x)),
		height: Math.max(0, Math.min(tileSide, height - y)),
	};
}
