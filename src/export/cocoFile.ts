import type { Rle } from "../image/rle.ts";

/** Where COCO keeps its objects, as in its own `instances_train2017.json`. */
export const cocoPath = "instances.json";

export interface CocoFile {
	images: CocoImage[];
	annotations: CocoAnnotation[];
	categories: CocoCategory[];
	/** `info`, `licenses` and what else a file holds. */
	[key: string]: unknown;
}

export interface CocoImage {
	id: number;
	file_name: string;
	width: number;
	height: number;
}

export interface CocoCategory {
	id: number;
	name: string;
	supercategory: string;
	keypoints?: string[];
	skeleton?: number[][];
}

export interface CocoAnnotation {
	id: number;
	image_id: number;
	category_id: number;
	bbox: [x: number, y: number, width: number, height: number];
	area: number;
	/** Polygons as x, y, x, y, …; none for a box alone. */
	segmentation: number[][] | Rle;
	keypoints?: number[];
	num_keypoints?: number;
	iscrowd: 0 | 1;
}

export function emptyCoco(date: Date): CocoFile {
	return {
		info: {
			description: "Exported by Loupe",
			version: "1.0",
			year: date.getUTCFullYear(),
			date_created: date.toISOString(),
		},
		licenses: [],
		images: [],
		annotations: [],
		categories: [],
	};
}

/** What is needed to add to a file; undefined when it is not a COCO file. */
export function readCoco(text: string): CocoFile | undefined {
	let file: unknown;
	try {
		file = JSON.parse(text);
	} catch {
		// The caller says that it is no COCO file, whatever else it is.
		return undefined;
	}
	return isCoco(file) ? file : undefined;
}

function isCoco(file: unknown): file is CocoFile {
	if (!isRecord(file)) return false;
	const { images, annotations, categories } = file;
	return (
		entries(images, ({ id, file_name }) => isId(id) && typeof file_name === "string") &&
		entries(annotations, ({ id, image_id }) => isId(id) && isId(image_id)) &&
		entries(categories, ({ id, name }) => isId(id) && typeof name === "string")
	);
}

function entries(value: unknown, isWhole: (entry: Record<string, unknown>) => boolean): boolean {
	return Array.isArray(value) && value.every((entry) => isRecord(entry) && isWhole(entry));
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}

function isId(value: unknown): value is number {
	return Number.isSafeInteger(value);
}
