import { Lexer, type MarkedToken, type Token } from "marked";

/** Blocks longer than this are not looked through: some patterns cost the square of their length. */
const longestBlock = 20_000;
/** Quotes and lists in each other on one line; the lexer calls itself for each. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){25}/m;

/** The blocks of a Markdown text; undefined where it must be shown as it is. */
export function lexMarkdown(text: string): MarkedToken[] | undefined {
	if (tooDeep.test(text) || hasLongBlock(text)) return undefined;
	try {
		return known(new Lexer({ gfm: true }).lex(text));
	} catch {
		// Nested deeper than the stack, in a way the pattern above does not know: it is still text.
		return undefined;
	}
}

/** The lexer has no extensions, so that every token is one of its own. */
export function known(tokens: readonly Token[]): MarkedToken[] {
	return tokens as MarkedToken[];
}

function hasLongBlock(text: string): boolean {
	let start = 0;
	while (text.length - start > longestBlock) {
		const end = text.slice(start, start + longestBlock).lastIndexOf("\n\n");
		if (end < 0) return true;
		start += end + 2;
	}
	return false;
}

/** Lexes a text that grows: only its last two blocks, which what comes next may change, are done again. */
export class GrowingMarkdown {
	#settled: MarkedToken[] = [];
	#settledText = "";

	/** The same tokens as before for blocks that are over. */
	lex(text: string): MarkedToken[] | undefined {
		if (!text.startsWith(this.#settledText)) {
			this.#settled = [];
			this.#settledText = "";
		}
		const rest = lexMarkdown(text.slice(this.#settledText.length));
		if (!rest) return undefined;
		const blocks = [...this.#settled, ...rest];
		// A "2" at the end may become "2. more" and join the list before it: that is not over either.
		const open = rest.flatMap(({ type }, index) => (type === "space" ? [] : [index])).at(-2) ?? 0;
		if (open > 0) {
			const over = rest.slice(0, open);
			this.#settled = [...this.#settled, ...over];
			this.#settledText += over.map(({ raw }) => raw).join("");
		}
		return blocks;
	}
}
