import * as l10n from "@vscode/l10n";
import { formatPages, type PageFault } from "../../shared/pageRanges.ts";
import { formatDollars, formatEstimate, formatNumber, oneLine } from "../text.ts";
import { pagesOf } from "./pageChoice.ts";
import { beginsAnew, mostPages, type Obstacle, type PdfPageState, pageCount } from "./state.ts";

/** "Ask about pages 1–3": ranges longer than this are only counted. */
const longestRange = 40;

/** The question box's name and placeholder. */
export function hintOf(state: PdfPageState): string {
	const count = pageCount(state);
	if (count === 0) return l10n.t("Ask about this PDF");
	const pages = pagesOf(state.choice, count);
	const range = rangeText(pages);
	const anew = beginsAnew(state);
	if (pages.length === count) {
		const all = formatNumber(count);
		if (count === 1) return l10n.t("Ask about the only page");
		return anew
			? l10n.t("Ask about all {0} pages, in a new conversation", all)
			: l10n.t("Ask about all {0} pages", all);
	}
	if (pages.length === 1) {
		return anew
			? l10n.t("Ask about page {0}, in a new conversation", range)
			: l10n.t("Ask about page {0}", range);
	}
	if (range.length > longestRange) {
		return anew
			? l10n.t("Ask about {0} pages, in a new conversation", formatNumber(pages.length))
			: l10n.t("Ask about {0} pages", formatNumber(pages.length));
	}
	return anew
		? l10n.t("Ask about pages {0}, in a new conversation", range)
		: l10n.t("Ask about pages {0}", range);
}

/** "3 of 12 pages · about 1,900 tokens · $0.0014" */
export function factsOf(state: PdfPageState): string {
	const count = pageCount(state);
	if (count === 0) return "";
	const { length } = pagesOf(state.choice, count);
	const pages =
		length < count
			? l10n.t("{0} of {1} pages", formatNumber(length), formatNumber(count))
			: count === 1
				? l10n.t("1 page")
				: l10n.t("{0} pages", formatNumber(count));
	const takes = state.estimate?.question;
	if (!takes) return pages;
	const tokens = l10n.t("{0} tokens", formatEstimate(takes.tokens));
	return [pages, tokens, ...(takes.cost === undefined ? [] : [formatDollars(takes.cost)])].join(
		" · ",
	);
}

/** What writing the pages down takes, for the button's title. */
export function transcribeHint({ estimate }: PdfPageState): string {
	const hint = l10n.t("Write these pages down in a new document");
	const takes = estimate?.transcript;
	if (!takes) return hint;
	const tokens = l10n.t("{0} tokens with the answer", formatEstimate(takes.tokens));
	return [hint, tokens, ...(takes.cost === undefined ? [] : [formatDollars(takes.cost)])].join(
		" · ",
	);
}

export function faultText(fault: PageFault): string {
	switch (fault.kind) {
		case "unreadable":
			return l10n.t('"{0}" is neither a page nor a range such as 1-3.', oneLine(fault.part, 40));
		case "outside":
			return fault.count === 1
				? l10n.t("There is no page {0}: this document has 1 page.", `${fault.page}`)
				: l10n.t(
						"There is no page {0}: this document has {1} pages.",
						`${fault.page}`,
						formatNumber(fault.count),
					);
		case "backwards":
			return l10n.t("{0}-{1} ends before it begins.", `${fault.from}`, `${fault.to}`);
	}
}

export function obstacleText(obstacle: Obstacle): string | undefined {
	switch (obstacle.kind) {
		case "reading":
		// Said beside the box.
		case "fault":
			return undefined;
		case "file":
			return oneLine(obstacle.message, 400);
		case "tooMany":
			return l10n.t("One question takes at most {0} pages: choose fewer.", formatNumber(mostPages));
	}
}

/** "2–3, 9" as people write it. */
function rangeText(pages: readonly number[]): string {
	return formatPages(pages).replaceAll("-", "–");
}
