import "./stage.css";

import * as l10n from "@vscode/l10n";
import type { Point, Rect, Size } from "../shared/result.ts";
import { listenToGestures } from "./gestures.ts";
import { smallestUnder } from "./hit.ts";
import { Overlay } from "./overlay.ts";
import { Picture } from "./picture.ts";
import { colorsOf, drawnObjects, type ObjectKey, type PageState } from "./state.ts";
import {
	centreOn,
	intersects,
	type KeptPlacement,
	overflowsSideways,
	type Placement,
	pan,
	recentre,
	resolve,
	toPicture,
	toView,
	type Viewport,
	zoomAt,
	zoomToRect,
} from "./viewport.ts";

export interface StageListener {
	/** Zoom or position changed. */
	onDidMove(): void;
	onDidHover(key: ObjectKey | undefined): void;
	onDidSelect(key: ObjectKey | undefined): void;
}

/** How far from a box it still counts as under the pointer, in CSS pixels. */
const hitSlop = 3;

/** The picture with what is drawn on it, where it lies in the view and what the pointer does there. */
export class Stage {
	/** Takes focus and gestures; holds the picture and the overlay. */
	readonly surface = document.createElement("div");
	/** Says what stands in the picture's place when it cannot be shown. */
	readonly message = document.createElement("p");
	/** Pixel coordinates under the pointer. */
	readonly readout = document.createElement("output");
	readonly #picture = new Picture((failed) => this.#showFailure(failed));
	readonly #overlay = new Overlay();
	readonly #listener: StageListener;
	#state: PageState;
	#placement: Placement;
	#view: Size = { width: 0, height: 0 };
	#keptView: Size | undefined;
	#pointer: Point | undefined;
	#failed = false;

	constructor(state: PageState, kept: KeptPlacement, listener: StageListener) {
		this.#state = state;
		this.#placement = kept.placement;
		this.#keptView = kept.view;
		this.#listener = listener;
		this.surface.className = "surface";
		this.surface.tabIndex = 0;
		this.surface.setAttribute("role", "group");
		this.surface.setAttribute("aria-label", l10n.t("Picture view"));
		// Cut, Copy and Paste mean nothing here; the extension's own entries stay.
		this.surface.dataset.vscodeContext = JSON.stringify({ preventDefaultContextMenuItems: true });
		this.surface.append(this.#picture.image, this.#overlay.canvas);
		this.message.className = "stage-message";
		this.message.setAttribute("role", "alert");
		this.message.hidden = true;
		this.readout.className = "readout";
		this.readout.hidden = true;
		this.#listen();
		new ResizeObserver(([entry]) => {
			if (entry) this.#resize(entry.contentRect);
		}).observe(this.surface);
	}

	get scale(): number {
		return this.#viewport()?.scale ?? 1;
	}

	get kept(): KeptPlacement {
		return { placement: this.#placement, view: this.#view };
	}

	show(state: PageState): void {
		const before = this.#state;
		this.#state = state;
		this.#picture.show(state.picture);
		if (before.picture !== state.picture || state.picture.kind !== "shown") {
			this.#showFailure(this.#failed);
		}
		if (state.selected !== undefined && state.selected !== before.selected) {
			this.#reveal(state.selected);
		}
		this.#redraw();
	}

	fit(): void {
		this.#place({ kind: "fit", enlarge: true });
	}

	/** 100 %: one pixel of the picture is one CSS pixel. */
	actualSize(at: Point = this.#centre()): void {
		this.#zoom(at, () => 1);
	}

	zoomBy(factor: number, at: Point = this.#centre()): void {
		this.#zoom(at, (scale) => scale * factor);
	}

	panBy(by: Point): void {
		this.#move((viewport, picture) => pan(viewport, by, picture, this.#view));
	}

	zoomTo(rect: Rect): void {
		this.#move((_, picture) => zoomToRect(rect, picture, this.#view));
	}

	/** True when the picture is wider than the view, so that ← and → have somewhere to go. */
	get overflowsSideways(): boolean {
		const { picture } = this.#state;
		const viewport = this.#viewport();
		return (
			picture.kind === "shown" &&
			viewport !== undefined &&
			overflowsSideways(viewport, picture.size, this.#view)
		);
	}

	#listen(): void {
		listenToGestures(this.surface, {
			wheelSetting: () => this.#state.viewer.wheel,
			zoom: (factor, at) => this.zoomBy(factor, at),
			pan: (by) => this.panBy(by),
			hover: (at) => this.#hover(at),
			click: (at) => this.#listener.onDidSelect(this.#objectAt(at)),
			doubleClick: (at) => {
				if (Math.abs(this.scale - 1) < 1e-6) this.fit();
				else this.actualSize(at);
			},
		});
	}

	#viewport(): Viewport | undefined {
		const { picture } = this.#state;
		if (picture.kind !== "shown" || this.#view.width === 0) return undefined;
		return resolve(this.#placement, picture.size, this.#view);
	}

	#centre(): Point {
		return { x: this.#view.width / 2, y: this.#view.height / 2 };
	}

	#zoom(at: Point, scale: (before: number) => number): void {
		this.#move((viewport, picture) =>
			zoomAt(viewport, scale(viewport.scale), at, picture, this.#view),
		);
	}

	#move(change: (viewport: Viewport, picture: Size) => Viewport): void {
		const { picture } = this.#state;
		const viewport = this.#viewport();
		if (picture.kind !== "shown" || !viewport) return;
		this.#place({ kind: "free", ...change(viewport, picture.size) });
	}

	#place(placement: Placement): void {
		this.#placement = placement;
		this.#redraw();
		this.#showReadout();
		this.#listener.onDidMove();
	}

	#resize({ width, height }: Size): void {
		// A folded page has no size; what was set for the last one stays.
		if (width === 0 || height === 0) return;
		const from = this.#keptView ?? this.#view;
		this.#keptView = undefined;
		this.#view = { width, height };
		if (this.#placement.kind === "free" && from.width > 0) {
			this.#placement = {
				kind: "free",
				...recentre(this.#placement, from, this.#view),
			};
		}
		this.#redraw();
		this.#listener.onDidMove();
	}

	#redraw(): void {
		const viewport = this.#viewport();
		if (!viewport) return;
		this.#picture.place(viewport, this.#state.picture);
		const { selected, hovered, labelsShown } = this.#state;
		const objects = this.#failed ? [] : drawnObjects(this.#state);
		const colors = colorsOf(this.#state);
		const content = { objects, selected, hovered, labelsShown, colors };
		this.#overlay.draw(content, viewport, this.#view);
	}

	/** Brings an object into view that lies outside it. */
	#reveal(key: ObjectKey): void {
		const viewport = this.#viewport();
		const box = drawnObjects(this.#state).find((shown) => shown.key === key)?.object.box;
		if (!viewport || !box) return;
		const inView = intersects(toView(viewport, box), { x: 0, y: 0, ...this.#view });
		if (!inView) this.#move(() => centreOn(box, viewport.scale, this.#view));
	}

	#objectAt(at: Point): ObjectKey | undefined {
		const viewport = this.#viewport();
		if (!viewport) return undefined;
		const slop = hitSlop / viewport.scale;
		return smallestUnder(drawnObjects(this.#state), toPicture(viewport, at), slop);
	}

	#hover(at: Point | undefined): void {
		this.#pointer = at;
		this.#showReadout();
		this.#listener.onDidHover(at && this.#objectAt(at));
	}

	#showReadout(): void {
		const { picture } = this.#state;
		const viewport = this.#viewport();
		const at = this.#pointer && viewport && toPicture(viewport, this.#pointer);
		const inside =
			at !== undefined &&
			picture.kind === "shown" &&
			at.x >= 0 &&
			at.y >= 0 &&
			at.x < picture.size.width &&
			at.y < picture.size.height;
		this.readout.hidden = !inside;
		if (inside) this.readout.textContent = `x ${Math.floor(at.x)}  y ${Math.floor(at.y)}`;
	}

	#showFailure(failed: boolean): void {
		const { picture } = this.#state;
		this.#failed = failed && picture.kind === "shown";
		const message =
			picture.kind === "shown"
				? l10n.t("This picture cannot be shown: it may be damaged or too large.")
				: picture.message;
		const hidden = picture.kind === "shown" && !this.#failed;
		this.message.hidden = hidden;
		if (!hidden && this.message.textContent !== message) this.message.textContent = message;
		this.surface.hidden = picture.kind !== "shown";
		this.#picture.image.classList.toggle("failed", this.#failed);
		this.#redraw();
	}
}
