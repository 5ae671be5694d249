import { env, l10n, type QuickPickItem, Uri, window } from "vscode";
import type { History } from "../../history/history.ts";
import { inTurns } from "../../history/inTurns.ts";
import type { KnownPicture } from "../../history/picture.ts";
import type { PruneWish } from "../../history/prune.ts";
import type { HistorySize } from "../../history/size.ts";
import { isPictureGone } from "./checkPicture.ts";
import { formatBytes } from "./formatBytes.ts";
import { nameInMessage } from "./oneLine.ts";
import { formatNumber, sizeWords } from "./words.ts";

const day = 24 * 3_600_000;
const mostNamed = 8;

type Choice = QuickPickItem & { wish: PruneWish; size: HistorySize; names: string[] };

/** Asks what to forget, tells what that frees, and forgets it after the person agreed. */
export async function pruneHistory(history: History, viewId: string): Promise<void> {
	const choices = await window.withProgress({ location: { viewId } }, () => listChoices(history));
	if (choices.length === 0) {
		void window.showInformationMessage(l10n.t("There are no answers to delete."));
		return;
	}
	const picked = await window.showQuickPick(choices, {
		title: l10n.t("Clean Up History"),
		placeHolder: l10n.t("Choose which answers to delete"),
	});
	if (!picked) return;
	const { bytes, entries } = picked.size;
	const yes = l10n.t("Delete");
	const message =
		entries === 1
			? l10n.t("Delete 1 answer and free {0}?", formatBytes(bytes, env.language))
			: l10n.t(
					"Delete {0} answers and free {1}?",
					formatNumber(entries),
					formatBytes(bytes, env.language),
				);
	const detail = [...picked.names, l10n.t("This cannot be undone. Pictures stay as they are.")];
	const options = { modal: true, detail: detail.join("\n") };
	if ((await window.showWarningMessage(message, options, yes)) !== yes) return;
	await history.prune(picked.wish);
}

/** Those that free anything. */
async function listChoices(history: History): Promise<Choice[]> {
	const now = Date.now();
	const gone = await findGone(history);
	const hashes = gone.map(([hash]) => hash);
	const names = gone.map(([, { name }]) => nameInMessage(name));
	const more = names.length - mostNamed;
	const choice = async (label: string, wish: PruneWish, named: string[] = []): Promise<Choice> => {
		const size = await history.size(wish);
		return { label, description: sizeWords(size), wish, size, names: named };
	};
	const choices = await Promise.all([
		choice(l10n.t("Older than 30 days"), { kind: "olderThan", time: now - 30 * day }),
		choice(l10n.t("Older than a year"), { kind: "olderThan", time: now - 365 * day }),
		choice(l10n.t("Pictures that are gone"), { kind: "pictures", hashes }, [
			...names.slice(0, mostNamed),
			...(more > 0 ? [l10n.t("and {0} more", formatNumber(more))] : []),
			l10n.t("A picture that was moved counts as gone until Loupe opens it again."),
		]),
		choice(l10n.t("Everything"), { kind: "all" }),
	]);
	return choices.filter(({ size }) => size.bytes > 0);
}

/** The pictures that are no longer where they were; one that is out of reach is not gone. */
async function findGone(history: History): Promise<Array<[hash: string, picture: KnownPicture]>> {
	const known = [...(await history.pictures())];
	const gone = await inTurns(known, ([, { uri }]) => isPictureGone(Uri.parse(uri)));
	return known.filter((_, index) => gone[index]);
}
