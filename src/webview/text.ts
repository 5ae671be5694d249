import * as l10n from "@vscode/l10n";
import type { Estimate, ShownObject } from "../shared/protocol.ts";
import type { Rect, Size, Task } from "../shared/result.ts";
import { boundsOf } from "./bounds.ts";

/** Controls, bidi overrides and other invisible format characters; the emoji joiner stays. */
const invisible = /(?:(?!\u200d)[\p{Cc}\p{Cf}])+/gu;

/** The same but for what text of several lines needs: line ends, tabs, and joiners of letters. */
const invisibleInLines = /(?:(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}])+/gu;

/** Text of several lines with nothing in it that cannot be seen or steers the text around it. */
export function readable(text: string): string {
	return text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(invisibleInLines, "");
}

/** At most `length` characters on one line, with nothing in it that steers the text around it. */
export function oneLine(text: string, length: number): string {
	// Cut before replacing: a label may be a megabyte long.
	const start = text
		.slice(0, length * 4)
		.replace(invisible, " ")
		.replace(/\s+/g, " ")
		.trim();
	const letters = [...start];
	const whole = letters.length <= length && text.length <= length * 4;
	return whole ? start : `${letters.slice(0, length).join("").trimEnd()}…`;
}

/** What an object is called where it is listed. */
export function labelText(label: string): string {
	return oneLine(label, 120) || l10n.t("Unnamed object");
}

export function taskTitle(task: Task): string {
	switch (task) {
		case "caption":
			return l10n.t("Caption");
		case "ask":
			return l10n.t("Ask");
		case "classify":
			return l10n.t("Classify");
		case "detect":
			return l10n.t("Detect Objects");
		case "segment":
			return l10n.t("Segment");
		case "point":
			return l10n.t("Point");
		case "extract":
			return l10n.t("Extract");
		case "transcribe":
			return l10n.t("Transcribe");
		case "compare":
			return l10n.t("Compare");
		default:
			return task satisfies never;
	}
}

export function objectsFound(count: number): string {
	if (count === 0) return l10n.t("No objects found");
	return count === 1 ? l10n.t("1 object found") : l10n.t("{0} objects found", formatNumber(count));
}

/** "293 × 251", whole pixels. */
export function formatSize({ width, height }: Size): string {
	return `${Math.round(width)} × ${Math.round(height)}`;
}

/** "128 × 160 at 456, 304", whole pixels. */
export function formatRegion(region: Rect): string {
	const at = `${Math.round(region.x)}, ${Math.round(region.y)}`;
	return l10n.t("{0} at {1}", formatSize(region), at);
}

/** An object's size, of a mere point its place: "128 × 160", "634, 488". */
export function formatPlace(object: ShownObject): string {
	const bounds = boundsOf(object);
	if (!bounds) return "";
	if (object.box || bounds.width > 0) return formatSize(bounds);
	return `${Math.round(bounds.x)}, ${Math.round(bounds.y)}`;
}

/** "812 B", "214 kB", "3.4 MB"; thousands, as file managers and the web count. */
export function formatBytes(bytes: number): string {
	const units = ["B", "kB", "MB", "GB"];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit > 0 && value < 9.95 ? 1 : 0;
	return `${formatNumber(value, digits)} ${units[unit]}`;
}

/** "1.4 s" from milliseconds. */
export function formatSeconds(milliseconds: number): string {
	return l10n.t("{0} s", formatNumber(milliseconds / 1000, milliseconds < 99_950 ? 1 : 0));
}

/** When a run happened, if not today. */
export function formatDay(time: number, now: Date): string | undefined {
	const date = new Date(time);
	if (date.toDateString() === now.toDateString()) return undefined;
	const sameYear = date.getFullYear() === now.getFullYear();
	return new Intl.DateTimeFormat(pageLanguage(), {
		day: "numeric",
		month: "short",
		...(sameYear ? {} : { year: "numeric" }),
	}).format(date);
}

/** "$0.0010", "$4.98": four digits below a dollar, which single answers hardly reach. */
export function formatDollars(dollars: number): string {
	const least = 0.0001;
	// Rounded to nothing it would look free.
	if (dollars > 0 && dollars < least / 2) return `< ${formatDollars(least)}`;
	const digits = dollars < 1 ? 4 : 2;
	return new Intl.NumberFormat(pageLanguage(), {
		style: "currency",
		currency: "USD",
		currencyDisplay: "narrowSymbol",
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	}).format(dollars);
}

/** "≈ 1,190 tokens · $0.0009". */
export function estimateWords({ tokens, cost }: Estimate): string {
	const words = l10n.t("{0} tokens", formatEstimate(tokens));
	return cost === undefined ? words : `${words} · ${formatDollars(cost)}`;
}

/** "≈ 1,190": no more digits than an estimate has. */
export function formatEstimate(value: number): string {
	const format = new Intl.NumberFormat(pageLanguage(), { maximumSignificantDigits: 3 });
	return `≈ ${format.format(value)}`;
}

export function formatNumber(value: number, digits = 0): string {
	return new Intl.NumberFormat(pageLanguage(), {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	}).format(value);
}

/** VS Code's display language, which the host writes into the page. */
function pageLanguage(): string | undefined {
	return globalThis.document?.documentElement.lang || undefined;
}
