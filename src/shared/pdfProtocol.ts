import type { EditorState, Estimate, ShownRun, TalkHostApi, WebviewApi } from "./protocol.ts";

/** What the page of a PDF asks of the host. Every method may reject; the error's `name` is its kind. */
export interface PdfHostApi extends TalkHostApi {
	/** The page is up: resolves with all there is to show. */
	ready(): Promise<PdfState>;
	/** The file as it is now, to draw its pages from. */
	readFile(): Promise<{ bytes: Uint8Array; hash: string }>;
	/** The working half of pdf.js, a script, for a thread of the page's own: it loads nothing itself. */
	readWorker(): Promise<Uint8Array>;
	/** What these pages take, as "1-3, 7"; "": all. */
	estimate(pages: string): Promise<PagesEstimate>;
	/** Writes these pages down in a new document; resolves when that is over. */
	transcribe(pages: string): Promise<void>;
}

/** What the host tells the page of a PDF. */
export interface PdfPageApi
	extends Pick<
		WebviewApi,
		| "showEngine"
		| "addRun"
		| "changeRun"
		| "addText"
		| "addObjects"
		| "removeRun"
		| "showRecentPrompts"
	> {
	/** The file was read, changed, was deleted, or came back. */
	showPdf(pdf: ShownPdf): Promise<void>;
}

/** Everything the page shows; the host keeps it. */
export interface PdfState extends Pick<EditorState, "engine" | "recentPrompts" | "words"> {
	/** As VS Code writes it. */
	uri: string;
	pdf: ShownPdf;
	/** About the file as it is, oldest first. */
	runs: ShownRun[];
}

export type ShownPdf = {
	/** File name. */
	name: string;
} & (
	| { kind: "reading" }
	/** `hash`: of the content. */
	| { kind: "shown"; pages: number; bytes: number; hash: string }
	| { kind: "missing"; message: string }
	| { kind: "broken"; message: string }
);

/** Absent: not known. */
export interface PagesEstimate {
	/** A first question, without its answer. */
	question?: Estimate;
	/** Writing them down, with the answer. */
	transcript?: Estimate;
}
