import "./region.css";

import * as l10n from "@vscode/l10n";
import type { Point, Rect, Size } from "../../shared/result.ts";
import { formatRegion } from "../text.ts";
import { toPicture, toView, type Viewport } from "../viewport.ts";
import { type Edges, keyed, regionBetween, resized } from "./region.ts";

export interface RegionListener {
	/** The person drew, moved or resized it; undefined removes it. */
	onDidChange(region: Rect | undefined): void;
	/** A drag began or ended; meanwhile what stands beside the region is in the way. */
	onDidDrag(isDragging: boolean): void;
	picture(): Size | undefined;
}

const edges: readonly Edges[] = ["n", "e", "s", "w", "nw", "ne", "se", "sw"];

/**
 * The selected region on the picture: its edges move it, the handles resize it, Shift and drag draws a
 * new one. What lies inside it is the picture's, which pans, and its objects.
 */
export class RegionLayer {
	readonly element = document.createElement("div");
	readonly #surface: HTMLElement;
	readonly #listener: RegionListener;
	#region: Rect | undefined;
	#viewport: Viewport | undefined;

	constructor(surface: HTMLElement, listener: RegionListener) {
		this.#surface = surface;
		this.#listener = listener;
		const { element } = this;
		element.className = "region";
		element.hidden = true;
		element.tabIndex = 0;
		element.setAttribute("role", "group");
		element.setAttribute("aria-label", l10n.t("Region"));
		for (const edge of ["n", "e", "s", "w"]) this.#addGrip(`region-edge ${edge}`, "");
		for (const edge of edges) this.#addGrip(`region-handle ${edge}`, edge);
		element.addEventListener("keydown", (event) => this.#keyDown(event));
		surface.append(element);
		// Before what pans the picture.
		surface.addEventListener("pointerdown", (event) => this.#begin(event), { capture: true });
	}

	show(region: Rect | undefined): void {
		this.#region = region;
		const hadFocus = document.activeElement === this.element;
		this.element.hidden = region === undefined;
		if (!region) {
			if (hadFocus) this.#surface.focus();
			return;
		}
		this.element.setAttribute("aria-label", l10n.t("Region: {0}", formatRegion(region)));
		this.#place();
	}

	place(viewport: Viewport): void {
		this.#viewport = viewport;
		this.#place();
	}

	/** In coordinates of the view; undefined when there is none. */
	get inView(): Rect | undefined {
		return this.#viewport && this.#region && toView(this.#viewport, this.#region);
	}

	#place(): void {
		const rect = this.inView;
		if (!rect) return;
		const { style } = this.element;
		style.transform = `translate(${rect.x}px, ${rect.y}px)`;
		style.width = `${rect.width}px`;
		style.height = `${rect.height}px`;
	}

	#addGrip(className: string, edge: Edges): void {
		const grip = document.createElement("div");
		grip.className = className;
		grip.addEventListener("pointerdown", (event) => {
			const region = this.#region;
			if (event.button !== 0 || event.shiftKey || !region) return;
			this.element.focus();
			this.#drag(event, (from, to, picture) => {
				const by = { x: to.x - from.x, y: to.y - from.y };
				return resized(region, edge, by, picture);
			});
		});
		this.element.append(grip);
	}

	#begin(event: PointerEvent): void {
		if (event.button !== 0 || !event.shiftKey) return;
		this.#drag(event, regionBetween);
	}

	/** Until the button is released; Escape puts back what was. */
	#drag(event: PointerEvent, change: (from: Point, to: Point, picture: Size) => Rect): void {
		const picture = this.#listener.picture();
		const from = this.#at(event);
		if (!picture || !from) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const before = this.#region;
		const done = new AbortController();
		const { signal } = done;
		const surface = this.#surface;
		surface.setPointerCapture(event.pointerId);
		this.#listener.onDidDrag(true);
		const end = (): void => {
			done.abort();
			this.#listener.onDidDrag(false);
			if (this.#region) this.element.focus();
		};
		const move = (next: PointerEvent): void => {
			const to = this.#at(next);
			if (to) this.#change(change(from, to, picture));
		};
		surface.addEventListener("pointermove", move, { signal });
		surface.addEventListener("pointerup", end, { signal });
		surface.addEventListener("pointercancel", end, { signal });
		const giveUp = (key: KeyboardEvent): void => {
			if (key.key !== "Escape") return;
			key.preventDefault();
			key.stopImmediatePropagation();
			this.#change(before);
			end();
		};
		window.addEventListener("keydown", giveUp, { signal, capture: true });
	}

	/** At once: the next key may come before the page is drawn again. */
	#change(region: Rect | undefined): void {
		this.show(region);
		this.#listener.onDidChange(region);
	}

	#at({ clientX, clientY }: MouseEvent): Point | undefined {
		const { left, top } = this.#surface.getBoundingClientRect();
		return this.#viewport && toPicture(this.#viewport, { x: clientX - left, y: clientY - top });
	}

	#keyDown(event: KeyboardEvent): void {
		const picture = this.#listener.picture();
		if (!this.#region || !picture || event.ctrlKey || event.metaKey) return;
		const isRemoval = event.key === "Escape" || event.key === "Delete";
		const next = keyed(this.#region, event, picture);
		if (!next && !isRemoval) return;
		this.#change(isRemoval ? undefined : next);
		event.preventDefault();
		// Alt and an arrow would also take VS Code back to the last editor.
		event.stopPropagation();
	}
}
