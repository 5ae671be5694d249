import type { ScaledBox, ScaledPoint } from "../shared/geometry.ts";
import { pngIn } from "./maskPng.ts";
import type { AxisOrder } from "./maskPolygons.ts";
import { orderByBox, readPolygons, toPolygons } from "./maskPolygons.ts";
import type { JsonValue } from "./replyLooseJson.ts";

/**
 * A mask as it came. `png`: base64 of a grey picture, 0–255, to be stretched over the object's box.
 * `polygons`: 0–1000 of the image as sent, filled even-odd.
 */
export type FoundMask =
	| { kind: "png"; base64: string }
	| { kind: "polygons"; polygons: ScaledPoint[][] };

/** `mask` is undefined where nothing can be drawn: tokens, placeholders, null, broken data. */
export interface MaskReading {
	mask: FoundMask | undefined;
	isMoved: boolean;
}

/** The order that the prompts name. */
const namedOrder: AxisOrder = "yx";
const deepest = 3;

/**
 * Reads every mask format that models answer with. The axis order of polygons is that under which
 * they fit their box; without a box, or when both fit, that of most polygons so far in this reply;
 * else [y, x], as the prompts ask for.
 */
export class MaskReader {
	/** How many more polygons were [y, x] than [x, y]. */
	#balance = 0;

	/** The first of `masks` that can be drawn; a PNG needs a box to be stretched over. */
	read(masks: JsonValue[], holes: JsonValue[], box: ScaledBox | undefined): MaskReading {
		for (const value of masks) {
			const base64 = box === undefined ? undefined : pngWithin(value, 0);
			if (base64 !== undefined) {
				return { mask: { kind: "png", base64 }, isMoved: false };
			}
			const reading = this.#polygons(value, holes, box);
			if (reading !== undefined) {
				return reading;
			}
		}
		return { mask: undefined, isMoved: false };
	}

	#polygons(
		value: JsonValue,
		holes: JsonValue[],
		box: ScaledBox | undefined,
	): MaskReading | undefined {
		const outer = readPolygons(value);
		const inner = holes.filter(isFilled).map(readPolygons);
		if (outer === undefined || inner.includes(undefined)) {
			return undefined;
		}
		const rings = [...outer.rings, ...inner.flatMap((each) => each?.rings ?? [])];
		const order = outer.order ?? this.#order(rings, box);
		const { polygons, isMoved } = toPolygons(rings, order);
		return polygons.length === 0 ? undefined : { mask: { kind: "polygons", polygons }, isMoved };
	}

	#order(rings: number[][], box: ScaledBox | undefined): AxisOrder {
		const decided = box === undefined ? undefined : orderByBox(rings, box);
		if (decided !== undefined) {
			this.#balance += decided === "yx" ? 1 : -1;
			return decided;
		}
		return this.#balance < 0 ? "xy" : namedOrder;
	}
}

/** In a string, or in the first place of an array or object that has one. */
function pngWithin(value: JsonValue, depth: number): string | undefined {
	if (typeof value === "string") {
		return pngIn(value);
	}
	if (typeof value !== "object" || value === null || depth > deepest) {
		return undefined;
	}
	for (const each of Object.values(value)) {
		if (typeof each === "number" || (Array.isArray(each) && typeof each[0] === "number")) {
			// Coordinates: looking through them all would be slow.
			return undefined;
		}
		const found = pngWithin(each, depth + 1);
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

function isFilled(value: JsonValue): boolean {
	return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
