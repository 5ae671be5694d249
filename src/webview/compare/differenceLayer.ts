import * as l10n from "@vscode/l10n";
import type { ComparisonState } from "../../shared/compareProtocol.ts";
import type { Size } from "../../shared/result.ts";
import { pixelatedFrom, type Viewport } from "../viewport.ts";
import { BlobUrl } from "./blobUrl.ts";

/** The picture of what differs, as large as the canvas. */
export class DifferenceLayer {
	readonly image = document.createElement("img");
	readonly #blob = new BlobUrl();
	#comparison: ComparisonState | undefined;

	constructor() {
		this.image.className = "picture difference";
		this.image.setAttribute("role", "img");
		this.image.alt = l10n.t("Difference");
		this.image.draggable = false;
	}

	show(comparison: ComparisonState): void {
		if (comparison === this.#comparison) return;
		this.#comparison = comparison;
		if (comparison.kind === "compared") {
			this.image.src = this.#blob.show(comparison.difference, "image/png");
			return;
		}
		this.#blob.clear();
		this.image.removeAttribute("src");
	}

	/** Whether there is a difference to look at. */
	get isShown(): boolean {
		return this.image.hasAttribute("src");
	}

	place({ scale, x, y }: Viewport, canvas: Size): void {
		const { style, classList } = this.image;
		style.width = `${canvas.width * scale}px`;
		style.height = `${canvas.height * scale}px`;
		style.transform = `translate(${x}px, ${y}px)`;
		classList.toggle("pixelated", scale >= pixelatedFrom);
	}
}
