/**
 * What the question box holds after ↑ or ↓: an earlier or a later one of the questions asked, newest
 * first. Only in an empty box and among recalled words; undefined: the key moves the caret.
 */
export function recalled(
	key: string,
	words: string,
	recent: readonly string[],
): string | undefined {
	const at = recent.indexOf(words);
	if (key === "ArrowUp" && (words === "" || at >= 0)) return recent[at + 1];
	if (key === "ArrowDown" && at >= 0) return recent[at - 1] ?? "";
	return undefined;
}
