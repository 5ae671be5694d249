import type { Rect } from "../shared/result.ts";
import { areaOf, overlap } from "./compareLayout.ts";
import { coarser, type FinestTiles, type Tiles } from "./differenceTiles.ts";

/** The box around changed pixels that lie near each other. */
export interface ChangedBox extends Rect {
	/** Changed pixels in it. */
	changed: number;
}

interface Group extends ChangedBox {
	/** Places of its tiles. */
	tiles: number[];
	/** Pixels of its tiles. */
	filled: number;
}

/** Groups whose every pair is looked at; where there are more, larger tiles make fewer of them. */
const mostPaired = 200;

/**
 * At most `most` boxes around the changed pixels, exact to the pixel. Changes closer than a tile's
 * side are always in one box, changes twice as far apart are not, unless there would be too many.
 */
export function changedBoxes(finest: FinestTiles, most: number): ChangedBox[] {
	const noisy = isNoisy(finest);
	const [specks, kept] = [[] as Group[], [] as Group[]];
	for (const group of groupsOf(finest)) {
		(noisy && isSpeck(finest, group) ? specks : kept).push(group);
	}
	let groups = kept;
	let tiles: Tiles = finest;
	if (groups.length > mostPaired) tiles = without(finest, specks);
	while (groups.length > mostPaired) {
		tiles = coarser(tiles);
		groups = groupsOf(tiles);
	}
	const joined = joinNearest(joinOverlapping(groups), most);
	return joined.map(({ tiles, filled, ...box }) => box);
}

/**
 * Whether pixels differ a little where nothing has changed, as they do after JPEG and after
 * shrinking, and do not between two screenshots: there a single pixel counts.
 */
function isNoisy({ changed, slight, side }: FinestTiles): boolean {
	const leastShare = 0.002;
	let unchangedTiles = 0;
	let noise = 0;
	for (let at = 0; at < changed.length; at++) {
		if (changed[at] !== 0) continue;
		unchangedTiles++;
		noise += slight[at]!;
	}
	return noise > leastShare * unchangedTiles * side ** 2;
}

/**
 * Noise above the threshold is dots and seams along edges, hardly wider than a pixel. Measured on
 * drawings and a screenshot as JPEG with halved colours, qualities 90 and 80: under 7 % of such a
 * group's pixels are solid, but where small red or blue details bleed (up to 40 %, and visibly);
 * of a changed digit in small type 29 %, of shapes nearly all.
 */
function isSpeck({ solid }: FinestTiles, { tiles, changed }: Group): boolean {
	const sum = tiles.reduce((total, at) => total + solid[at]!, 0);
	return sum < Math.max(4, 0.1 * changed);
}

function without(tiles: Tiles, groups: Group[]): Tiles {
	const changed = tiles.changed.slice();
	for (const { tiles: places } of groups) for (const at of places) changed[at] = 0;
	return { ...tiles, changed };
}

/** Tiles with changes that touch at a side or a corner are one group. */
function groupsOf(tiles: Tiles): Group[] {
	const { columns, rows, changed } = tiles;
	const isSeen = new Uint8Array(changed.length);
	const groups: Group[] = [];
	for (let start = 0; start < changed.length; start++) {
		if (isSeen[start] || changed[start] === 0) continue;
		const places = [start];
		isSeen[start] = 1;
		for (const at of places) {
			const row = Math.floor(at / columns);
			const column = at - row * columns;
			for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
				for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
					const next = y * columns + x;
					if (isSeen[next] || changed[next] === 0) continue;
					isSeen[next] = 1;
					places.push(next);
				}
			}
		}
		groups.push(groupOf(tiles, places));
	}
	return groups;
}

function groupOf(tiles: Tiles, places: number[]): Group {
	let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
	let changed = 0;
	for (const at of places) {
		left = Math.min(left, tiles.left[at]!);
		top = Math.min(top, tiles.top[at]!);
		right = Math.max(right, tiles.right[at]!);
		bottom = Math.max(bottom, tiles.bottom[at]!);
		changed += tiles.changed[at]!;
	}
	const box = { x: left, y: top, width: right - left, height: bottom - top };
	return { ...box, changed, tiles: places, filled: places.length * tiles.side ** 2 };
}

/**
 * Joins boxes that overlap where their tiles fill half of the joined box, so that a thin frame
 * around everything does not swallow what has changed inside.
 */
function joinOverlapping(groups: Group[]): Group[] {
	const joined: Group[] = [];
	const waiting = [...groups];
	for (let one = waiting.pop(); one; one = waiting.pop()) {
		const group = one;
		const at = joined.findIndex((other) => belongTogether(group, other));
		const [other] = at === -1 ? [] : joined.splice(at, 1);
		// What has grown may overlap others than before: it waits again.
		if (other) waiting.push(join(group, other));
		if (!other) joined.push(group);
	}
	return joined;
}

function belongTogether(one: Group, other: Group): boolean {
	if (!overlap(one, other)) return false;
	return one.filled + other.filled >= areaOf(join(one, other)) / 2;
}

/** Joins, as long as there are too many, the two boxes that leave least of the joined box empty. */
function joinNearest(groups: Group[], most: number): Group[] {
	const left = [...groups];
	while (left.length > most) {
		let [leastEmpty, first, second] = [Number.POSITIVE_INFINITY, 0, 1];
		for (const [at, one] of left.entries()) {
			for (let next = at + 1; next < left.length; next++) {
				const empty = emptyBetween(one, left[next]!);
				if (empty < leastEmpty) [leastEmpty, first, second] = [empty, at, next];
			}
		}
		const [other] = left.splice(second, 1);
		left[first] = join(left[first]!, other!);
	}
	return left;
}

/** Pixels of the box around both that are in neither. */
function emptyBetween(one: Rect, other: Rect): number {
	const width = Math.max(one.x + one.width, other.x + other.width) - Math.min(one.x, other.x);
	const height = Math.max(one.y + one.height, other.y + other.height) - Math.min(one.y, other.y);
	const shared = overlap(one, other);
	return width * height - areaOf(one) - areaOf(other) + (shared ? areaOf(shared) : 0);
}

function join(one: Group, other: Group): Group {
	const x = Math.min(one.x, other.x);
	const y = Math.min(one.y, other.y);
	return {
		x,
		y,
		width: Math.max(one.x + one.width, other.x + other.width) - x,
		height: Math.max(one.y + one.height, other.y + other.height) - y,
		changed: one.changed + other.changed,
		tiles: [...one.tiles, ...other.tiles],
		filled: one.filled + other.filled,
	};
}
