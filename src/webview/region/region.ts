import { clamp } from "../../shared/geometry.ts";
import type { Point, Rect, Size } from "../../shared/result.ts";

/** Sides of a region that follow the pointer: "n", "se"; "" moves all of it. */
export type Edges = "" | "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw";

/** The whole pixels between two points, both included, inside the picture. */
export function regionBetween(a: Point, b: Point, picture: Size): Rect {
	const inside = (at: number, length: number) => clamp(Math.floor(at), 0, length - 1);
	const [x1, x2] = [inside(a.x, picture.width), inside(b.x, picture.width)];
	const [y1, y2] = [inside(a.y, picture.height), inside(b.y, picture.height)];
	return {
		x: Math.min(x1, x2),
		y: Math.min(y1, y2),
		width: Math.abs(x2 - x1) + 1,
		height: Math.abs(y2 - y1) + 1,
	};
}

/** Moves a region by whole pixels; it stays inside the picture. */
export function moved(region: Rect, by: Point, picture: Size): Rect {
	return {
		...region,
		x: clamp(region.x + Math.round(by.x), 0, picture.width - region.width),
		y: clamp(region.y + Math.round(by.y), 0, picture.height - region.height),
	};
}

/** Moves some of its edges; at least a pixel is left. */
export function resized(region: Rect, edges: Edges, by: Point, picture: Size): Rect {
	if (edges === "") return moved(region, by, picture);
	let [left, top] = [region.x, region.y];
	let [right, bottom] = [region.x + region.width, region.y + region.height];
	if (edges.includes("w")) left = clamp(left + Math.round(by.x), 0, right - 1);
	if (edges.includes("e")) right = clamp(right + Math.round(by.x), left + 1, picture.width);
	if (edges.includes("n")) top = clamp(top + Math.round(by.y), 0, bottom - 1);
	if (edges.includes("s")) bottom = clamp(bottom + Math.round(by.y), top + 1, picture.height);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What a key does to a region: arrows move, with Alt resize, with Shift ten pixels at a time. */
export function keyed(
	region: Rect,
	{ key, altKey, shiftKey }: Pick<KeyboardEvent, "key" | "altKey" | "shiftKey">,
	picture: Size,
): Rect | undefined {
	const step = shiftKey ? 10 : 1;
	const direction = directions[key];
	if (!direction) return undefined;
	const by = { x: direction.x * step, y: direction.y * step };
	return resized(region, altKey ? "se" : "", by, picture);
}

const directions: Readonly<Record<string, Point>> = {
	ArrowLeft: { x: -1, y: 0 },
	ArrowRight: { x: 1, y: 0 },
	ArrowUp: { x: 0, y: -1 },
	ArrowDown: { x: 0, y: 1 },
};

/** The middle half of what is in view. */
export function middleOf(inView: Rect, picture: Size): Rect {
	const x = inView.x + inView.width / 4;
	const y = inView.y + inView.height / 4;
	const end = { x: x + inView.width / 2 - 1, y: y + inView.height / 2 - 1 };
	return regionBetween({ x, y }, end, picture);
}

/** "10, 20, 300, 200": x, y, width and height, as `region` takes them. */
export function regionText({ x, y, width, height }: Rect): string {
	return [x, y, width, height].join(", ");
}

/** What of it is inside a picture; undefined when nothing is. */
export function regionInside(region: Rect, picture: Size): Rect | undefined {
	const x = Math.max(0, region.x);
	const y = Math.max(0, region.y);
	const width = Math.min(picture.width, region.x + region.width) - x;
	const height = Math.min(picture.height, region.y + region.height) - y;
	return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
