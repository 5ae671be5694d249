import type { ComparePageState } from "./state.ts";

/** The page's one state; it is drawn once per frame at most. */
export class CompareStore {
	#state: ComparePageState;
	#scheduled = false;
	readonly #onDidChange: () => void;

	constructor(state: ComparePageState, onDidChange: () => void) {
		this.#state = state;
		this.#onDidChange = onDidChange;
	}

	get state(): ComparePageState {
		return this.#state;
	}

	/** Replaces the state by what `reduce` makes of it; the same object back means no change. */
	update(reduce: (state: ComparePageState) => ComparePageState): void {
		const next = reduce(this.#state);
		if (next === this.#state) return;
		this.#state = next;
		if (this.#scheduled) return;
		this.#scheduled = true;
		requestAnimationFrame(() => {
			this.#scheduled = false;
			this.#onDidChange();
		});
	}

	/** Shorthand for fields that depend on nothing else. */
	set(change: Partial<ComparePageState>): void {
		this.update((state) => ({ ...state, ...change }));
	}
}
