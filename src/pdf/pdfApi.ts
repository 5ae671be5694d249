import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { LoupeError } from "../shared/errors.ts";
import type { Size } from "../shared/result.ts";
import { badPdfReasons, checkSendable, fromPdfjs } from "./badPdf.ts";
import { loadPdfjs } from "./loadPdfjs.ts";
import { textOf } from "./pageText.ts";

/** Work on one PDF, for a thread of its own; pages are counted from 1. */
export function createPdfApi() {
	let opened: PDFDocumentProxy | undefined;
	const document = () => {
		if (!opened) throw new Error("No PDF is open");
		return opened;
	};
	return {
		/**
		 * Resolves with how many pages it has. Throws `BadImage` for what is no whole PDF, `Unsupported`
		 * for one that asks for a password.
		 */
		async open(bytes: Uint8Array): Promise<number> {
			if (bytes.length === 0) throw new LoupeError("BadImage", badPdfReasons.empty);
			const { getDocument, VerbosityLevel } = await loadPdfjs();
			const task = getDocument({
				data: bytes,
				verbosity: VerbosityLevel.ERRORS,
				// No font is loaded and nothing is fetched.
				disableFontFace: true,
				useSystemFonts: false,
				useWorkerFetch: false,
				enableXfa: false,
			});
			return inOurWords(async () => {
				opened = await task.promise;
				if (opened.numPages < 1) throw new LoupeError("BadImage", badPdfReasons.noPages);
				return opened.numPages;
			});
		},

		/** As a person sees them, in points: 1/72 inch. */
		async sizes(pages: readonly number[]): Promise<Size[]> {
			return inOurWords(() =>
				Promise.all(
					pages.map(async (page) => {
						const { width, height } = (await document().getPage(page)).getViewport({ scale: 1 });
						return { width, height };
					}),
				),
			);
		},

		/** The text that the pages themselves hold; that of a scanned page is empty. */
		async texts(pages: readonly number[]): Promise<string[]> {
			const texts: string[] = [];
			for (const number of pages) {
				const page = await inOurWords(() => document().getPage(number));
				texts.push(await textOf(page));
				page.cleanup();
			}
			return texts;
		},

		/** A PDF of these pages alone, in order; throws `TooLarge` for one that cannot be sent. */
		async extract(pages: readonly number[]): Promise<Uint8Array> {
			checkSendable({ bytes: 0, pages: pages.length });
			const bytes = await inOurWords(() =>
				// pdf.js counts from 0 here.
				document().extractPages([{ document: null, includePages: pages.map((page) => page - 1) }]),
			);
			checkSendable({ bytes: bytes.length, pages: pages.length });
			return bytes;
		},
	};
}

export type PdfApi = ReturnType<typeof createPdfApi>;

async function inOurWords<Result>(run: () => Promise<Result>): Promise<Result> {
	try {
		return await run();
	} catch (error) {
		throw fromPdfjs(error);
	}
}
