/** What is wrong with pages as somebody wrote them. */
export type PageFault =
	/** `part` is neither a page nor a range. */
	| { kind: "unreadable"; part: string }
	/** There is no page of this number. */
	| { kind: "outside"; page: number; count: number }
	/** A range that ends before it begins. */
	| { kind: "backwards"; from: number; to: number };

export type PagesRead = { kind: "pages"; pages: number[] } | { kind: "fault"; fault: PageFault };

/**
 * Reads "1-3, 7, 12-" of a document with so many pages: counted from 1, in order, none twice. A range
 * may leave its first or last page open; nothing written means all pages.
 */
export function parsePages(text: string, count: number): PagesRead {
	const parts = text
		.trim()
		// What people type, and what word processors make of it.
		.replace(/\s*[-‐‑‒–—−]\s*/g, "-")
		.split(/[\s,;、，；]+/)
		// What a comma at the end leaves.
		.filter((part) => part !== "");
	if (parts.length === 0) return { kind: "pages", pages: range(1, count) };
	const pages = new Set<number>();
	for (const part of parts) {
		const [, from, dash, to] = /^(\d*)(-?)(\d*)$/.exec(part) ?? [];
		if (from === undefined || (from === "" && !to)) return fault({ kind: "unreadable", part });
		const first = from === "" ? 1 : Number(from);
		const last = dash ? (to ? Number(to) : Math.max(first, count)) : first;
		if (last < first) return fault({ kind: "backwards", from: first, to: last });
		for (const page of [first, last]) {
			if (page < 1 || page > count) return fault({ kind: "outside", page, count });
		}
		for (const page of range(first, last)) pages.add(page);
	}
	return { kind: "pages", pages: [...pages].sort((a, b) => a - b) };
}

/** Writes pages as `parsePages` reads them: "1-3, 7"; in order, whichever they came in. */
export function formatPages(pages: readonly number[]): string {
	const runs: Array<{ from: number; to: number }> = [];
	for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
		const last = runs.at(-1);
		if (last && page === last.to + 1) last.to = page;
		else runs.push({ from: page, to: page });
	}
	return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

function range(from: number, to: number): number[] {
	return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function fault(what: PageFault): PagesRead {
	return { kind: "fault", fault: what };
}
