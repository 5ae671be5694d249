import { checkSendable, mostPdfBytes } from "../../pdf/badPdf.ts";
import type { Pdf } from "../../pdf/openPdf.ts";

/**
 * A PDF of these pages; the file's own bytes where that is all of them: what is not written anew
 * cannot be written wrong. Throws `TooLarge` for what no request takes.
 */
export async function takeOut(
	pdf: Pdf,
	bytes: Uint8Array,
	pages: readonly number[],
): Promise<{ bytes: Uint8Array; asItWas: boolean }> {
	if (pages.length === pdf.pages && bytes.length <= mostPdfBytes) {
		checkSendable({ bytes: bytes.length, pages: pages.length });
		return { bytes, asItWas: true };
	}
	return { bytes: await pdf.extract(pages), asItWas: false };
}
