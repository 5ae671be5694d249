import type { ScaledBox, ScaledPoint } from "../shared/geometry.ts";
import { clamp, fullScale } from "../shared/geometry.ts";
import { plainKey } from "./replyKeys.ts";
import type { JsonObject, JsonValue } from "./replyLooseJson.ts";

/** A box as the model gave it: its edges may be swapped or lie outside the image. */
export type RawBox = ScaledBox;

/** A number, or a string that is one. */
export function numberOf(value: JsonValue | undefined): number | undefined {
	const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** All the numbers in "12, 40.5 [300]"; undefined if there is anything else in it. */
export function numbersIn(text: string): number[] | undefined {
	if (!/^[\d\s.,;()[\]+-]+$/.test(text)) {
		return undefined;
	}
	const numbers = text.match(/[^\s,;()[\]]+/g)?.map(Number);
	return numbers?.every(Number.isFinite) ? numbers : undefined;
}

/**
 * Boxes as `[ymin, xmin, ymax, xmax]`: flat, in pairs, as text, as named edges; one or a list.
 * What should be a box and is none comes as undefined; null and `[]` are no boxes at all.
 */
export function readBoxes(value: JsonValue | undefined): (RawBox | undefined)[] {
	if (!Array.isArray(value)) {
		return readSingle(value, quad, readEdges);
	}
	if (value.length === 2) {
		const [first, second] = value.map(flatNumbers);
		if (first?.length === 2 && second?.length === 2) {
			return [quad([...first, ...second])];
		}
	}
	return readList(value, quad, readEdges);
}

/** Points as `[y, x]`, as text, as `{x, y}`; one or a list. Undefined and nothing as in `readBoxes`. */
export function readPoints(value: JsonValue | undefined): (ScaledPoint | undefined)[] {
	return Array.isArray(value)
		? readList(value, pair, readNamedPoint)
		: readSingle(value, pair, readNamedPoint);
}

/** `{ymin, xmin, ymax, xmax}`, `{top, left, …}`, `{y, x, y2, x2}`, `{x, y, width, height}`. */
export function readEdges(record: JsonObject): RawBox | undefined {
	const named = namedNumbers(record);
	const pick = (...names: string[]) =>
		names.map((name) => named.get(name)).find((number) => number !== undefined);
	const top = pick("top", "ymin", "miny", "y0", ...(named.has("y2") ? ["y1"] : []), "y");
	const left = pick("left", "xmin", "minx", "x0", ...(named.has("x2") ? ["x1"] : []), "x");
	const height = pick("height", "h");
	const width = pick("width", "w");
	const bottom =
		pick("bottom", "ymax", "maxy", "y2", ...(named.has("y0") ? ["y1"] : [])) ?? plus(top, height);
	const right =
		pick("right", "xmax", "maxx", "x2", ...(named.has("x0") ? ["x1"] : [])) ?? plus(left, width);
	if (top === undefined || left === undefined || bottom === undefined || right === undefined) {
		return undefined;
	}
	return { top, left, bottom, right };
}

export function readNamedPoint(record: JsonObject): ScaledPoint | undefined {
	const named = namedNumbers(record);
	const x = named.get("x");
	const y = named.get("y");
	return x === undefined || y === undefined ? undefined : { x, y };
}

/** Puts edges in order and inside the image. */
export function tidyBox(raw: RawBox): { box: ScaledBox; isMoved: boolean } {
	const box = {
		top: clamp(Math.min(raw.top, raw.bottom), 0, fullScale),
		left: clamp(Math.min(raw.left, raw.right), 0, fullScale),
		bottom: clamp(Math.max(raw.top, raw.bottom), 0, fullScale),
		right: clamp(Math.max(raw.left, raw.right), 0, fullScale),
	};
	const isInside = [raw.top, raw.left, raw.bottom, raw.right].every(
		(edge) => edge >= 0 && edge <= fullScale,
	);
	return { box, isMoved: !isInside };
}

export function hasArea(box: ScaledBox): boolean {
	return box.bottom > box.top && box.right > box.left;
}

/** Puts a point inside the image. */
export function tidyPoint(raw: ScaledPoint): { point: ScaledPoint; isMoved: boolean } {
	const point = { x: clamp(raw.x, 0, fullScale), y: clamp(raw.y, 0, fullScale) };
	return { point, isMoved: point.x !== raw.x || point.y !== raw.y };
}

export function isRecord(value: JsonValue | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The numbers of an array that holds nothing else; undefined for other arrays. */
export function flatNumbers(value: JsonValue): number[] | undefined {
	if (!Array.isArray(value)) {
		return undefined;
	}
	const numbers: number[] = [];
	for (const each of value) {
		const number = numberOf(each);
		if (number === undefined) {
			return undefined;
		}
		numbers.push(number);
	}
	return numbers;
}

function readList<Place>(
	list: JsonValue[],
	fromNumbers: (numbers: number[]) => Place | undefined,
	fromRecord: (record: JsonObject) => Place | undefined,
): (Place | undefined)[] {
	if (list.length === 0) {
		return [];
	}
	const numbers = flatNumbers(list);
	if (numbers !== undefined) {
		return [fromNumbers(numbers)];
	}
	if (!list.some(mayBePlace)) {
		return [undefined];
	}
	return list.flatMap((each) => {
		const inner = flatNumbers(each);
		return inner === undefined ? readSingle(each, fromNumbers, fromRecord) : [fromNumbers(inner)];
	});
}

/** Unlike a single coordinate. */
function mayBePlace(value: JsonValue): boolean {
	return typeof value === "string"
		? (numbersIn(value)?.length ?? 0) > 1
		: typeof value === "object" && value !== null;
}

function readSingle<Place>(
	value: JsonValue | undefined,
	fromNumbers: (numbers: number[]) => Place | undefined,
	fromRecord: (record: JsonObject) => Place | undefined,
): (Place | undefined)[] {
	if (value === undefined || value === null || value === "") {
		return [];
	}
	if (typeof value === "string") {
		return [fromNumbers(numbersIn(value) ?? [])];
	}
	return [isRecord(value) ? fromRecord(value) : undefined];
}

function quad(numbers: number[]): RawBox | undefined {
	const [top, left, bottom, right] = numbers;
	return numbers.length === 4
		? { top: top!, left: left!, bottom: bottom!, right: right! }
		: undefined;
}

function pair(numbers: number[]): ScaledPoint | undefined {
	const [y, x] = numbers;
	return numbers.length === 2 ? { y: y!, x: x! } : undefined;
}

function namedNumbers(record: JsonObject): Map<string, number> {
	const named = new Map<string, number>();
	for (const key of Object.keys(record)) {
		const number = numberOf(record[key]);
		if (number !== undefined) {
			named.set(plainKey(key), number);
		}
	}
	return named;
}

function plus(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? undefined : a + b;
}
