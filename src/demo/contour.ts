import type { Point } from "../shared/result.ts";
import { type Coverage, half } from "./coverage.ts";

const level = half - 0.5;

/**
 * Closed outlines of what is covered, in pixels of the picture, to parts of a pixel ("marching
 * squares"): outer ones run clockwise as seen, holes the other way.
 */
export function contoursOf({ x: left, y: top, width, height, data }: Coverage): Point[][] {
	// An outline crosses the lines between pixel centres: first those to the right, then those down.
	const down = width * height;
	const next = new Int32Array(2 * down).fill(-1);
	for (let y = 0; y < height - 1; y++) {
		for (let x = 0; x < width - 1; x++) {
			const at = y * width + x;
			const a = data[at]! >= half ? 1 : 0;
			const b = data[at + 1]! >= half ? 2 : 0;
			const c = data[at + width + 1]! >= half ? 4 : 0;
			const d = data[at + width]! >= half ? 8 : 0;
			const corners = a + b + c + d;
			if (corners === 0 || corners === 15) continue;
			const north = at;
			const south = at + width;
			const west = down + at;
			const east = down + at + 1;
			// From … to, with the covered side on the right hand.
			switch (corners) {
				case 1:
					next[north] = west;
					break;
				case 2:
					next[east] = north;
					break;
				case 3:
					next[east] = west;
					break;
				case 4:
					next[south] = east;
					break;
				case 5: // Regions hold together over sides only, so the corners stay apart.
					next[north] = west;
					next[south] = east;
					break;
				case 6:
					next[south] = north;
					break;
				case 7:
					next[south] = west;
					break;
				case 8:
					next[west] = south;
					break;
				case 9:
					next[north] = south;
					break;
				case 10:
					next[east] = north;
					next[west] = south;
					break;
				case 11:
					next[east] = south;
					break;
				case 12:
					next[west] = east;
					break;
				case 13:
					next[north] = east;
					break;
				case 14:
					next[west] = north;
					break;
			}
		}
	}

	const contours: Point[][] = [];
	for (let start = 0; start < next.length; start++) {
		if (next[start] === -1) continue;
		const contour: Point[] = [];
		for (let at = start; at !== -1 && next[at] !== -1; ) {
			contour.push(crossing(at));
			const following = next[at]!;
			next[at] = -1;
			at = following;
		}
		if (contour.length >= 3) contours.push(contour);
	}
	return contours;

	function crossing(edge: number): Point {
		const at = edge < down ? edge : edge - down;
		const x = at % width;
		const y = (at - x) / width;
		const from = data[at]!;
		const to = data[edge < down ? at + 1 : at + width]!;
		const share = (level - from) / (to - from);
		const centre = { x: left + x + 0.5, y: top + y + 0.5 };
		return edge < down
			? { x: centre.x + share, y: centre.y }
			: { x: centre.x, y: centre.y + share };
	}
}
