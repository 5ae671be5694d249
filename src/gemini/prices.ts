import type { Run } from "../shared/protocol.ts";
import type { Usage } from "../shared/result.ts";
import { modelFacts } from "./models.ts";

/** US dollars per million tokens, of the paid tier; output includes thoughts. */
interface Rate {
	input: number;
	output: number;
}

export interface Price extends Rate {
	/** The first day it holds, ISO 8601; absent: from the model's first day. */
	from?: string;
	/** Prompts longer than `tokens` cost this instead, input and output. */
	above?: Rate & { tokens: number };
}

/**
 * Per model in order of `from`; a model that is missing has no price that is established. From
 * Google's page "Gemini Developer API pricing" (ai.google.dev/gemini-api/docs/pricing), October 2026.
 */
const prices: Readonly<Record<string, readonly Price[]>> = {
	// The price of its first months is announced until 2026-12-31.
	"gemini-3.8-flash": [
		{ input: 0.75, output: 3.75 },
		{ input: 1.5, output: 7.5, from: "2027-01-01" },
	],
	"gemini-3.5-flash-lite": [{ input: 0.3, output: 2.5 }],
	"gemini-3.6-flash": [{ input: 1.5, output: 7.5 }],
	"gemini-3.1-pro-preview": [
		{ input: 2, output: 12, above: { tokens: 200_000, input: 4, output: 18 } },
	],
};

/** Cached input costs a tenth (ai.google.dev/gemini-api/docs/caching, October 2026). */
const cachedShare = 0.1;

/** The price on a day; of the model that answers when `model` has ended; undefined where it is not established. */
export function priceOn(model: string, date: Date): Price | undefined {
	const day = dayOf(date);
	return pricesOf(model, day).findLast(({ from }) => from === undefined || from <= day);
}

/** The next price that is announced, with the day it begins; undefined where none is. */
export function nextPrice(model: string, date: Date): (Price & { from: string }) | undefined {
	const day = dayOf(date);
	return pricesOf(model, day).find(
		(price): price is Price & { from: string } => price.from !== undefined && price.from > day,
	);
}

function pricesOf(model: string, day: string): readonly Price[] {
	const facts = modelFacts(model);
	if (!facts) return [];
	const { id, ends } = facts;
	return prices[ends && day >= ends.day ? ends.successor : id] ?? [];
}

/** ISO 8601, UTC: when exactly a price changes is not said. */
function dayOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}

/** US dollars for one request; undefined where the model's price is not established. */
export function costOf(
	usage: Omit<Usage, "totalTokens">,
	model: string,
	date: Date,
): number | undefined {
	const price = priceOn(model, date);
	if (!price) return undefined;
	const { promptTokens, outputTokens, thoughtTokens } = usage;
	// The count of the prompt includes what was cached of it.
	const cachedTokens = Math.min(usage.cachedTokens, promptTokens);
	const { above } = price;
	const { input, output } = above && promptTokens > above.tokens ? above : price;
	const paidInFull = promptTokens - cachedTokens + cachedTokens * cachedShare;
	return (paidInFull * input + (outputTokens + thoughtTokens) * output) / 1e6;
}

/** US dollars for a prompt, before anything is answered; undefined as for `costOf`. */
export function promptCost(promptTokens: number, model: string, date: Date): number | undefined {
	const nothing = { outputTokens: 0, thoughtTokens: 0, cachedTokens: 0 };
	return costOf({ promptTokens, ...nothing }, model, date);
}

/**
 * US dollars for a run, by the model that really answered and the day it was asked; undefined for
 * the demo engine, and where tokens were not counted or their price is not established.
 */
export function costOfRun({
	engine,
	model,
	usage,
	startedAt,
}: Pick<Run, "engine" | "model" | "usage" | "startedAt">): number | undefined {
	if (engine === "demo" || !usage) return undefined;
	return costOf(usage, model.answered ?? model.asked, new Date(startedAt));
}

/** US dollars for these runs in all, those without a known price left out. */
export function costOfRuns(runs: readonly Run[]): number {
	return runs.reduce((sum, run) => sum + (run.cost ?? costOfRun(run) ?? 0), 0);
}
