import type { PictureAction } from "../../shared/pixelProtocol.ts";

/** A page that a command about "the picture" may mean. */
export interface ActivePage {
	isActive(): boolean;
	/** Gives the page the focus, too: the clipboard takes pictures from no other. */
	act(action: PictureAction): Promise<void>;
}

/** The pages that are open, so that commands find the one in front. */
export class ActivePages {
	readonly #pages = new Set<ActivePage>();

	/** Knows of a page until what it returns is disposed. */
	add(page: ActivePage): { dispose(): void } {
		this.#pages.add(page);
		return { dispose: () => this.#pages.delete(page) };
	}

	/** Does nothing where no picture is in front. */
	async act(action: PictureAction): Promise<void> {
		await [...this.#pages].find((page) => page.isActive())?.act(action);
	}
}
