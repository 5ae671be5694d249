import type { Uri } from "vscode";

import type { FolderStep } from "../../shared/protocol.ts";

/** What the page of one picture hands on to that of its neighbour, which is about to open. */
export class HandedOn {
	#last: { key: string; step: FolderStep; view: unknown } | undefined;

	/** `step` led there; `view` is the page's own. */
	put(uri: Uri, step: FolderStep, view: unknown): void {
		this.#last = { key: uri.toString(), step, view };
	}

	has(uri: Uri): boolean {
		return this.#last?.key === uri.toString();
	}

	/** The next who asks is told nothing. */
	take(uri: Uri): { step: FolderStep; view: unknown } | undefined {
		if (this.#last?.key !== uri.toString()) return undefined;
		const { step, view } = this.#last;
		this.#last = undefined;
		return { step, view };
	}
}
