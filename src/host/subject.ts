import type { Uri } from "vscode";

/** What pictures asked about together are known by: the same ones in another order are another subject. */
export function subjectOf(uris: readonly Uri[]): string {
	return uris.map(String).join("\n");
}
