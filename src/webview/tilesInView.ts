import { clamp } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";
import { levelSize, type TilePlace, tileRect, tileSide } from "../shared/tilePlace.ts";
import type { Viewport } from "./viewport.ts";

/**
 * The level whose pixels are about those of the screen, never larger; undefined where the first
 * view has as many. `density`: device pixels for each pixel of the picture.
 */
export function levelFor(density: number, picture: Size, reduced: Size): number | undefined {
	if (density * picture.width <= reduced.width) return undefined;
	return Math.max(0, Math.floor(Math.log2(1 / density) + 1e-6));
}

/** The tiles of a level that are in view, the nearest to its middle first. */
export function tilesInView(
	viewport: Viewport,
	view: Size,
	picture: Size,
	level: number,
): TilePlace[] {
	const { width, height } = levelSize(picture, level);
	const side = tileSide * 2 ** level * viewport.scale;
	const span = (offset: number, room: number, length: number): [first: number, end: number] => {
		const count = Math.ceil(length / tileSide);
		const first = clamp(Math.floor(-offset / side), 0, count);
		return [first, clamp(Math.ceil((room - offset) / side), first, count)];
	};
	const [left, right] = span(viewport.x, view.width, width);
	const [top, bottom] = span(viewport.y, view.height, height);
	const places: TilePlace[] = [];
	for (let row = top; row < bottom; row++) {
		for (let column = left; column < right; column++) places.push({ level, column, row });
	}
	const far = ({ column, row }: TilePlace): number =>
		Math.hypot(
			viewport.x + (column + 0.5) * side - view.width / 2,
			viewport.y + (row + 0.5) * side - view.height / 2,
		);
	return places.sort((a, b) => far(a) - far(b));
}

/** What a tile covers, in pixels of the picture. */
export function coveredBy(picture: Size, place: TilePlace): Rect {
	const { x, y, width, height } = tileRect(picture, place);
	const step = 2 ** place.level;
	return { x: x * step, y: y * step, width: width * step, height: height * step };
}

/** What a tile is filed under. */
export function tileKey({ level, column, row }: TilePlace): string {
	return `${level}/${column}/${row}`;
}
