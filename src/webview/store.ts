import type { PageState } from "./state.ts";

/** The page's one state; listeners hear of changes once per frame at most. */
export class Store {
	#state: PageState;
	#scheduled = false;
	readonly #onDidChange: (state: PageState) => void;

	constructor(state: PageState, onDidChange: (state: PageState) => void) {
		this.#state = state;
		this.#onDidChange = onDidChange;
	}

	get state(): PageState {
		return this.#state;
	}

	/** Replaces the state by what `reduce` makes of it; the same object back means no change. */
	update(reduce: (state: PageState) => PageState): void {
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
	set(change: Partial<PageState>): void {
		this.update((state) => ({ ...state, ...change }));
	}
}
