import type { ComparedPicture } from "../../shared/compareProtocol.ts";
import type { Rect } from "../../shared/result.ts";
import { pixelatedFrom, toView, type Viewport } from "../viewport.ts";
import { BlobUrl } from "./blobUrl.ts";

export type ReadPicture = (version: string) => Promise<Uint8Array>;

/** One picture on the canvas. */
export class Layer {
	readonly image = document.createElement("img");
	readonly #blob = new BlobUrl();
	readonly #read: ReadPicture;
	readonly #onDidFail: (failed: boolean) => void;
	#version = "";

	/** `read` gives the bytes of a picture without an address; false: it shows again. */
	constructor(read: ReadPicture, onDidFail: (failed: boolean) => void) {
		this.#read = read;
		this.#onDidFail = onDidFail;
		this.image.className = "picture";
		this.image.setAttribute("role", "img");
		this.image.draggable = false;
		this.image.decoding = "async";
		this.image.addEventListener("error", () => onDidFail(true));
		this.image.addEventListener("load", () => onDidFail(false));
	}

	/** Another version loads while the last one stays, so that a changed file does not flicker. */
	show(picture: ComparedPicture): void {
		this.image.alt = picture.name;
		this.image.hidden = picture.kind !== "shown";
		if (picture.kind !== "shown") {
			this.#version = "";
			this.#blob.clear();
			this.image.removeAttribute("src");
			return;
		}
		const version = picture.url ?? picture.version;
		if (version === this.#version) return;
		this.#version = version;
		if (picture.url !== undefined) {
			this.image.src = picture.url;
			return;
		}
		this.#read(version).then(
			(bytes) => {
				if (this.#version === version)
					this.image.src = this.#blob.show(bytes, typeOf(picture.name));
			},
			() => {
				// It changed meanwhile, and its next version is on its way; or it cannot be read.
				if (this.#version === version) this.#onDidFail(true);
			},
		);
	}

	/** `place`: where it lies on the canvas. */
	place(viewport: Viewport, place: Rect, pixelScale: number): void {
		const { x, y, width, height } = toView(viewport, place);
		const { style, classList } = this.image;
		style.width = `${width}px`;
		style.height = `${height}px`;
		style.transform = `translate(${x}px, ${y}px)`;
		classList.toggle("pixelated", pixelScale >= pixelatedFrom);
	}
}

/** Browsers look at the bytes of all pictures but SVG. */
function typeOf(name: string): string {
	return /\.svg$/i.test(name) ? "image/svg+xml" : "";
}
