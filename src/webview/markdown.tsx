import "./markdown.css";

import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import * as l10n from "@vscode/l10n";
import type { MarkedToken, Tokens } from "marked";
import type { ComponentChild } from "preact";
import { memo } from "preact/compat";
import { useMemo, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { GrowingMarkdown, known, lexMarkdown } from "./lexMarkdown.ts";
import { Inline } from "./markdownInline.tsx";
import type { TalkActions } from "./talkActions.ts";
import { oneLine, readable } from "./text.ts";

/** More than this of one text is not shown. */
const shownLetters = 100_000;
/** Quotes and lists in each other deeper than this are shown as they were written. */
const deepest = 16;

export interface MarkdownProps {
	text: string;
	/** More will be appended to the text. */
	grows: boolean;
	actions: Pick<TalkActions, "copyText" | "openLink" | "hasPage" | "showPage">;
}

/**
 * A text of the model, drawn from its marks. It is never HTML, loads nothing, and its links only
 * ask; what is too long or too deep is shown as it was written.
 */
export function Markdown({ text, grows, actions }: MarkdownProps) {
	const growing = useRef<GrowingMarkdown>(undefined);
	const shown = useMemo(() => {
		const cut = text.length > shownLetters ? `${text.slice(0, shownLetters)}…` : text;
		return readable(cut);
	}, [text]);
	const blocks = useMemo(() => {
		if (!grows) return lexMarkdown(shown);
		growing.current ??= new GrowingMarkdown();
		return growing.current.lex(shown);
	}, [shown, grows]);
	return (
		<div class="markdown">
			{blocks ? (
				<Blocks blocks={blocks} depth={0} actions={actions} />
			) : (
				<p class="as-written" dir="auto">
					{shown}
				</p>
			)}
		</div>
	);
}

function Blocks(props: {
	blocks: readonly MarkedToken[];
	depth: number;
	actions: MarkdownProps["actions"];
}) {
	const { blocks, depth, actions } = props;
	// Blocks only grow at the end, so their place names them.
	return blocks.map((block, index) => (
		<Block key={`block-${index}`} block={block} depth={depth} actions={actions} />
	));
}

const Block = memo(
	(props: { block: MarkedToken; depth: number; actions: MarkdownProps["actions"] }) => {
		const { block, depth, actions } = props;
		if (depth > deepest) {
			return (
				<p class="as-written" dir="auto">
					{block.raw}
				</p>
			);
		}
		const inside = (tokens: Tokens.Generic["tokens"]) => (
			<Blocks blocks={known(tokens ?? [])} depth={depth + 1} actions={actions} />
		);
		switch (block.type) {
			case "space":
			case "def":
				return null;
			case "hr":
				return <hr />;
			case "code":
				return <Code code={block} actions={actions} />;
			case "heading": {
				// The page's own headings go down to h3.
				const Heading = `h${Math.min(6, block.depth + 3)}` as "h4" | "h5" | "h6";
				return (
					<Heading class={`heading-${Math.min(block.depth, 3)}`} dir="auto">
						<Inline tokens={known(block.tokens)} actions={actions} />
					</Heading>
				);
			}
			case "blockquote":
				return <blockquote dir="auto">{inside(block.tokens)}</blockquote>;
			case "list":
				return <List list={block} item={({ tokens }) => inside(tokens)} />;
			case "table":
				return <Table table={block} actions={actions} />;
			case "paragraph":
				return (
					<p dir="auto">
						<Inline tokens={known(block.tokens)} actions={actions} />
					</p>
				);
			case "html":
				return (
					<p class="as-written" dir="auto">
						{block.text.trimEnd()}
					</p>
				);
			default:
				// Words right in a list's entry, without a paragraph around them.
				return <Inline tokens={[block]} actions={actions} />;
		}
	},
);

function List(props: { list: Tokens.List; item: (item: Tokens.ListItem) => ComponentChild }) {
	const { list, item } = props;
	const items = list.items.map((one, index) => (
		<li key={`item-${index}`} class={one.task ? "to-do" : undefined} dir="auto">
			{item(one)}
		</li>
	));
	if (!list.ordered) return <ul dir="auto">{items}</ul>;
	return (
		<ol dir="auto" start={Number(list.start)}>
			{items}
		</ol>
	);
}

function Table({ table, actions }: { table: Tokens.Table; actions: MarkdownProps["actions"] }) {
	const row = (cells: Tokens.TableCell[], Cell: "th" | "td") =>
		cells.map(({ tokens, align }, index) => (
			<Cell key={`cell-${index}`} class={align ? `to-${align}` : undefined} dir="auto">
				<Inline tokens={known(tokens)} actions={actions} />
			</Cell>
		));
	return (
		<div class="table-box">
			<table>
				<thead>
					<tr>{row(table.header, "th")}</tr>
				</thead>
				<tbody>
					{table.rows.map((cells, index) => (
						<tr key={`row-${index}`}>{row(cells, "td")}</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function Code({ code, actions }: { code: Tokens.Code; actions: MarkdownProps["actions"] }) {
	const language = oneLine(code.lang?.split(/\s/, 1)[0] ?? "", 40);
	return (
		<div class="code">
			<div class="code-head">
				<span class="code-language">{language}</span>
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Copy Code")}
					title={l10n.t("Copy Code")}
					onClick={() => actions.copyText(code.text)}
				>
					<Icon svg={copyIcon} />
				</button>
			</div>
			<pre dir="ltr">
				<code>{code.text}</code>
			</pre>
		</div>
	);
}
