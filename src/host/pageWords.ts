import { l10n } from "vscode";

/** A page's words in the person's language; none for English. */
export function readPageWords(): Record<string, string> {
	return Object.fromEntries(
		Object.entries(l10n.bundle ?? {}).filter(
			(entry): entry is [string, string] => typeof entry[1] === "string",
		),
	);
}
