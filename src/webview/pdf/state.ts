import { formatPages } from "../../shared/pageRanges.ts";
import type { PagesEstimate, PdfState, ShownPdf } from "../../shared/pdfProtocol.ts";
import type { Ask, EngineState, RecentPrompts, ShownRun } from "../../shared/protocol.ts";
import { type RequestOptions, readOptions } from "../request/requestOptions.ts";
import { allPages, keepWithin, type PageChoice, pagesOf, writePages } from "./pageChoice.ts";

/** All the page of a PDF shows. */
export interface PdfPageState {
	readonly uri: string;
	readonly pdf: ShownPdf;
	/** Oldest first. */
	readonly runs: readonly ShownRun[];
	readonly choice: PageChoice;
	/** What the chosen pages take; absent while that is not known. */
	readonly estimate: PagesEstimate | undefined;
	readonly engine: EngineState;
	readonly recentPrompts: RecentPrompts;
	/** What the questions to come choose for themselves. */
	readonly options: RequestOptions;
	/** What stands in the question box. */
	readonly draft: string;
	/** The page that an answer's link led to last; `turn` counts, for the same page again. */
	readonly pointed: { page: number; turn: number } | undefined;
	/** What happened last, to be read aloud. */
	readonly said: string;
	/** A call to the host that failed, in the host's words. */
	readonly problem: string | undefined;
}

/** What `setState` holds: the file for the host's memory, the rest for the page's own. */
export interface KeptPdf {
	uri: string;
	pages: string;
	draft: string;
	options: RequestOptions;
}

/** ai.google.dev, "Document understanding", October 2026; as src/pdf has it. */
export const mostPages = 1000;

export function openPage(shown: PdfState, kept: unknown): PdfPageState {
	const { words: _, ...rest } = shown;
	const { pages, draft, options } = (kept ?? {}) as Readonly<Record<string, unknown>>;
	const written = typeof pages === "string" ? pages : "";
	return {
		...rest,
		// Of a file that is still being read nothing is there; it is looked at again when it is.
		choice: writePages(allPages, written, pageCount(shown)),
		estimate: undefined,
		draft: typeof draft === "string" ? draft : "",
		options: readOptions(options),
		pointed: undefined,
		said: "",
		problem: undefined,
	};
}

export function keptOf({ uri, choice, draft, options }: PdfPageState): KeptPdf {
	return { uri, pages: choice.written, draft, options };
}

export function showPdf(state: PdfPageState, pdf: ShownPdf): PdfPageState {
	const choice = pdf.kind === "shown" ? keepWithin(state.choice, pdf.pages) : state.choice;
	return { ...state, pdf, choice, estimate: undefined, pointed: undefined };
}

export function pageCount({ pdf }: Pick<PdfPageState, "pdf">): number {
	return pdf.kind === "shown" ? pdf.pages : 0;
}

/** As `formatPages` writes them, all of them too: a run says the same of the pages it was about. */
export function chosenPages(state: Pick<PdfPageState, "pdf" | "choice">): string {
	return formatPages(pagesOf(state.choice, pageCount(state)));
}

/** Why nothing can be asked now. */
export type Obstacle =
	| { kind: "reading" }
	| { kind: "file"; message: string }
	| { kind: "fault" }
	| { kind: "tooMany" };

export function obstacleOf(state: Pick<PdfPageState, "pdf" | "choice">): Obstacle | undefined {
	const { pdf, choice } = state;
	if (pdf.kind === "reading") return { kind: "reading" };
	if (pdf.kind !== "shown") return { kind: "file", message: pdf.message };
	if (choice.fault) return { kind: "fault" };
	return pagesOf(choice, pdf.pages).length > mostPages ? { kind: "tooMany" } : undefined;
}

/**
 * A question with the pages it is about. The pages open the conversation and go along with each of its
 * turns, so a conversation has the pages of its first question: a question that would follow one about
 * other pages begins a conversation. Asked again in its place, it stays about what it was about.
 */
export function aboutPages(ask: Ask, runs: readonly ShownRun[], pages: string): Ask {
	const pagesOfRun = (id: string | undefined): string | undefined =>
		runs.find((run) => run.id === id)?.pages;
	if (ask.insteadOf !== undefined) {
		return { ...ask, pages: ask.pages ?? pagesOfRun(ask.insteadOf) ?? pages };
	}
	if (pagesOfRun(ask.after) === pages) return { ...ask, pages };
	const { after: _, ...alone } = ask;
	return { ...alone, pages };
}

/** The next question would follow one about other pages, and so begins a conversation. */
export function beginsAnew(state: Pick<PdfPageState, "runs" | "pdf" | "choice">): boolean {
	const last = state.runs.findLast(({ task, text }) => task === "ask" && text !== "");
	return last?.pages !== undefined && last.pages !== chosenPages(state);
}
