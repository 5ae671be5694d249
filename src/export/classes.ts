import { labelName } from "./labelName.ts";

/**
 * An id for every label: those of an earlier export stay, new labels follow in the order of their
 * letters from the next free id on, `first` when there is none. So neither the number of exports nor
 * the order of objects changes an id.
 */
export function classIds(
	labels: Iterable<string>,
	earlier: ReadonlyMap<string, number>,
	first: number,
): Map<string, number> {
	const ids = new Map(earlier);
	let next = Math.max(first, ...[...earlier.values()].map((id) => id + 1));
	const names = new Set([...labels].map(labelName));
	// By code units: the same on every machine, whatever its language.
	for (const name of [...names].sort()) {
		if (!ids.has(name)) ids.set(name, next++);
	}
	return ids;
}
