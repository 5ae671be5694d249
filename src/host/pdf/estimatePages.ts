import { expectedTokens } from "../../gemini/pageProgress.ts";
import { costOf, promptCost } from "../../gemini/prices.ts";
import { buildRequest, pdfType } from "../../gemini/request.ts";
import { requestTokens } from "../../gemini/tokens.ts";
import type { Estimate } from "../../shared/protocol.ts";
import type { RequestSettings } from "../settings.ts";

/**
 * What it takes to write down pages with these texts, the answer included: it is most of the price,
 * and its length is known about. Undefined where the model's way of counting is not known.
 */
export function estimatePages(
	texts: readonly string[],
	settings: RequestSettings,
	date = new Date(),
): Estimate | undefined {
	const { model } = settings;
	const request = buildRequest({
		...settings,
		task: "transcribe",
		pictures: [{ mimeType: pdfType, base64: "" }],
		pages: [1],
	});
	let tokens = 0;
	let cost: number | undefined = 0;
	// Page by page: prices rise with the length of one prompt, and all of them are not in one.
	for (const text of texts) {
		const promptTokens = requestTokens(request, [{ pages: 1, text }]);
		if (promptTokens === undefined) return undefined;
		const outputTokens = expectedTokens(text);
		tokens += promptTokens + outputTokens;
		const counted = { promptTokens, outputTokens, thoughtTokens: 0, cachedTokens: 0 };
		const one = costOf(counted, model, date);
		cost = cost === undefined || one === undefined ? undefined : cost + one;
	}
	return { tokens, ...(cost !== undefined && { cost }) };
}

/** What a first question about pages with these texts sends; undefined where that is not known. */
export function estimateQuestion(
	pages: readonly number[],
	texts: readonly string[],
	settings: RequestSettings,
	date = new Date(),
): Estimate | undefined {
	const { model } = settings;
	const request = buildRequest({
		...settings,
		task: "ask",
		pictures: [{ mimeType: pdfType, base64: "" }],
		pages,
	});
	const tokens = requestTokens(request, [{ pages: pages.length, text: texts.join("\n") }]);
	if (tokens === undefined) return undefined;
	const cost = promptCost(tokens, model, date);
	return { tokens, ...(cost !== undefined && { cost }) };
}
