/** Controls, bidi overrides and other invisible characters; joiners stay, words and emoji need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Cn}]+/gu;

/** What an object or class without a label is called. */
export const unnamed = "object";

/** A label as a class name: on one line, with nothing in it that steers the text around it. */
export function labelName(label: string): string {
	const visible = label.toWellFormed().replace(invisible, " ");
	return visible.replace(/\s+/g, " ").trim() || unnamed;
}
