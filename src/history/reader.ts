import { randomUUID } from "node:crypto";
import { rename } from "node:fs/promises";
import { isMissing, readIfThere, retryWhileBusy } from "./files.ts";

/** What a file turned out to hold; `newer`: a newer Loupe wrote it; `absent`: nothing to use. */
export type Reading<T> = { kind: "known"; value: T } | { kind: "newer" } | { kind: "absent" };

/** Reads files so that one that cannot be read keeps nobody from the others. */
export class Reader {
	readonly #onDamaged: (file: string, error: unknown) => void;
	/** Those that stay where they are, and would be met again. */
	readonly #told = new Set<string>();

	constructor(onDamaged: (file: string, error: unknown) => void) {
		this.#onDamaged = onDamaged;
	}

	/**
	 * `parse` gives undefined for what a newer Loupe wrote, and throws at what is damaged: that is
	 * set aside and told, never deleted, since a later Loupe may make something of it.
	 */
	async read<T>(file: string, parse: (text: string) => T | undefined): Promise<Reading<T>> {
		let text: string | undefined;
		try {
			text = await readIfThere(file);
		} catch (error) {
			this.#tellOnce(file, error);
			return { kind: "absent" };
		}
		// Another window removed it between the listing and the reading.
		if (text === undefined) return { kind: "absent" };
		try {
			const value = parse(text);
			return value === undefined ? { kind: "newer" } : { kind: "known", value };
		} catch (error) {
			await this.#setAside(file, error);
			return { kind: "absent" };
		}
	}

	async #setAside(file: string, error: unknown): Promise<void> {
		// A name of its own: one set aside earlier stays.
		const aside = `${file}.${randomUUID().slice(0, 8)}.damaged`;
		try {
			await retryWhileBusy(() => rename(file, aside));
		} catch (failure) {
			// Missing: another window set it aside and told of it. Else it stays where it is.
			if (!isMissing(failure)) this.#tellOnce(file, error);
			return;
		}
		this.#onDamaged(file, error);
	}

	#tellOnce(file: string, error: unknown): void {
		if (this.#told.has(file)) return;
		this.#told.add(file);
		this.#onDamaged(file, error);
	}
}
