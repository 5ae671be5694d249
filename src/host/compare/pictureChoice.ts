import { l10n, type Uri, workspace } from "vscode";
import type { PictureChoice } from "../../shared/compareProtocol.ts";
import { pictureName } from "../picture.ts";
import { refOf } from "./gitVersions.ts";

export function pictureChoice(uri: Uri): PictureChoice {
	return { uri: uri.toString(), name: pictureName(uri), detail: detailOf(uri) };
}

/** What tells a picture from others of its name: the commit it is from, or its folder. */
export function detailOf(uri: Uri): string {
	const ref = refOf(uri);
	if (ref === undefined) return folderOf(uri);
	if (ref === "") return l10n.t("Staged");
	if (ref === "HEAD") return l10n.t("Last Commit");
	return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
}

/** As the Explorer names it; "" for the folder that is open. */
function folderOf(uri: Uri): string {
	const path = workspace.asRelativePath(uri).replaceAll("\\", "/");
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
