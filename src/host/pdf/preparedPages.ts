import { pdfType } from "../../gemini/request.ts";
import type { Prepared } from "../../image/prepare.ts";
import { openPdf } from "../../pdf/openPdf.ts";
import type { Size } from "../../shared/result.ts";
import { chosenPages } from "./choosePages.ts";
import { takeOut } from "./takeOut.ts";

/** Pages of a PDF as they go out. */
export interface PagesToSend {
	/** Sizes are the first page's, in whole points. */
	prepared: Prepared;
	/** In order, counted from 1. */
	pages: number[];
	/** What text the pages hold: it is counted, too. */
	text: string;
}

/** Of all that is kept. */
const mostBytes = 64_000_000;

/** Pages taken out of PDFs, kept for the next question about them. */
export class PreparedPages {
	/** By content and pages, the one used last at the end. */
	readonly #kept = new Map<string, PagesToSend>();

	/**
	 * `pages` as a person writes them; "" means all. `hash` is the content's. Throws `BadImage`,
	 * `Unsupported` for pages that are not there and for a password, `TooLarge`, `Cancelled`.
	 */
	async of(
		{ content, hash }: { content: Uint8Array; hash: string },
		pages: string,
		signal: AbortSignal,
	): Promise<PagesToSend> {
		const id = `${hash} ${pages}`;
		const made = this.#kept.get(id) ?? (await preparePages(content, pages, signal));
		this.#kept.delete(id);
		this.#kept.set(id, made);
		this.#makeRoom();
		return made;
	}

	#makeRoom(): void {
		let sum = 0;
		for (const { prepared } of this.#kept.values()) sum += prepared.bytes.length;
		for (const [id, { prepared }] of this.#kept) {
			if (sum <= mostBytes) return;
			sum -= prepared.bytes.length;
			this.#kept.delete(id);
		}
	}
}

async function preparePages(
	content: Uint8Array,
	written: string,
	signal: AbortSignal,
): Promise<PagesToSend> {
	using pdf = await openPdf(content, signal);
	const pages = chosenPages(written, pdf.pages);
	const { bytes, asItWas } = await takeOut(pdf, content, pages);
	const [first] = await pdf.sizes(pages.slice(0, 1));
	const texts = await pdf.texts(pages);
	const size = wholePoints(first);
	const prepared = {
		...{ bytes, mimeType: pdfType, size, upright: size, asItWas },
		sent: { x: 0, y: 0, ...size },
	};
	return { prepared, pages, text: texts.join("\n") };
}

/** A page has its size in fractions of points. */
export function wholePoints({ width, height }: Size = { width: 0, height: 0 }): Size {
	return { width: Math.round(width), height: Math.round(height) };
}
