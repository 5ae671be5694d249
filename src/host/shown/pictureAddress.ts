import { Uri, type Webview } from "vscode";
import type { PictureState } from "../../shared/protocol.ts";
import type { ShownPicture } from "./shownPicture.ts";

type ShownPlace = Extract<PictureState, { kind: "shown" }>;

/** Where and how the page loads a picture; its url is "" while that is made. */
export function addressOf(
	{ state }: ShownPicture,
	uri: Uri,
	webview: Webview,
):
	| Pick<ShownPlace, "kind" | "url" | "size" | "tiles" | "page">
	| { kind: "failed"; message: string } {
	if (!state) throw new Error("Nothing is shown yet");
	if (state.kind === "failed") return state;
	const { size, page: index, pages: count } = state;
	const place = { kind: "shown" as const, size, ...(count > 1 && { page: { index, count } }) };
	if (state.kind === "making") return { ...place, url: "" };
	const { file, version } = state;
	const from = file.kind === "file" ? uri : Uri.file(file.copy.path);
	const url = webview
		.asWebviewUri(from)
		.with({ query: `v=${version}` })
		.toString();
	const reduced = file.kind === "copy" ? file.reduced : undefined;
	return { ...place, url, ...(reduced && { tiles: { version, reduced } }) };
}
