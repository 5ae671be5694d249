import sharp from "sharp";
import type { Rect } from "../../src/shared/result.ts";

/** RGB, row-major, three bytes a pixel. */
export interface Pixels {
	width: number;
	height: number;
	data: Buffer;
}

export async function readPixels(png: Buffer): Promise<Pixels> {
	const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data };
}

/** True where two pictures of one size differ by more than noise. */
export function differs(a: Pixels, b: Pixels, x: number, y: number): boolean {
	if (x < 0 || y < 0 || x >= a.width || y >= a.height) return false;
	const at = (y * a.width + x) * 3;
	return [0, 1, 2].some((channel) => {
		return Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > 24;
	});
}

export type Edge = "left" | "top" | "right" | "bottom";

/**
 * How much of each edge of `box` (pixels of the screenshot) is drawn in `marked` and not in `plain`:
 * the share of its points, 0–1, that have a changed pixel within `slack` across the edge.
 */
export function edgesDrawn(
	plain: Pixels,
	marked: Pixels,
	{ x, y, width, height }: Rect,
	slack: number,
): Record<Edge, number> {
	const drawnNear = (px: number, py: number, dx: number, dy: number): boolean => {
		for (let step = -slack; step <= slack; step++) {
			const at = [Math.round(px + dx * step), Math.round(py + dy * step)] as const;
			if (differs(plain, marked, ...at)) return true;
		}
		return false;
	};
	const share = (length: number, drawn: (along: number) => boolean): number => {
		const points = Array.from({ length: Math.max(1, Math.floor(length)) }, (_, index) => index);
		return points.filter(drawn).length / points.length;
	};
	return {
		left: share(height, (along) => drawnNear(x, y + along, 1, 0)),
		top: share(width, (along) => drawnNear(x + along, y, 0, 1)),
		right: share(height, (along) => drawnNear(x + width, y + along, 1, 0)),
		bottom: share(width, (along) => drawnNear(x + along, y + height, 0, 1)),
	};
}
