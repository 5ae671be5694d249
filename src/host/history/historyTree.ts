import {
	type Disposable,
	type Event,
	EventEmitter,
	l10n,
	ThemeIcon,
	type TreeDataProvider,
	TreeItem,
	TreeItemCollapsibleState,
} from "vscode";
import type { History } from "../../history/history.ts";
import type { RecentEntry } from "../../history/recent.ts";
import type { Report } from "../report.ts";
import { type Day, groupByDay } from "./days.ts";
import { entryItem } from "./entryItem.ts";
import { oneLine } from "./oneLine.ts";
import { dayTitle } from "./words.ts";

/** A line of the view. */
export type HistoryNode =
	| Day<RecentEntry>
	| RecentEntry
	| { kind: "more" }
	/** Why there is no list. */
	| { kind: "failed"; message: string };

/** So many answers are listed at first, and so many more each time the person asks. */
const page = 200;

/** The recent answers by day; read when VS Code asks, which it does when the view is shown. */
export class HistoryTree implements TreeDataProvider<HistoryNode>, Disposable {
	readonly #parts: { history: History; report: Pick<Report, "failure"> };
	readonly #changed = new EventEmitter<void>();
	readonly #listed = new EventEmitter<void>();
	#limit = page;
	readonly onDidChangeTreeData: Event<void> = this.#changed.event;
	/** The answers were listed anew. */
	readonly onDidList: Event<void> = this.#listed.event;

	constructor(parts: { history: History; report: Pick<Report, "failure"> }) {
		this.#parts = parts;
	}

	refresh(): void {
		this.#changed.fire();
	}

	showMore(): void {
		this.#limit += page;
		this.refresh();
	}

	async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
		switch (node?.kind) {
			case undefined:
				return this.#list();
			case "day":
				return node.entries;
			default:
				return [];
		}
	}

	getTreeItem(node: HistoryNode): TreeItem {
		switch (node.kind) {
			case "day": {
				const title = dayTitle(node.start, Date.now());
				const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
				item.id = `day ${node.start}`;
				return item;
			}
			case "more": {
				const item = new TreeItem(l10n.t("Show More…"));
				item.id = "more";
				item.command = { command: "loupe.showMoreHistory", title: l10n.t("Show More…") };
				return item;
			}
			case "failed": {
				const item = new TreeItem(oneLine(node.message, 300));
				item.iconPath = new ThemeIcon("warning");
				return item;
			}
			default:
				return entryItem(node);
		}
	}

	async #list(): Promise<HistoryNode[]> {
		try {
			const entries = await this.#parts.history.recent(this.#limit + 1);
			this.#listed.fire();
			const days = groupByDay(entries.slice(0, this.#limit));
			return entries.length > this.#limit ? [...days, { kind: "more" }] : days;
		} catch (error) {
			const { message } = this.#parts.report.failure("The history cannot be listed", error);
			return [{ kind: "failed", message }];
		}
	}

	dispose(): void {
		this.#changed.dispose();
		this.#listed.dispose();
	}
}
