import * as l10n from "@vscode/l10n";
import { formatBytes, formatNumber } from "../text.ts";
import type { Obstacle, PicturesPageState } from "./state.ts";

/** "6 pictures · about 4.2 MB of at most 20 MB"; base64 counted. Larger ones are uploaded, where that may be. */
export function weightText({ pictures, request }: PicturesPageState): string {
	const { bytes, certainBytes, mostBytes, mayUpload } = request;
	const isReading = pictures.some(({ kind }) => kind === "reading");
	const count = countText(pictures.length);
	if (pictures.length === 0) return count;
	if (isReading && bytes === 0) return l10n.t("{0} · reading…", count);
	const isAbout = isReading || bytes !== certainBytes;
	if (mayUpload && bytes > mostBytes) {
		return isAbout
			? l10n.t("{0} · about {1}, the largest are uploaded first", count, formatBytes(bytes))
			: l10n.t("{0} · {1}, the largest are uploaded first", count, formatBytes(bytes));
	}
	const sizes = [formatBytes(bytes), formatBytes(mostBytes)] as const;
	return isAbout
		? l10n.t("{0} · about {1} of at most {2}", count, ...sizes)
		: l10n.t("{0} · {1} of at most {2}", count, ...sizes);
}

export function countText(count: number): string {
	return count === 1 ? l10n.t("1 picture") : l10n.t("{0} pictures", formatNumber(count));
}

/** What is in the way of a question, and what to do about it. */
export function obstacleText(obstacle: Obstacle): string {
	switch (obstacle.kind) {
		case "none":
			return l10n.t("Add pictures to ask about them.");
		case "broken":
			return obstacle.uris.length === 1
				? l10n.t("1 picture cannot be read. Leave it out to ask about the others.")
				: l10n.t(
						"{0} pictures cannot be read. Leave them out to ask about the others.",
						formatNumber(obstacle.uris.length),
					);
		case "tooMany":
			return l10n.t(
				"One question takes at most {0} pictures: leave {1} of them out.",
				formatNumber(obstacle.most),
				formatNumber(obstacle.over),
			);
		case "tooHeavy":
			return l10n.t(
				"These pictures are too much for one question: {0} of at most {1}. Leave some of them out.",
				formatBytes(obstacle.bytes),
				formatBytes(obstacle.most),
			);
	}
}
