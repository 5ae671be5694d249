import * as l10n from "@vscode/l10n";
import { fullScale } from "../shared/geometry.ts";
import type { ShownObject } from "../shared/protocol.ts";
import type { Size } from "../shared/result.ts";
import { boundsOf } from "./bounds.ts";
import { formatRegion, labelText } from "./text.ts";

/** As JSON, in pixels of the upright picture: `{"x": …, "y": …, "width": …, "height": …}`. */
export function inPixels(object: ShownObject): string {
	const bounds = boundsOf(object);
	if (!bounds) return "";
	const { x, y, width, height } = bounds;
	const place = object.box || !object.point ? { x, y, width, height } : { x, y };
	const fields = Object.entries(place).map(([name, value]) => `"${name}": ${rounded(value)}`);
	return `{${fields.join(", ")}}`;
}

/**
 * As JSON, in Gemini's words and coordinates, 0–1000 of the picture: `{"box_2d": [ymin, xmin, ymax,
 * xmax]}`, for a point `{"point": [y, x]}`.
 */
export function inThousandths(object: ShownObject, picture: Size): string {
	const bounds = boundsOf(object);
	if (!bounds) return "";
	const scaled = (value: number, side: number): number => Math.round((value / side) * fullScale);
	const y = scaled(bounds.y, picture.height);
	const x = scaled(bounds.x, picture.width);
	if (!object.box && object.point) return `{"point": [${y}, ${x}]}`;
	const bottom = scaled(bounds.y + bounds.height, picture.height);
	const right = scaled(bounds.x + bounds.width, picture.width);
	return `{"box_2d": [${y}, ${x}, ${bottom}, ${right}]}`;
}

/** As a person would note it: "apple, 128 × 160 at 456, 304". */
export function asText(object: ShownObject): string {
	const bounds = boundsOf(object);
	const label = labelText(object.label);
	if (!bounds) return label;
	if (bounds.width > 0) return `${label}, ${formatRegion(bounds)}`;
	return l10n.t("{0} at {1}", label, `${Math.round(bounds.x)}, ${Math.round(bounds.y)}`);
}

/** To a hundredth of a pixel. */
function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}
