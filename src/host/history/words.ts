import { env, l10n } from "vscode";
import type { RecentEntry } from "../../history/recent.ts";
import type { HistorySize } from "../../history/size.ts";
import type { Task } from "../../shared/result.ts";
import { daysAgo } from "./days.ts";
import { formatBytes } from "./formatBytes.ts";
import { oneLine } from "./oneLine.ts";

export function dayTitle(start: number, now: number): string {
	const ago = daysAgo(start, now);
	if (ago === 0) return l10n.t("Today");
	if (ago === 1) return l10n.t("Yesterday");
	return new Intl.DateTimeFormat(env.language, { dateStyle: "full" }).format(start);
}

export function formatTime(time: number): string {
	const style = { dateStyle: "long", timeStyle: "short" } as const;
	return new Intl.DateTimeFormat(env.language, style).format(time);
}

export function formatNumber(value: number): string {
	return new Intl.NumberFormat(env.language).format(value);
}

/** "1,204 answers · 38 MB" */
export function sizeWords({ entries, bytes }: HistorySize): string {
	const answers = entries === 1 ? l10n.t("1 answer") : l10n.t("{0} answers", formatNumber(entries));
	return `${answers} · ${formatBytes(bytes, env.language)}`;
}

export function objectsFound(count: number): string {
	if (count === 0) return l10n.t("No objects found");
	return count === 1 ? l10n.t("1 object found") : l10n.t("{0} objects found", formatNumber(count));
}

/** What an entry is called: the picture's file name, of several the first one's. */
export function entryTitle(entry: RecentEntry): string {
	const [first, ...more] = picturesOf(entry);
	const name = oneLine(first?.name ?? "") || l10n.t("Unknown picture");
	return more.length === 0 ? name : l10n.t("{0} and {1} more", name, formatNumber(more.length));
}

/** The pictures an entry is about, as far as they are known. */
export function picturesOf(entry: RecentEntry): Array<{ uri: string; name: string }> {
	const several = entry.kind === "answer" ? entry.summary.pictures : undefined;
	if (several && several.length > 0) return several;
	return entry.picture ? [entry.picture] : [];
}

export function taskTitle(task: Task): string {
	switch (task) {
		case "caption":
			return l10n.t("Caption");
		case "ask":
			return l10n.t("Ask");
		case "classify":
			return l10n.t("Classify");
		case "detect":
			return l10n.t("Detect Objects");
		case "segment":
			return l10n.t("Segment");
		case "point":
			return l10n.t("Point");
		case "extract":
			return l10n.t("Extract");
		case "transcribe":
			return l10n.t("Transcribe");
		case "compare":
			return l10n.t("Compare");
		default:
			return task satisfies never;
	}
}
