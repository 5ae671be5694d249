import { type KeptPlacement, openingPlacement } from "./viewport.ts";

/** Reads where the picture lay in an earlier page; what does not fit is as a picture opens. */
export function readPlacement(stored: unknown): KeptPlacement {
	const { view: size, placement } = fields(stored);
	const { width, height } = fields(size);
	const view = isSide(width) && isSide(height) ? { width, height } : { width: 0, height: 0 };
	const { kind, enlarge, scale, x, y } = fields(placement);
	if (kind === "fit") return { placement: { kind, enlarge: enlarge === true }, view };
	if (kind === "free" && isSide(scale) && scale > 0 && Number.isFinite(x) && Number.isFinite(y)) {
		return { placement: { kind, scale, x: x as number, y: y as number }, view };
	}
	return { placement: openingPlacement, view };
}

/** A number from 0. */
export function isSide(value: unknown): value is number {
	return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** What was stored by a page, of which nothing is sure. */
export function fields(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
