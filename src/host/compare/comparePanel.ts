import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import type { Align, Pair } from "../../shared/compareProtocol.ts";
import {
	type ComparedSubject,
	CompareSession,
	type CompareSessionParts,
} from "./compareSession.ts";

/** The panel's view type; the manifest names it too. */
export const compareViewType = "loupe.compare";

const aligns: readonly Align[] = ["fit", "topLeft", "centre"];

/** Opens a panel for two pictures or more; the first two are A and B. */
export function openCompare(uris: readonly Uri[], parts: CompareSessionParts): void {
	const panel = window.createWebviewPanel(compareViewType, "Compare", ViewColumn.Active);
	new CompareSession(panel, { uris, chosen: { a: 0, b: 1 }, align: "fit" }, parts);
}

/** Brings comparisons back after the window was reloaded. */
export function registerCompare(parts: CompareSessionParts): Disposable {
	return window.registerWebviewPanelSerializer(compareViewType, {
		deserializeWebviewPanel: async (panel: WebviewPanel, state: unknown) => {
			const subject = readSubject(state);
			if (subject) new CompareSession(panel, subject, parts);
			// A page that never came up kept nothing: there is nothing to show.
			else panel.dispose();
		},
	});
}

/** Reads what the page kept (`Kept` of src/webview/compare/kept.ts), perhaps an older version's. */
function readSubject(state: unknown): ComparedSubject | undefined {
	const { uris, chosen, align } = fields(state);
	if (!Array.isArray(uris) || uris.length < 2) return undefined;
	if (!uris.every((uri) => typeof uri === "string")) return undefined;
	return {
		uris: uris.map((uri) => Uri.parse(uri)),
		chosen: readChosen(chosen, uris.length),
		align: aligns.find((known) => known === align) ?? "fit",
	};
}

function readChosen(stored: unknown, count: number): Pair<number> {
	const { a, b } = fields(stored);
	const isIndex = (value: unknown): value is number =>
		Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
	return isIndex(a) && isIndex(b) ? { a, b } : { a: 0, b: 1 };
}

function fields(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
