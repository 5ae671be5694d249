/** What became of the history in this window; what other windows do is not heard. */
export type HistoryChange =
	| { kind: "kept"; hash: string; id: string }
	/** The picture has another name or place than it had. */
	| { kind: "moved"; hash: string }
	/** `ids`: the runs that are forgotten. */
	| { kind: "removed"; hash: string; ids: string[] };

/** Those who want to hear of changes. */
export class ChangeListeners {
	readonly #listeners = new Set<(change: HistoryChange) => void>();

	/** Until it is disposed of. */
	add(listener: (change: HistoryChange) => void): { dispose(): void } {
		// A function of its own: one who listens twice hears twice, and leaves once a time.
		const hear = (change: HistoryChange) => listener(change);
		this.#listeners.add(hear);
		return { dispose: () => void this.#listeners.delete(hear) };
	}

	tell(change: HistoryChange): void {
		for (const hear of this.#listeners) hear(change);
	}
}
