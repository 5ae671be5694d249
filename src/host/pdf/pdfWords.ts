import { env, l10n } from "vscode";
import type { PageFlaw } from "../../gemini/pageProgress.ts";
import { badPdfReasons, mostPdfPages } from "../../pdf/badPdf.ts";
import { type ErrorKind, kindOf, LoupeError } from "../../shared/errors.ts";
import { formatPages, type PageFault } from "../../shared/pageRanges.ts";
import type { Estimate } from "../../shared/protocol.ts";
import { formatNumber } from "../history/words.ts";
import { formatDollars } from "../spending.ts";
import { PdfError } from "./pdfError.ts";

/** What is wrong with pages as a person wrote them. */
export function pageFault(fault: PageFault): string {
	switch (fault.kind) {
		case "unreadable":
			return l10n.t('"{0}" is neither a page nor a range such as 1-3.', fault.part);
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
		default:
			return fault satisfies never;
	}
}

export function tooManyPages(): string {
	return l10n.t("At most {0} pages at once.", formatNumber(mostPdfPages));
}

/** "All 12 pages"; "1 page". */
export function allPages(count: number): string {
	return count === 1 ? l10n.t("The only page") : l10n.t("All {0} pages", formatNumber(count));
}

/** "Pages 1-3, 7 (4)". */
export function somePages(pages: readonly number[]): string {
	return pages.length === 1
		? l10n.t("Page {0}", `${pages[0]}`)
		: l10n.t("Pages {0} ({1})", formatPages(pages), formatNumber(pages.length));
}

/** "about 8,400 tokens · $0.0063": no more digits than an estimate has. */
export function estimateWords({ tokens, cost }: Estimate): string {
	const format = new Intl.NumberFormat(env.language, { maximumSignificantDigits: 3 });
	const words = l10n.t("about {0} tokens with the answer", format.format(tokens));
	return cost === undefined ? words : `${words} · ${formatDollars(cost)}`;
}

/** Which pages are there, of those that were asked for. */
export function pagesThere(done: readonly number[], asked: number): string {
	if (done.length === 0) return l10n.t("No page is whole.");
	const pages = formatPages(done);
	return done.length === 1
		? l10n.t("Page {0} is there, 1 of {1}.", pages, formatNumber(asked))
		: l10n.t(
				"Pages {0} are there, {1} of {2}.",
				pages,
				formatNumber(done.length),
				formatNumber(asked),
			);
}

export function flawWords(flaws: readonly PageFlaw[]): string[] {
	const pagesOf = (kind: PageFlaw["kind"]) =>
		flaws.filter((flaw) => flaw.kind === kind).map(({ page }) => page);
	const [cut, absent] = [pagesOf("cut"), pagesOf("absent")];
	return [
		...(cut.length > 0 ? [l10n.t("Not whole, although asked for alone: {0}", somePages(cut))] : []),
		...(absent.length > 0
			? [l10n.t("Left out by the model, although asked for twice: {0}", somePages(absent))]
			: []),
	];
}

/**
 * A failure while a PDF is dealt with, in the person's language: what src/pdf threw crosses from the
 * thread with kind and message only, and what else failed speaks of pictures.
 */
export function worded(error: unknown): unknown {
	if (!(error instanceof Error) || error instanceof PdfError) return error;
	const kind = kindOf(error);
	switch (kind) {
		case "BadImage":
		case "TooLarge":
		case "Blocked":
		case "Unsupported":
			break;
		default:
			return error;
	}
	const detail = error instanceof LoupeError ? error.detail : detailOf(kind, error.message);
	return new PdfError(kind, error.message, { ...(detail && { detail }), cause: error });
}

function detailOf(kind: ErrorKind | undefined, message: string): string | undefined {
	switch (message) {
		case badPdfReasons.password:
			return l10n.t("this PDF is protected by a password");
		case badPdfReasons.damaged:
			return l10n.t("it is no PDF, or it is damaged");
		case badPdfReasons.empty:
			return l10n.t("the file is empty");
		case badPdfReasons.noPages:
			return l10n.t("it has no pages");
		default:
			return kind === "TooLarge"
				? l10n.t("a PDF is sent with at most 50 MB and 1,000 pages")
				: undefined;
	}
}
