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
		`Its ${placeInDocument(pages)}`,
		`Begin every page, also one without text, with the line ${anchorOf(first)} where ${first} is its number in the document, counted as above: not the number that is printed on it.`,
		own !== undefined && own !== "" && `Keep to these words: ${own}`,
		"Keep the layout: headings, lists, emphasis, tables as Markdown tables, code in fenced blocks of its language. What goes on over the end of a page, such as a sentence or a table, breaks off there and goes on after the next page's line.",
		"Where there is a figure, chart, diagram or photograph, describe in the page's language what it shows, in a paragraph of its own that begins with its name in bold; of a chart give the values that can be read.",
		"Write [illegible] in place of what cannot be read. No commentary, no fences around the whole answer.",
	];
}

/** The words for a question about these pages of a document, which are all that the PDF holds. */
export function pageQuestion(pages: readonly number[], own: string | undefined): string[] {
	return [
		own || "What is this document about?",
		`This asks about a PDF: its ${placeInDocument(pages)}`,
		"Answer in Markdown from these pages, and say so where they do not hold the answer.",
		`After what you take from a page name it as (page ${pages[0] ?? 1}), with its number in the document, counted as above: not the number that is printed on it. Name each page so, one by one, and write these words in English in an answer of any language.`,
	];
}

/** "3 pages are pages 2-3, 9 of a document, in this order." */
function placeInDocument(pages: readonly number[]): string {
	const are = pages.length === 1 ? "only page is page" : `${pages.length} pages are pages`;
	return `${are} ${formatPages(pages)} of a document, in this order.`;
}
