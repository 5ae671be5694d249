import type { Size } from "../shared/result.ts";

/** Shrinks so that no side is longer than `maxSide`, in proportion, to whole pixels; never enlarges. */
export function fit({ width, height }: Size, maxSide: number): Size {
	const scale = Math.min(1, maxSide / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}
