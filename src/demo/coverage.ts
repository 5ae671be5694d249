import type { Rect } from "../shared/result.ts";
import type { RegionMap } from "./regions.ts";

/** How much of each pixel a region covers, 0–255, row-major, over whole pixels that may lie outside the picture. */
export interface Coverage extends Rect {
	data: Uint8Array;
}

/** At this share of a pixel, and above, it belongs to the region. */
export const half = 128;

/**
 * The region and one pixel more on each side. Along its edge a pixel counts by where its colour lies
 * between the region's and its neighbour's; one that belongs to the region counts at least half.
 */
export function coverageOf(map: RegionMap, index: number): Coverage {
	const { label, origin, regions } = map;
	const { data, width, height } = map.paint;
	const { box } = regions[index]!;
	const area = { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 };
	const cover = new Uint8Array(area.width * area.height);
	const top = Math.max(0, area.y);
	const bottom = Math.min(height, area.y + area.height);
	const left = Math.max(0, area.x);
	const right = Math.min(width, area.x + area.width);
	for (let y = top; y < bottom; y++) {
		for (let x = left; x < right; x++) {
			const pixel = y * width + x;
			const inside = label[pixel] === index;
			const other = acrossEdge(pixel, x, y, inside);
			const at = (y - area.y) * area.width + x - area.x;
			if (other < 0) {
				cover[at] = inside ? 255 : 0;
				continue;
			}
			const own = inside ? pixel : other;
			const outer = inside ? other : pixel;
			const share = mix(pixel * 4, origin[own]! * 4, origin[outer]! * 4);
			if (inside) cover[at] = share < 0 ? 255 : Math.max(half, share);
			else cover[at] = share < 0 ? 0 : Math.min(half - 1, share);
		}
	}
	return { ...area, data: cover };

	/** A neighbour on the other side of the region's edge, or −1. */
	function acrossEdge(pixel: number, x: number, y: number, inside: boolean): number {
		const crosses = (near: number): boolean => (label[near] === index) !== inside;
		if (x > 0 && crosses(pixel - 1)) return pixel - 1;
		if (x < width - 1 && crosses(pixel + 1)) return pixel + 1;
		if (y > 0 && crosses(pixel - width)) return pixel - width;
		if (y < height - 1 && crosses(pixel + width)) return pixel + width;
		return -1;
	}

	/** 0–255 from `outer` to `own`; −1 when those are too alike to tell. */
	function mix(at: number, own: number, outer: number): number {
		let along = 0;
		let whole = 0;
		for (let channel = 0; channel < 4; channel++) {
			const span = data[own + channel]! - data[outer + channel]!;
			along += (data[at + channel]! - data[outer + channel]!) * span;
			whole += span * span;
		}
		if (whole < 400) return -1;
		return Math.round(Math.min(1, Math.max(0, along / whole)) * 255);
	}
}
