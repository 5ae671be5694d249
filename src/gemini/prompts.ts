import type { Task } from "../shared/result.ts";
import type { MaskFormat } from "./models.ts";

/** The tasks there are words for; the others of `Task` follow. */
export const promptedTasks = [
	"caption",
	"ask",
	"detect",
	"segment",
	"point",
] as const satisfies readonly Task[];

export type PromptedTask = (typeof promptedTasks)[number];

export function isPrompted(task: Task): task is PromptedTask {
	return promptedTasks.some((prompted) => prompted === task);
}

export interface Wording {
	task: PromptedTask;
	/** The person's own words: the question, or what to find. */
	prompt?: string | undefined;
	/** A BCP 47 tag, or a language in the person's own words. */
	language?: string | undefined;
	maxObjects: number;
	maskFormat: MaskFormat;
}

/** The words of a task; coordinates and keys as Google's page "Image understanding" names them. */
export function promptFor(wording: Wording): string {
	const { task, language } = wording;
	const name = language?.trim() ? languageName(language.trim()) : undefined;
	switch (task) {
		case "caption":
			return lines(captionWords(wording.prompt), name && `Write it in ${name}.`);
		case "ask":
			return lines(
				wording.prompt?.trim() || "What does this picture show?",
				name && `Answer in ${name}, unless the question asks for another language.`,
			);
		case "detect":
			return lines(
				asked(wording.prompt, "a bounding box", "prominent objects"),
				`Answer with ${list(wording.maxObjects)} {"box_2d": [ymin, xmin, ymax, xmax], "label": "name"}.`,
				scale,
				distinct,
				labelsIn(name),
				"No masks, no code fences, no text around the array.",
			);
		case "segment":
			return lines(
				asked(wording.prompt, "a segmentation mask", "prominent objects"),
				...maskWords(wording),
				distinct,
				labelsIn(name),
				"No code fences, no text around the array.",
			);
		case "point":
			return lines(
				asked(wording.prompt, "one point on it", "prominent objects"),
				`Answer with ${list(wording.maxObjects)} {"point": [y, x], "label": "name"}. The point lies on the object itself, near its middle.`,
				scale,
				distinct,
				labelsIn(name),
				"No code fences, no text around the array.",
			);
	}
}

/** "ko" → "Korean", "pt-br" → "Brazilian Portuguese"; what is no known tag stays as it is. */
export function languageName(tag: string): string {
	const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
	try {
		return names.of(tag) ?? tag;
	} catch {
		// Not built like a tag: a language in the person's own words, which the model understands.
		return tag;
	}
}

const scale =
	"Coordinates are whole numbers from 0 to 1000 over the height (y) and the width (x) of the whole picture, origin at the top left.";

// Without this the same few objects come back dozens of times, or all under one name.
const distinct =
	"List each object once. Where several are of the same kind, let each label say what sets that one apart: its place, its look, what it does.";

function captionWords(prompt: string | undefined): string {
	const own = prompt?.trim();
	return lines(
		own
			? `Write a caption for this picture, as these words ask: ${own}`
			: "Say in one or two sentences what this picture shows: the subject, what happens, and what a person who cannot see it would want to know.",
		"Answer with the caption alone, as plain text.",
	);
}

function asked(prompt: string | undefined, what: string, general: string): string {
	const own = prompt?.trim();
	return own
		? `Find everything in this picture that these words ask for, and give ${what} for each: ${own}`
		: `Find the ${general} in this picture and give ${what} for each.`;
}

function list(maxObjects: number): string {
	return `a JSON array of at most ${maxObjects} entries, the most prominent first, [] when there are none, each`;
}

function maskWords({ maskFormat, maxObjects }: Wording): string[] {
	switch (maskFormat) {
		case "png":
			return [
				`Answer with ${list(maxObjects)} {"box_2d": [ymin, xmin, ymax, xmax], "mask": "data:image/png;base64,…", "label": "name"}. "mask" is the segmentation mask of the object within its box_2d.`,
				scale,
			];
		case "polygons":
			return [
				`Answer with ${list(maxObjects)} {"box_2d": [ymin, xmin, ymax, xmax], "label": "name", "mask": [[y, x], …], "holes": [[[y, x], …], …]}.`,
				'"mask" is the outer outline of the object as one closed polygon of 60 to 150 points [y, x] that follows its edge closely. "holes" has one such polygon for each part one can see through, [] when there is none; together they are filled by the even-odd rule.',
				`${scale} That holds for "mask" and "holes" too: they are not relative to the box.`,
			];
	}
}

function labelsIn(language: string | undefined): string | undefined {
	return language && `Write the labels in ${language}.`;
}

function lines(...parts: (string | undefined)[]): string {
	return parts.filter(Boolean).join("\n");
}
