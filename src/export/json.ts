import { encodeMask } from "../image/png.ts";
import type { DetectedObject } from "../shared/result.ts";
import { type Exported, type ExportPicture, textFile } from "./exportPicture.ts";

/** Raised when what the file holds changes in a way that older readers misread. */
const version = 1;

/**
 * The results as Loupe has them: `{version, results: [{file, path, image, task, text, data, …}]}`,
 * each like an `InspectResult`. A mask's `data` is `png`: its probabilities 0–255 as an 8-bit grey
 * PNG of the mask's size, in base64. Everything is in pixels of the upright picture, not rounded.
 */
export async function json(pictures: readonly ExportPicture[]): Promise<Exported> {
	const results = pictures.map(async ({ fileName, path = fileName, size, objects, result }) => ({
		file: fileName,
		path,
		image: size,
		...result,
		objects: await Promise.all(objects.map(withPng)),
	}));
	const text = JSON.stringify({ version, results: await Promise.all(results) }, undefined, 2);
	return { files: [textFile("results.json", `${text}\n`)], notes: [] };
}

async function withPng({ mask, ...object }: DetectedObject) {
	if (!mask) return object;
	const { data, ...place } = mask;
	const png = Buffer.from(await encodeMask(mask)).toString("base64");
	return { ...object, mask: { ...place, png } };
}
