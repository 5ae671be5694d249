import type { RegionMap } from "./regions.ts";

/** What things lie on: the main region of it, and every other that is part of it. */
export interface Background {
	main: number;
	/** 1 for each region that belongs to it. */
	holds: Uint8Array;
}

/** The region along most of the picture's border, what is framed by it, and all that looks like it from beside. */
export function findBackground(map: RegionMap): Background {
	const { regions, paint } = map;
	let main = 0;
	for (let index = 1; index < regions.length; index++) {
		const better = regions[index]!.border - regions[main]!.border;
		const larger = regions[index]!.area - regions[main]!.area;
		if (better > 0 || (better === 0 && larger > 0)) main = index;
	}
	const holds = new Uint8Array(regions.length);
	holds[main] = 1;
	const framed = framedBy(map, main);
	if (framed !== -1) {
		main = framed;
		holds[main] = 1;
	}
	const alike = 12 + 3 * paint.noise;
	for (let index = 0; index < regions.length; index++) {
		if (!holds[index] && looksLike(map, index, main, alike)) holds[index] = 1;
	}
	return { main, holds };
}

/** A thin frame along the border is no ground for anything: what fills it is. */
function framedBy({ regions, paint }: RegionMap, frame: number): number {
	const { width, height } = paint;
	if (regions[frame]!.area > 0.2 * width * height) return -1;
	return regions.findIndex(
		({ area, box }, index) =>
			index !== frame &&
			area > 0.5 * width * height &&
			box.width > 0.85 * width &&
			box.height > 0.85 * height,
	);
}

/** Compares a region with the nearest pixels of the ground on its four sides, for grounds that change. */
function looksLike(
	{ regions, paint, label }: RegionMap,
	index: number,
	ground: number,
	alike: number,
): boolean {
	const { width, height, data } = paint;
	const { box, color } = regions[index]!;
	const own = Uint8Array.from(color, Math.round);
	const x = box.x + (box.width >> 1);
	const y = box.y + (box.height >> 1);
	const isAlike = (column: number, row: number): boolean => {
		const at = (row * width + column) * 4;
		for (let channel = 0; channel < 4; channel++) {
			if (Math.abs(data[at + channel]! - own[channel]!) > alike) return false;
		}
		return true;
	};
	for (let column = box.x - 1; column >= 0; column--) {
		if (label[y * width + column] !== ground) continue;
		if (isAlike(column, y)) return true;
		break;
	}
	for (let column = box.x + box.width; column < width; column++) {
		if (label[y * width + column] !== ground) continue;
		if (isAlike(column, y)) return true;
		break;
	}
	for (let row = box.y - 1; row >= 0; row--) {
		if (label[row * width + x] !== ground) continue;
		if (isAlike(x, row)) return true;
		break;
	}
	for (let row = box.y + box.height; row < height; row++) {
		if (label[row * width + x] !== ground) continue;
		if (isAlike(x, row)) return true;
		break;
	}
	return false;
}
