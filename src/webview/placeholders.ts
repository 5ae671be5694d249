/** What a preset's placeholders stand for, as far as it is known. */
export interface PlaceholderValues {
	/** Of the selected object. */
	label?: string;
	fileName?: string;
	/** Pixels of the upright picture. */
	width?: string;
	height?: string;
}

/** Where something begins and ends in a text, in UTF-16 units. */
export type Span = [from: number, to: number];

/** Puts the values in; `open` is where in `text` placeholders without a value are left. */
export function fillPlaceholders(
	prompt: string,
	values: PlaceholderValues,
): { text: string; open: Span[] } {
	const known = new Map<string, string | undefined>(Object.entries(values));
	const open: Span[] = [];
	let text = "";
	let end = 0;
	for (const [from, to] of placeholdersIn(prompt)) {
		const written = prompt.slice(from, to);
		// What is put in is not looked through again: a label may look like a placeholder.
		const value = known.get(written.slice(2, -1).trim());
		text += prompt.slice(end, from);
		if (!value) open.push([text.length, text.length + written.length]);
		text += value || written;
		end = to;
	}
	return { text: text + prompt.slice(end), open };
}

/** Where `${…}` stands in a text. */
export function placeholdersIn(text: string): Span[] {
	return [...text.matchAll(/\$\{[^{}]*\}/g)].map(({ index, 0: { length } }) => [
		index,
		index + length,
	]);
}
