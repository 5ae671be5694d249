import type { Disposable } from "vscode";

/** Several disposables as one; what is added after the end is disposed at once. */
export class Disposables implements Disposable {
	readonly #items = new Set<Disposable>();
	#disposed = false;

	get isDisposed(): boolean {
		return this.#disposed;
	}

	/** Keeps `item` until the end and returns it. */
	add<Item extends Disposable>(item: Item): Item {
		if (this.#disposed) item.dispose();
		else this.#items.add(item);
		return item;
	}

	dispose(): void {
		this.#disposed = true;
		for (const item of this.#items) item.dispose();
		this.#items.clear();
	}
}
