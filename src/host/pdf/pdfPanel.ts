import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { PdfSession, type PdfSessionParts } from "./pdfSession.ts";

/** The panel's view type; the manifest's activation event names it too. */
const viewType = "loupe.pdf";

export interface PdfPanels extends Disposable {
	/** Shows the pages of a PDF, with the conversation about them. */
	open(uri: Uri): void;
}

/** Registers the panel that asks about a PDF; it comes back when the window is reloaded. */
export function registerPdfPanel(parts: PdfSessionParts): PdfPanels {
	const shown = new Map<string, WebviewPanel>();
	const show = (uri: Uri, panel: WebviewPanel): void => {
		new PdfSession(uri, panel, parts);
		const address = uri.toString();
		shown.set(address, panel);
		panel.onDidDispose(() => {
			if (shown.get(address) === panel) shown.delete(address);
		});
	};
	const serializer = window.registerWebviewPanelSerializer(viewType, {
		deserializeWebviewPanel: async (panel, kept: unknown) => {
			const uri = readKept(kept);
			if (uri) show(uri, panel);
			// A page that never came up kept nothing: there is nothing to show.
			else panel.dispose();
		},
	});
	return {
		open: (uri) => {
			const there = shown.get(uri.toString());
			if (there) there.reveal();
			else show(uri, window.createWebviewPanel(viewType, "Loupe", ViewColumn.Active));
		},
		// The panels stay: a window that is reloaded wants them back.
		dispose: () => serializer.dispose(),
	};
}

/** What the page kept (`KeptPdf` of src/webview/pdf/state.ts), perhaps an older version's. */
function readKept(kept: unknown): Uri | undefined {
	const { uri } = (kept ?? {}) as { uri?: unknown };
	return typeof uri === "string" ? Uri.parse(uri) : undefined;
}
