import { InputBoxValidationSeverity, l10n, window } from "vscode";
import { mostPdfPages } from "../../pdf/badPdf.ts";
import type { Pdf } from "../../pdf/openPdf.ts";
import { LoupeError } from "../../shared/errors.ts";
import { parsePages } from "../../shared/pageRanges.ts";
import type { Estimate } from "../../shared/protocol.ts";
import { nameInMessage } from "../history/oneLine.ts";
import { PageTexts } from "./pageTexts.ts";
import { allPages, estimateWords, pageFault, somePages, tooManyPages } from "./pdfWords.ts";

/**
 * Asks which pages; nothing written means all of them. What is written is checked while it is, and
 * what it would take stands below, once the pages' text is read. Undefined when the person chose none.
 */
export async function choosePages(
	pdf: Pdf,
	name: string,
	estimate: (texts: readonly string[]) => Estimate | undefined,
): Promise<number[] | undefined> {
	const texts = new PageTexts(pdf);
	const box = window.createInputBox();
	box.title = l10n.t("Transcribe {0}", nameInMessage(name));
	box.placeholder = allPages(pdf.pages);
	// A person looks up a page in the document meanwhile.
	box.ignoreFocusOut = true;
	let chosen: number[] | undefined;
	const look = () => {
		const read = readChoice(box.value, pdf.pages);
		chosen = read.pages;
		if (read.fault !== undefined) {
			box.validationMessage = {
				message: read.fault.message,
				severity: InputBoxValidationSeverity.Error,
			};
			return;
		}
		box.validationMessage = undefined;
		const isAll = read.pages.length === pdf.pages;
		const known = texts.known(read.pages);
		const takes = known && estimate(known);
		const which = isAll ? allPages(pdf.pages) : somePages(read.pages);
		box.prompt = [
			takes ? `${which} · ${estimateWords(takes)}` : which,
			l10n.t("For some pages: 1-3, 7, 12-"),
		].join(" — ");
	};
	look();
	try {
		const answer = Promise.withResolvers<number[] | undefined>();
		box.onDidChangeValue(look);
		box.onDidAccept(() => {
			if (chosen) answer.resolve(chosen);
		});
		box.onDidHide(() => answer.resolve(undefined));
		box.show();
		const all = Array.from({ length: pdf.pages }, (_, index) => index + 1);
		// Where the text cannot be read, the estimate stays away; the pages can still be sent.
		texts.read(all.slice(0, mostPdfPages), look).catch(() => {});
		return await answer.promise;
	} finally {
		box.dispose();
	}
}

/** The same for who cannot write other pages: throws what is wrong. */
export function chosenPages(text: string, count: number): number[] {
	const { pages, fault } = readChoice(text, count);
	if (pages) return pages;
	const { kind, message: detail } = fault;
	throw new LoupeError(kind, `No pages of ${count}: ${text}`, { detail });
}

type Choice = { pages: number[]; fault?: undefined } | { pages?: undefined; fault: PagesRefused };

/** Why no pages can be had from what was written; `message` is for the person. */
interface PagesRefused {
	kind: "Unsupported" | "TooLarge";
	message: string;
}

/** Pages as they were written, or what is wrong with them. */
export function readChoice(text: string, count: number): Choice {
	const read = parsePages(text, count);
	if (read.kind === "fault") {
		return { fault: { kind: "Unsupported", message: pageFault(read.fault) } };
	}
	if (read.pages.length <= mostPdfPages) return { pages: read.pages };
	return { fault: { kind: "TooLarge", message: tooManyPages() } };
}
