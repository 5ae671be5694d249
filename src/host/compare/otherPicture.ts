import { l10n, type QuickPickItem, QuickPickItemKind, type Uri, window } from "vscode";
import { pictureName } from "../picture.ts";
import { type Commit, type GitVersions, gitVersions, refOf } from "./gitVersions.ts";
import { pickPicture } from "./pickPicture.ts";
import { detailOf } from "./pictureChoice.ts";

interface Choice extends QuickPickItem {
	/** Both, in the order in which they are shown; undefined when the person thought better of it. */
	pair?(): Promise<[a: Uri, b: Uri] | undefined>;
}

/**
 * Asks what to compare a picture with: another file, an earlier version, or the one selected for
 * compare. Older versions come first. Undefined when the person chose nothing.
 */
export async function pickPair(
	uri: Uri,
	selected: Uri | undefined,
): Promise<[a: Uri, b: Uri] | undefined> {
	const title = l10n.t("Compare {0} with…", pictureName(uri));
	const picked = await window.showQuickPick(choices(uri, selected), { title });
	return picked?.pair?.();
}

async function choices(uri: Uri, selected: Uri | undefined): Promise<Choice[]> {
	const git = await gitVersions(uri);
	const inHead = git && refOf(uri) === undefined && (await git.inHead());
	const list: Choice[] = [];
	if (selected && selected.toString() !== uri.toString()) {
		list.push({
			label: l10n.t("{0}, selected for compare", pictureName(selected)),
			description: detailOf(selected),
			pair: async () => [selected, uri],
		});
	}
	if (inHead) {
		list.push({
			label: l10n.t("Last Commit (HEAD)"),
			pair: async () => [git.at("HEAD"), uri],
		});
	}
	if (git) {
		list.push({
			label: l10n.t("Another Commit…"),
			pair: async () => {
				const commit = await pickCommit(uri, git);
				return commit && [git.at(commit.hash), uri];
			},
		});
	}
	if (list.length > 0) list.push({ label: "", kind: QuickPickItemKind.Separator });
	list.push({
		label: l10n.t("Another Picture…"),
		pair: async () => {
			const other = await pickPicture(uri);
			return other && [uri, other];
		},
	});
	return list;
}

async function pickCommit(uri: Uri, git: GitVersions): Promise<Commit | undefined> {
	const title = l10n.t("Commits of {0}", pictureName(uri));
	const items = git.commits().then((commits) =>
		commits.map((commit) => ({
			label: commit.message.split("\n", 1)[0] || commit.hash.slice(0, 7),
			description: commit.hash.slice(0, 7),
			detail: [commit.authorName, commit.authorDate?.toLocaleString()].filter(Boolean).join(" · "),
			commit,
		})),
	);
	const picked = await window.showQuickPick(items, {
		title,
		matchOnDescription: true,
		matchOnDetail: true,
		placeHolder: l10n.t("Choose the commit to compare with"),
	});
	return picked?.commit;
}
