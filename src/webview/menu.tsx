import "./menu.css";

import checkIcon from "@vscode/codicons/src/icons/check.svg";
import { render } from "preact";
import type { Point, Rect } from "../shared/result.ts";
import { Icon } from "./icon.tsx";
import { moveFocus } from "./moveFocus.ts";
import { placeBeside } from "./placeBeside.ts";

export interface MenuItem {
	title: string;
	/** The key that does the same, as the person reads it. */
	keys?: string;
	/** One of several choices; the chosen one is marked. */
	checked?: boolean;
	/** A line above it. */
	separated?: boolean;
	run(): void;
}

/** The page's one context menu. It closes with a choice, Escape, Tab and a click elsewhere. */
export class Menu {
	readonly element = document.createElement("div");

	constructor() {
		this.element.className = "menu";
		this.element.popover = "auto";
		this.element.setAttribute("role", "menu");
		this.element.addEventListener("keydown", (event) => this.#keyDown(event));
	}

	/** Opens at a point of the window, or beside a rectangle of it. */
	open(label: string, items: readonly MenuItem[], at: Point | Rect): void {
		const { element } = this;
		if (element.matches(":popover-open")) element.hidePopover();
		element.setAttribute("aria-label", label);
		// A new list every time: what was focused in the last one is no longer there.
		render(null, element);
		render(<Items items={items} choose={(item) => this.#choose(item)} />, element);
		element.showPopover();
		// Read one by one: a DOMRect has them from its prototype, which spreading leaves behind.
		const { width = 0, height = 0 } = at as Partial<Rect>;
		placeBeside(element, { x: at.x, y: at.y, width, height });
		const [first] = this.#buttons();
		(this.#buttons().find((button) => button.ariaChecked === "true") ?? first)?.focus();
	}

	#choose(item: MenuItem): void {
		// Closing gives the focus back first, so that the choice may take it elsewhere.
		this.element.hidePopover();
		item.run();
	}

	#keyDown(event: KeyboardEvent): void {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Nothing here is a shortcut of the page; the browser itself closes on Escape.
		event.stopPropagation();
		if (event.key === "Tab") this.element.hidePopover();
		else if (!moveFocus(this.#buttons(), event.key)) return;
		event.preventDefault();
	}

	#buttons(): HTMLElement[] {
		return [...this.element.querySelectorAll<HTMLElement>("button")];
	}
}

function Items(props: { items: readonly MenuItem[]; choose: (item: MenuItem) => void }) {
	return props.items.map((item) => {
		const { title, keys, checked, separated } = item;
		return (
			<button
				type="button"
				key={title}
				class={separated ? "menu-item separated" : "menu-item"}
				{...(checked === undefined
					? { role: "menuitem" }
					: { role: "menuitemradio", "aria-checked": checked })}
				aria-keyshortcuts={keys}
				tabIndex={-1}
				onClick={() => props.choose(item)}
			>
				{checked !== undefined && (
					<span class="menu-check">{checked && <Icon svg={checkIcon} />}</span>
				)}
				<span class="menu-title">{title}</span>
				{keys && (
					<span class="menu-keys" aria-hidden="true">
						{keys}
					</span>
				)}
			</button>
		);
	});
}
