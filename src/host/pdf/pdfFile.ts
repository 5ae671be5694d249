import { TabInputCustom, TabInputText, type Uri, window } from "vscode";
import { contentHash } from "../../history/history.ts";
import { readPicture } from "../picture.ts";

/** A PDF as its file is now. */
export interface PdfFile {
	uri: Uri;
	bytes: Uint8Array;
	/** Of `bytes`. */
	hash: string;
}

/** By name: the picture tasks find out by content what a file is. */
export function isPdf({ path }: Uri): boolean {
	return /\.pdf$/i.test(path);
}

/** Throws as `readPicture`. */
export async function readPdf(uri: Uri): Promise<PdfFile> {
	const bytes = await readPicture(uri);
	return { uri, bytes, hash: contentHash(bytes) };
}

/** The PDF in the active tab, whatever shows it there. */
export function activePdf(): Uri | undefined {
	const input = window.tabGroups.activeTabGroup.activeTab?.input;
	if (!(input instanceof TabInputCustom || input instanceof TabInputText)) return undefined;
	return isPdf(input.uri) ? input.uri : undefined;
}
