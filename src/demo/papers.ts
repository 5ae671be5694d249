import { createHash } from "node:crypto";
import { openPdf } from "../pdf/openPdf.ts";
import { LoupeError } from "../shared/errors.ts";
import { parsePages } from "../shared/pageRanges.ts";
import { invalidArgument } from "./apiError.ts";

/** The text of each page of a PDF. */
export type Paper = readonly string[];

/** Asked again about one PDF, it reads once. */
const remembered = 4;

/** Reads PDFs and remembers the last few. */
export class Papers {
	/** Least recently asked first. */
	readonly #papers = new Map<string, Promise<Paper>>();

	/** Throws 400 for bytes that are no PDF which can be read. */
	async read(bytes: Uint8Array): Promise<Paper> {
		const key = createHash("sha256").update(bytes).digest("base64");
		const paper = this.#papers.get(key) ?? textsOf(bytes);
		this.#papers.delete(key);
		this.#papers.set(key, paper);
		for (const oldest of this.#papers.keys()) {
			if (this.#papers.size <= remembered) break;
			this.#papers.delete(oldest);
		}
		try {
			return await paper;
		} catch (error) {
			this.#papers.delete(key);
			if (!(error instanceof Error)) throw error;
			throw invalidArgument(`Unable to process input document. ${error.message}`);
		}
	}
}

/** By content, as readers of PDFs have it: the head may follow up to a kilobyte of something else. */
export function isPdf(bytes: Uint8Array): boolean {
	return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes(
		"%PDF-",
	);
}

/** The pages' own text, each after the line that the words ask for. */
export function paperAnswer(words: string, papers: readonly Paper[]): string {
	const texts = papers.flat();
	const numbers = pagesIn(words, texts.length);
	return texts
		.map((text, index) => {
			const body = text || "_The demo engine reads what text a PDF holds: this page has none._";
			return `<!-- page ${numbers[index] ?? index + 1} -->\n\n${body}\n\n`;
		})
		.join("");
}

/** What the words call the pages, of which there are so many; counted from 1 when they do not say. */
export function pagesIn(words: string, count: number): number[] {
	const said = /(?:pages are pages|page is page) ([\d, -]+) of a document/.exec(words)?.[1];
	const read = parsePages(said ?? "", said ? 1_000_000 : count);
	return read.kind === "pages" ? read.pages : [];
}

async function textsOf(bytes: Uint8Array): Promise<Paper> {
	using pdf = await openPdf(bytes);
	if (pdf.pages > 1000) {
		throw new LoupeError(
			"TooLarge",
			`The document contains ${pdf.pages} pages, at most 1000 are read.`,
		);
	}
	return await pdf.texts(Array.from({ length: pdf.pages }, (_, index) => index + 1));
}
