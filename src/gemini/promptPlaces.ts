import type { MaskFormat } from "./models.ts";

interface PlaceWording {
	task: "detect" | "segment" | "point";
	prompt: string | undefined;
	pictures: number;
	maxObjects: number;
	maskFormat: MaskFormat;
}

/** The words of the tasks whose whole answer is a list of objects; `language` by its English name. */
export function placeWords(
	wording: PlaceWording,
	language: string | undefined,
): (string | undefined)[] {
	const { task, pictures, maxObjects } = wording;
	const list = `a JSON array of at most ${maxObjects} entries, the most prominent first, [] when there are none, each`;
	const picture = pictures > 1 ? '"picture": n, ' : "";
	const which = picture && toldApart;
	const labels = language && `Write the labels in ${language}.`;
	switch (task) {
		case "detect":
			return [
				asked(wording, "a bounding box"),
				`Answer with ${list} {${picture}"box_2d": [ymin, xmin, ymax, xmax], "label": "name"}.${which}`,
				scale(pictures),
				distinct,
				labels,
				"No masks, no code fences, no text around the array.",
			];
		case "segment":
			return [
				asked(wording, "a segmentation mask"),
				...maskWords(wording.maskFormat, list, pictures),
				distinct,
				labels,
				"No code fences, no text around the array.",
			];
		case "point":
			return [
				asked(wording, "one point on it"),
				`Answer with ${list} {${picture}"point": [y, x], "label": "name"}.${which} The point lies on the object itself, near its middle.`,
				scale(pictures),
				distinct,
				labels,
				"No code fences, no text around the array.",
			];
	}
}

/** What coordinates count, where there are so many pictures. */
export function scale(pictures: number): string {
	const whole = pictures > 1 ? "the whole picture it is in" : "the whole picture";
	return `Coordinates are whole numbers from 0 to 1000 over the height (y) and the width (x) of ${whole}, origin at the top left.`;
}

/** Where there are several pictures, behind a form with "picture" in it. */
export const toldApart = ' "picture" is the number of the picture, counted from 1.';

// Without this the same few objects come back dozens of times, or all under one name.
const distinct =
	"List each object once. Where several are of the same kind, let each label say what sets that one apart: its place, its look, what it does.";

function asked({ prompt, pictures }: PlaceWording, what: string): string {
	const where = pictures > 1 ? `pictures 1 to ${pictures}` : "this picture";
	return prompt
		? `Find everything in ${where} that these words ask for, and give ${what} for each: ${prompt}`
		: `Find the prominent objects in ${where} and give ${what} for each.`;
}

function maskWords(format: MaskFormat, list: string, pictures: number): string[] {
	const picture = pictures > 1 ? '"picture": n, ' : "";
	const which = picture && toldApart;
	switch (format) {
		case "png":
			return [
				`Answer with ${list} {${picture}"box_2d": [ymin, xmin, ymax, xmax], "mask": "data:image/png;base64,…", "label": "name"}.${which} "mask" is the segmentation mask of the object within its box_2d.`,
				scale(pictures),
			];
		case "polygons":
			return [
				`Answer with ${list} {${picture}"box_2d": [ymin, xmin, ymax, xmax], "label": "name", "mask": [[y, x], …], "holes": [[[y, x], …], …]}.${which}`,
				'"mask" is the outer outline of the object as one closed polygon of 60 to 150 points [y, x] that follows its edge closely. "holes" has one such polygon for each part one can see through, [] when there is none; together they are filled by the even-odd rule.',
				`${scale(pictures)} That holds for "mask" and "holes" too: they are not relative to the box.`,
			];
	}
}
