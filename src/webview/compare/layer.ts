import type { ComparedPicture } from "../../shared/compareProtocol.ts";
import type { Rect } from "../../shared/result.ts";
import { toView, type Viewport } from "../viewport.ts";

/** One picture on the canvas. */
export class Layer {
	readonly image = document.createElement("img");
	#uri = "";
	#url = "";
	#failed = false;

	/** `onDidEnd`: what was loaded can be seen, or has failed. */
	constructor(onDidEnd: () => void) {
		const end = (failed: boolean) => {
			this.#failed = failed;
			onDidEnd();
		};
		this.image.className = "picture";
		this.image.setAttribute("role", "img");
		this.image.draggable = false;
		this.image.decoding = "async";
		this.image.addEventListener("error", () => end(true));
		this.image.addEventListener("load", () => end(false));
	}

	/** What was to be seen cannot be. */
	get failed(): boolean {
		return this.#failed;
	}

	/**
	 * Another content loads, or is made to be loaded, while the last one stays, so that a changed file
	 * does not flicker; what stays of another picture would be taken for this one.
	 */
	show(picture: ComparedPicture, uri: string): void {
		this.image.alt = picture.name;
		this.image.hidden = picture.kind !== "shown";
		const isNothing = picture.kind !== "shown" || picture.unseen !== undefined;
		if (isNothing || (picture.url === "" && uri !== this.#uri)) this.#clear();
		this.#uri = uri;
		if (picture.kind !== "shown" || picture.url === "" || picture.url === this.#url) return;
		this.#url = picture.url;
		this.image.src = picture.url;
	}

	/** `place`: where it lies on the canvas. */
	place(viewport: Viewport, place: Rect, isPixelated: boolean): void {
		const { x, y, width, height } = toView(viewport, place);
		const { style, classList } = this.image;
		style.width = `${width}px`;
		style.height = `${height}px`;
		style.transform = `translate(${x}px, ${y}px)`;
		classList.toggle("pixelated", isPixelated);
	}

	#clear(): void {
		this.#url = "";
		this.#failed = false;
		this.image.removeAttribute("src");
	}
}
