import { clamp } from "../shared/geometry.ts";
import type { Rect } from "../shared/result.ts";

/** Room left at the window's edges, in CSS pixels. */
const margin = 4;

/** Puts an open popover under `anchor`, or above it where there is more room; inside the window. */
export function placeBeside(popover: HTMLElement, anchor: Rect): void {
	const { style } = popover;
	style.left = "0";
	style.top = "0";
	style.maxHeight = `${window.innerHeight - 2 * margin}px`;
	const { width, height } = popover.getBoundingClientRect();
	const below = anchor.y + anchor.height;
	const fitsBelow = below + height + margin <= window.innerHeight;
	const top = fitsBelow || anchor.y < height + margin ? below : anchor.y - height;
	const last = (length: number, room: number): number => Math.max(margin, room - length - margin);
	style.left = `${clamp(anchor.x, margin, last(width, window.innerWidth))}px`;
	style.top = `${clamp(top, margin, last(height, window.innerHeight))}px`;
}
