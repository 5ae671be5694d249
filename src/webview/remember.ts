/** Keeps the last result of `compute` for as long as what it depends on stays the same. */
export function remember<State, Result>(
	dependsOn: (state: State) => readonly unknown[],
	compute: (state: State) => Result,
): (state: State) => Result {
	let last: { on: readonly unknown[]; result: Result } | undefined;
	return (state) => {
		const on = dependsOn(state);
		if (!last || !isSame(last.on, on)) last = { on, result: compute(state) };
		return last.result;
	};
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((value, index) => value === b[index]);
}
