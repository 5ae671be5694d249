import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A page's own text, line by line; "" where it has none, or in a script whose tables do not ship with Loupe. */
export async function textOf(page: PDFPageProxy): Promise<string> {
	try {
		const { items } = await page.getTextContent();
		const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""));
		return text.join("").trim();
	} catch {
		// A page whose fonts are broken can still be looked at by the model, text or not.
		return "";
	}
}
