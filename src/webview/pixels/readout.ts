import type { Point } from "../../shared/result.ts";
import type { ReadPixel } from "./pixelReader.ts";
import { hexOf, screenColor, valuesText } from "./pixelText.ts";

/** Coordinates and color under the pointer, over the lower right corner of the picture. */
export class Readout {
	readonly element = document.createElement("output");
	readonly #swatch = part("readout-swatch");
	readonly #place = part("readout-place");
	readonly #values = part("readout-values");
	readonly #hex = part("readout-hex");

	constructor() {
		this.element.className = "readout";
		// It changes with every move: readers would talk without end.
		this.element.setAttribute("aria-live", "off");
		this.element.hidden = true;
		this.element.append(this.#swatch, this.#place, this.#values, this.#hex);
	}

	/** `pixel` is undefined until its values have come; what is shown of colors keeps its room. */
	show(at: Point | undefined, pixel: ReadPixel | undefined): void {
		this.element.hidden = at === undefined;
		if (!at) return;
		this.#place.textContent = `x ${at.x}  y ${at.y}`;
		this.element.classList.toggle("unread", pixel === undefined);
		if (!pixel) return;
		const hex = hexOf(screenColor(pixel));
		this.#swatch.style.backgroundColor = hex;
		this.#values.textContent = valuesText(pixel);
		this.#hex.textContent = hex;
	}
}

function part(className: string): HTMLElement {
	const made = document.createElement("span");
	made.className = className;
	return made;
}
