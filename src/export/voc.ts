import { clamp } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";
import { type Exported, type ExportPicture, textFile } from "./exportPicture.ts";
import { uniqueStems } from "./fileNames.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { boxOf } from "./shape.ts";

/**
 * One XML file a picture (Pascal VOC 2012 Development Kit, "Object Bounding Boxes"): boxes only, in
 * whole pixels counted from 1, the last one included.
 */
export async function voc(pictures: readonly ExportPicture[]): Promise<Exported> {
	const notes = new Notes();
	const stems = uniqueStems(pictures.map(({ fileName }) => fileName));
	const files = pictures.map((picture, index) =>
		textFile(`Annotations/${stems[index]}.xml`, annotation(picture, notes)),
	);
	return { files, notes: notes.all };
}

function annotation(picture: ExportPicture, notes: Notes): string {
	const { fileName, path = fileName, size } = picture;
	const lines = [
		"<annotation>",
		`\t<folder>${escapeXml(folderOf(path))}</folder>`,
		`\t<filename>${escapeXml(fileName)}</filename>`,
		"\t<source>",
		"\t\t<database>Unknown</database>",
		`\t\t<annotation>Loupe, ${escapeXml(picture.result.model.answered)}</annotation>`,
		"\t</source>",
		"\t<size>",
		`\t\t<width>${size.width}</width>`,
		`\t\t<height>${size.height}</height>`,
		// VOC has colour pictures only, and its readers expect the number.
		"\t\t<depth>3</depth>",
		"\t</size>",
		"\t<segmented>0</segmented>",
		...picture.objects.flatMap((object) => {
			const box = boxOf(object, size);
			if (object.point) notes.add("pointsLeftOut", fileName);
			else if (!box) notes.add("withoutPlace", fileName);
			if (!box) return [];
			if (object.mask || object.outline) notes.add("shapesAsBoxes", fileName);
			return objectLines(object.label, toPixels(box, size));
		}),
		"</annotation>",
	];
	return `${lines.join("\n")}\n`;
}

function objectLines(label: string, { x, y, width, height }: Rect): string[] {
	return [
		"\t<object>",
		`\t\t<name>${escapeXml(labelName(label))}</name>`,
		"\t\t<pose>Unspecified</pose>",
		"\t\t<truncated>0</truncated>",
		"\t\t<difficult>0</difficult>",
		"\t\t<bndbox>",
		`\t\t\t<xmin>${x + 1}</xmin>`,
		`\t\t\t<ymin>${y + 1}</ymin>`,
		`\t\t\t<xmax>${x + width}</xmax>`,
		`\t\t\t<ymax>${y + height}</ymax>`,
		"\t\t</bndbox>",
		"\t</object>",
	];
}

/** The whole pixels nearest to the box's edges, one at least. */
function toPixels(box: Rect, picture: Size): Rect {
	const [x, width] = toSpan(box.x, box.width, picture.width);
	const [y, height] = toSpan(box.y, box.height, picture.height);
	return { x, y, width, height };
}

/** Edges that meet when they are rounded take the pixel in which the first lies. */
function toSpan(start: number, length: number, most: number): [start: number, length: number] {
	const [from, to] = [Math.round(start), Math.round(start + length)];
	const first = clamp(from === to ? Math.floor(start) : from, 0, most - 1);
	return [first, clamp(to - first, 1, most - first)];
}

function folderOf(path: string): string {
	return path.split("/").at(-2) ?? "";
}

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&apos;",
};

/** Text for XML 1.0, without the characters that it has no way to say. */
function escapeXml(text: string): string {
	return text
		.toWellFormed()
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
		.replace(/[&<>"']/g, (char) => entities[char]!);
}
