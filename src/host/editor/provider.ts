import {
	type CustomDocumentOpenContext,
	type CustomReadonlyEditorProvider,
	type Disposable,
	type Uri,
	type WebviewPanel,
	window,
} from "vscode";
import { type DocumentParts, LoupeDocument } from "./document.ts";
import { Session, type SessionParts } from "./session.ts";

/** The custom editor's view type; the manifest names it too. */
export const viewType = "loupe.image";

class ImageEditorProvider implements CustomReadonlyEditorProvider<LoupeDocument> {
	readonly #parts: SessionParts & DocumentParts;

	constructor(parts: SessionParts & DocumentParts) {
		this.#parts = parts;
	}

	/** VS Code hands over what was never saved: an SVG that is being written, say. */
	openCustomDocument(
		uri: Uri,
		{ untitledDocumentData }: CustomDocumentOpenContext,
	): Promise<LoupeDocument> {
		return LoupeDocument.open(uri, this.#parts, untitledDocumentData);
	}

	async resolveCustomEditor(document: LoupeDocument, panel: WebviewPanel): Promise<void> {
		new Session(document, panel, this.#parts);
	}
}

/** Registers the editor that opens pictures in Loupe. */
export function registerImageEditor(parts: SessionParts & DocumentParts): Disposable {
	return window.registerCustomEditorProvider(viewType, new ImageEditorProvider(parts), {
		supportsMultipleEditorsPerDocument: true,
	});
}
