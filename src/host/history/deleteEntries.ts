import { l10n, window } from "vscode";
import type { History } from "../../history/history.ts";
import type { RecentEntry } from "../../history/recent.ts";
import { nameInMessage } from "./oneLine.ts";
import { entryTitle, formatNumber } from "./words.ts";

const mostNamed = 8;

/** Forgets answers after the person agreed. */
export async function deleteEntries(
	entries: readonly RecentEntry[],
	history: History,
): Promise<void> {
	const [first] = entries;
	if (!first) return;
	const message =
		entries.length === 1
			? l10n.t("Delete this answer about {0}?", nameInMessage(entryTitle(first)))
			: l10n.t("Delete these {0} answers?", formatNumber(entries.length));
	const named = entries.length === 1 ? [] : entries.slice(0, mostNamed).map(entryTitle);
	const more = entries.length - named.length;
	const detail = [
		...named.map(nameInMessage),
		...(named.length > 0 && more > 0 ? [l10n.t("and {0} more", formatNumber(more))] : []),
		l10n.t("This cannot be undone. The picture stays as it is."),
	].join("\n");
	const yes = l10n.t("Delete");
	if ((await window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
	for (const entry of entries) await history.remove(entry.hash, entry);
}
