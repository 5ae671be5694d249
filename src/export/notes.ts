import type { ExportNote, ExportNoteKind } from "./exportPicture.ts";

/** Counts what could not be said, per picture. */
export class Notes {
	readonly #notes = new Map<string, ExportNote>();

	add(kind: ExportNoteKind, name: string): void {
		const key = `${kind} ${name}`;
		const note = this.#notes.get(key) ?? { kind, name, count: 0 };
		note.count++;
		this.#notes.set(key, note);
	}

	get all(): ExportNote[] {
		return [...this.#notes.values()];
	}
}
