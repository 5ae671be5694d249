export const yoloDataPath = "data.yaml";

/**
 * The file that names an Ultralytics data set's classes. There is no `path`: Ultralytics would look
 * for a relative one in its own data sets folder, and without it starts from this file.
 */
export function writeYoloData(ids: ReadonlyMap<string, number>): string {
	const names = [...ids].sort(([, a], [, b]) => a - b);
	return [
		"# Exported by Loupe. No split was made: val is the same pictures as train.",
		"train: images/train",
		"val: images/train",
		names.length === 0 ? "names: {}" : "names:",
		// A JSON string is a YAML string too.
		...names.map(([name, id]) => `  ${id}: ${JSON.stringify(name)}`),
		"",
	].join("\n");
}

/**
 * Class ids from a data.yaml's `names`: a block of `0: cat` or `- cat`, or `[cat, dog]` on a line.
 * Undefined when there is no such thing, or anything in it is not understood.
 */
export function readYoloNames(text: string): Map<string, number> | undefined {
	const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#[^"']*$/, "").trimEnd());
	const start = lines.findIndex((line) => /^names\s*:/.test(line));
	if (start === -1) return undefined;
	const inline = lines[start]!.replace(/^names\s*:\s*/, "");
	if (inline === "{}" || inline === "[]") return new Map();
	if (inline !== "") return readInline(inline);
	const ids = new Map<string, number>();
	for (const line of lines.slice(start + 1)) {
		if (line.trim() === "") continue;
		// A list may stand as far left as its key.
		if (/^[^\s-]/.test(line)) break;
		const entry = /^\s*(?:(\d+)\s*:|-)\s+(.+)$/.exec(line);
		const name = entry && readScalar(entry[2]!);
		if (name === undefined || name === null) return undefined;
		ids.set(name, entry?.[1] === undefined ? ids.size : Number(entry[1]));
	}
	return ids;
}

function readInline(list: string): Map<string, number> | undefined {
	const inner = /^\[(.*)\]$/.exec(list)?.[1];
	if (inner === undefined) return undefined;
	const scalars = inner.match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\s][^,]*/g) ?? [];
	const names = scalars.map(readScalar);
	if (names.some((name) => name === undefined)) return undefined;
	return new Map(names.map((name, id) => [name as string, id]));
}

/** A plain, single-quoted or double-quoted YAML string of one line. */
function readScalar(text: string): string | undefined {
	const value = text.trim();
	if (value.startsWith("'")) {
		return /^'(?:[^']|'')*'$/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : undefined;
	}
	if (!value.startsWith('"')) return /^[[{&*!|>%@`]/.test(value) ? undefined : value;
	try {
		const name: unknown = JSON.parse(value);
		return typeof name === "string" ? name : undefined;
	} catch {
		// YAML has more escapes than JSON; the caller says that the file was not understood.
		return undefined;
	}
}
