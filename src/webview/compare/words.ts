import * as l10n from "@vscode/l10n";
import type { Align, ComparedPicture, Comparison, Side } from "../../shared/compareProtocol.ts";
import { formatNumber, formatSize, labelText, oneLine } from "../text.ts";
import type { Change, Finding } from "./spots.ts";
import type { ComparePageState, Mode } from "./state.ts";

export function modeTitle(mode: Mode): string {
	switch (mode) {
		case "sideBySide":
			return l10n.t("Side by Side");
		case "swipe":
			return l10n.t("Swipe");
		case "blink":
			return l10n.t("Blink");
		case "difference":
			return l10n.t("Difference");
	}
}

export function alignTitle(align: Align): string {
	switch (align) {
		case "fit":
			return l10n.t("Fit");
		case "topLeft":
			return l10n.t("Top left");
		case "centre":
			return l10n.t("Centre");
	}
}

export function sideName(side: Side): string {
	return side === "a" ? "A" : "B";
}

/** "before.png · Last Commit · 640 × 400 px" */
export function pictureWords(picture: ComparedPicture): string {
	const parts = [oneLine(picture.name, 120), oneLine(picture.detail, 120)];
	if (picture.kind === "shown") parts.push(l10n.t("{0} px", formatSize(picture.size)));
	return parts.filter((part) => part !== "").join(" · ");
}

/** "2.4 %"; never 0 where something differs, never 100 where something does not. */
export function formatShare(share: number): string {
	const percent = share * 100;
	if (percent > 0 && percent < 0.01) return `< ${formatNumber(0.01, 2)} %`;
	if (percent < 100 && percent > 99.9) return `> ${formatNumber(99.9, 1)} %`;
	return `${formatNumber(percent, percent >= 10 || percent === 0 ? 0 : percent >= 1 ? 1 : 2)} %`;
}

/** What came of comparing, in one line. */
export function changedWords({ changedShare, regions }: Comparison): string {
	if (regions.length === 0) return l10n.t("No differences");
	const share = formatShare(changedShare);
	return regions.length === 1
		? l10n.t("{0} changed, in 1 place", share)
		: l10n.t("{0} changed, in {1} places", share, formatNumber(regions.length));
}

/** Why "no differences" is said of files that differ. */
export function sameWords({ pictures: { a, b } }: ComparePageState): string {
	const isSame = a.kind === "shown" && b.kind === "shown" && a.version === b.version;
	return isSame
		? l10n.t("Both files are the same, byte for byte.")
		: l10n.t("The files differ, but no pixel does by more than the eye tends to miss.");
}

/** What was enlarged or shrunk to be laid on each other and compared. */
export function resamplingWords({ pictures, layout, comparison }: ComparePageState): string[] {
	const said: string[] = [];
	for (const side of ["a", "b"] as const) {
		const picture = pictures[side];
		const place = layout?.[side];
		if (picture.kind !== "shown" || !place || place.width === picture.size.width) continue;
		const percent = formatNumber((place.width / picture.size.width) * 100);
		said.push(l10n.t("{0} is shown at {1} % of its size.", sideName(side), percent));
	}
	if (comparison.kind === "compared" && comparison.scale < 1) {
		const percent = formatNumber(comparison.scale * 100, comparison.scale < 0.1 ? 1 : 0);
		said.push(l10n.t("Compared shrunk to {0} %.", percent));
	}
	return said;
}

export function changeTitle({ number }: Change): string {
	return l10n.t("Change {0}", formatNumber(number));
}

/** "128 × 160 at 456, 304"; where only one picture is, that is said. */
export function changePlace({ place, only }: Change): string {
	const at = `${Math.round(place.x)}, ${Math.round(place.y)}`;
	const where = l10n.t("{0} at {1}", formatSize(place), at);
	if (only === undefined) return where;
	return `${l10n.t("Only in {0}", sideName(only))} · ${where}`;
}

export function findingTitle({ object, side }: Finding): string {
	return l10n.t("{0}, in {1}", labelText(object.label), sideName(side));
}
