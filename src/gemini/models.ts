import { type ThinkingLevel, thinkingLevels } from "../shared/choices.ts";

/** The model used until the person chooses another. */
export const defaultModel = "gemini-3.8-flash";

/** "3" is Gemini 3 and whatever comes after it; "other" is any id that is not Gemini's. */
export type ModelFamily = "older" | "2.5" | "3" | "robotics" | "other";

/** How a model is asked to write masks: a probability map as PNG, or polygons. */
export type MaskFormat = "png" | "polygons";

/** The wire's own words; a request may hold one of them, never both (400 otherwise). */
export type Thinking =
	| { thinkingLevel: "MINIMAL" | "LOW" | "MEDIUM" | "HIGH" }
	| { thinkingBudget: number };

/** What a model is for, in a word that the list to choose from puts into the person's language. */
export type Strength = "boxes" | "cheap" | "balanced" | "thorough" | "points" | "earlier" | "small";

/** What is known of one model before it is asked anything; days are ISO 8601. */
export interface ModelFacts {
	id: string;
	strength: Strength;
	preview: boolean;
	/** The day it ends; from then on `successor` answers under its id, at its own price. */
	ends?: { day: string; successor: string };
	/** It stays at least until this day; Google has not said when it ends. */
	staysUntil?: string;
	/** What it accepts, the least first. */
	thinking?: readonly ThinkingLevel[];
}

const fromLow: readonly ThinkingLevel[] = ["low", "medium", "high"];

/**
 * From Google's pages on models, thinking and deprecations (ai.google.dev/gemini-api/docs, October
 * 2026), the recommended one first. What a key can really use is in `GeminiClient.listModels`.
 */
const knownModels: readonly ModelFacts[] = [
	{
		id: "gemini-3.8-flash",
		strength: "boxes",
		preview: false,
		thinking: fromLow,
	},
	{
		id: "gemini-3.5-flash-lite",
		strength: "cheap",
		preview: false,
		thinking: thinkingLevels,
	},
	{
		id: "gemini-3.6-flash",
		strength: "balanced",
		preview: false,
		thinking: thinkingLevels,
	},
	{
		id: "gemini-3.1-pro-preview",
		strength: "thorough",
		preview: true,
		thinking: fromLow,
	},
	{ id: "gemini-robotics-er-2-preview", strength: "points", preview: true },
	{
		id: "gemini-3.1-flash-lite",
		strength: "small",
		preview: false,
		staysUntil: "2027-05-07",
	},
	{
		id: "gemini-2.5-pro",
		strength: "earlier",
		preview: false,
		ends: { day: "2026-12-01", successor: "gemini-3.8-flash" },
	},
	{
		id: "gemini-2.5-flash",
		strength: "earlier",
		preview: false,
		ends: { day: "2026-12-01", successor: "gemini-3.5-flash-lite" },
	},
	{ id: "gemini-2.5-flash-lite", strength: "earlier", preview: false },
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

/** Where a model stands in a list to choose from: those known first, the recommended one at 0. */
export function modelRank(id: string): number {
	const facts = modelFacts(id);
	return facts ? knownModels.indexOf(facts) : knownModels.length;
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
 * The levels of thinking a model accepts, the least first; none: say nothing about thinking, it may
 * refuse it. Every 3.x accepts low, not every one minimal.
 */
export function thinkingLevelsOf(id: string): readonly ThinkingLevel[] {
	const known = modelFacts(id)?.thinking;
	if (known) return known;
	const family = modelFamily(id);
	switch (family) {
		case "3":
		case "robotics":
			return fromLow;
		case "2.5":
			return thinkingLevels;
		case "older":
		case "other":
			return [];
		default:
			return family satisfies never;
	}
}

/** As Google's page on OpenAI compatibility turns levels into budgets, in tokens. */
const budgets: Record<ThinkingLevel, number> = {
	minimal: 0,
	low: 1024,
	medium: 8192,
	high: 24_576,
};

/**
 * How a model is told to think so much, or a little more where it knows no such level; undefined where
 * it knows none.
 */
export function thinkingFor(id: string, level: ThinkingLevel): Thinking | undefined {
	const wanted = thinkingLevels.indexOf(level);
	const found = thinkingLevelsOf(id).find((one) => thinkingLevels.indexOf(one) >= wanted);
	if (!found) return undefined;
	if (modelFamily(id) === "2.5") {
		// 2.5 Pro cannot be switched off, its least budget is 128 tokens.
		return { thinkingBudget: Math.max(budgets[found], id.includes("-pro") ? 128 : 0) };
	}
	return { thinkingLevel: found.toUpperCase() as Uppercase<ThinkingLevel> };
}

/** The model to ask instead of one that cannot be used: what follows it, or the best known other one. */
export function replacementFor(id: string): string {
	const successor = modelFacts(id)?.ends?.successor;
	if (successor) return successor;
	const other = knownModels.find((model) => !model.preview && !model.ends && model.id !== id);
	return other?.id ?? defaultModel;
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
