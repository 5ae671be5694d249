import type {
	Content,
	GenerateContentConfig,
	GenerateContentParameters,
	HarmBlockThreshold,
	HarmCategory,
	MediaResolution,
	Part,
	PartMediaResolutionLevel,
	ThinkingConfig,
} from "@google/genai/web";
import { lowestThinking, type MaskFormat, maskFormat, takesResolutionPerPart } from "./models.ts";
import { type PromptedTask, promptFor } from "./prompts.ts";

/** A prepared picture: its bytes, or where the API finds them (a Files API or https URI). */
export type Picture = { mimeType: string; base64: string } | { mimeType: string; uri: string };

export type Resolution = "low" | "medium" | "high" | "ultra_high";

export interface RequestInput {
	task: PromptedTask;
	model: string;
	pictures: readonly Picture[];
	/** The person's own words: the question, or what to find. */
	prompt?: string | undefined;
	/** A BCP 47 tag, or a language in the person's own words. */
	language?: string | undefined;
	systemInstruction?: string | undefined;
	/** Harm category → block threshold, in the API's words. */
	safetySettings?: Readonly<Record<string, string>> | undefined;
	/** Absent: the model's own choice. */
	mediaResolution?: Resolution | undefined;
	maxObjects: number;
}

/**
 * Gemini unrolls `maxItems` into its grammar and answers larger ones with a bare 400 (reported from
 * 972 on for plain arrays and far earlier for objects, googleapis/python-genai#2170): above this the
 * number stands in the words only.
 */
const mostItemsInSchema = 50;

/** The API's request for one task; the pictures come before the words, which caching and answers prefer. */
export function buildRequest(input: RequestInput): GenerateContentParameters {
	const format = maskFormat(input.model);
	const text = promptFor({ ...input, maskFormat: format });
	const turn: Content = {
		role: "user",
		parts: [...input.pictures.map((picture) => picturePart(picture, input)), { text }],
	};
	return { model: input.model, contents: [turn], config: configFor(input, format) };
}

function picturePart(picture: Picture, { model, mediaResolution }: RequestInput): Part {
	const part: Part =
		"uri" in picture
			? { fileData: { mimeType: picture.mimeType, fileUri: picture.uri } }
			: { inlineData: { mimeType: picture.mimeType, data: picture.base64 } };
	if (mediaResolution !== "ultra_high" || !takesResolutionPerPart(model)) return part;
	const level = "MEDIA_RESOLUTION_ULTRA_HIGH" as PartMediaResolutionLevel;
	return { ...part, mediaResolution: { level } };
}

function configFor(input: RequestInput, format: MaskFormat): GenerateContentConfig {
	const { task, model } = input;
	const schema = schemaFor(task, format, input.maxObjects);
	const thinking = isSpatial(task) ? lowestThinking(model) : undefined;
	const resolution = resolutionForAll(input);
	const safety = Object.entries(input.safetySettings ?? {});
	const system = input.systemInstruction?.trim();
	return {
		...(system && { systemInstruction: system }),
		...(safety.length > 0 && {
			safetySettings: safety.map(([category, threshold]) => ({
				category: category as HarmCategory,
				threshold: threshold as HarmBlockThreshold,
			})),
		}),
		...(resolution && { mediaResolution: resolution }),
		...(thinking && { thinkingConfig: thinking as ThinkingConfig }),
		...(schema && { responseMimeType: "application/json", responseJsonSchema: schema }),
	};
}

/** ultra_high is a picture's own, or where the model knows none, the highest there is. */
function resolutionForAll({ model, mediaResolution }: RequestInput): MediaResolution | undefined {
	switch (mediaResolution) {
		case undefined:
			return undefined;
		case "low":
			return "MEDIA_RESOLUTION_LOW" as MediaResolution;
		case "medium":
			return "MEDIA_RESOLUTION_MEDIUM" as MediaResolution;
		case "high":
			return "MEDIA_RESOLUTION_HIGH" as MediaResolution;
		case "ultra_high":
			return takesResolutionPerPart(model)
				? undefined
				: ("MEDIA_RESOLUTION_HIGH" as MediaResolution);
	}
}

function isSpatial(task: PromptedTask): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

const numbers = { type: "array", items: { type: "integer" } };
const polygon = { type: "array", items: numbers };
const label = { type: "string" };

/**
 * JSON Schema of the answer; undefined: free text. Numbers and inner arrays carry no bounds, each
 * of which counts against Gemini's limit on grammar states; `reply.ts` checks them instead.
 */
function schemaFor(task: PromptedTask, format: MaskFormat, maxObjects: number): object | undefined {
	switch (task) {
		case "caption":
		case "ask":
			return undefined;
		case "detect":
			return listOf({ box_2d: numbers, label }, ["box_2d", "label"], maxObjects);
		case "point":
			return listOf({ point: numbers, label }, ["point", "label"], maxObjects);
		case "segment":
			// In JSON mode 2.5 writes a placeholder where the mask should be.
			if (format === "png") return undefined;
			return listOf(
				{ box_2d: numbers, label, mask: polygon, holes: { type: "array", items: polygon } },
				["box_2d", "label", "mask"],
				maxObjects,
			);
	}
}

function listOf(properties: Record<string, object>, required: string[], maxObjects: number) {
	return {
		type: "array",
		...(maxObjects <= mostItemsInSchema && { maxItems: maxObjects }),
		items: { type: "object", properties, required, propertyOrdering: Object.keys(properties) },
	};
}
