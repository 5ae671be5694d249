import type { DetectedObject } from "../shared/result.ts";
import { csvCell } from "./csvCell.ts";
import { type Exported, type ExportPicture, textFile } from "./exportPicture.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { boxOf, coveredArea, maskOf, pointOf, rounded } from "./shape.ts";

const header = [
	"file",
	"label",
	"task",
	"model",
	"x",
	"y",
	"width",
	"height",
	"point_x",
	"point_y",
	"mask_area",
];

type Cell = string | number | undefined;

/** One row an object in pixels of the upright picture; RFC 4180, UTF-8 without a byte order mark. */
export async function csv(pictures: readonly ExportPicture[]): Promise<Exported> {
	const notes = new Notes();
	const rows = pictures.flatMap((picture) =>
		picture.objects.map((object) => rowOf(object, picture, notes)),
	);
	const text = [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
	return { files: [textFile("objects.csv", text)], notes: notes.all };
}

function rowOf(object: DetectedObject, picture: ExportPicture, notes: Notes): Cell[] {
	const { fileName, path = fileName, size, result } = picture;
	const box = boxOf(object, size);
	const point = pointOf(object, size);
	const mask = maskOf(object, size);
	if (!box && !point) notes.add("withoutPlace", fileName);
	return [
		path,
		labelName(object.label),
		result.task,
		result.model.answered,
		...[box?.x, box?.y, box?.width, box?.height, point?.x, point?.y].map(
			(value) => value && rounded(value),
		),
		mask && coveredArea(mask),
	];
}
