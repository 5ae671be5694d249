import type { ShownMask, ShownObject } from "../../src/shared/protocol.ts";
import type { Point, Rect, Size } from "../../src/shared/result.ts";

const names = ["person", "car", "bicycle", "dog", "traffic light", "bag", "chair", "bottle"];

/** How the first of many objects are shaped; the others are boxes, the last ones points. */
export interface Crowd {
	count: number;
	shaped: number;
	points: number;
	shape: "mask" | "outline";
	/** Length of the longest side, in pixels. */
	most: number;
}

/** Objects all over a picture, always the same. */
export function drawCrowd(picture: Size, crowd: Crowd): ShownObject[] {
	const { count, shaped, points, shape, most } = crowd;
	return Array.from({ length: count }, (_, index): ShownObject => {
		const width = Math.round(most * (0.25 + 0.75 * fraction(index * 0.618)));
		const height = Math.round(most * (0.25 + 0.75 * fraction(index * 0.414)));
		const x = Math.round(fraction(index * 0.755 + 0.1) * (picture.width - width));
		const y = Math.round(fraction(index * 0.57 + 0.3) * (picture.height - height));
		const box = { x, y, width, height };
		const label = `${names[index % names.length]}`;
		if (index >= count - points) return { label, point: { x, y } };
		if (index >= shaped) return { label, box };
		if (shape === "mask") return { label, box, mask: roundMask(box) };
		return { label, box, outline: [roundOutline(box)] };
	});
}

/** An ellipse with a wavy edge that fades from sure to unsure. */
export function roundMask(place: Rect): ShownMask {
	const { width, height } = place;
	const data = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const across = (2 * (x + 0.5)) / width - 1;
			const down = (2 * (y + 0.5)) / height - 1;
			const edge = 0.85 + 0.1 * Math.sin(7 * Math.atan2(down, across));
			const inside = (edge - Math.hypot(across, down)) * 12;
			data[y * width + x] = 255 / (1 + Math.exp(-inside));
		}
	}
	return { place, width, height, data };
}

/** 100 points, as models are asked for. */
export function roundOutline({ x, y, width, height }: Rect): Point[] {
	return Array.from({ length: 100 }, (_, index) => {
		const angle = (index / 100) * 2 * Math.PI;
		const reach = 0.42 + 0.06 * Math.sin(7 * angle);
		return {
			x: x + width * (0.5 + reach * Math.cos(angle)),
			y: y + height * (0.5 + reach * Math.sin(angle)),
		};
	});
}

function fraction(value: number): number {
	return value - Math.floor(value);
}
