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
		case "detect":
		case "segment":
			return l10n.t("What to find (empty: everything prominent)");
		case "point":
			return l10n.t("What to point at (empty: everything prominent)");
		default:
			return l10n.t("Ask about this image");
	}
}

export function presetsFor(task: Task): Preset[] {
	switch (task) {
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
		case "ask":
			return [
				own(l10n.t("What is this?")),
				own(l10n.t("Describe it in detail")),
				own(l10n.t("What does the text in it say?")),
			];
		default:
			return [];
	}
}

function prominent(): Preset {
	return { title: l10n.t("All prominent objects") };
}

function own(words: string): Preset {
	return { title: words, prompt: words };
}
