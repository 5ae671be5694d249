/** A page's one state; who draws it hears of changes once per frame at most. */
export class Store<State extends object> {
	#state: State;
	#scheduled = false;
	readonly #onDidChange: (state: State) => void;

	constructor(state: State, onDidChange: (state: State) => void) {
		this.#state = state;
		this.#onDidChange = onDidChange;
	}

	get state(): State {
		return this.#state;
	}

	/** Replaces the state by what `reduce` makes of it; the same object back means no change. */
	update(reduce: (state: State) => State): void {
		const next = reduce(this.#state);
		if (next === this.#state) return;
		this.#state = next;
		if (this.#scheduled) return;
		this.#scheduled = true;
		requestAnimationFrame(() => {
			this.#scheduled = false;
			this.#onDidChange(this.#state);
		});
	}

	/** Shorthand for fields that depend on nothing else. */
	set(change: Partial<State>): void {
		this.update((state) => ({ ...state, ...change }));
	}
}
