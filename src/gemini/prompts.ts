import type { Task } from "../shared/result.ts";
import type { MaskFormat } from "./models.ts";
import { pageQuestion, pageWords } from "./promptPages.ts";
import { placeWords, scale, toldApart } from "./promptPlaces.ts";

/** One user turn, in words; the pictures of the conversation may stand in an earlier one. */
export interface Wording {
	task: Task;
	/** The person's own words: the question, or what to find. */
	prompt?: string | undefined;
	/** A BCP 47 tag, or a language in the person's own words. */
	language?: string | undefined;
	/** Classify: what to choose from, and whether more than one may fit. */
	labels?: readonly string[] | undefined;
	many?: boolean | undefined;
	/** How many pictures the conversation is about. */
	pictures: number;
	/** Transcribe, ask: the only picture is a PDF, and holds these pages of a document, counted from 1. */
	pages?: readonly number[] | undefined;
	/** The last picture is an enlarged part of the first. */
	hasCrop: boolean;
	maxObjects: number;
	maskFormat: MaskFormat;
}

/** The words of a task; coordinates and keys as Google's page "Image understanding" names them. */
export function promptFor(wording: Wording): string {
	return lines(
		...taskWords(wording),
		wording.hasCrop &&
			"The last picture is an enlarged part of picture 1: answer about this part. All coordinates refer to picture 1 as a whole.",
	);
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

type Line = string | false | undefined;

function taskWords(wording: Wording): Line[] {
	const own = wording.prompt?.trim();
	const language = wording.language?.trim();
	const name = language && languageName(language);
	switch (wording.task) {
		case "caption":
			return [captionWords(wording, own), name && `Write it in ${name}.`];
		case "ask":
			if (wording.pages) {
				return [
					...pageQuestion(wording.pages, own),
					name && `Answer in ${name}, unless the question asks for another language.`,
				];
			}
			return [
				own || `What ${isOne(wording) ? "does this picture" : "do these pictures"} show?`,
				"If this asks where something is, or to find, mark or count things, the last lines of the answer are a ```json fence that lists each of these things; otherwise write no such fence.",
				...fenceWords(wording),
				name && `Answer in ${name}, unless the question asks for another language.`,
			];
		case "compare":
			return [
				own ||
					(wording.pictures === 2
						? "What changed from picture 1 to picture 2?"
						: `What differs between ${these(wording)}?`),
				"Say it in Markdown first: what is gone, what is new, what moved, what looks different; leave out what stayed as it was.",
				"Then end with a ```json fence that lists each thing that is in one picture only or looks different, under the same label in every picture that it is in; [] when nothing differs.",
				...fenceWords(wording),
				name && `Answer in ${name}.`,
			];
		case "classify":
			return classifyWords(wording, own, name);
		case "extract":
			return [
				`Read from ${these(wording)} the values that the answer's JSON schema asks for.`,
				own && `Keep to these words: ${own}`,
				"Use null for a value that cannot be seen, or leave it out where the schema allows that. Never guess and never fill in what is likely.",
			];
		case "transcribe":
			if (wording.pages) return pageWords(wording.pages, own);
			return [
				`Write down all text in ${these(wording)} as Markdown, in its own language and reading order.`,
				own && `Keep to these words: ${own}`,
				"Keep the layout: headings, lists, emphasis, tables as Markdown tables, code in fenced blocks of its language.",
				"Write [illegible] in place of what cannot be read. No commentary, no fences around the whole answer.",
			];
		case "detect":
		case "segment":
		case "point":
			return placeWords({ ...wording, task: wording.task, prompt: own }, name);
	}
}

function captionWords(wording: Wording, own: string | undefined): string {
	return lines(
		own
			? `Write a caption for ${these(wording)}, as these words ask: ${own}`
			: `Say in one or two sentences what ${isOne(wording) ? "this picture shows" : "these pictures show, each by its number"}: the subject, what happens, and what a person who cannot see it would want to know.`,
		"Answer with the caption alone, as plain text.",
	);
}

function fenceWords(wording: Wording): Line[] {
	const picture = isOne(wording) ? "" : '"picture": n, ';
	return [
		`The fence holds [{${picture}"box_2d": [ymin, xmin, ymax, xmax], "label": "name"}], at most ${wording.maxObjects} entries.${picture && toldApart}`,
		scale(wording.pictures),
	];
}

function classifyWords(
	wording: Wording,
	own: string | undefined,
	language: string | undefined,
): Line[] {
	const { many, labels = [] } = wording;
	const which = many ? "Which of these labels fit" : "Which one of these labels fits";
	return [
		`${which} ${these(wording)}${many ? "" : " best"}? ${JSON.stringify(labels)}`,
		own && `Keep to these words: ${own}`,
		'Answer with a JSON object {"labels": [{"label": "…", "confidence": "…"}]}, each label as it is written above, {"labels": []} when none fits. Never invent labels.',
		'"confidence" is a word for how sure you are: add it only if you have one.',
		language && `Write the confidence in ${language}.`,
	];
}

function these({ pictures }: Wording): string {
	return pictures > 1 ? `pictures 1 to ${pictures}` : "this picture";
}

function isOne({ pictures }: Wording): boolean {
	return pictures < 2;
}

function lines(...parts: Line[]): string {
	return parts.filter(Boolean).join("\n");
}
