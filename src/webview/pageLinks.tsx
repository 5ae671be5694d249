import "./pageLinks.css";

import * as l10n from "@vscode/l10n";
import type { ComponentChild } from "preact";
import type { TalkActions } from "./talkActions.ts";
import { formatNumber } from "./text.ts";

/** "(page 7)", and what models make of it: "(pages 2, 9)", "(page 3-5)". */
const citation = /[(（]\s*pages?\s+\d{1,7}(?:\s*(?:[-–,;&]|and|page)\s*\d{1,7})*\s*[)）]/gi;

/** The word goes with the first number: a digit alone is little to click on. */
const named = /((?:pages?\s+)?\d+)/i;

/** Text in which pages that are named, and are there, are links to them. */
export function PageLinks(props: {
	text: string;
	actions: Pick<TalkActions, "hasPage" | "showPage">;
}) {
	const { text, actions } = props;
	const { hasPage, showPage } = actions;
	if (!hasPage || !showPage) return text;
	const parts: ComponentChild[] = [];
	let from = 0;
	for (const { index, 0: whole } of text.matchAll(citation)) {
		parts.push(text.slice(from, index));
		from = index + whole.length;
		const pieces = whole.split(named).map((words, at) => {
			const page = Number(/\d+$/.exec(words)?.[0]);
			if (!hasPage(page)) return words;
			const title = l10n.t("Show page {0}", formatNumber(page));
			return (
				<button
					type="button"
					class="link"
					key={`piece-${at}`}
					aria-label={title}
					title={title}
					onClick={() => showPage(page)}
				>
					{words}
				</button>
			);
		});
		// A line must not end between a bracket and the link in it.
		parts.push(
			<span class={pieces.length > 7 ? undefined : "page-links"} key={`citation-${index}`}>
				{pieces}
			</span>,
		);
	}
	return from === 0 ? text : [...parts, text.slice(from)];
}
