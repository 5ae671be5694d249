import {
	EndOfLine,
	Range,
	TabInputText,
	type TextDocument,
	TextEdit,
	ViewColumn,
	WorkspaceEdit,
	window,
	workspace,
} from "vscode";
import { openMarkdown } from "../lastEditor.ts";

/**
 * A new Markdown document beside what is there, which follows a text that grows and whose end may be
 * replaced. What a person writes into it meanwhile stays; if that is in the way, it is left alone.
 */
export class PageDocument {
	readonly #onClosed: () => void;
	#document: TextDocument | undefined;
	/** What was written into it. */
	#written = "";
	#wanted = () => "";
	#isWriting = false;
	#writing = Promise.resolve();
	#isTheirs = false;
	#wasShown = false;

	/** It opens with its first text. `onClosed` hears when there is more and it is no longer shown. */
	constructor(onClosed: () => void) {
		this.#onClosed = onClosed;
	}

	/** It was shown, and is not any more: the person closed it, or saved it as a file. */
	get isGone(): boolean {
		const isThere = this.#document !== undefined && isShown(this.#document);
		// The list of tabs comes a little after the tab.
		this.#wasShown ||= isThere;
		return this.#wasShown && !isThere;
	}

	/** Shows a text soon; one that comes before the last was written takes its place, which is not made. */
	show(text: () => string): void {
		this.#wanted = text;
		if (this.#isWriting) return;
		this.#isWriting = true;
		this.#writing = this.#follow();
		// Who finishes hears of it.
		this.#writing.catch(() => {});
	}

	/** Resolves when the whole text is there; in another document if this one is not to be touched. */
	async finish(text: string): Promise<void> {
		this.show(() => text);
		await this.#writing;
		if (this.#isTheirs && !this.isGone) await openMarkdown(text);
	}

	async #follow(): Promise<void> {
		try {
			while (!this.#isTheirs) {
				const wanted = this.#wanted();
				if (wanted === this.#written) return;
				if (!this.#document) {
					this.#document = await openWith(wanted);
					this.#written = wanted;
					continue;
				}
				if (this.isGone) {
					this.#isTheirs = true;
					this.#onClosed();
					return;
				}
				await this.#write(this.#document, wanted);
			}
		} finally {
			this.#isWriting = false;
		}
	}

	async #write(document: TextDocument, wanted: string): Promise<void> {
		const { uri, version } = document;
		const same = commonStart(this.#written, wanted);
		const there = document.getText();
		const old = this.#written.slice(same);
		if (!there.endsWith(old)) {
			this.#isTheirs = true;
			return;
		}
		const from = document.positionAt(there.length - old.length);
		const to = document.positionAt(there.length);
		const edit = new WorkspaceEdit();
		edit.replace(uri, new Range(from, to), wanted.slice(same));
		if (await workspace.applyEdit(edit)) this.#written = wanted;
		// Refused for any other reason than a change of theirs meanwhile, it would be again.
		else if (document.version === version) this.#isTheirs = true;
	}
}

/** Its first text is there before the cursor, which else would go before what follows, and select it. */
async function openWith(content: string): Promise<TextDocument> {
	const document = await workspace.openTextDocument({ language: "markdown", content });
	const isAlone = window.tabGroups.activeTabGroup.tabs.length === 0;
	const viewColumn = isAlone ? ViewColumn.Active : ViewColumn.Beside;
	await window.showTextDocument(document, { viewColumn, preview: false });
	const edit = new WorkspaceEdit();
	// Places are counted in what Loupe wrote, whose lines end like this on every system.
	edit.set(document.uri, [TextEdit.setEndOfLine(EndOfLine.LF)]);
	await workspace.applyEdit(edit);
	return document;
}

/** VS Code keeps a document open for minutes after its last tab was closed. */
function isShown({ uri }: TextDocument): boolean {
	const address = uri.toString();
	const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
	return tabs.some(
		({ input }) => input instanceof TabInputText && input.uri.toString() === address,
	);
}

function commonStart(a: string, b: string): number {
	const most = Math.min(a.length, b.length);
	if (b.startsWith(a)) return a.length;
	let same = 0;
	while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
	return same;
}
