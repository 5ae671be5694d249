import type { ScaledBox, ScaledPoint } from "../shared/geometry.ts";
import { boundsOf } from "./maskPolygons.ts";
import type { FoundMask } from "./maskReader.ts";
import { MaskReader } from "./maskReader.ts";
import { isPlural, labelRank, namesPicture, roleOf } from "./replyKeys.ts";
import type { JsonObject, JsonValue } from "./replyLooseJson.ts";
import type { RawBox } from "./replyPlace.ts";
import {
	hasArea,
	numberOf,
	readBoxes,
	readEdges,
	readNamedPoint,
	readPoints,
	tidyBox,
	tidyPoint,
} from "./replyPlace.ts";

/** One thing a reply names; all coordinates are 0–1000 of the image as sent. */
export interface FoundObject {
	/** Empty if the model gave none. */
	label: string;
	box?: ScaledBox;
	point?: ScaledPoint;
	mask?: FoundMask;
	/** Which of several pictures it is in, counted from 0. */
	picture?: number;
}

/** What was left out of an item, or changed in it. */
export type ItemProblem = "emptyBox" | "noPlace" | "noMask" | "clamped";

export interface ItemReading {
	objects: FoundObject[];
	problems: ItemProblem[];
}

/** An item's values by what they mean; of several keys for one thing, all that are there. */
interface Parts {
	label: string;
	boxes: JsonValue[];
	points: JsonValue[];
	masks: JsonValue[];
	holes: JsonValue[];
}

/** Reads the objects of one reply, in order: what earlier ones show about axis order helps later ones. */
export class ItemReader {
	#masks = new MaskReader();
	#pictures: number;

	/** `pictures`: how many there are. */
	constructor(pictures: number) {
		this.#pictures = pictures;
	}

	/** Usually one object; several where one label has several boxes or points. */
	read(item: JsonObject): ItemReading {
		const picture = pictureOf(item, this.#pictures);
		// In none of the pictures: on the first it would mark what is not there.
		if (Number.isNaN(picture)) return { objects: [], problems: ["noPlace"] };
		const reading = this.#readPlaced(item);
		if (picture === undefined) return reading;
		return { ...reading, objects: reading.objects.map((object) => ({ ...object, picture })) };
	}

	#readPlaced(item: JsonObject): ItemReading {
		const parts = partsOf(item);
		const problems: ItemProblem[] = [];
		const rawBoxes = readFirst(parts.boxes, readBoxes);
		const rawPoints = readFirst(parts.points, readPoints);
		if (rawBoxes.length === 0 && rawPoints.length === 0) {
			rawBoxes.push(...[readEdges(item)].filter((edges) => edges !== undefined));
		}
		if (rawBoxes.length === 0 && rawPoints.length === 0) {
			rawPoints.push(...[readNamedPoint(item)].filter((point) => point !== undefined));
		}
		const boxes = tidyBoxes(rawBoxes, problems);
		if (boxes.length === 1 && rawPoints.length > 2 && parts.masks.length === 0) {
			// Several points of one boxed object are its outline.
			parts.masks = parts.points;
			rawPoints.length = 0;
		}
		const points = tidyPoints(rawPoints, problems);
		const objects = this.#join(parts, boxes, points, problems);
		if (objects.length === 0 && problems.length === 0) {
			problems.push("noPlace");
		}
		return { objects, problems };
	}

	#join(
		{ label, masks, holes }: Parts,
		boxes: ScaledBox[],
		points: ScaledPoint[],
		problems: ItemProblem[],
	): FoundObject[] {
		if (boxes.length > 1 || points.length > 1) {
			if (masks.length > 0) {
				problems.push("noMask");
			}
			if (boxes.length === points.length) {
				return boxes.map((box, index) => ({ label, box, point: points[index]! }));
			}
			return [
				...boxes.map((box) => ({ label, box })),
				...points.map((point) => ({ label, point })),
			];
		}
		const [point] = points;
		const reading = masks.length > 0 ? this.#masks.read(masks, holes, boxes[0]) : undefined;
		const mask = reading?.mask;
		const box = boxes[0] ?? (mask?.kind === "polygons" ? boundsOf(mask.polygons) : undefined);
		if (box === undefined && point === undefined) {
			return [];
		}
		if (reading?.isMoved && !problems.includes("clamped")) {
			problems.push("clamped");
		}
		if (reading !== undefined && mask === undefined) {
			problems.push("noMask");
		}
		return [{ label, ...(box && { box }), ...(point && { point }), ...(mask && { mask }) }];
	}
}

/** True for an object that only holds lists, and these are empty: nothing was found. */
export function isEmptyWrapper(item: JsonObject): boolean {
	let isWrapper = false;
	let hasLabel = false;
	for (const [key, value] of Object.entries(item)) {
		const role = roleOf(key);
		hasLabel ||= role === "label";
		if (!Array.isArray(value) || value.length > 0) {
			continue;
		}
		if (role === undefined) {
			return true;
		}
		isWrapper ||= isPlural(key);
	}
	return isWrapper && !hasLabel;
}

/** Counted from 0; NaN for a number that no picture has; undefined where the item names none. */
function pictureOf(item: JsonObject, pictures: number): number | undefined {
	if (pictures < 2) return undefined;
	for (const key of Object.keys(item)) {
		if (!namesPicture(key)) continue;
		const number = numberOf(item[key]);
		if (number === undefined) continue;
		return Number.isInteger(number) && number >= 1 && number <= pictures ? number - 1 : Number.NaN;
	}
	return undefined;
}

function partsOf(item: JsonObject): Parts {
	const parts: Parts = { label: "", boxes: [], points: [], masks: [], holes: [] };
	let rank = Number.POSITIVE_INFINITY;
	for (const key of Object.keys(item)) {
		const role = roleOf(key);
		const value = item[key]!;
		switch (role) {
			case "label": {
				const text = labelOf(value);
				if (text !== "" && labelRank(key) < rank) {
					parts.label = text;
					rank = labelRank(key);
				}
				break;
			}
			case "box":
				parts.boxes.push(value);
				break;
			case "point":
				parts.points.push(value);
				break;
			case "mask":
				parts.masks.push(value);
				break;
			case "holes":
				parts.holes.push(value);
				break;
			case undefined:
				break;
			default:
				role satisfies never;
		}
	}
	return parts;
}

/** One line of text; of a list of labels, the first. */
function labelOf(value: JsonValue): string {
	const text = Array.isArray(value) ? value[0] : value;
	if (typeof text === "number") {
		return String(text);
	}
	return typeof text === "string" ? text.replace(/\s+/g, " ").trim() : "";
}

/** Of several values for one thing, the first that can be read. */
function readFirst<Place>(
	values: JsonValue[],
	read: (value: JsonValue) => (Place | undefined)[],
): (Place | undefined)[] {
	let first: (Place | undefined)[] = [];
	for (const value of values) {
		const places = read(value);
		if (places.some((place) => place !== undefined)) {
			return places;
		}
		first = first.length > 0 ? first : places;
	}
	return first;
}

function tidyBoxes(raw: (RawBox | undefined)[], problems: ItemProblem[]): ScaledBox[] {
	return raw.flatMap((each) => {
		if (each === undefined) {
			problems.push("noPlace");
			return [];
		}
		const { box, isMoved } = tidyBox(each);
		if (!hasArea(box)) {
			problems.push("emptyBox");
			return [];
		}
		if (isMoved) {
			problems.push("clamped");
		}
		return [box];
	});
}

function tidyPoints(raw: (ScaledPoint | undefined)[], problems: ItemProblem[]): ScaledPoint[] {
	return raw.flatMap((each) => {
		if (each === undefined) {
			problems.push("noPlace");
			return [];
		}
		const { point, isMoved } = tidyPoint(each);
		if (isMoved && !problems.includes("clamped")) {
			problems.push("clamped");
		}
		return [point];
	});
}
