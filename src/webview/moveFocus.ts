/**
 * Moves the focus within a list by ↑, ↓, Home and End, and by the first letter of an entry; false
 * for keys that mean nothing there.
 */
export function moveFocus(entries: readonly HTMLElement[], key: string): boolean {
	const current = entries.indexOf(document.activeElement as HTMLElement);
	const next = target(entries, current, key);
	if (next === undefined) return false;
	entries[next]?.focus();
	return true;
}

function target(entries: readonly HTMLElement[], current: number, key: string): number | undefined {
	const { length } = entries;
	if (length === 0) return undefined;
	switch (key) {
		case "ArrowDown":
			return (current + 1) % length;
		case "ArrowUp":
			return (Math.max(current, 0) - 1 + length) % length;
		case "Home":
			return 0;
		case "End":
			return length - 1;
	}
	if (!/^[\p{L}\p{N}]$/u.test(key)) return undefined;
	const letter = key.toLowerCase();
	const begins = (index: number): boolean =>
		entries[index]?.textContent?.trim().toLowerCase().startsWith(letter) ?? false;
	const order = entries.map((_, step) => (current + 1 + step) % length);
	return order.find(begins);
}
