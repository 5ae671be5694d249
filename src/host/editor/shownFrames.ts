import type { Disposable, Uri } from "vscode";

/** Stops an animated picture in its page and tells the frame; undefined where none is to be told. */
export type HoldFrame = () => Promise<number | undefined>;

/** The frames of animated pictures that pages show, for tasks that are chosen elsewhere. */
export class ShownFrames {
	readonly #holds = new Map<string, HoldFrame[]>();

	/** Knows of a page until what it returns is disposed. */
	add(uri: Uri, hold: HoldFrame): Disposable {
		const key = uri.toString();
		this.#holds.set(key, [...(this.#holds.get(key) ?? []), hold]);
		return {
			dispose: () => {
				const others = (this.#holds.get(key) ?? []).filter((other) => other !== hold);
				if (others.length > 0) this.#holds.set(key, others);
				else this.#holds.delete(key);
			},
		};
	}

	/** The frame that is seen of a picture; undefined for a still one, and one that nobody sees. */
	async hold(uri: Uri): Promise<number | undefined> {
		for (const hold of this.#holds.get(uri.toString()) ?? []) {
			const frame = await hold();
			if (frame !== undefined) return frame;
		}
		return undefined;
	}
}
