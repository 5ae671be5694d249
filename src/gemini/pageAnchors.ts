/** One page of a document as it was written down, without its anchor. */
export interface WrittenPage {
	/** In the whole document, counted from 1. */
	page: number;
	/** Markdown without blank lines around it. */
	text: string;
	/** The model went on to another page, or said that it was done. */
	isWhole: boolean;
}

/**
 * The line before a page's text. A comment of HTML: no Markdown preview shows it, none takes it away
 * from the file, and it can be searched for.
 */
export function anchorOf(page: number): string {
	return `<!-- page ${page} -->`;
}

/** Pages in their order, each after its anchor. */
export function joinPages(pages: readonly Pick<WrittenPage, "page" | "text">[]): string {
	const blocks = pages.map(({ page, text }) => (text ? [anchorOf(page), text] : [anchorOf(page)]));
	return blocks.flat().join("\n\n");
}

const anchorLine = /^[ \t]*<!--[ \t]*page[ \t]+(\d{1,7})[ \t]*-->[ \t]*$/i;

/** Without an anchor, a longer text is no greeting but the first page. */
const longestGreeting = 500;

/**
 * Reads pages off an answer as it streams. Only lines that name a page which was asked for and comes
 * after the one being read are anchors; all others are text. What is said before the first page's
 * anchor is left out; before another page's, or without any, it is the first page. Any way to cut the
 * answer into pieces gives the same.
 */
export class PageReader {
	readonly #asked: readonly number[];
	readonly #written: Array<{ page: number; lines: string[] }> = [];
	/** Before the first anchor. */
	#greeting: string[] = [];
	#greetingLength = 0;
	#line = "";
	#isDone = false;
	#isFenced = false;

	/** `asked`: page numbers in order, at least one. */
	constructor(asked: readonly number[]) {
		this.#asked = asked;
	}

	push(text: string): void {
		const [first = "", ...others] = text.split("\n");
		this.#line += first;
		for (const next of others) {
			this.#read(this.#line);
			this.#line = next;
		}
	}

	/** Nothing follows; `isWhole`: because the model was done. */
	end(isWhole: boolean): void {
		this.#read(this.#line);
		this.#line = "";
		this.#isDone = isWhole;
		if (this.#written.length === 0 && this.#greeting.some((line) => line.trim() !== "")) {
			this.#begin(this.#asked[0]!, this.#greeting);
		}
		if (this.#isFenced && isWhole) this.#openFence();
	}

	/** All that is there, in order; while it streams, only the last may lack something. */
	get pages(): WrittenPage[] {
		return this.#written.map(({ page, lines }, index) => {
			const isLast = index === this.#written.length - 1;
			const rest = isLast ? [this.#line] : [];
			return {
				page,
				text: withoutBlanks([...lines, ...rest]),
				isWhole: !isLast || this.#isDone,
			};
		});
	}

	#read(line: string): void {
		const text = line.replace(/\r$/, "");
		const number = Number(anchorLine.exec(text)?.[1]);
		const current = this.#written.at(-1);
		if (this.#asked.includes(number) && number > (current?.page ?? 0)) {
			this.#beginAt(number);
			return;
		}
		// A page that is announced twice is announced once.
		if (current && number === current.page && withoutBlanks(current.lines) === "") return;
		if (current) {
			current.lines.push(text);
			return;
		}
		this.#greeting.push(text);
		this.#greetingLength += text.length + 1;
		if (this.#greetingLength > longestGreeting) this.#begin(this.#asked[0]!, this.#greeting);
	}

	#beginAt(page: number): void {
		const greeting = this.#greeting;
		if (this.#written.length === 0) {
			this.#isFenced = /^\s*```(?:markdown|md)?\s*$/i.test(greeting.findLast(hasText) ?? "");
			const [first] = this.#asked;
			if (page !== first && !this.#isFenced && greeting.some(hasText))
				this.#begin(first!, greeting);
		}
		this.#begin(page, []);
	}

	#begin(page: number, lines: readonly string[]): void {
		this.#written.push({ page, lines: [...lines] });
		this.#greeting = [];
	}

	/** The whole answer stands in a fence, although it was not to. */
	#openFence(): void {
		const lines = this.#written.at(-1)?.lines;
		const last = lines?.findLastIndex(hasText) ?? -1;
		if (lines && /^\s*```\s*$/.test(lines[last] ?? "")) lines.splice(last, 1);
	}
}

function hasText(line: string): boolean {
	return line.trim() !== "";
}

function withoutBlanks(lines: readonly string[]): string {
	const first = lines.findIndex(hasText);
	if (first < 0) return "";
	const last = lines.findLastIndex(hasText);
	return lines
		.slice(first, last + 1)
		.join("\n")
		.trimEnd();
}
