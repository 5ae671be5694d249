/**
 * What must not stand in code as it is: quotes, backslashes, control characters, and characters
 * that are not seen or turn the text around them, with which code can look like other code
 * (trojansource.codes). The two joiners stay: Persian and emoji need them and they turn nothing.
 */
const unsafe = /["\\]|(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

const shortEscapes: Readonly<Record<string, string>> = {
	'"': '\\"',
	"\\": "\\\\",
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
};

/** A string literal of JSON and JavaScript. */
export function jsonString(text: string): string {
	return quoted(text, (letter) =>
		letter
			.split("")
			.map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
			.join(""),
	);
}

/** A string literal of Python and Go, which know no surrogate pairs. */
export function wideString(text: string): string {
	return quoted(text, (letter) => {
		const point = letter.codePointAt(0)!;
		return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
	});
}

function quoted(text: string, escapeLetter: (letter: string) => string): string {
	// Half a surrogate pair is no character: outside of JSON nothing can write it, and no server reads it.
	const whole = text.toWellFormed();
	return `"${whole.replace(unsafe, (letter) => shortEscapes[letter] ?? escapeLetter(letter))}"`;
}

function hex(value: number, digits: number): string {
	return value.toString(16).padStart(digits, "0");
}

/** One word of a shell command (bash from 3.2 on, zsh). */
export function shellWord(text: string): string {
	const whole = text.toWellFormed();
	if (whole.replace(/["\\]/g, "").search(unsafe) < 0) return `'${whole.replaceAll("'", "'\\''")}'`;
	// Bytes, since the bash of macOS does not know \u.
	return `$'${whole.replace(new RegExp(`'|${unsafe.source}`, "gu"), shellBytes)}'`;
}

function shellBytes(letter: string): string {
	return [...new TextEncoder().encode(letter)].map((byte) => `\\x${hex(byte, 2)}`).join("");
}

/** Text for a comment: nothing in it ends the line or hides. */
export function commentText(text: string): string {
	return text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
}

/** Longer texts than this many lines stay on one. */
const mostLines = 200;

/** The text as a literal, or as one for each of its lines, to be written one below the other. */
export function textCode(
	text: string,
	literal: (line: string) => string,
): string | { literals: string[] } {
	const lines = text.split(/(?<=\n)/);
	if (lines.length === 1 || lines.length > mostLines) return literal(text);
	return { literals: lines.map(literal) };
}
