import { decodePixels, readFacts } from "../image/decode.ts";
import type { Point, Rect, Size } from "../shared/result.ts";
import { type Background, findBackground } from "./background.ts";
import { type ColorName, nameColor } from "./colors.ts";
import { contoursOf } from "./contour.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { signedArea } from "./polygon.ts";
import { findRegions, type Region, type RegionMap } from "./regions.ts";
import { boundsOf, nameShape, type ShapeName } from "./shapes.ts";

/** One thing seen; all coordinates are pixels of its `Sight`. */
export interface Thing {
	color: ColorName;
	shape: ShapeName;
	/** Not rounded. */
	box: Rect;
	/** Visible pixels. */
	area: number;
	/** Outer outline first, then holes; filled even-odd. */
	outline: Point[][];
	coverage: Coverage;
}

/** What is in a picture, on a grid of `width` × `height` that may be smaller than the picture. */
export interface Sight extends Size {
	/** Upright pixels of the picture. */
	picture: Size;
	background: ColorName | "transparent";
	/** In reading order. */
	things: Thing[];
}

/** More pixels than this are looked at shrunk: it keeps a look under a second. */
const mostPixels = 2_400_000;
/** The largest things that are told apart; photographs have thousands of patches. */
const mostThings = 400;

/** Looks at a picture file; throws `BadImage`, `Unsupported` or `TooLarge`. */
export async function look(bytes: Uint8Array): Promise<Sight> {
	const { size } = await readFacts(bytes);
	const scale = Math.min(1, Math.sqrt(mostPixels / (size.width * size.height)));
	const maxSide = Math.max(size.width, size.height) * scale;
	return see(findRegions(await decodePixels(bytes, { maxSide })), size);
}

/** Names everything in a divided picture that is not its background. */
export function see(map: RegionMap, picture: Size = map.paint): Sight {
	const { width, height } = map.paint;
	const ground = findBackground(map);
	joinBorders(map, ground);
	const largest = map.regions
		.map((_, index) => index)
		.filter((index) => !ground.holds[index] && map.regions[index]!.area > 0)
		.sort((a, b) => map.regions[b]!.area - map.regions[a]!.area || a - b)
		.slice(0, mostThings);
	const things = largest
		.map((index) => thingAt(map, index, ground))
		.filter((thing) => thing !== undefined)
		.sort((a, b) => readingPlace(a) - readingPlace(b));
	const background = backgroundColor(map.regions[ground.main]!);
	return { picture, width, height, background, things };

	function readingPlace({ box }: Thing): number {
		const row = Math.floor(((box.y + box.height / 2) / height) * 4);
		return row + (box.x + box.width / 2) / width;
	}
}

function backgroundColor(region: Region): Sight["background"] {
	return region.color[3] < 128 ? "transparent" : colorOf(region);
}

function colorOf({ color: [red, green, blue, alpha] }: Region): ColorName {
	const straight = 255 / Math.max(1, alpha);
	return nameColor(red * straight, green * straight, blue * straight);
}

function thingAt(map: RegionMap, index: number, ground: Background): Thing | undefined {
	const region = map.regions[index]!;
	const { width, height } = map.paint;
	const coverage = coverageOf(map, index);
	const outline = contoursOf(coverage).sort((a, b) => signedArea(b) - signedArea(a));
	const [outer, ...inner] = outline;
	if (!outer) return undefined;
	let open = 0;
	for (const hole of inner) {
		if (ground.holds[regionInside(map, hole)]) open += Math.max(0, -signedArea(hole));
	}
	const whole = signedArea(outer);
	const thin = Math.max(5, 0.012 * Math.max(width, height));
	const { shape, box } = nameShape(outer, open / whole, thin);
	const inside = clampTo(box, map.paint);
	if (shape === "shape") {
		// Letters and other marks without a form of their own.
		if (Math.max(box.width, box.height) < 0.02 * Math.max(width, height)) return undefined;
	}
	// What the picture's edge cuts has no outline of its own to name.
	const isArea = shape === "shape" && region.border > 0;
	return {
		color: colorOf(region),
		shape: isArea ? "area" : shape,
		box: inside,
		area: region.area,
		outline,
		coverage,
	};
}

function clampTo({ x, y, width, height }: Rect, size: Size): Rect {
	const left = Math.max(0, x);
	const top = Math.max(0, y);
	const right = Math.min(size.width, x + width);
	const bottom = Math.min(size.height, y + height);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What is seen through a hole: the most frequent region along the inside of its outline. */
function regionInside({ label, paint }: RegionMap, hole: readonly Point[]): number {
	const counts = new Map<number, number>();
	let best = -1;
	let last = hole.at(-1)!;
	for (const point of hole) {
		const length = Math.hypot(point.x - last.x, point.y - last.y) || 1;
		// A hole runs with its inside on the left.
		const x = Math.floor(point.x + ((point.y - last.y) / length) * 1.5);
		const y = Math.floor(point.y - ((point.x - last.x) / length) * 1.5);
		last = point;
		if (x < 0 || y < 0 || x >= paint.width || y >= paint.height) continue;
		const index = label[y * paint.width + x]!;
		const count = (counts.get(index) ?? 0) + 1;
		counts.set(index, count);
		if (count > (counts.get(best) ?? 0)) best = index;
	}
	return best;
}

/** A thin line around one thing is its border, not a ring beside it. */
function joinBorders(map: RegionMap, ground: Background): void {
	const { regions, label, paint } = map;
	for (let index = 0; index < regions.length; index++) {
		const border = regions[index]!;
		if (ground.holds[index]) continue;
		const { width, height } = border.box;
		const side = Math.min(width, height);
		if (side < 8 || border.area > 0.3 * width * height) continue;
		const [outer, hole] = contoursOf(coverageOf(map, index)).sort(
			(a, b) => Math.abs(signedArea(b)) - Math.abs(signedArea(a)),
		);
		if (!outer || !hole || signedArea(hole) > 0) continue;
		const thickness = (2 * border.area) / (lengthOf(outer) + lengthOf(hole));
		if (thickness > Math.max(2, 0.06 * side)) continue;
		const within = regionInside(map, hole);
		const filling = regions[within];
		if (!filling || within === index || ground.holds[within]) continue;
		const { width: w, height: h } = boundsOf(hole);
		if (filling.box.width < w - 4 || filling.box.height < h - 4) continue;
		for (let y = border.box.y; y < border.box.y + height; y++) {
			for (let x = border.box.x; x < border.box.x + width; x++) {
				if (label[y * paint.width + x] === index) label[y * paint.width + x] = within;
			}
		}
		filling.area += border.area;
		filling.border += border.border;
		filling.box = border.box;
		border.area = 0;
	}
}

function lengthOf(points: readonly Point[]): number {
	let length = 0;
	let last = points.at(-1)!;
	for (const point of points) {
		length += Math.hypot(point.x - last.x, point.y - last.y);
		last = point;
	}
	return length;
}
