import {
	env,
	l10n,
	ProgressLocation,
	type QuickPickItem,
	QuickPickItemKind,
	Uri,
	window,
} from "vscode";
import { formatBytes } from "./history/formatBytes.ts";
import { nameInMessage } from "./history/oneLine.ts";
import type { ListedUpload, Uploads } from "./uploads.ts";
import { expiryWords, leftWords, uploadsWords, uploadTitle } from "./uploadWords.ts";

type UploadItem = QuickPickItem & { chosen: readonly ListedUpload[] };

const mostNamed = 8;

/** Shows the files on the server and deletes one or all of them, as often as the person likes; throws what listing or deleting throws. */
export async function manageUploads({ uploads }: { uploads: Uploads }): Promise<void> {
	for (;;) {
		const listed = await withProgress(l10n.t("Listing uploads"), (signal) => uploads.list(signal));
		if (listed.length === 0) {
			void window.showInformationMessage(l10n.t("There are no uploads on the server."));
			return;
		}
		const picked = await window.showQuickPick(uploadItems(listed, Date.now()), {
			title: `${l10n.t("Uploads")}: ${uploadsWords(listed)}`,
			placeHolder: l10n.t("Choose what to delete on the server"),
			matchOnDescription: true,
			matchOnDetail: true,
		});
		if (!picked || picked.chosen.length === 0) return;
		if (!(await agrees(picked.chosen))) continue;
		await withProgress(l10n.t("Deleting uploads"), async (signal) => {
			for (const { name } of picked.chosen) await uploads.remove(name, signal);
		});
		const left = await withProgress(l10n.t("Listing uploads"), (signal) => uploads.list(signal));
		void window.showInformationMessage(leftWords(left));
		if (left.length === 0) return;
	}
}

/** One item for each file, Loupe's own before others, and then those that delete many. */
export function uploadItems(listed: readonly ListedUpload[], now: number): UploadItem[] {
	const own = listed.filter(({ isOwn }) => isOwn);
	const others = listed.filter(({ isOwn }) => !isOwn);
	const many: UploadItem[] = [];
	if (own.length > 1) {
		const label = `$(trash) ${l10n.t("Delete All of Loupe's Uploads")}`;
		many.push({ label, description: uploadsWords(own), chosen: own });
	}
	if (others.length > 0 && listed.length > 1) {
		const label = `$(trash) ${l10n.t("Delete All Uploads")}`;
		const description = `${uploadsWords(listed)} · ${l10n.t("other programs' too")}`;
		many.push({ label, description, chosen: listed });
	}
	return [
		...section(l10n.t("Uploaded by Loupe"), own, now),
		...section(l10n.t("Uploaded by other programs with this key"), others, now),
		...(many.length > 0 ? [separator("")] : []),
		...many,
	];
}

function section(label: string, uploads: readonly ListedUpload[], now: number): UploadItem[] {
	if (uploads.length === 0) return [];
	return [
		separator(label),
		...uploads.map((upload) => ({
			label: uploadTitle(upload),
			description: [formatBytes(upload.bytes, env.language), expiryWords(upload, now)].join(" · "),
			detail: [placeOf(upload), upload.name].filter((text) => text !== "").join(" · "),
			chosen: [upload],
		})),
	];
}

function separator(label: string): UploadItem {
	return { label, kind: QuickPickItemKind.Separator, chosen: [] };
}

/** Where the picture is that was uploaded; "" where that is not known. */
function placeOf({ picture }: ListedUpload): string {
	if (!picture) return "";
	const uri = Uri.parse(picture.uri);
	return uri.scheme === "file" ? uri.fsPath : uri.toString(true);
}

async function agrees(chosen: readonly ListedUpload[]): Promise<boolean> {
	const [first] = chosen;
	if (!first) return false;
	const foreign = chosen.filter(({ isOwn }) => !isOwn).length;
	const message =
		chosen.length === 1
			? l10n.t("Delete the upload of {0} from the server?", nameInMessage(uploadTitle(first)))
			: l10n.t("Delete these uploads from the server? ({0})", uploadsWords(chosen));
	const more = chosen.length - mostNamed;
	const named = chosen.length === 1 ? [] : chosen.slice(0, mostNamed).map(uploadTitle);
	const detail = [
		...named.map(nameInMessage),
		...(more > 0 ? [l10n.t("and {0} more", more)] : []),
		...(foreign > 0 ? [l10n.t("Not uploaded by Loupe: {0}.", foreign)] : []),
		l10n.t("The picture itself stays as it is."),
	].join("\n");
	const yes = l10n.t("Delete");
	return (await window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

/** Can be cancelled from where it shows. */
async function withProgress<Result>(
	title: string,
	action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const abort = new AbortController();
	const options = { location: ProgressLocation.Notification, title, cancellable: true };
	return window.withProgress(options, (_, token) => {
		token.onCancellationRequested(() => abort.abort());
		return action(abort.signal);
	});
}
