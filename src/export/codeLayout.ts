/** Code to lay out: as it is, a text of several literals, or a list in brackets. */
export type Code = string | CodeLiterals | CodeGroup;

export interface CodeLiterals {
	literals: readonly string[];
}

export interface CodeGroup {
	/** What the list begins and ends with, brackets included: "types.Content(" and ")". */
	open: string;
	close: string;
	items: readonly CodeItem[];
	/** An item per line, even where one line would do. */
	isOpen?: boolean;
}

export interface CodeItem {
	/** With what parts it from the value: `role: `, `role=`. */
	key?: string;
	value: Code;
	/** Stands in lines of its own above the item. */
	comment?: string | undefined;
}

/** How a language writes lists. */
export interface Layout {
	indent: string;
	/** Begins a comment, its space included. */
	comment: string;
	/** Spaces inside braces that stand on one line. */
	hasPaddedBraces: boolean;
	hasLastComma: boolean;
	/** Values of keyed items below one another begin in one column; not for items with comments. */
	isAligned: boolean;
	/** One text from literals, below a line that begins with `pad`. */
	joinLiterals(literals: readonly string[], pad: string): string;
}

const width = 98;

/** The code from where it begins, in a line that begins with `pad` and holds `used` characters more. */
export function layOut(code: Code, layout: Layout, pad = "", used = 0): string {
	if (typeof code === "string") return code;
	if ("literals" in code) return layout.joinLiterals(code.literals, pad);
	const flat = onOneLine(code, layout);
	if (flat !== undefined && pad.length + used + flat.length <= width) return flat;
	const inner = pad + layout.indent;
	const values = code.items.map(({ key = "", value }) => layOut(value, layout, inner, key.length));
	const lines = code.items.map(({ comment }, at) => {
		const key = layout.isAligned ? alignedKey(code.items, values, at) : code.items[at]?.key;
		// A value that begins on the next line leaves no space behind.
		const start = values[at]?.startsWith("\n") ? key?.trimEnd() : key;
		const comma = layout.hasLastComma || at < code.items.length - 1 ? "," : "";
		const above = comment ? `${inner}${layout.comment}${comment}\n` : "";
		return `${above}${inner}${start ?? ""}${values[at]}${comma}\n`;
	});
	return `${code.open}\n${lines.join("")}${pad}${code.close}`;
}

/** Undefined for what needs several lines. */
function onOneLine(code: Code, layout: Layout): string | undefined {
	if (typeof code === "string") return code.includes("\n") ? undefined : code;
	if ("literals" in code || (code.isOpen && code.items.length > 0)) return undefined;
	const items: string[] = [];
	for (const { key = "", value, comment } of code.items) {
		const flat = comment ? undefined : onOneLine(value, layout);
		if (flat === undefined) return undefined;
		items.push(key + flat);
	}
	const space = layout.hasPaddedBraces && code.open.endsWith("{") && items.length > 0 ? " " : "";
	return `${code.open}${space}${items.join(", ")}${space}${code.close}`;
}

/** gofmt aligns the values of one-line items below one another. */
function alignedKey(items: readonly CodeItem[], values: readonly string[], at: number): string {
	const isInRun = (index: number) => items[index]?.key && !values[index]?.includes("\n");
	const key = items[at]?.key ?? "";
	if (!isInRun(at)) return key;
	let first = at;
	while (isInRun(first - 1)) first--;
	let last = at;
	while (isInRun(last + 1)) last++;
	const keys = items.slice(first, last + 1).map((item) => item.key?.length ?? 0);
	return key.padEnd(Math.max(...keys));
}

/** A list of fields, those without a value left out. */
export function group(
	open: string,
	close: string,
	fields: Readonly<Record<string, Code | undefined>>,
	between: string,
): CodeGroup {
	const items = Object.entries(fields).flatMap(([name, value]) =>
		value === undefined ? [] : [{ key: `${name}${between}`, value }],
	);
	return { open, close, items };
}
