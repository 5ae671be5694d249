import * as l10n from "@vscode/l10n";
import type { Task } from "../shared/result.ts";

/** Words offered under a prompt; one without a `prompt` is the task's default. */
export interface Preset {
	title: string;
	prompt?: string;
}

/** What the box of a task says while it is empty. */
export function promptHint(task: Task): string {
	switch (task) {
		case "caption":
			return l10n.t("How to describe it (empty: briefly)");
		case "detect":
		case "segment":
			return l10n.t("What to find (empty: everything prominent)");
		case "point":
			return l10n.t("What to point at (empty: everything prominent)");
		case "classify":
		case "extract":
			return l10n.t("What to look at (may stay empty)");
		case "transcribe":
			return l10n.t("What to read (empty: all text)");
		case "ask":
		case "compare":
			return l10n.t("Ask about this image");
		default:
			return task satisfies never;
	}
}

export function presetsFor(task: Task): Preset[] {
	switch (task) {
		case "caption":
			return [
				{ title: l10n.t("Short"), prompt: l10n.t("One short sentence") },
				{
					title: l10n.t("Detailed"),
					prompt: l10n.t(
						"A detailed description: the subject, what happens, the place, colours, light, and any text",
					),
				},
				{
					title: l10n.t("Alt text"),
					prompt: l10n.t(
						"Alt text for a web page, at most 125 characters, without words like “image of”",
					),
				},
			];
		case "detect":
			return [
				prominent(),
				own(l10n.t("People")),
				own(l10n.t("Text and signs")),
				own(l10n.t("Everything that can be clicked")),
			];
		case "segment":
			return [
				prominent(),
				own(l10n.t("The main subject")),
				own(l10n.t("People")),
				own(l10n.t("Everything but the background")),
			];
		case "point":
			return [
				prominent(),
				own(l10n.t("Faces")),
				own(l10n.t("Handles and switches")),
				own(l10n.t("Buttons and links")),
			];
		case "transcribe":
			return [
				{ title: l10n.t("All text") },
				own(l10n.t("Only the tables")),
				own(l10n.t("Only the code")),
			];
		case "ask":
		case "classify":
		case "extract":
		case "compare":
			return [];
		default:
			return task satisfies never;
	}
}

function prominent(): Preset {
	return { title: l10n.t("All prominent objects") };
}

function own(words: string): Preset {
	return { title: words, prompt: words };
}
