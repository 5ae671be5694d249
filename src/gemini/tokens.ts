import type { ContentListUnion, GenerateContentParameters, Part } from "@google/genai/web";
import type { Resolution } from "../shared/choices.ts";
import type { Size } from "../shared/result.ts";
import { modelFamily } from "./models.ts";
import { buildRequest, type RequestInput } from "./request.ts";

/** What a picture part holds: upright pixels as sent, or so many pages of a PDF with the text in them. */
export type SentMedium = Size | { pages: number; text?: string };

/** Of one picture, tile or page in Gemini 2.x. */
const tileTokens = 258;

/** At most this, of a picture in Gemini 3 (ai.google.dev/gemini-api/docs/media-resolution, October 2026). */
const mostTokens = { low: 280, medium: 560, high: 1120, ultra_high: 2240 } as const;

/**
 * Tokens of a picture as sent, a maximum for Gemini 3; by ai.google.dev/gemini-api/docs/media-resolution
 * and, for 2.x, /tokens (October 2026). Undefined for models that count otherwise.
 */
export function pictureTokens(
	size: Size,
	model: string,
	resolution?: Resolution,
): number | undefined {
	const family = modelFamily(model);
	switch (family) {
		case "3":
		case "robotics":
			return mostTokens[resolution ?? "high"];
		case "2.5":
		case "older":
			if (resolution === "low") return 64;
			if (resolution === "medium") return 256;
			return tileTokens * tilesOf(size);
		case "other":
			return undefined;
		default:
			return family satisfies never;
	}
}

/** Tokens of a PDF's page as it is looked at; the text in it comes on top. Undefined as for pictures. */
export function pageTokens(model: string, resolution?: Resolution): number | undefined {
	const family = modelFamily(model);
	switch (family) {
		case "3":
		case "robotics":
			// Pages know no ultra_high.
			return mostTokens[resolution === "ultra_high" ? "high" : (resolution ?? "medium")];
		case "2.5":
		case "older":
			if (resolution === "low") return 64;
			if (resolution === "medium") return 256;
			return tileTokens;
		case "other":
			return undefined;
		default:
			return family satisfies never;
	}
}

/**
 * About four letters of English a token (ai.google.dev/gemini-api/docs/tokens). UTF-8 bytes stand for
 * letters: scripts of longer characters take more tokens, too.
 */
export function wordTokens(text: string): number {
	return Math.ceil(new TextEncoder().encode(text).length / 4);
}

/**
 * About how many tokens a request has: pictures, words, earlier turns, system instruction and schema.
 * `media` are what its picture parts hold, in their order. Undefined where the model's way of counting
 * is not known, or depends on a picture that `media` says nothing about.
 */
export function requestTokens(
	{ model, contents, config }: GenerateContentParameters,
	media: readonly SentMedium[],
): number | undefined {
	const parts = partsOf(contents);
	const mediaParts = parts.filter(({ inlineData, fileData }) => inlineData || fileData);
	let sum = 0;
	for (const [index, part] of mediaParts.entries()) {
		const level = part.mediaResolution?.level ?? config?.mediaResolution;
		const medium = media[index];
		const tokens = medium && mediumTokens(medium, model, resolutionOf(level));
		if (tokens === undefined) return undefined;
		sum += tokens;
	}
	const { systemInstruction, responseJsonSchema } = config ?? {};
	const words = [
		...parts.map(({ text }) => text ?? ""),
		typeof systemInstruction === "string" ? systemInstruction : "",
		responseJsonSchema ? JSON.stringify(responseJsonSchema) : "",
	];
	return words.reduce((total, text) => total + wordTokens(text), sum);
}

/** About how many tokens it takes to look for objects in one picture of this size as sent. */
export function detectionTokens(
	size: Size,
	settings: Omit<RequestInput, "task" | "pictures">,
): number | undefined {
	const picture = { mimeType: "image/jpeg", base64: "" };
	return requestTokens(buildRequest({ ...settings, task: "detect", pictures: [picture] }), [size]);
}

function mediumTokens(
	medium: SentMedium,
	model: string,
	resolution: Resolution | undefined,
): number | undefined {
	if (!("pages" in medium)) return pictureTokens(medium, model, resolution);
	const page = pageTokens(model, resolution);
	return page === undefined ? undefined : page * medium.pages + wordTokens(medium.text ?? "");
}

/** Small pictures are one tile; others are cut into squares of a side that follows their shorter one. */
function tilesOf({ width, height }: Size): number {
	if (width <= 384 && height <= 384) return 1;
	const unit = Math.max(1, Math.floor(Math.min(width, height) / 1.5));
	return Math.ceil(width / unit) * Math.ceil(height / unit);
}

/** The wire's word as the settings say it; what is not said or not known is the model's own choice. */
function resolutionOf(level: string | undefined): Resolution | undefined {
	const word = level?.replace("MEDIA_RESOLUTION_", "").toLowerCase();
	return (["low", "medium", "high", "ultra_high"] as const).find((known) => known === word);
}

function partsOf(contents: ContentListUnion): Part[] {
	return [contents].flat().flatMap((content) => {
		if (typeof content === "string") return [{ text: content }];
		return "parts" in content ? (content.parts ?? []) : [content as Part];
	});
}
