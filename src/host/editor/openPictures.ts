import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import type { Run } from "../../shared/protocol.ts";
import { Disposables } from "../disposables.ts";
import type { LoupeDocument } from "./document.ts";

/** The pictures that are open in Loupe, with what was asked about each. */
export class OpenPictures implements Disposable {
	readonly #changed = new EventEmitter<void>();
	readonly #documents = new Map<string, LoupeDocument>();
	/** A picture was opened or closed, or what was asked about one changed. */
	readonly onDidChange: Event<void> = this.#changed.event;

	/** Knows of a document until what it returns is disposed. */
	add(document: LoupeDocument): Disposable {
		const key = document.uri.toString();
		const disposables = new Disposables();
		this.#documents.set(key, document);
		disposables.add(
			document.onDidChange(({ kind }) => {
				// Pieces of an answer cost nothing until it ends.
				if (kind !== "text" && kind !== "objects") this.#changed.fire();
			}),
		);
		disposables.add({
			dispose: () => {
				if (this.#documents.get(key) === document) this.#documents.delete(key);
				this.#changed.fire();
			},
		});
		return disposables;
	}

	/** Oldest first; none of a picture that is not open. */
	runs(uri: Uri): readonly Run[] {
		return this.#documents.get(uri.toString())?.runs.all ?? [];
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
