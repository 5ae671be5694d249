/** The least member of the group that `index` belongs to; shortens the way for the next time. */
export function root(groups: number[], index: number): number {
	let at = index;
	while (groups[at] !== at) {
		groups[at] = groups[groups[at]!]!;
		at = groups[at]!;
	}
	return at;
}

/** Makes one group of two. */
export function join(groups: number[], a: number, b: number): void {
	const one = root(groups, a);
	const other = root(groups, b);
	groups[Math.max(one, other)] = Math.min(one, other);
}
