/** What parts labels as they are typed or pasted. */
const separator = /[,;，、\n\r\t]+/;

/** Whole labels of a text and the one still being typed behind the last comma. */
export function splitLabels(text: string): { whole: string[]; rest: string } {
	const parts = text.split(separator);
	const rest = parts.pop() ?? "";
	return { whole: parts, rest: rest.trimStart() };
}

/** Without outer spaces, empty ones and those that differ from an earlier one in case only. */
export function cleanLabels(labels: readonly string[]): string[] {
	const seen = new Map<string, string>();
	for (const label of labels) {
		const trimmed = label.trim();
		const key = trimmed.toLowerCase();
		if (trimmed !== "" && !seen.has(key)) seen.set(key, trimmed);
	}
	return [...seen.values()];
}
