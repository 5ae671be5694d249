import {
	commands,
	l10n,
	ProgressLocation,
	type QuickPickItem,
	Uri,
	window,
	workspace,
} from "vscode";
import type { ExportNote } from "../export/exportPicture.ts";
import { type ExportFormat, exportFormats } from "../export/formats.ts";
import { LoupeError } from "../shared/errors.ts";
import {
	type ExportChoice,
	type ExportDone,
	type ExportParts,
	exportResults,
} from "./exportResults.ts";
import { nameInMessage } from "./history/oneLine.ts";
import type { TaskOptions } from "./target.ts";

/** Asks for format and folder, writes with progress, and says what came of it. */
export async function exportWithDialogs(
	pictures: ExportChoice[],
	parts: ExportParts,
): Promise<void> {
	const format = await pickFormat();
	if (!format) return;
	const folder = await pickFolder(pictures);
	if (!folder) return;
	const title = l10n.t("Exporting from Loupe");
	const { written, notes } = await window.withProgress(
		{ location: ProgressLocation.Notification, title, cancellable: true },
		(progress, token) => {
			const abort = new AbortController();
			token.onCancellationRequested(() => abort.abort());
			const onProgress = (done: number, of: number) =>
				progress.report({ message: `${done} / ${of}`, increment: 100 / of });
			return exportResults(
				{ pictures, format, folder, mayOverwrite, signal: abort.signal, onProgress },
				parts,
			);
		},
	);
	await tell(written, notes, folder);
}

/** Called with options: writes into `folder` without asking; resolves with the Uris written. */
export async function exportSilently(
	uris: Uri[],
	{ format, folder, signal }: TaskOptions,
	parts: ExportParts,
): Promise<Uri[]> {
	const known = exportFormats.find((name) => name === format);
	if (!known) {
		throw new LoupeError("Unsupported", `No export format ${format}`, {
			detail: l10n.t("an export format named {0}", String(format)),
		});
	}
	if (!(folder instanceof Uri)) throw new LoupeError("Unsupported", "Export needs a folder");
	const done: ExportDone = await exportResults(
		{ pictures: uris.map((uri) => ({ uri })), format: known, folder, ...(signal && { signal }) },
		parts,
	);
	return done.written;
}

async function pickFormat(): Promise<ExportFormat | undefined> {
	const item = (format: ExportFormat, label: string, description: string) => ({
		format,
		label,
		description,
	});
	const items: Array<QuickPickItem & { format: ExportFormat }> = [
		item("coco", "COCO", l10n.t("instances JSON: boxes, polygons, RLE")),
		item("yolo", "YOLO", l10n.t("text files and data.yaml, for detection or segmentation")),
		item("voc", "Pascal VOC", l10n.t("XML, boxes")),
		item("labelme", "labelme", l10n.t("JSON beside the picture, to correct by hand")),
		item("masks", "PNG", l10n.t("a mask and an overlay for each object")),
		item("csv", "CSV", l10n.t("a row for each object")),
		item("json", "JSON", l10n.t("everything Loupe knows")),
	];
	const picked = await window.showQuickPick(items, {
		title: l10n.t("Export Results"),
		placeHolder: l10n.t("Choose a format"),
		matchOnDescription: true,
	});
	return picked?.format;
}

async function pickFolder([first]: ExportChoice[]): Promise<Uri | undefined> {
	const near =
		first && (workspace.getWorkspaceFolder(first.uri)?.uri ?? Uri.joinPath(first.uri, ".."));
	const picked = await window.showOpenDialog({
		title: l10n.t("Export Into a Folder"),
		openLabel: l10n.t("Export Here"),
		canSelectFiles: false,
		canSelectFolders: true,
		...(near && { defaultUri: near }),
	});
	return picked?.[0];
}

async function mayOverwrite(existing: string[]): Promise<boolean> {
	const overwrite = l10n.t("Overwrite");
	const answer = await window.showWarningMessage(
		existing.length === 1
			? l10n.t("A file of this export is already there.")
			: l10n.t("{0} files of this export are already there.", existing.length),
		{ modal: true, detail: existing.slice(0, 8).map(nameInMessage).join("\n") },
		overwrite,
	);
	return answer === overwrite;
}

async function tell(written: Uri[], notes: ExportNote[], folder: Uri): Promise<void> {
	const reveal = l10n.t("Open Folder");
	const message = [
		written.length === 1
			? l10n.t("One file was written.")
			: l10n.t("{0} files were written.", written.length),
		...new Set(notes.map(({ kind }) => noteWords(kind))),
	].join(" ");
	const answer = await (notes.length > 0
		? window.showWarningMessage(message, reveal)
		: window.showInformationMessage(message, reveal));
	if (answer !== reveal) return;
	const isInside = workspace.getWorkspaceFolder(folder) !== undefined;
	await commands.executeCommand(
		isInside ? "revealInExplorer" : "revealFileInOS",
		written[0] ?? folder,
	);
}

function noteWords(kind: ExportNote["kind"]): string {
	switch (kind) {
		case "pointsLeftOut":
			return l10n.t("This format has no points; they are left out.");
		case "pointsAsKeypoints":
			return l10n.t("Points are written as keypoints; some readers drop them.");
		case "shapesAsBoxes":
			return l10n.t("Of masks, only the boxes are written.");
		case "boxesAsShapes":
			return l10n.t("Objects without a mask are written as the corners of their box.");
		case "specksLeftOut":
			return l10n.t("Of shapes in very many parts, only the largest are written.");
		case "holesFilled":
			return l10n.t("Holes are filled; polygons cannot say them.");
		case "withoutMask":
			return l10n.t("Objects without a mask are left out.");
		case "withoutPlace":
			return l10n.t("Objects without a place are left out.");
		case "shapesEmpty":
			return l10n.t("Empty masks are left out.");
		case "withoutPicture":
			return l10n.t("Without the picture, its overlays are left out.");
		case "earlierUnread":
			return l10n.t("A file in the folder could not be read; class numbers begin anew.");
	}
}
