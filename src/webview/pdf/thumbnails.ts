import type { OpenDocument, RenderTask } from "./openDocument.ts";

/** Pages drawn at a time: one is computed while another is painted. */
const atOnce = 2;

/** Drawn pages that are kept, those in view included; one of 200 px at twice the pixels takes 0.4 MB. */
const mostKept = 120;

/** A canvas this much smaller or larger than its place is drawn again. */
const tolerance = 1.15;

interface Drawn {
	canvas: HTMLCanvasElement;
	/** Device pixels, of the place it was drawn for. */
	width: number;
}

/**
 * Draws the pages that are in view, the nearest to the first of them first, and keeps some that no
 * longer are. A page that cannot be drawn stays blank: it can still be asked about.
 */
export class Thumbnails {
	#open: OpenDocument | undefined;
	/** Where the pages in view are to be drawn. */
	readonly #places = new Map<number, HTMLElement>();
	/** The one seen last at the end. */
	readonly #drawn = new Map<number, Drawn>();
	readonly #drawing = new Map<number, { cancel(): void }>();
	readonly #failed = new Set<number>();

	/** Draws from another document, or from none; ends the one before. */
	use(open: OpenDocument | undefined): void {
		for (const { cancel } of this.#drawing.values()) cancel();
		this.#open?.close();
		this.#open = open;
		this.#failed.clear();
		for (const { canvas } of this.#drawn.values()) canvas.remove();
		this.#drawn.clear();
		this.#drawing.clear();
		this.#drawNext();
	}

	/** A page came into view. */
	show(page: number, place: HTMLElement): void {
		this.#places.set(page, place);
		const drawn = this.#drawn.get(page);
		if (drawn) {
			this.#drawn.delete(page);
			this.#drawn.set(page, drawn);
			place.replaceChildren(drawn.canvas);
		}
		this.#drawNext();
	}

	/** It left. */
	hide(page: number): void {
		this.#places.delete(page);
		this.#drawing.get(page)?.cancel();
		this.#makeRoom();
	}

	hideAll(): void {
		for (const page of [...this.#places.keys()]) this.hide(page);
	}

	/** The places may have another size now. */
	resize(): void {
		this.#drawNext();
	}

	#drawNext(): void {
		const open = this.#open;
		if (!open) return;
		for (const page of [...this.#places.keys()].sort((a, b) => a - b)) {
			if (this.#drawing.size >= atOnce) return;
			if (this.#drawing.has(page) || this.#failed.has(page) || this.#isSharp(page)) continue;
			void this.#draw(page, open);
		}
	}

	#isSharp(page: number): boolean {
		const drawn = this.#drawn.get(page);
		const wanted = this.#wantedWidth(page);
		if (!drawn || wanted === 0) return wanted === 0;
		return drawn.width * tolerance >= wanted && wanted * tolerance >= drawn.width;
	}

	#wantedWidth(page: number): number {
		return Math.round((this.#places.get(page)?.clientWidth ?? 0) * devicePixelRatio);
	}

	async #draw(page: number, open: OpenDocument): Promise<void> {
		const place = this.#places.get(page);
		if (!place) return;
		const width = this.#wantedWidth(page);
		const height = Math.round(place.clientHeight * devicePixelRatio);
		let task: RenderTask | undefined;
		const isOver = (): boolean => this.#drawing.get(page) !== job;
		const job = {
			cancel: (): void => {
				if (!isOver()) this.#drawing.delete(page);
				task?.cancel();
			},
		};
		this.#drawing.set(page, job);
		try {
			const proxy = await open.document.getPage(page);
			if (isOver()) return;
			const whole = proxy.getViewport({ scale: 1 });
			const scale = Math.min(width / whole.width, height / whole.height);
			const viewport = proxy.getViewport({ scale });
			const canvas = document.createElement("canvas");
			canvas.width = Math.max(1, Math.round(viewport.width));
			canvas.height = Math.max(1, Math.round(viewport.height));
			task = proxy.render({ canvas, viewport });
			await task.promise;
			proxy.cleanup();
			if (isOver()) return;
			this.#drawn.set(page, { canvas, width });
			this.#places.get(page)?.replaceChildren(canvas);
			this.#makeRoom();
		} catch {
			// Cancelled, or nothing that pdf.js can draw; its place stays blank.
			if (!isOver()) this.#failed.add(page);
		} finally {
			if (!isOver()) this.#drawing.delete(page);
			this.#drawNext();
		}
	}

	#makeRoom(): void {
		for (const [page, { canvas }] of this.#drawn) {
			if (this.#drawn.size <= mostKept) return;
			if (this.#places.has(page)) continue;
			this.#drawn.delete(page);
			canvas.remove();
		}
	}
}
