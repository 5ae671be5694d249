/** The model used until the person chooses another. */
export const defaultModel = "gemini-3.8-flash";

/** "3" is Gemini 3 and whatever comes after it; "other" is any id that is not Gemini's. */
export type ModelFamily = "older" | "2.5" | "3" | "robotics" | "other";

/** How a model is asked to write masks: a probability map as PNG, or polygons. */
export type MaskFormat = "png" | "polygons";

/** The wire's own words; a request may hold one of them, never both (400 otherwise). */
export type Thinking = { thinkingLevel: "MINIMAL" | "LOW" } | { thinkingBudget: number };

/** US dollars per million tokens, of the paid tier. */
export interface Price {
	input: number;
	output: number;
	/** The day it starts to hold, ISO 8601; absent: from the model's first day. */
	from?: string;
	/** Prompts longer than `tokens` cost this instead, input and output. */
	above?: { tokens: number; input: number; output: number };
}

/** What is known of one model before it is asked anything. */
export interface ModelFacts {
	id: string;
	/** A few English words for a list to choose from. */
	description: string;
	preview: boolean;
	/** In order of `from`; empty where the price is not established. */
	prices: readonly Price[];
	/** The day it ends, ISO 8601; from then on another model answers under its id, at its own price. */
	ends?: string;
	lowestThinking?: Thinking;
}

/**
 * From Google's pages on models, pricing, thinking and deprecations (ai.google.dev/gemini-api/docs,
 * October 2026). What a key can really use is in `GeminiClient.listModels`.
 */
const knownModels: readonly ModelFacts[] = [
	{
		id: "gemini-3.8-flash",
		description: "Recommended: exact boxes and outlines, quick",
		preview: false,
		prices: [
			{ input: 0.75, output: 3.75 },
			{ input: 1.5, output: 7.5, from: "2027-01-01" },
		],
		lowestThinking: { thinkingLevel: "LOW" },
	},
	{
		id: "gemini-3.5-flash-lite",
		description: "Cheapest and quickest",
		preview: false,
		prices: [{ input: 0.3, output: 2.5 }],
		lowestThinking: { thinkingLevel: "MINIMAL" },
	},
	{
		id: "gemini-3.6-flash",
		description: "Balanced",
		preview: false,
		prices: [{ input: 1.5, output: 7.5 }],
		lowestThinking: { thinkingLevel: "MINIMAL" },
	},
	{
		id: "gemini-3.1-pro-preview",
		description: "Most thorough, slower",
		preview: true,
		prices: [{ input: 2, output: 12, above: { tokens: 200_000, input: 4, output: 18 } }],
		lowestThinking: { thinkingLevel: "LOW" },
	},
	{
		id: "gemini-robotics-er-2-preview",
		description: "Made for points, boxes and trajectories",
		preview: true,
		prices: [],
	},
	{
		id: "gemini-2.5-pro",
		description: "Earlier model, thorough",
		preview: false,
		prices: [],
		ends: "2026-12-01",
	},
	{
		id: "gemini-2.5-flash",
		description: "Earlier model",
		preview: false,
		prices: [],
		ends: "2026-12-01",
	},
	{
		id: "gemini-2.5-flash-lite",
		description: "Earlier model, small",
		preview: false,
		prices: [],
	},
];

/** A release of a model: "-001", "-preview", "-preview-09-2026". Another name is another model. */
const releaseSuffix = /^-(?:\d{3}|preview(?:-\d[\d-]*)?)$/;

/** What is known of `id`, or of the model it is a release of; undefined for ids never heard of. */
export function modelFacts(id: string): ModelFacts | undefined {
	return knownModels.find(
		(model) =>
			id === model.id || (id.startsWith(model.id) && releaseSuffix.test(id.slice(model.id.length))),
	);
}

/** The price on a day (ISO 8601); undefined where it is not established. */
export function priceOn(facts: ModelFacts, day: string): Price | undefined {
	return facts.prices.findLast(({ from }) => from === undefined || from <= day);
}

export function modelFamily(id: string): ModelFamily {
	if (id.startsWith("gemini-robotics")) return "robotics";
	const version = /^gemini-(\d+)(?:\.(\d+))?/.exec(id);
	if (!version) {
		// "gemini-flash-latest" and the like follow the newest release.
		return id.startsWith("gemini-") ? "3" : "other";
	}
	const [major, minor] = [Number(version[1]), Number(version[2] ?? 0)];
	if (major >= 3) return "3";
	return major === 2 && minor >= 5 ? "2.5" : "older";
}

/**
 * The least thinking the model accepts, best and fastest for boxes by Google's cookbook; undefined:
 * say nothing about thinking, the model may refuse it. Every 3.x accepts low, not every one minimal;
 * 2.5 Pro cannot be switched off, its least budget is 128 tokens.
 */
export function lowestThinking(id: string): Thinking | undefined {
	const known = modelFacts(id)?.lowestThinking;
	if (known) return known;
	const family = modelFamily(id);
	switch (family) {
		case "3":
		case "robotics":
			return { thinkingLevel: "LOW" };
		case "2.5":
			return { thinkingBudget: id.includes("-pro") ? 128 : 0 };
		case "older":
		case "other":
			return undefined;
	}
}

/** Models from 3 on loop when asked for base64, those before them were trained to write it. */
export function maskFormat(id: string): MaskFormat {
	const family = modelFamily(id);
	return family === "2.5" || family === "older" ? "png" : "polygons";
}

/** Whether one picture may carry a media resolution of its own, the only way to ask for ultra_high. */
export function takesResolutionPerPart(id: string): boolean {
	const family = modelFamily(id);
	return family === "3" || family === "robotics";
}
