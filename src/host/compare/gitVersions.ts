import { type Disposable, type Event, extensions, type Uri } from "vscode";

/** What is used of VS Code's Git extension (microsoft/vscode, extensions/git/src/api/git.d.ts). */
interface GitApi {
	readonly state: "uninitialized" | "initialized";
	readonly onDidChangeState: Event<GitApi["state"]>;
	getRepository(uri: Uri): Repository | null;
	toGitUri(uri: Uri, ref: string): Uri;
}

interface Repository {
	readonly state: { readonly onDidChange: Event<void> };
	log(options: { path: string; maxEntries: number }): Promise<Commit[]>;
	/** Rejects when there is no such path in it. */
	getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

export interface Commit {
	hash: string;
	message: string;
	authorDate?: Date;
	authorName?: string;
}

/** The versions of one file that its repository keeps. */
export interface GitVersions {
	/** Whether the last commit has the file. */
	inHead(): Promise<boolean>;
	/** The newest first, a hundred at most. */
	commits(): Promise<Commit[]>;
	/** Where the file of that commit is read; `ref` as git writes it. */
	at(ref: string): Uri;
}

const mostCommits = 100;

/** Undefined where VS Code has no Git, or the file is in no repository. */
export async function gitVersions(file: Uri): Promise<GitVersions | undefined> {
	const git = file.scheme === "file" || file.scheme === "git" ? await findGit() : undefined;
	const onDisk = file.with({ scheme: "file", query: "" });
	const repository = git?.getRepository(onDisk);
	if (!git || !repository) return undefined;
	const path = onDisk.fsPath;
	return {
		inHead: () =>
			repository.getObjectDetails("HEAD", path).then(
				() => true,
				// Not in it, or there is no commit yet.
				() => false,
			),
		commits: () => repository.log({ path, maxEntries: mostCommits }),
		at: (ref) => git.toGitUri(onDisk, ref),
	};
}

/** The commit, or name of one, that a `git:` address is about; "" for what is staged. */
export function refOf(uri: Uri): string | undefined {
	if (uri.scheme !== "git") return undefined;
	try {
		const { ref } = JSON.parse(uri.query) as { ref?: unknown };
		return typeof ref === "string" ? ref.replace(/^~$/, "") : "";
	} catch {
		// Another extension's scheme of that name: it is shown without a commit.
		return undefined;
	}
}

/** Calls back when the repository that a `git:` address points into has changed. */
export async function onDidChangeRepository(
	uri: Uri,
	listener: () => void,
): Promise<Disposable | undefined> {
	const git = await findGit();
	const repository = git?.getRepository(uri.with({ scheme: "file", query: "" }));
	return repository?.state.onDidChange(listener);
}

async function findGit(): Promise<GitApi | undefined> {
	type Exports = { readonly enabled: boolean; getAPI(version: 1): GitApi };
	const extension = extensions.getExtension<Exports>("vscode.git");
	const git = await extension?.activate();
	if (!git?.enabled) return undefined;
	const api = git.getAPI(1);
	if (api.state === "initialized") return api;
	await new Promise<void>((resolve) => {
		const listener = api.onDidChangeState((state) => {
			if (state !== "initialized") return;
			listener.dispose();
			resolve();
		});
	});
	return api;
}
