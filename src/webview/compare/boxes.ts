import type { Rect } from "../../shared/result.ts";
import { toView, type Viewport } from "../viewport.ts";
import type { Change, SpotKey } from "./spots.ts";

/** Boxes smaller than this on the view are drawn this large, in CSS pixels. */
const smallestBox = 8;

/** Frames around what differs, over one of the pictures; decoration, for the list names them. */
export class Boxes {
	readonly element = document.createElement("div");
	readonly #boxes: HTMLElement[] = [];
	#changes: readonly Change[] = [];

	constructor() {
		this.element.className = "changes";
		this.element.setAttribute("aria-hidden", "true");
	}

	draw(
		changes: readonly Change[],
		viewport: Viewport,
		{ selected, hovered }: { selected: SpotKey | undefined; hovered: SpotKey | undefined },
	): void {
		if (changes !== this.#changes) this.#make(changes);
		for (const [index, box] of this.#boxes.entries()) {
			const { key, place } = changes[index]!;
			const { x, y, width, height } = atLeast(toView(viewport, place), smallestBox);
			box.style.transform = `translate(${x}px, ${y}px)`;
			box.style.width = `${width}px`;
			box.style.height = `${height}px`;
			box.classList.toggle("selected", key === selected);
			box.classList.toggle("hovered", key === hovered);
		}
	}

	#make(changes: readonly Change[]): void {
		this.#changes = changes;
		this.#boxes.length = 0;
		for (const { number } of changes) {
			const box = document.createElement("div");
			box.className = "change";
			const tag = document.createElement("span");
			tag.className = "change-number";
			tag.textContent = String(number);
			box.append(tag);
			this.#boxes.push(box);
		}
		this.element.replaceChildren(...this.#boxes);
	}
}

/** The same middle, and no side shorter than `least`; edges on whole pixels. */
function atLeast({ x, y, width, height }: Rect, least: number): Rect {
	const moreX = Math.max(0, least - width) / 2;
	const moreY = Math.max(0, least - height) / 2;
	const [left, top] = [Math.round(x - moreX), Math.round(y - moreY)];
	return {
		x: left,
		y: top,
		width: Math.round(x + width + moreX) - left,
		height: Math.round(y + height + moreY) - top,
	};
}
