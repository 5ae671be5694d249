import { coco } from "./coco.ts";
import { csv } from "./csv.ts";
import type { ExportWriter } from "./exportPicture.ts";
import { json } from "./json.ts";
import { labelme } from "./labelme.ts";
import { masks } from "./png.ts";
import { voc } from "./voc.ts";
import { yolo } from "./yolo.ts";

export const exportFormats = ["coco", "yolo", "voc", "labelme", "masks", "csv", "json"] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Every format that results can be written in. */
export const formats: Readonly<Record<ExportFormat, ExportWriter>> = {
	coco,
	yolo,
	voc,
	labelme,
	masks,
	csv,
	json,
};
