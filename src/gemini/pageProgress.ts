import { joinPages, type WrittenPage } from "./pageAnchors.ts";
import { wordTokens } from "./tokens.ts";

/** How the answer to a request for pages ended. */
export type PagesEnd =
	/** The model was done. */
	| "whole"
	/** It could not say all of it: the token limit, a refusal, the same over and over. */
	| "cut"
	/** The connection broke. */
	| "dropped";

/** What a page lacks that was asked for again. */
export interface PageFlaw {
	page: number;
	/** "cut": its text breaks off; "absent": the model left it out. */
	kind: "cut" | "absent";
}

/**
 * Most pages of one request. An answer has room for 65,536 tokens, thoughts included, and what breaks
 * off is one page of it: a long request that fails costs more, and models grow careless towards its end.
 */
const mostAtOnce = 20;

/** Most tokens that an answer is expected to have; the rest is for thoughts and for expecting too little. */
const mostExpected = 24_000;

/**
 * Which pages of a document have been written down and which are to be asked for next. An answer that
 * is cut goes on with the page it was cut in; when not one page of it is whole, that page is asked for
 * alone, and if it is cut once more it stays as it came.
 */
export class PageProgress {
	/** In order, none twice. */
	readonly asked: readonly number[];
	readonly flaws: PageFlaw[] = [];
	readonly #done = new Map<number, string>();
	readonly #missed = new Set<number>();
	/** Of the answer that broke off last; not whole. */
	#rest: WrittenPage | undefined;
	#atOnce = mostAtOnce;

	constructor(asked: readonly number[]) {
		this.asked = asked;
	}

	get isDone(): boolean {
		return this.#done.size === this.asked.length;
	}

	/** Not a word of any page is there. */
	get isEmpty(): boolean {
		return !this.#rest?.text && [...this.#done.values()].every((text) => text === "");
	}

	/** Pages that are not asked for again: whole, or with a flaw. */
	get done(): number[] {
		return this.asked.filter((page) => this.#done.has(page));
	}

	get left(): number[] {
		return this.asked.filter((page) => !this.#done.has(page));
	}

	/** The pages to consider for the next request, at least one while there are some left. */
	get next(): number[] {
		return this.left.slice(0, this.#atOnce);
	}

	/** Takes what came of a request for these pages; returns whether it brought anything further. */
	take(pages: readonly number[], written: readonly WrittenPage[], end: PagesEnd): boolean {
		const before = this.#done.size;
		for (const { page, text, isWhole } of written) if (isWhole) this.#done.set(page, text);
		const rest = written.at(-1);
		if (rest && !rest.isWhole) this.#rest = rest;
		// What a request that brought nothing was to replace stays.
		if (this.#rest && this.#done.has(this.#rest.page)) this.#rest = undefined;
		// Left out before a page that came, or by a model that was done.
		const upTo = end === "whole" ? Number.POSITIVE_INFINITY : (rest?.page ?? 0);
		const came = new Set(written.map(({ page }) => page));
		for (const page of pages) if (!came.has(page) && page < upTo) this.#miss(page);
		const isFurther = this.#done.size > before;
		if (isFurther) this.#atOnce = Math.min(mostAtOnce, this.#atOnce * 2);
		else if (end === "cut") return this.#cut(pages);
		return isFurther || end === "whole";
	}

	/** All that came, `current` what comes in now instead of what broke off; in order. */
	text(current: readonly WrittenPage[] = this.#rest ? [this.#rest] : []): string {
		const texts = new Map(this.#done);
		for (const { page, text } of current) texts.set(page, text);
		const pages = this.asked.flatMap((page) => {
			const text = texts.get(page);
			return text === undefined ? [] : [{ page, text }];
		});
		return joinPages(pages);
	}

	#miss(page: number): void {
		if (!this.#missed.has(page)) {
			this.#missed.add(page);
			return;
		}
		this.#done.set(page, "");
		this.flaws.push({ page, kind: "absent" });
	}

	#cut(pages: readonly number[]): boolean {
		const [only, ...others] = pages;
		this.#atOnce = 1;
		if (only === undefined || others.length > 0) return true;
		this.#done.set(only, this.#rest?.page === only ? this.#rest.text : "");
		this.#rest = undefined;
		this.flaws.push({ page: only, kind: "cut" });
		return true;
	}
}

/** About how many tokens a page has as Markdown, by the text it holds: "" is a scan, or empty. */
export function expectedTokens(text: string): number {
	// Tables and the description of a figure come on top.
	return text === "" ? 1200 : Math.ceil(1.3 * wordTokens(text)) + 200;
}

/** How many of these pages one answer is likely to have room for, by their texts; at least one. */
export function pagesThatFit(texts: readonly string[]): number {
	let expected = 0;
	const over = texts.findIndex((text) => {
		expected += expectedTokens(text);
		return expected > mostExpected;
	});
	return over < 0 ? texts.length : Math.max(1, over);
}
