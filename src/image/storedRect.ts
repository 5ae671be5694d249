import { swapsSides } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";

/** Where pixels seen at `rect` of an upright picture lie in it as stored (EXIF 2.32, 0x0112). */
export function storedRect(
	{ x, y, width, height }: Rect,
	upright: Size,
	orientation: number,
): Rect {
	const right = upright.width - x - width;
	const below = upright.height - y - height;
	const turned = swapsSides(orientation);
	const size = turned ? { width: height, height: width } : { width, height };
	switch (orientation) {
		case 2:
			return { x: right, y, ...size };
		case 3:
			return { x: right, y: below, ...size };
		case 4:
			return { x, y: below, ...size };
		case 5:
			return { x: y, y: x, ...size };
		case 6:
			return { x: y, y: right, ...size };
		case 7:
			return { x: below, y: right, ...size };
		case 8:
			return { x: below, y: x, ...size };
		default:
			return { x, y, ...size };
	}
}
