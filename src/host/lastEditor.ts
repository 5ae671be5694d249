import { type Disposable, l10n, type TextEditor, ViewColumn, window, workspace } from "vscode";
import { nameInMessage } from "./history/oneLine.ts";

/** Remembers which text editor was used last: while a page has the focus VS Code says none is. */
export class LastEditor implements Disposable {
	#last: TextEditor | undefined = window.activeTextEditor;
	readonly #listener = window.onDidChangeActiveTextEditor((editor) => {
		if (editor && editor.document.uri.scheme !== "output") this.#last = editor;
	});

	/**
	 * Writes text in place of what is selected there, as one step to undo. Where no editor is open it
	 * offers a new document.
	 */
	async insert(text: string): Promise<void> {
		const last = this.#last;
		if (!last || last.document.isClosed) {
			const create = l10n.t("New Document");
			const answer = await window.showInformationMessage(
				l10n.t("Put the cursor into a text file first: the answer goes there."),
				create,
			);
			if (answer === create) await openMarkdown(text);
			return;
		}
		const { document, viewColumn, selections } = last;
		const editor = await window.showTextDocument(document, viewColumn ? { viewColumn } : undefined);
		const done = await editor.edit((edit) => {
			for (const selection of selections) edit.replace(selection, text);
		});
		if (done) return;
		void window.showErrorMessage(
			l10n.t("{0} cannot be changed.", nameInMessage(workspace.asRelativePath(document.uri))),
		);
	}

	dispose(): void {
		this.#listener.dispose();
	}
}

/** Opens text as a new Markdown document beside what is there. */
export async function openMarkdown(content: string): Promise<void> {
	const document = await workspace.openTextDocument({ language: "markdown", content });
	await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
}
