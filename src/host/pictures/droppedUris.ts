import { env, Uri } from "vscode";

/**
 * Files that were dropped on a page, as the workbench writes their addresses. Web addresses are left
 * out: those are fetched where the person sees that. A remote workspace's files carry the workbench's
 * scheme; for the host beside them they are plain files.
 */
export function droppedUris(texts: readonly string[]): Uri[] {
	return texts
		.filter(
			(text) =>
				/^[a-z][\w+.-]*:/i.test(text) && !/^(?:https?|data|javascript|command):/i.test(text),
		)
		.map((text) => Uri.parse(text, true))
		.map((uri) =>
			uri.scheme === "vscode-remote" && env.remoteName !== undefined
				? uri.with({ scheme: "file", authority: "" })
				: uri,
		);
}
