import type { Event, Uri } from "vscode";
import type { History } from "../../history/history.ts";
import type { Report } from "../report.ts";

/** What the history's view is built from. */
export interface HistoryViewParts {
	history: History;
	report: Report;
	openInLoupe(uri: Uri): Promise<void>;
	/** Opens several pictures that were asked about together. */
	openPictures(uris: Uri[]): Promise<void>;
	/** An answer was kept or removed, or its picture has moved. */
	onDidChangeHistory: Event<unknown>;
}
