import { env, l10n } from "vscode";
import { formatBytes } from "./history/formatBytes.ts";
import { formatNumber } from "./history/words.ts";
import type { ListedUpload } from "./uploads.ts";

const hour = 3_600_000;

/** "3 files · 42 MB" */
export function uploadsWords(uploads: readonly ListedUpload[]): string {
	const files =
		uploads.length === 1 ? l10n.t("1 file") : l10n.t("{0} files", formatNumber(uploads.length));
	const bytes = uploads.reduce((sum, upload) => sum + upload.bytes, 0);
	return `${files} · ${formatBytes(bytes, env.language)}`;
}

/** What lies on the server now. */
export function leftWords(left: readonly ListedUpload[]): string {
	return left.length === 0
		? l10n.t("Nothing is left on the server.")
		: l10n.t("Left on the server: {0}.", uploadsWords(left));
}

/** The picture's name where it is known, or what the server calls the file. */
export function uploadTitle({ picture, displayName, name }: ListedUpload): string {
	return picture?.name ?? displayName ?? name;
}

/** "expires in 31 hours"; `now` is milliseconds since 1970. */
export function expiryWords({ expires }: ListedUpload, now: number): string {
	const hours = Math.floor((expires - now) / hour);
	if (hours < 1) return l10n.t("expires within the hour");
	return hours === 1 ? l10n.t("expires in 1 hour") : l10n.t("expires in {0} hours", hours);
}
