import type { Size } from "../shared/result.ts";
import { changedWord, wordsOf } from "./difference.ts";
import type { Pixels } from "./pixels.ts";

/** Changed pixels by square tiles, row-major. */
export interface Tiles {
	/** Of a tile, in pixels. */
	side: number;
	columns: number;
	rows: number;
	/** How many pixels of the tile are drawn as changed. */
	changed: Uint32Array;
	/** The first, and one past the last, column and row of the picture with one of them. */
	left: Uint32Array;
	top: Uint32Array;
	right: Uint32Array;
	bottom: Uint32Array;
}

export interface FinestTiles extends Tiles {
	/** Changed pixels whose neighbours to the right, below and between these are changed as well. */
	solid: Uint32Array;
	/** Pixels that are not quite the same and not changed either. */
	slight: Uint32Array;
}

/** Counts what `drawn`, the difference of `a` and `b`, shows; all three are of one size. */
export function tileChanges(a: Pixels, b: Pixels, drawn: Pixels): FinestTiles {
	const { width, height } = drawn;
	const [wordsA, wordsB, words] = [wordsOf(a), wordsOf(b), wordsOf(drawn)];
	const side = tileSide(drawn);
	const tiles = emptyTiles(side, Math.ceil(width / side), Math.ceil(height / side));
	const { columns, changed } = tiles;
	const solid = new Uint32Array(changed.length);
	const slight = new Uint32Array(changed.length);
	const isChanged = (at: number) => words[at] === changedWord;
	for (let y = 0; y < height; y++) {
		const firstTile = Math.floor(y / side) * columns;
		const isLastRow = y === height - 1;
		for (let x = 0, at = y * width; x < width; x++, at++) {
			if (wordsA[at] === wordsB[at]) continue;
			const tile = firstTile + Math.floor(x / side);
			if (!isChanged(at)) {
				slight[tile]!++;
				continue;
			}
			changed[tile]!++;
			grow(tiles, tile, x, y, x + 1, y + 1);
			if (isLastRow || x === width - 1) continue;
			const below = at + width;
			if (isChanged(at + 1) && isChanged(below) && isChanged(below + 1)) solid[tile]!++;
		}
	}
	return { ...tiles, solid, slight };
}

/** The same counts by tiles of twice the side. */
export function coarser(tiles: Tiles): Tiles {
	const { columns, changed, left, top, right, bottom } = tiles;
	const larger = emptyTiles(tiles.side * 2, Math.ceil(columns / 2), Math.ceil(tiles.rows / 2));
	for (let at = 0; at < changed.length; at++) {
		if (changed[at] === 0) continue;
		const row = Math.floor(at / columns);
		const column = at - row * columns;
		const to = (row >> 1) * larger.columns + (column >> 1);
		grow(larger, to, left[at]!, top[at]!, right[at]!, bottom[at]!);
		larger.changed[to]! += changed[at]!;
	}
	return larger;
}

/** A hundredth of the shorter side, as few as 1; more where there would be too many tiles to walk. */
function tileSide({ width, height }: Size): number {
	const mostTiles = 2 ** 16;
	const shorter = Math.min(width, height);
	return Math.max(1, Math.round(shorter / 100), Math.ceil(Math.sqrt((width * height) / mostTiles)));
}

function emptyTiles(side: number, columns: number, rows: number): Tiles {
	const filled = (value: number) => new Uint32Array(columns * rows).fill(value);
	return {
		side,
		columns,
		rows,
		changed: filled(0),
		left: filled(0xffffffff),
		top: filled(0xffffffff),
		right: filled(0),
		bottom: filled(0),
	};
}

function grow(tiles: Tiles, at: number, left: number, top: number, right: number, bottom: number) {
	if (left < tiles.left[at]!) tiles.left[at] = left;
	if (top < tiles.top[at]!) tiles.top[at] = top;
	if (right > tiles.right[at]!) tiles.right[at] = right;
	if (bottom > tiles.bottom[at]!) tiles.bottom[at] = bottom;
}
