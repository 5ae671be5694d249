/** Does what is asked under one key one after the other, as asked; other keys do not wait. */
export class InOrder {
	readonly #last = new Map<string, Promise<unknown>>();

	/** Settles as the action does. */
	async run<T>(key: string, action: () => Promise<T>): Promise<T> {
		// A failure was told to whoever asked for that action, and must not stop this one.
		const turn = (this.#last.get(key) ?? Promise.resolve()).then(action, action);
		this.#last.set(key, turn);
		try {
			return await turn;
		} finally {
			if (this.#last.get(key) === turn) this.#last.delete(key);
		}
	}
}
