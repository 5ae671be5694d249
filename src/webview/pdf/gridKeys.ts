/** What a key means on a page of the grid. */
export type GridKey =
	| { kind: "focus"; page: number; extends: boolean }
	| { kind: "toggle" }
	| { kind: "each" }
	| { kind: "all" };

/** Arrows walk and with Shift they choose; Space chooses; Ctrl+A each page; Escape none, which is all. */
export function gridKey(
	event: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">,
	page: number,
	{ count, columns, rows }: { count: number; columns: number; rows: number },
): GridKey | undefined {
	const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
	if (altKey) return undefined;
	if (ctrlKey || metaKey) return key.toLowerCase() === "a" ? { kind: "each" } : undefined;
	if (key === " ") return { kind: "toggle" };
	if (key === "Escape") return { kind: "all" };
	const target = targetOf(key, page, count, columns, Math.max(1, rows));
	if (target === undefined) return undefined;
	return { kind: "focus", page: Math.min(count, Math.max(1, target)), extends: shiftKey };
}

function targetOf(
	key: string,
	page: number,
	count: number,
	columns: number,
	rows: number,
): number | undefined {
	switch (key) {
		case "ArrowLeft":
			return page - 1;
		case "ArrowRight":
			return page + 1;
		case "ArrowUp":
			// In the first row there is nothing above.
			return page - columns < 1 ? page : page - columns;
		case "ArrowDown":
			return page + columns > count ? page : page + columns;
		case "PageUp":
			return page - columns * rows;
		case "PageDown":
			return page + columns * rows;
		case "Home":
			return 1;
		case "End":
			return count;
		default:
			return undefined;
	}
}
