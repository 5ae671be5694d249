import type { PixelWindow } from "../shared/pixelProtocol.ts";
import type { Rect } from "../shared/result.ts";
import { storedRect } from "./storedRect.ts";

/** The pixels of `part` of an upright picture, from those that are stored for it (EXIF 2.32, 0x0112). */
export function uprightWindow(stored: PixelWindow, part: Rect, orientation: number): PixelWindow {
	const { channels, depth, values, srgb } = stored;
	if (orientation === 1) return { ...part, channels, depth, values, ...(srgb && { srgb }) };
	const turn = turnOf(stored, part, orientation);
	return {
		...part,
		channels,
		depth,
		values: turned(values, channels, part, turn),
		...(srgb && { srgb: turned(srgb, 3, part, turn) }),
	};
}

/** In pixels of the stored rows: where the upright part begins, and its steps to the right and down. */
interface Turn {
	first: number;
	across: number;
	down: number;
}

function turnOf(stored: Rect, { width, height }: Rect, orientation: number): Turn {
	const index = (x: number, y: number) => {
		const place = storedRect({ x, y, width: 1, height: 1 }, { width, height }, orientation);
		return place.y * stored.width + place.x;
	};
	const first = index(0, 0);
	return { first, across: index(1, 0) - first, down: index(0, 1) - first };
}

function turned<Values extends PixelWindow["values"]>(
	values: Values,
	channels: number,
	{ width, height }: Rect,
	{ first, across, down }: Turn,
): Values {
	const Made = values.constructor as new (length: number) => Values;
	const made = new Made(values.length);
	for (let y = 0, to = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const from = (first + y * down + x * across) * channels;
			for (let channel = 0; channel < channels; channel++) made[to++] = values[from + channel]!;
		}
	}
	return made;
}
