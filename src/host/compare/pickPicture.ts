import { l10n, Uri, window } from "vscode";
import { pictureFilters } from "../target.ts";

/** Asks for a picture in a file dialog that begins where `beside` is. */
export async function pickPicture(beside: Uri): Promise<Uri | undefined> {
	const picked = await window.showOpenDialog({
		title: l10n.t("Choose the Picture to Compare With"),
		openLabel: l10n.t("Compare"),
		canSelectMany: false,
		defaultUri: Uri.joinPath(
			beside.with({ scheme: beside.scheme === "git" ? "file" : beside.scheme, query: "" }),
			"..",
		),
		filters: pictureFilters(),
	});
	return picked?.[0];
}
