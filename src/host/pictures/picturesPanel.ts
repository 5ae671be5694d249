import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { subjectOf } from "../subject.ts";
import { type PicturesParts, PicturesSession } from "./picturesSession.ts";

/** The panel's view type; the manifest's activation event names it too. */
const viewType = "loupe.pictures";

export interface PicturesPanels extends Disposable {
	/** Shows these pictures, in this order, with the conversation about them. */
	open(uris: readonly Uri[]): void;
}

/** Registers the panel that asks about several pictures; it comes back when the window is reloaded. */
export function registerPicturesPanel(parts: PicturesParts): PicturesPanels {
	const shown = new Map<WebviewPanel, PicturesSession>();
	const show = (uris: readonly Uri[], panel: WebviewPanel): void => {
		shown.set(panel, new PicturesSession(uris, panel, parts));
		panel.onDidDispose(() => shown.delete(panel));
	};
	const serializer = window.registerWebviewPanelSerializer(viewType, {
		deserializeWebviewPanel: async (panel, kept: unknown) => show(readKept(kept), panel),
	});
	return {
		open: (uris) => {
			const subject = subjectOf(uris);
			const there = [...shown].find(([, session]) => subjectOf(session.uris) === subject);
			if (there) {
				there[0].reveal();
				return;
			}
			show(uris, window.createWebviewPanel(viewType, "Loupe", ViewColumn.Active));
		},
		// The panels stay: a window that is reloaded wants them back.
		dispose: () => serializer.dispose(),
	};
}

/** What the page kept, perhaps an older version's. */
function readKept(kept: unknown): Uri[] {
	const { uris } = (kept ?? {}) as { uris?: unknown };
	if (!Array.isArray(uris)) return [];
	return uris.filter((uri) => typeof uri === "string").map((uri) => Uri.parse(uri));
}
