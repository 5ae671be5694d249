import { commands, type Disposable, window } from "vscode";
import type { RecentEntry } from "../../history/recent.ts";
import { Disposables } from "../disposables.ts";
import { registerAnswerDocuments } from "./answerDocument.ts";
import { deleteEntries } from "./deleteEntries.ts";
import { type HistoryNode, HistoryTree } from "./historyTree.ts";
import { openEntry } from "./openEntry.ts";
import type { HistoryViewParts } from "./parts.ts";
import { pruneHistory } from "./pruneHistory.ts";
import { sizeWords } from "./words.ts";

/** The view's id; the manifest names it too. */
const viewId = "loupe.history";

/** Changes that come within this many milliseconds are shown at once. */
const pause = 100;

/** Registers the view of recent answers. Nothing is read before it is shown. */
export function registerHistoryView(parts: HistoryViewParts): Disposable {
	const { history, report } = parts;
	const disposables = new Disposables();
	const tree = disposables.add(new HistoryTree(parts));
	const view = disposables.add(
		window.createTreeView<HistoryNode>(viewId, { treeDataProvider: tree, canSelectMany: true }),
	);
	let isListed = false;
	let waiting: NodeJS.Timeout | undefined;
	disposables.add({ dispose: () => clearTimeout(waiting) });

	disposables.add(
		parts.onDidChangeHistory(() => {
			if (!view.visible) return;
			waiting ??= setTimeout(() => {
				waiting = undefined;
				tree.refresh();
			}, pause);
		}),
	);
	disposables.add(
		view.onDidChangeVisibility(({ visible }) => {
			// The first time VS Code asks by itself; later, another window may have kept an answer.
			if (visible && isListed) tree.refresh();
		}),
	);
	disposables.add(
		tree.onDidList(async () => {
			isListed = true;
			try {
				const size = await history.size();
				view.description = size.bytes > 0 ? sizeWords(size) : "";
			} catch (error) {
				// The list is shown without it.
				report.warn("The size of the history is not known", error);
			}
		}),
	);

	/** A menu passes what it was opened on and, with that, what is selected; a key, what has focus. */
	const meant = (node?: HistoryNode, nodes?: HistoryNode[]): RecentEntry[] => {
		const isApart = node && !view.selection.includes(node);
		return (nodes ?? (isApart ? [node] : view.selection)).filter(
			(one) => one.kind === "answer" || one.kind === "newer",
		);
	};
	const functions = {
		"loupe.openHistoryEntry": (entry: RecentEntry) => openEntry(entry, parts),
		"loupe.showMoreHistory": async () => tree.showMore(),
		"loupe.refreshHistory": async () => tree.refresh(),
		"loupe.deleteHistoryEntry": (node?: HistoryNode, nodes?: HistoryNode[]) =>
			deleteEntries(meant(node, nodes), history),
		"loupe.pruneHistory": () => pruneHistory(history, viewId),
	};
	for (const [id, run] of Object.entries<(...args: never[]) => Promise<void>>(functions)) {
		const command = (...args: never[]) => atTheEdge(parts, () => run(...args));
		disposables.add(commands.registerCommand(id, command));
	}
	disposables.add(registerAnswerDocuments(history));
	return disposables;
}

/** Says a failure once; the log has the whole of it. */
async function atTheEdge(parts: HistoryViewParts, run: () => Promise<void>): Promise<void> {
	const { report } = parts;
	try {
		await run();
	} catch (error) {
		await report.notify("The history's view failed", error, (action) =>
			action === "retry" ? atTheEdge(parts, run) : report.show(),
		);
	}
}
