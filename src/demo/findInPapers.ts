import { ownWords } from "./ownWords.ts";
import { type Paper, pagesIn } from "./papers.ts";

/** More lines would be no answer. */
const mostLines = 5;

/** Words that questions are made of; they say nothing about what to look for. */
const empty = new Set(
	"a an and any are as at be been by can could did do does for from had has have how i in into is it its me my of on or our say says shall should show so tell than that the their them then there these they this those to us was we were what when where which who whose why will with would you your page pages document pdf text about find give list".split(
		" ",
	),
);

interface Line {
	text: string;
	/** In the document. */
	page: number;
	words: ReadonlySet<string>;
}

/**
 * What of the pages' text shares the most words with the last question, each with its page. A word
 * counts more the fewer lines have it. A question whose words are nowhere is one about what the
 * questions before it found: its words are looked for with theirs.
 */
export function findInPapers(asked: readonly string[], papers: readonly Paper[]): string {
	const texts = papers.flat();
	const numbers = pagesIn(asked.at(-1) ?? "", texts.length);
	const lines = texts.flatMap((text, index) => linesOf(text, numbers[index] ?? index + 1));
	if (lines.length === 0) {
		return `The demo engine reads what text a PDF holds: ${texts.length === 1 ? "this page has" : "these pages have"} none.`;
	}
	const questions = asked.map((words) => keywords(ownWords(words)));
	let wanted = new Set<string>();
	let found: Line[] = [];
	for (const question of questions.toReversed()) {
		wanted = new Set([...wanted, ...question]);
		found = linesWith(wanted, lines);
		if (found.length > 0) break;
	}
	const only = "The demo engine only reads the text of a PDF and looks for the question's words";
	if (found.length === 0) {
		const first = lines.slice(0, 3).map(quoted);
		return `${only}: none of them is in ${texts.length === 1 ? "this page" : `these ${texts.length} pages`}. The text begins:\n\n${first.join("\n")}`;
	}
	return `${only}. These lines have them:\n\n${found.map(quoted).join("\n")}`;
}

function linesWith(wanted: ReadonlySet<string>, lines: readonly Line[]): Line[] {
	const having = (word: string) => lines.filter(({ words }) => words.has(word)).length;
	const worth = new Map([...wanted].map((word) => [word, 1 / Math.max(1, having(word))]));
	const scored = lines
		.map((line) => ({ line, shared: [...wanted].filter((word) => line.words.has(word)) }))
		.filter(({ shared }) => shared.length > 0)
		.map(({ line, shared }) => ({
			line,
			score: shared.length + shared.reduce((sum, word) => sum + (worth.get(word) ?? 0), 0),
		}))
		.sort((a, b) => b.score - a.score);
	// What shares half of the best line's words is likely about something else.
	const least = (scored[0]?.score ?? 0) * 0.7;
	return scored
		.filter(({ score }) => score >= least)
		.slice(0, mostLines)
		.map(({ line }) => line)
		.sort((a, b) => a.page - b.page);
}

/** Sentences, and what stands on lines of its own. */
function linesOf(text: string, page: number): Line[] {
	return text
		.split(/\n+|(?<=[.!?])\s+/)
		.map((line) => line.trim())
		.filter((line) => line !== "")
		.map((line) => ({ text: line, page, words: keywords(line) }));
}

/** What is looked for: words without endings that English puts behind them. */
function keywords(text: string): Set<string> {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	const full = words.filter((word) => !empty.has(word) && (word.length > 1 || /\d/.test(word)));
	return new Set(full.map((word) => word.replace(/(?<=\p{L}{3})(?:ies|es|s|ed|ing)$/u, "")));
}

/** As text: what a page says is no Markdown. */
function quoted({ text, page }: Line): string {
	const short = text.length > 300 ? `${text.slice(0, 300)}…` : text;
	return `- “${short.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&")}” (page ${page})`;
}
