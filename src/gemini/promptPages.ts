import { formatPages } from "../shared/pageRanges.ts";
import { anchorOf } from "./pageAnchors.ts";

/** The words for writing down these pages of a document, which are all that the PDF holds. */
export function pageWords(
	pages: readonly number[],
	own: string | undefined,
): Array<string | false> {
	const [first = 1] = pages;
	return [
		`Write down all text on each page of this PDF as Markdown, in its own language and reading order.`,
		`${pages.length === 1 ? "Its only page is page" : `Its ${pages.length} pages are pages`} ${formatPages(pages)} of a document, in this order.`,
		`Begin every page, also one without text, with the line ${anchorOf(first)} where ${first} is its number in the document, counted as above: not the number that is printed on it.`,
		own !== undefined && own !== "" && `Keep to these words: ${own}`,
		"Keep the layout: headings, lists, emphasis, tables as Markdown tables, code in fenced blocks of its language. What goes on over the end of a page, such as a sentence or a table, breaks off there and goes on after the next page's line.",
		"Where there is a figure, chart, diagram or photograph, describe in the page's language what it shows, in a paragraph of its own that begins with its name in bold; of a chart give the values that can be read.",
		"Write [illegible] in place of what cannot be read. No commentary, no fences around the whole answer.",
	];
}
