import "./divider.css";

import * as l10n from "@vscode/l10n";
import { clamp } from "../../shared/geometry.ts";

const keyStep = 0.02;
const pageStep = 0.1;

/** What parts the two pictures while swiping: dragged, or moved by keys (ARIA practices, "Slider"). */
export class Divider {
	readonly element = document.createElement("div");
	#at = 0.5;

	/** `onDidMove` hears where it should be, 0–1 of the width of `within`. */
	constructor(within: HTMLElement, onDidMove: (at: number) => void) {
		const { element } = this;
		const move = (to: number): void => {
			// Keys may come faster than frames.
			this.#at = clamp(to, 0, 1);
			onDidMove(this.#at);
		};
		element.className = "divider";
		element.tabIndex = 0;
		element.setAttribute("role", "slider");
		element.setAttribute("aria-label", l10n.t("Divider"));
		element.setAttribute("aria-orientation", "horizontal");
		element.setAttribute("aria-valuemin", "0");
		element.setAttribute("aria-valuemax", "100");
		const grip = document.createElement("span");
		grip.className = "divider-grip";
		element.append(grip);
		element.addEventListener("pointerdown", (event) => {
			if (event.button !== 0) return;
			element.setPointerCapture(event.pointerId);
		});
		element.addEventListener("pointermove", (event) => {
			if (!element.hasPointerCapture(event.pointerId)) return;
			const { left, width } = within.getBoundingClientRect();
			move((event.clientX - left) / width);
		});
		element.addEventListener("keydown", (event) => {
			if (event.ctrlKey || event.altKey || event.metaKey) return;
			const to = target(event.key, event.shiftKey, this.#at);
			if (to === undefined) return;
			move(to);
			event.preventDefault();
			event.stopPropagation();
		});
	}

	/** 0–1 from the left. */
	show(at: number): void {
		this.#at = at;
		const percent = Math.round(at * 100);
		this.element.style.left = `${at * 100}%`;
		this.element.setAttribute("aria-valuenow", String(percent));
		this.element.setAttribute("aria-valuetext", l10n.t("{0} % from the left", percent));
	}
}

function target(key: string, isLarge: boolean, at: number): number | undefined {
	const step = isLarge ? pageStep : keyStep;
	switch (key) {
		case "ArrowLeft":
		case "ArrowDown":
			return at - step;
		case "ArrowRight":
		case "ArrowUp":
			return at + step;
		case "PageDown":
			return at - pageStep;
		case "PageUp":
			return at + pageStep;
		case "Home":
			return 0;
		case "End":
			return 1;
		default:
			return undefined;
	}
}
