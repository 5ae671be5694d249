import type { FolderPlace, FolderStep } from "../../shared/protocol.ts";

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** As people count: "a2" before "a10", capitals beside small letters; never 0 for two names. */
export function compareNames(a: string, b: string): number {
	return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Where a name is in names that are in order, or would be. */
export function indexIn(names: readonly string[], name: string): number {
	let [low, high] = [0, names.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (compareNames(names[middle]!, name) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

export function placeIn(names: readonly string[], name: string): FolderPlace {
	const index = indexIn(names, name);
	const isThere = names[index] === name;
	const count = names.length;
	return {
		...(isThere && { number: index + 1 }),
		count,
		hasPrevious: index > 0,
		hasNext: index + (isThere ? 1 : 0) < count,
	};
}

/** The name a step leads to; undefined when there is none but the one itself. */
export function stepFrom(
	names: readonly string[],
	name: string,
	step: FolderStep,
): string | undefined {
	const index = indexIn(names, name);
	const isThere = names[index] === name;
	const target = (): string | undefined => {
		switch (step) {
			case "previous":
				return names[index - 1];
			case "next":
				return names[isThere ? index + 1 : index];
			case "first":
				return names[0];
			case "last":
				return names.at(-1);
		}
	};
	const found = target();
	return found === name ? undefined : found;
}
