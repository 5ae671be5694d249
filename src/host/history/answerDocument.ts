import { type Disposable, l10n, Uri, ViewColumn, window, workspace } from "vscode";
import type { History } from "../../history/history.ts";
import type { RecentEntry } from "../../history/recent.ts";
import { answerText } from "./answerText.ts";
import { oneLine } from "./oneLine.ts";
import { entryTitle } from "./words.ts";

/** Documents of this scheme are answers: read from the history, nothing to save. */
const scheme = "loupe-answer";

export function registerAnswerDocuments(history: History): Disposable {
	return workspace.registerTextDocumentContentProvider(scheme, {
		provideTextDocumentContent: async (uri) => {
			const address = readAddress(uri);
			const run = address && (await history.find(address.hash, address));
			return run
				? answerText(run, address.title)
				: l10n.t("This answer is no longer kept, or a newer Loupe wrote it.");
		},
	});
}

/** Opens an answer beside, as Markdown that nobody is asked to save. */
export async function showAnswer(entry: RecentEntry, history: History): Promise<void> {
	if (!(await history.find(entry.hash, entry))) {
		void window.showWarningMessage(
			entry.kind === "newer"
				? l10n.t("A newer Loupe wrote this answer; this one cannot read it.")
				: l10n.t("This answer is no longer kept."),
		);
		return;
	}
	const document = await workspace.openTextDocument(addressOf(entry));
	const isAlone = window.tabGroups.activeTabGroup.tabs.length === 0;
	await window.showTextDocument(document, {
		viewColumn: isAlone ? ViewColumn.Active : ViewColumn.Beside,
	});
}

function addressOf(entry: RecentEntry): Uri {
	const title = entryTitle(entry);
	const query = new URLSearchParams({
		hash: entry.hash,
		startedAt: String(entry.startedAt),
		id: entry.id,
		title,
	});
	// What the tab is called; a file name may hold a slash where it came from another system.
	const name = oneLine(title, 60).replace(/[\\/]/g, " ");
	return Uri.from({ scheme, path: `/${name}.md`, query: query.toString() });
}

/** Undefined for what Loupe did not write: anybody may open an address. */
function readAddress(
	uri: Uri,
): { hash: string; startedAt: number; id: string; title: string } | undefined {
	const query = new URLSearchParams(uri.query);
	const [hash = "", started = "", id = "", title = ""] = ["hash", "startedAt", "id", "title"].map(
		(key) => query.get(key) ?? "",
	);
	const isOurs = /^[0-9a-f]{64}$/.test(hash) && /^\d+$/.test(started) && /^[^/\\]+$/.test(id);
	return isOurs ? { hash, startedAt: Number(started), id, title: oneLine(title) } : undefined;
}
