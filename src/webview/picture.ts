import type { PictureState } from "../shared/protocol.ts";
import { pixelatedFrom, type Viewport } from "./viewport.ts";

/** The picture itself; a failure to show it is told through `onDidFail` (false: it shows again). */
export class Picture {
	readonly image: HTMLImageElement;
	#url: string;

	/** `shown`: one that is on the screen already. */
	constructor(onDidFail: (failed: boolean) => void, shown?: HTMLImageElement | null) {
		this.image = shown ?? document.createElement("img");
		this.#url = this.image.getAttribute("src") ?? "";
		this.image.className = "picture";
		this.image.setAttribute("role", "img");
		this.image.draggable = false;
		this.image.decoding = "async";
		this.image.addEventListener("error", () => onDidFail(true));
		this.image.addEventListener("load", () => onDidFail(false));
	}

	/** A new url loads while the old picture stays, so that a changed file does not flicker. */
	show(picture: PictureState): void {
		this.image.alt = picture.name;
		this.image.hidden = picture.kind !== "shown";
		if (picture.kind !== "shown") {
			this.#url = "";
			this.image.removeAttribute("src");
			return;
		}
		// It is being made; what was shown before stays until it is there.
		if (picture.url === "" || picture.url === this.#url) return;
		this.#url = picture.url;
		this.image.src = picture.url;
	}

	place(viewport: Viewport, picture: PictureState): void {
		if (picture.kind !== "shown") return;
		const { style, classList } = this.image;
		style.width = `${picture.size.width * viewport.scale}px`;
		style.height = `${picture.size.height * viewport.scale}px`;
		style.transform = `translate(${viewport.x}px, ${viewport.y}px)`;
		classList.toggle("pixelated", viewport.scale >= pixelatedFrom);
	}
}
