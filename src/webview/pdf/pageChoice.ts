import { formatPages, type PageFault, parsePages } from "../../shared/pageRanges.ts";

/** Which pages a question is about, as the box and the grid have it. */
export interface PageChoice {
	/** What stands in the box. */
	readonly written: string;
	/** Empty: all of them. */
	readonly chosen: ReadonlySet<number>;
	/** Where a range that is extended begins. */
	readonly anchor: number;
	/** What is wrong with what stands in the box; `chosen` is then what it was before. */
	readonly fault?: PageFault;
}

export const allPages: PageChoice = { written: "", chosen: new Set(), anchor: 1 };

/** What was written into the box, of a document with so many pages. */
export function writePages(choice: PageChoice, written: string, count: number): PageChoice {
	const { chosen, anchor } = choice;
	if (written.trim() === "") return { ...allPages, written, anchor };
	const read = parsePages(written, count);
	if (read.kind === "fault") return { written, chosen, anchor, fault: read.fault };
	return { written, chosen: new Set(read.pages), anchor: read.pages[0] ?? anchor };
}

/** A click on a page, as lists have it: alone, with Ctrl or Cmd, with Shift, with both. */
export function clickPage(
	choice: PageChoice,
	page: number,
	{ toggles = false, extends: isRange = false }: { toggles?: boolean; extends?: boolean },
): PageChoice {
	if (isRange) {
		const { anchor } = choice;
		const [from, to] = anchor < page ? [anchor, page] : [page, anchor];
		const range = Array.from({ length: to - from + 1 }, (_, index) => from + index);
		return chosenAs([...(toggles ? choice.chosen : []), ...range], anchor);
	}
	if (!toggles) return chosenAs([page], page);
	const others = [...choice.chosen].filter((one) => one !== page);
	return chosenAs(choice.chosen.has(page) ? others : [...others, page], page);
}

/** Every page by its number. */
export function chooseEach(count: number): PageChoice {
	return chosenAs(range(count), 1);
}

/** The same in a document that has so many pages now. */
export function keepWithin(choice: PageChoice, count: number): PageChoice {
	const kept = [...choice.chosen].filter((page) => page <= count);
	if (choice.fault) return writePages(choice, choice.written, count);
	return kept.length === choice.chosen.size ? choice : chosenAs(kept, 1);
}

/** The pages that are asked about, in order. */
export function pagesOf({ chosen }: PageChoice, count: number): number[] {
	return chosen.size === 0 ? range(count) : [...chosen].sort((a, b) => a - b);
}

function range(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index + 1);
}

function chosenAs(pages: readonly number[], anchor: number): PageChoice {
	return { written: formatPages(pages), chosen: new Set(pages), anchor };
}
