import type { DetectedObject, Point, Rect, Size } from "../shared/result.ts";
import { classIds } from "./classes.ts";
import {
	type Exported,
	type ExportFile,
	type ExportOptions,
	type ExportPicture,
	textFile,
} from "./exportPicture.ts";
import { splitName, uniqueStems } from "./fileNames.ts";
import { joinPolygons } from "./joinPolygons.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { boxOf, maskOf, placeOf } from "./shape.ts";
import { readYoloNames, writeYoloData, yoloDataPath } from "./yoloData.ts";

/**
 * Labels as Ultralytics reads them (docs.ultralytics.com, "Detect" and "Segment" datasets), beside
 * where its readers look for pictures: `labels/train/cat.txt` for `images/train/cat.jpg`. All
 * numbers are shares of the picture's width and height. A data.yaml in the folder is added to.
 */
export async function yolo(
	pictures: readonly ExportPicture[],
	options: ExportOptions = {},
): Promise<Exported> {
	const notes = new Notes();
	const labels = pictures.flatMap(({ objects }) => objects.map(({ label }) => label));
	const ids = classIds(labels, await readEarlier(options, notes), 0);
	const isSegment = saysSegments(pictures, options);
	const stems = uniqueStems(pictures.map(({ fileName }) => fileName));
	const files: ExportFile[] = [textFile(yoloDataPath, writeYoloData(ids))];
	for (const [index, picture] of pictures.entries()) {
		const stem = stems[index]!;
		const lines = picture.objects.flatMap((object) => {
			const numbers = isSegment
				? segment(object, picture, options, notes)
				: detect(object, picture, notes);
			return numbers
				? [`${ids.get(labelName(object.label))} ${numbers.map(share).join(" ")}\n`]
				: [];
		});
		files.push(textFile(`labels/train/${stem}.txt`, lines.join("")));
		if (!options.copyPictures) continue;
		const { extension } = splitName(picture.fileName);
		if (picture.bytes) {
			files.push({ path: `images/train/${stem}${extension}`, bytes: picture.bytes });
		} else notes.add("withoutPicture", picture.fileName);
	}
	return { files, notes: notes.all };
}

async function readEarlier(options: ExportOptions, notes: Notes): Promise<Map<string, number>> {
	const text = await options.earlier?.(yoloDataPath);
	if (text === undefined) return new Map();
	const names = readYoloNames(text);
	if (!names) notes.add("earlierUnread", yoloDataPath);
	return names ?? new Map();
}

/** A data set is one or the other: where boxes and polygons are mixed, Ultralytics drops polygons. */
function saysSegments(
	pictures: readonly ExportPicture[],
	{ yolo: kind = "auto" }: ExportOptions,
): boolean {
	if (kind !== "auto") return kind === "segment";
	const placed = pictures.flatMap(({ objects, size }) =>
		objects.filter((object) => boxOf(object, size)).map((object) => maskOf(object, size)),
	);
	return placed.length > 0 && placed.every((mask) => mask !== undefined);
}

/** Centre, width and height. */
function detect(
	object: DetectedObject,
	{ fileName, size }: ExportPicture,
	notes: Notes,
): number[] | undefined {
	const box = boxOf(object, size);
	if (object.point) notes.add("pointsLeftOut", fileName);
	else if (!box) notes.add("withoutPlace", fileName);
	if (!box) return undefined;
	if (object.mask || object.outline) notes.add("shapesAsBoxes", fileName);
	return [
		(box.x + box.width / 2) / size.width,
		(box.y + box.height / 2) / size.height,
		box.width / size.width,
		box.height / size.height,
	];
}

/** The corners of one polygon, which holds all parts and holes. */
function segment(
	object: DetectedObject,
	picture: ExportPicture,
	options: ExportOptions,
	notes: Notes,
): number[] | undefined {
	const place = placeOf(object, picture, options, notes);
	if (!place) return undefined;
	const { shape, box, point } = place;
	if (point) notes.add("pointsLeftOut", picture.fileName);
	if (shape) {
		const { polygon, leftOut } = joinPolygons([...shape.outer(), ...shape.holes()]);
		if (leftOut > 0) notes.add("specksLeftOut", picture.fileName);
		return corners(polygon, picture.size);
	}
	if (!box) return undefined;
	notes.add("boxesAsShapes", picture.fileName);
	return corners(cornersOf(box), picture.size);
}

function corners(polygon: readonly Point[], { width, height }: Size): number[] {
	return polygon.flatMap(({ x, y }) => [x / width, y / height]);
}

function cornersOf({ x, y, width, height }: Rect): Point[] {
	return [
		{ x, y },
		{ x: x + width, y },
		{ x: x + width, y: y + height },
		{ x, y: y + height },
	];
}

/** Six digits are a hundredth of a pixel at ten thousand. */
function share(value: number): string {
	return String(Math.round(value * 1e6) / 1e6);
}
