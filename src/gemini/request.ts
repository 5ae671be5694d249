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
import type { Resolution, ThinkingLevel } from "../shared/choices.ts";
import { LoupeError } from "../shared/errors.ts";
import type { JsonSchema } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import { givenLabels } from "./labels.ts";
import { type MaskFormat, maskFormat, takesResolutionPerPart, thinkingFor } from "./models.ts";
import { promptFor } from "./prompts.ts";
import { schemaFor } from "./requestSchema.ts";

/** A prepared picture, or a PDF: its bytes, or where the API finds them (a Files API or https URI). */
export type Picture = { mimeType: string; base64: string } | { mimeType: string; uri: string };

/** The MIME type of a PDF (RFC 8118). */
export const pdfType = "application/pdf";

/** A question of the same conversation, with its answer. */
export interface EarlierTurn {
	task: Task;
	prompt?: string | undefined;
	crop?: Picture | undefined;
	/** Never empty: the API refuses that. */
	answer: string;
}

export interface RequestInput {
	task: Task;
	model: string;
	/** What the conversation is about; all of its turns say "picture 1" to the first. */
	pictures: readonly Picture[];
	/** Transcribe, ask: the only picture is a PDF, and holds these pages of a document, counted from 1. */
	pages?: readonly number[] | undefined;
	/** A part of the only picture at full resolution, which this turn is about. */
	crop?: Picture | undefined;
	/** Oldest first. */
	earlier?: readonly EarlierTurn[] | undefined;
	/** The person's own words: the question, or what to find. */
	prompt?: string | undefined;
	/** Classify: what to choose from, and whether more than one may fit. */
	labels?: readonly string[] | undefined;
	many?: boolean | undefined;
	/** Extract: sent as it is. */
	schema?: JsonSchema | undefined;
	/** A BCP 47 tag, or a language in the person's own words. */
	language?: string | undefined;
	systemInstruction?: string | undefined;
	/** Harm category → block threshold, in the API's words. */
	safetySettings?: Readonly<Record<string, string>> | undefined;
	/** Absent: the model's own choice. */
	mediaResolution?: Resolution | undefined;
	/** Absent: the least for boxes, masks and points, which Google's cookbook found best and fastest; else the model's own. */
	thinking?: ThinkingLevel | undefined;
	maxObjects: number;
}

/**
 * The API's request for one task. The pictures open the conversation, before any words, which answers
 * prefer; and since every later request begins with the same parts, caching finds them again. Throws
 * `Unsupported` for classify without labels and for extract without a schema.
 */
export function buildRequest(input: RequestInput): GenerateContentParameters {
	const labels = givenLabels(input.labels ?? []);
	const { task, schema } = input;
	if (task === "classify" && labels.length === 0) throw missing("labels");
	if (task === "extract" && !schema) throw missing("a JSON schema");
	const asked = { ...input, labels };
	const contents = (input.earlier ?? []).flatMap(({ answer, ...turn }) => [
		userTurn(turn, asked),
		{ role: "model", parts: [{ text: answer }] },
	]);
	contents.push(userTurn(asked, asked));
	contents[0]?.parts.unshift(...numbered(input));
	return { model: input.model, contents, config: configFor(asked, maskFormat(input.model)) };
}

type Turn = Pick<RequestInput, "task" | "prompt" | "crop" | "labels" | "many">;

/** Its own part of the picture and its words; in the same way when it is sent again later. */
function userTurn(turn: Turn, input: RequestInput): Content & { parts: Part[] } {
	const { language, maxObjects, model, pages, pictures } = input;
	const text = promptFor({
		...turn,
		language,
		maxObjects,
		maskFormat: maskFormat(model),
		// The conversation is about these; all of its turns say so.
		pages,
		pictures: pictures.length,
		hasCrop: turn.crop !== undefined,
	});
	return { role: "user", parts: [...(turn.crop ? [picturePart(turn.crop, input)] : []), { text }] };
}

/** One picture stands alone; of several, each has its number before it. */
function numbered(input: RequestInput): Part[] {
	const parts = input.pictures.map((picture) => picturePart(picture, input));
	if (parts.length < 2) return parts;
	return parts.flatMap((part, index) => [{ text: `Picture ${index + 1}:` }, part]);
}

function picturePart(picture: Picture, { model, mediaResolution }: RequestInput): Part {
	const part: Part =
		"uri" in picture
			? { fileData: { mimeType: picture.mimeType, fileUri: picture.uri } }
			: { inlineData: { mimeType: picture.mimeType, data: picture.base64 } };
	if (mediaResolution !== "ultra_high" || !takesUltraHigh(picture, model)) return part;
	const level = "MEDIA_RESOLUTION_ULTRA_HIGH" as PartMediaResolutionLevel;
	return { ...part, mediaResolution: { level } };
}

function configFor(input: RequestInput, format: MaskFormat): GenerateContentConfig {
	const { task, model } = input;
	const schema = schemaFor(input, format);
	const level = input.thinking ?? (isSpatial(task) ? "minimal" : undefined);
	const thinking = level && thinkingFor(model, level);
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
function resolutionForAll({
	model,
	mediaResolution,
	pictures,
}: RequestInput): MediaResolution | undefined {
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
			return pictures.every((picture) => takesUltraHigh(picture, model))
				? undefined
				: ("MEDIA_RESOLUTION_HIGH" as MediaResolution);
	}
}

/** A PDF's pages know no more than high. */
function takesUltraHigh({ mimeType }: Picture, model: string): boolean {
	return mimeType !== pdfType && takesResolutionPerPart(model);
}

function isSpatial(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

function missing(what: string): LoupeError {
	return new LoupeError("Unsupported", `The request needs ${what}`);
}
