/** Controls, bidi overrides and other invisible characters; joiners stay, letters and emoji need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** At most `length` characters on one line, with nothing in it that steers the text around it. */
export function oneLine(text: string, length = 100): string {
	// Cut before replacing: a prompt may be a megabyte long.
	const start = text
		.slice(0, length * 4)
		.replace(invisible, " ")
		.replace(/\s+/g, " ")
		.trim();
	const letters = [...start];
	const isWhole = letters.length <= length && text.length <= length * 4;
	return isWhole ? start : `${letters.slice(0, length).join("").trimEnd()}…`;
}

/** Text inside VS Code's own messages, which make links of `[words](command:…)`. */
export function textInMessage(text: string): string {
	return text.replaceAll("](", "] (");
}

/** A name inside VS Code's own messages. */
export function nameInMessage(name: string): string {
	return textInMessage(oneLine(name));
}
