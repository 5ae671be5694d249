import { l10n, ThemeIcon, TreeItem, Uri } from "vscode";
import type { RecentEntry } from "../../history/recent.ts";
import type { RunSummary } from "../../history/summary.ts";
import type { Task } from "../../shared/result.ts";
import { oneLine } from "./oneLine.ts";
import { entryTitle, formatTime, objectsFound, picturesOf, taskTitle } from "./words.ts";

const mostNamed = 10;

/** An entry as the tree shows it; names, prompts and answers are text and nothing else. */
export function entryItem(entry: RecentEntry): TreeItem {
	const title = entryTitle(entry);
	const description = describe(entry);
	const item = new TreeItem(title);
	item.id = `${entry.hash}/${entry.startedAt}-${entry.id}`;
	item.description = description;
	// A string, not Markdown: nothing in it is interpreted.
	item.tooltip = tooltip(entry).join("\n");
	item.accessibilityInformation = { label: `${title}, ${description}` };
	item.iconPath = new ThemeIcon(entry.kind === "newer" ? "lock" : icon(entry.summary.task));
	item.contextValue = "loupe.entry";
	item.command = {
		command: "loupe.openHistoryEntry",
		title: l10n.t("Open in Loupe"),
		arguments: [entry],
	};
	return item;
}

function describe(entry: RecentEntry): string {
	if (entry.kind === "newer") return l10n.t("kept by a newer Loupe");
	const { task, engine } = entry.summary;
	const demo = engine === "demo" ? [l10n.t("demo engine")] : [];
	return [taskTitle(task), ...firstWords(entry.summary), ...demo].join(" · ");
}

/** The person's words before the model's: they know theirs again. */
function firstWords({ prompt, text, objects }: RunSummary): string[] {
	// The comments are the lines before a PDF's pages.
	const words = text.replace(/<!--.*?-->/g, " ");
	const said = objects === undefined ? oneLine(words, 60) : objectsFound(objects);
	return [oneLine(prompt ?? "", 60), said].filter((words) => words !== "").slice(0, 2);
}

function tooltip(entry: RecentEntry): string[] {
	const pictures = picturesOf(entry);
	const paths = pictures.slice(0, mostNamed).map(({ uri }) => pathOf(uri));
	const unnamed = pictures.length - paths.length;
	const more = unnamed > 0 ? [l10n.t("and {0} more", unnamed)] : [];
	const time = formatTime(entry.startedAt);
	if (entry.kind === "newer") return [...paths, ...more, time];
	const { model, engine, complete, prompt } = entry.summary;
	return [
		...paths,
		...more,
		...(prompt ? [oneLine(prompt, 200)] : []),
		engine === "demo" ? l10n.t("Demo engine: colours and shapes only, not Gemini") : oneLine(model),
		time,
		...(complete ? [] : [l10n.t("This answer is not whole.")]),
	];
}

/** A place as the person knows it. */
function pathOf(uri: string): string {
	const place = Uri.parse(uri);
	return oneLine(place.scheme === "file" ? place.fsPath : place.toString(true), 500);
}

function icon(task: Task): string {
	switch (task) {
		case "caption":
			return "list-flat";
		case "ask":
			return "comment-discussion";
		case "classify":
			return "tag";
		case "detect":
			return "target";
		case "segment":
			return "wand";
		case "point":
			return "location";
		case "extract":
			return "json";
		case "transcribe":
			return "whole-word";
		case "compare":
			return "diff";
		default:
			return task satisfies never;
	}
}
