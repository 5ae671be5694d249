import type { Pdf } from "../../pdf/openPdf.ts";

/** Few at a time: other calls of the PDF's thread stand in line behind them. */
const atOnce = 20;

/** The text of a PDF's pages, each read once. */
export class PageTexts {
	readonly #pdf: Pdf;
	readonly #texts = new Map<number, string>();

	constructor(pdf: Pdf) {
		this.#pdf = pdf;
	}

	/** Undefined while one of them is not read. */
	known(pages: readonly number[]): string[] | undefined {
		const texts = pages.map((page) => this.#texts.get(page));
		return texts.some((text) => text === undefined) ? undefined : (texts as string[]);
	}

	/** `onRead` hears after every few pages. */
	async read(pages: readonly number[], onRead?: () => void): Promise<string[]> {
		const unread = pages.filter((page) => !this.#texts.has(page));
		for (let from = 0; from < unread.length; from += atOnce) {
			const some = unread.slice(from, from + atOnce);
			const texts = await this.#pdf.texts(some);
			for (const [index, page] of some.entries()) this.#texts.set(page, texts[index] ?? "");
			onRead?.();
		}
		return pages.map((page) => this.#texts.get(page) ?? "");
	}
}
