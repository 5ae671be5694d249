import { invalidArgument, notFound } from "./apiError.ts";
import type { MaskFormat } from "./wire.ts";

/** What signs every answer, whatever model was asked. */
export const modelVersion = "loupe-demo";

/** A model as the API's list shows it; only the fields that are read. */
export interface ListedModel {
	name: string;
	displayName: string;
	description: string;
	inputTokenLimit: number;
	outputTokenLimit: number;
	supportedGenerationMethods: string[];
	thinking: boolean;
}

const listed: readonly [id: string, name: string][] = [
	["loupe-demo", "Loupe demo engine"],
	["gemini-3.8-flash", "Gemini 3.8 Flash (demo)"],
	["gemini-3.6-flash", "Gemini 3.6 Flash (demo)"],
	["gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite (demo)"],
	["gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview (demo)"],
	["gemini-robotics-er-2-preview", "Gemini Robotics-ER 2 Preview (demo)"],
	["gemini-2.5-pro", "Gemini 2.5 Pro (demo)"],
	["gemini-2.5-flash", "Gemini 2.5 Flash (demo)"],
	["gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite (demo)"],
];

/** One page of the list; throws 400 for a size or token that makes no sense. */
export function listModels(query: URLSearchParams): {
	models: ListedModel[];
	nextPageToken?: string;
} {
	const { items, nextPageToken } = pageOf(listed, query);
	return {
		models: items.map(([id, name]) => describeModel(id, name)),
		...(nextPageToken && { nextPageToken }),
	};
}

/** `id` as in the list, or another of Gemini's that has not ended; throws 404. */
export function findModel(id: string): ListedModel {
	const isEnded = /^gemini-(?:1\.|2\.0|robotics-er-1)/.test(id);
	if (isEnded || !/^(?:gemini-[\da-z][\da-z.-]*|loupe-demo)$/.test(id)) {
		throw notFound(
			`models/${id} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
		);
	}
	return describeModel(id, listed.find(([known]) => known === id)?.[1] ?? `${id} (demo)`);
}

/** How the family writes masks when it does as it is asked. */
export function maskFormatOf(id: string): MaskFormat {
	if (/^gemini-2\./.test(id)) return "png";
	return id.includes("robotics") ? "flat" : "polygons";
}

/** `pageSize` items from `pageToken` on, 50 by default. */
export function pageOf<Item>(
	items: readonly Item[],
	query: URLSearchParams,
): { items: Item[]; nextPageToken?: string } {
	const size = Number(query.get("pageSize") ?? 50) || 50;
	const start = Number(query.get("pageToken") ?? 0);
	if (!Number.isInteger(size) || size < 0) throw invalidArgument("pageSize is invalid.");
	if (!Number.isInteger(start) || start < 0) throw invalidArgument("pageToken is invalid.");
	const end = start + size;
	const page = items.slice(start, end);
	return end < items.length ? { items: page, nextPageToken: `${end}` } : { items: page };
}

function describeModel(id: string, displayName: string): ListedModel {
	return {
		name: `models/${id}`,
		displayName,
		description: "Answered by Loupe's demo engine: colours and shapes only.",
		inputTokenLimit: 1_048_576,
		outputTokenLimit: 65_536,
		supportedGenerationMethods: ["generateContent", "countTokens"],
		thinking: id.startsWith("gemini-"),
	};
}
