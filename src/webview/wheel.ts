import { clamp } from "../shared/geometry.ts";
import type { ViewerSettings } from "../shared/protocol.ts";

/** The fields of a WheelEvent that decide what it means. */
export interface WheelMove {
	deltaX: number;
	deltaY: number;
	/** 0 pixels, 1 lines, 2 pages (UI Events, WheelEvent.deltaMode). */
	deltaMode: number;
	ctrlKey: boolean;
	metaKey: boolean;
	shiftKey: boolean;
}

export type WheelMeaning = { kind: "zoom"; factor: number } | { kind: "pan"; x: number; y: number };

const pixelsPerStep = [1, 16, 400];
/** A notch of a mouse wheel (100 to 120 pixels) zooms by about a sixth. */
const zoomPerPixel = 0.0015;
/** Browsers report a pinch as Ctrl+wheel with steps of a few pixels. */
const zoomPerPinchedPixel = 0.01;
const largestPinchStep = 30;

/** What a turn of the wheel does: Ctrl, Cmd and pinch zoom; Shift pans sideways; else the setting. */
export function wheelMeaning(move: WheelMove, setting: ViewerSettings["wheel"]): WheelMeaning {
	const unit = pixelsPerStep[move.deltaMode] ?? 1;
	const x = move.deltaX * unit;
	const y = move.deltaY * unit;
	if (move.ctrlKey || move.metaKey) {
		const pinched = Math.abs(y) < largestPinchStep;
		return { kind: "zoom", factor: zoomFactor(y, pinched ? zoomPerPinchedPixel : zoomPerPixel) };
	}
	if (move.shiftKey) return { kind: "pan", x: -(x || y), y: 0 };
	const sideways = Math.abs(x) > Math.abs(y);
	if (setting === "scroll" || sideways) return { kind: "pan", x: -x, y: -y };
	return { kind: "zoom", factor: zoomFactor(y, zoomPerPixel) };
}

function zoomFactor(pixels: number, perPixel: number): number {
	return Math.exp(-clamp(pixels, -400, 400) * perPixel);
}
