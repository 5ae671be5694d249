import type { MarkedToken } from "marked";
import { decodeEntities } from "./entities.ts";
import { known, lexMarkdown } from "./lexMarkdown.ts";

/** A Markdown text without its marks: what a person would type who has no bold and no tables. */
export function plainText(markdown: string): string {
	const blocks = lexMarkdown(markdown);
	return blocks ? blocksText(blocks).trim() : markdown;
}

function blocksText(blocks: readonly MarkedToken[]): string {
	return blocks
		.map((block) => ({ text: blockText(block), end: block.type === "checkbox" ? "" : "\n\n" }))
		.filter(({ text }) => text !== "")
		.map(({ text, end }) => `${text}${end}`)
		.join("")
		.trimEnd();
}

function blockText(block: MarkedToken): string {
	switch (block.type) {
		case "space":
		case "def":
			return "";
		case "hr":
			return "———";
		case "code":
			return block.text;
		case "blockquote":
			return blocksText(known(block.tokens));
		case "list":
			return block.items
				.map((item, index) => {
					const mark = block.ordered ? `${Number(block.start) + index}. ` : "- ";
					const indented = blocksText(known(item.tokens)).replace(/\n+/g, "\n  ");
					return `${mark}${indented}`;
				})
				.join("\n");
		case "table":
			return [block.header, ...block.rows]
				.map((row) => row.map(({ tokens }) => inlineText(known(tokens))).join("\t"))
				.join("\n");
		case "heading":
		case "paragraph":
			return inlineText(known(block.tokens));
		default:
			return inlineText([block]);
	}
}

function inlineText(tokens: readonly MarkedToken[]): string {
	return tokens.map((token) => inlinePart(token)).join("");
}

function inlinePart(token: MarkedToken): string {
	switch (token.type) {
		case "br":
			return "\n";
		case "checkbox":
			return token.checked ? "☑ " : "☐ ";
		case "text":
			return token.tokens ? inlineText(known(token.tokens)) : decodeEntities(token.text);
		case "strong":
		case "em":
		case "del":
			return inlineText(known(token.tokens));
		case "link": {
			const words = inlineText(known(token.tokens));
			return token.autolink || words === token.href ? words : `${words} (${token.href})`;
		}
		case "image":
			return token.text;
		case "codespan":
		case "escape":
		case "html":
			return token.text;
		default:
			return token.raw;
	}
}
