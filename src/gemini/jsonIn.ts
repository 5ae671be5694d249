/** Places tried for the beginning of JSON: prose has few brackets, and text that has many is none. */
const mostPlaces = 200;

/**
 * The JSON value that a reply holds, in a fence or with prose around it; of several the longest, since
 * prose has short ones: "[1]". Undefined when there is none that is whole.
 */
export function jsonIn(text: string): { value: unknown } | undefined {
	const all = parse(text);
	if (all) return all;
	let best: { value: unknown } | undefined;
	let length = 0;
	const opening = /[{[]/g;
	for (let tries = 0; tries < mostPlaces; tries++) {
		const from = opening.exec(text)?.index;
		if (from === undefined) break;
		const end = endOf(text, from);
		const found = end - from > length ? parse(text.slice(from, end)) : undefined;
		if (!found) continue;
		best = found;
		length = end - from;
		opening.lastIndex = end;
	}
	return best;
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		// Only JSON is looked for: what else it may be does not matter.
		return undefined;
	}
}

const quote = 0x22;
const backslash = 0x5c;

/** Behind the bracket that closes the one at `from`; `from` when none does. */
function endOf(text: string, from: number): number {
	let depth = 0;
	let inString = false;
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (inString) {
			if (code === backslash) at++;
			else if (code === quote) inString = false;
			continue;
		}
		if (code === quote) inString = true;
		// "[" and "{", "]" and "}".
		else if (code === 0x5b || code === 0x7b) depth++;
		else if ((code === 0x5d || code === 0x7d) && --depth === 0) return at + 1;
	}
	return from;
}
