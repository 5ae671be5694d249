import * as l10n from "@vscode/l10n";
import type { MarkedToken, Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { decodeEntities } from "./entities.ts";
import { known } from "./lexMarkdown.ts";
import { PageLinks } from "./pageLinks.tsx";
import { safeAddress } from "./safeAddress.ts";
import type { TalkActions } from "./talkActions.ts";
import { oneLine } from "./text.ts";

/** Emphasis in emphasis deeper than this is shown as it was written. */
const deepest = 12;

interface InlineProps {
	tokens: readonly MarkedToken[];
	depth?: number;
	actions: Pick<TalkActions, "openLink" | "hasPage" | "showPage">;
}

/** What stands within a line: words, emphasis, code, links. */
export function Inline({ tokens, depth = 0, actions }: InlineProps) {
	return tokens.map((token, index) => (
		<Part key={`part-${index}`} token={token} depth={depth} actions={actions} />
	));
}

function Part(props: { token: MarkedToken; depth: number; actions: InlineProps["actions"] }) {
	const { token, depth, actions } = props;
	if (depth > deepest) return token.raw;
	const inside = (tokens: Tokens.Generic["tokens"]) => (
		<Inline tokens={known(tokens ?? [])} depth={depth + 1} actions={actions} />
	);
	switch (token.type) {
		case "text":
			if (token.tokens) return inside(token.tokens);
			return <PageLinks text={decodeEntities(token.text)} actions={actions} />;
		case "strong":
			return <strong>{inside(token.tokens)}</strong>;
		case "em":
			return <em>{inside(token.tokens)}</em>;
		case "del":
			return <del>{inside(token.tokens)}</del>;
		case "codespan":
			return <code>{token.text}</code>;
		case "br":
			return <br />;
		case "html":
			// The one tag that models write in tables, which have no other line end.
			return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : token.raw;
		case "escape":
			return token.text;
		case "checkbox":
			return token.checked ? "☑ " : "☐ ";
		case "image":
			return (
				<Link address={token.href} actions={actions}>
					{l10n.t("[image: {0}]", oneLine(decodeEntities(token.text), 200))}
				</Link>
			);
		case "link":
			return (
				<Link address={token.href} actions={actions}>
					{inside(token.tokens)}
				</Link>
			);
		default:
			return token.raw;
	}
}

/** The host asks before it opens an address; the page itself goes nowhere. */
function Link(props: {
	address: string;
	actions: InlineProps["actions"];
	children: ComponentChildren;
}) {
	const address = safeAddress(decodeEntities(props.address));
	if (address === undefined) return <span>{props.children}</span>;
	const open = (event: MouseEvent): void => {
		event.preventDefault();
		// VS Code opens the link of any click that reaches the document, without asking.
		event.stopPropagation();
		props.actions.openLink(address);
	};
	return (
		<a
			href={address}
			title={oneLine(address, 400)}
			draggable={false}
			onClick={open}
			onAuxClick={(event) => {
				if (event.button === 1) open(event);
			}}
		>
			{props.children}
		</a>
	);
}
