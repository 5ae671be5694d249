/** What a key means on a card. */
export type CardKey =
	| { kind: "focus"; index: number }
	| { kind: "move"; to: number }
	| { kind: "remove" };

/** Arrows walk and with Alt they move the picture; Delete leaves it out. */
export function cardKey(
	event: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">,
	index: number,
	count: number,
	columns: number,
): CardKey | undefined {
	if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
	if (!event.altKey && (event.key === "Delete" || event.key === "Backspace")) {
		return { kind: "remove" };
	}
	const target = targetOf(event.key, index, count, columns);
	if (target === undefined) return undefined;
	const isInside = target >= 0 && target < count && target !== index;
	if (!isInside) return { kind: "focus", index };
	return event.altKey ? { kind: "move", to: target } : { kind: "focus", index: target };
}

function targetOf(key: string, index: number, count: number, columns: number): number | undefined {
	switch (key) {
		case "ArrowLeft":
			return index - 1;
		case "ArrowRight":
			return index + 1;
		case "ArrowUp":
			return index - columns;
		case "ArrowDown":
			return index + columns;
		case "Home":
			return 0;
		case "End":
			return count - 1;
		default:
			return undefined;
	}
}
