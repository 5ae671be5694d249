import { l10n, Uri, window, workspace } from "vscode";
import { inTurns } from "../../history/inTurns.ts";
import type { RecentEntry } from "../../history/recent.ts";
import { isPdf } from "../pdf/pdfFile.ts";
import { pictureName } from "../picture.ts";
import { showAnswer } from "./answerDocument.ts";
import { arePicturesSame, checkPicture, isPictureGone } from "./checkPicture.ts";
import { nameInMessage } from "./oneLine.ts";
import type { HistoryViewParts } from "./parts.ts";
import { entryTitle, formatNumber, picturesOf } from "./words.ts";

/** Opens an answer's picture, where the answer is; says so when the picture is not what it was. */
export async function openEntry(entry: RecentEntry, parts: HistoryViewParts): Promise<void> {
	const [first, ...more] = picturesOf(entry).map(({ uri }) => Uri.parse(uri));
	if (first && more.length > 0) return openSeveral(entry, [first, ...more], parts);
	// What was written down is a document; what was asked has its place beside the pages.
	if (first && isPdf(first) && !isQuestion(entry)) return showAnswer(entry, parts.history);
	const name = nameInMessage(entryTitle(entry));
	if (!first) return offer(l10n.t("Where this picture is is not known."), entry, parts);
	const check = await checkPicture(first, entry.hash);
	switch (check.kind) {
		case "same":
		case "remote":
			return parts.openInLoupe(first);
		case "gone":
			return offer(l10n.t("{0} was deleted or moved. Its answer is kept.", name), entry, parts);
		case "changed":
			return offer(
				l10n.t("{0} has changed since this answer, which is about what it was.", name),
				entry,
				parts,
				first,
			);
		case "unreadable":
			return offer(check.message, entry, parts, first);
	}
}

function isQuestion(entry: RecentEntry): boolean {
	return entry.kind === "answer" && entry.summary.task === "ask";
}

/** The same for several pictures, whose answer is known by all of them in their order. */
async function openSeveral(
	entry: RecentEntry,
	uris: Uri[],
	parts: HistoryViewParts,
): Promise<void> {
	const isGone = await inTurns(uris, isPictureGone);
	const gone = uris.filter((_, index) => isGone[index]);
	if (gone.length === 0 && (await arePicturesSame(uris, entry.hash))) {
		return parts.openPictures(uris);
	}
	const answer = l10n.t("Show Answer");
	const open = l10n.t("Open Pictures");
	const picked = await window.showWarningMessage(
		sayWhy(gone),
		answer,
		...(gone.length === 0 ? [open] : []),
	);
	if (picked === answer) await showAnswer(entry, parts.history);
	if (picked === open) await parts.openPictures(uris);
}

function sayWhy(gone: readonly Uri[]): string {
	const [first, ...more] = gone;
	if (!first) {
		return l10n.t(
			"Some of these pictures have changed since this answer, which is about what they were.",
		);
	}
	return more.length === 0
		? l10n.t("{0} was deleted or moved. Its answer is kept.", nameInMessage(pictureName(first)))
		: l10n.t(
				"{0} pictures were deleted or moved. Their answer is kept.",
				formatNumber(gone.length),
			);
}

/** Says what is wrong with an answer's picture, and what can be done; `there`: what is in its place. */
async function offer(
	message: string,
	entry: RecentEntry,
	parts: HistoryViewParts,
	there?: Uri,
): Promise<void> {
	const answer = l10n.t("Show Answer");
	const find = l10n.t("Find Picture…");
	const open = l10n.t("Open Picture");
	const picked = await window.showWarningMessage(message, answer, find, ...(there ? [open] : []));
	switch (picked) {
		case answer:
			return showAnswer(entry, parts.history);
		case find:
			return findPicture(entry, parts);
		case open:
			if (there) await parts.openInLoupe(there);
	}
}

/** Opens the picture the person points at, if it is the one; Loupe then knows where it is. */
async function findPicture(entry: RecentEntry, parts: HistoryViewParts): Promise<void> {
	const near = await nearestFolder(entry);
	const [uri] =
		(await window.showOpenDialog({
			title: l10n.t("Find {0}", entryTitle(entry)),
			openLabel: l10n.t("Open in Loupe"),
			...(near && { defaultUri: near }),
		})) ?? [];
	if (!uri) return;
	const check = await checkPicture(uri, entry.hash);
	if (check.kind === "same") return parts.openInLoupe(uri);
	const name = nameInMessage(pictureName(uri));
	const message =
		check.kind === "unreadable"
			? check.message
			: l10n.t("{0} is not the picture of this answer: its content differs.", name);
	return offer(message, entry, parts, uri);
}

/** Where the picture was, if that folder is still there; else where the person works. */
async function nearestFolder(entry: RecentEntry): Promise<Uri | undefined> {
	const folder = entry.picture && Uri.joinPath(Uri.parse(entry.picture.uri), "..");
	if (folder && !(await isPictureGone(folder))) return folder;
	return workspace.workspaceFolders?.[0]?.uri;
}
