import "./stage.css";

import * as l10n from "@vscode/l10n";
import type { Point, Rect, Size } from "../shared/result.ts";
import type { TilePlace } from "../shared/tilePlace.ts";
import { Player } from "./animation/player.ts";
import { boundsOf } from "./bounds.ts";
import { listenToGestures } from "./gestures.ts";
import { objectsUnder } from "./hit.ts";
import { colorsOf, drawnObjects, type ObjectKey } from "./listing.ts";
import { Overlay, type Screen } from "./overlay.ts";
import { pointRadius } from "./paint.ts";
import { Picture } from "./picture.ts";
import { RepeatedClicks } from "./repeatedClicks.ts";
import type { PageState } from "./state.ts";
import { TileLayer } from "./tileLayer.ts";
import { ViewNote } from "./viewNote.ts";
import {
	centreOn,
	intersects,
	type KeptPlacement,
	onWholePixels,
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
	/** The picture was drawn: where it lies in the view. */
	onDidDraw(viewport: Viewport, view: Size): void;
	/** `pointer` in the view, `at` in whole pixels; undefined when it is not on the picture. */
	onDidPoint(pointer: Point | undefined, at: Point | undefined): void;
	onDidHover(key: ObjectKey | undefined): void;
	onDidSelect(key: ObjectKey | undefined): void;
	/** A frame of an animated picture is shown, or it plays or stops. */
	onDidPlay(): void;
	/** The context menu of an object is asked for, at a point of the window. */
	onDidAskMenu(key: ObjectKey, at: Point): void;
	/** A part of a picture that is loaded reduced, as a PNG. */
	loadTile(version: string, place: TilePlace): Promise<Uint8Array>;
}

/** How far from a box it still counts as under the pointer, in CSS pixels. */
const hitSlop = 3;

/** The picture with what is drawn on it, where it lies in the view and what the pointer does there. */
export class Stage {
	/** Takes focus and gestures; holds the picture and the overlay. */
	readonly surface = document.createElement("div");
	/** Says what stands in the picture's place when it cannot be shown. */
	readonly message = document.createElement("p");
	readonly #picture = new Picture(
		(failed) => this.#showFailure(failed),
		document.querySelector<HTMLImageElement>("img.picture"),
	);
	readonly #tiles: TileLayer;
	readonly #note = new ViewNote();
	/** The frames of an animated picture. */
	readonly player = new Player(this.#picture.image, () => this.#listener.onDidPlay());
	readonly #overlay = new Overlay();
	readonly #listener: StageListener;
	#state: PageState;
	#placement: Placement;
	#view: Size = { width: 0, height: 0 };
	#keptView: Size | undefined;
	#pointer: Point | undefined;
	readonly #clicks = new RepeatedClicks();
	#frame: number | undefined;
	#failed = false;

	constructor(state: PageState, kept: KeptPlacement, listener: StageListener) {
		this.#state = state;
		this.#placement = kept.placement;
		this.#keptView = kept.view;
		this.#listener = listener;
		this.#tiles = new TileLayer({
			load: (version, place) => listener.loadTile(version, place),
			onDidChange: () => this.#drawSoon(),
		});
		this.surface.className = "surface";
		this.surface.tabIndex = 0;
		this.surface.setAttribute("role", "group");
		this.surface.setAttribute("aria-label", l10n.t("Picture view"));
		// Cut, Copy and Paste mean nothing here; the extension's own entries stay.
		this.surface.dataset.vscodeContext = JSON.stringify({ preventDefaultContextMenuItems: true });
		this.surface.append(this.#picture.image, this.player.canvas, this.#tiles.canvas);
		this.surface.append(this.#overlay.canvas, this.#note.element);
		this.message.className = "stage-message";
		this.message.setAttribute("role", "alert");
		this.message.hidden = true;
		this.#listen();
		new ResizeObserver(([entry]) => {
			if (entry) this.#resize(entry.contentRect);
		}).observe(this.surface);
		this.#followDensity();
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
		this.player.show(state.picture, typeof state.frame === "number" ? state.frame : undefined);
		if (before.picture !== state.picture || state.picture.kind !== "shown") {
			this.#showFailure(this.#failed);
		}
		if (state.selected !== undefined && state.selected !== before.selected) {
			this.#reveal(state.selected);
		}
		this.#draw();
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

	zoomTo(rect: Rect, share?: number): void {
		this.#move((_, picture) => zoomToRect(rect, picture, this.#view, share));
	}

	/** What of the picture is in view, in its pixels, not rounded. */
	get pictureInView(): Rect | undefined {
		const { picture } = this.#state;
		const viewport = this.#seen();
		if (picture.kind !== "shown" || !viewport) return undefined;
		const first = toPicture(viewport, { x: 0, y: 0 });
		const last = toPicture(viewport, { x: this.#view.width, y: this.#view.height });
		const x = Math.max(0, first.x);
		const y = Math.max(0, first.y);
		const width = Math.min(picture.size.width, last.x) - x;
		return { x, y, width, height: Math.min(picture.size.height, last.y) - y };
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
			click: (at) => {
				const { selected } = this.#state;
				this.#listener.onDidSelect(this.#clicks.pick(at, this.#objectsAt(at), selected));
			},
			doubleClick: (at) => {
				if (this.#clicks.wentOn) return;
				if (Math.abs(this.scale - 1) < 1e-6) this.fit();
				else this.actualSize(at);
			},
		});
		this.surface.addEventListener("contextmenu", (event) => this.#askMenu(event));
	}

	/** Objects have a menu of their own; where there is none, VS Code's appears. */
	#askMenu(event: MouseEvent): void {
		const { left, top } = this.surface.getBoundingClientRect();
		const { selected } = this.#state;
		if (event.button === 2 || event.ctrlKey) {
			const under = this.#objectsAt({ x: event.clientX - left, y: event.clientY - top });
			const key = under.find((one) => one === selected) ?? under[0];
			if (key === undefined) return;
			event.preventDefault();
			this.#listener.onDidAskMenu(key, { x: event.clientX, y: event.clientY });
			return;
		}
		// From the keyboard: the selected object's, beside it.
		const rect = selected === undefined ? undefined : this.rectOf(selected);
		if (selected === undefined || !rect) return;
		event.preventDefault();
		this.#listener.onDidAskMenu(selected, { x: rect.x, y: rect.y + rect.height });
	}

	/** Where an object lies in the window; undefined for what is not drawn. */
	rectOf(key: ObjectKey): Rect | undefined {
		const viewport = this.#seen();
		const bounds = this.#boundsOf(key);
		if (!viewport || !bounds) return undefined;
		const { left, top } = this.surface.getBoundingClientRect();
		const { x, y, width, height } = toView(viewport, bounds);
		return { x: x + left, y: y + top, width, height };
	}

	#viewport(): Viewport | undefined {
		const { picture } = this.#state;
		if (picture.kind !== "shown" || this.#view.width === 0) return undefined;
		return resolve(this.#placement, picture.size, this.#view);
	}

	/** Where it is drawn; moves count from where it lies. */
	#seen(): Viewport | undefined {
		const viewport = this.#viewport();
		return viewport && onWholePixels(viewport, window.devicePixelRatio);
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

	/** Many moves may come within a frame; it is drawn once. */
	#place(placement: Placement): void {
		this.#placement = placement;
		this.#drawSoon();
	}

	#drawSoon(): void {
		this.#frame ??= requestAnimationFrame(() => {
			this.#frame = undefined;
			this.#draw();
			this.#tellPointed();
			this.#listener.onDidMove();
		});
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
		this.#draw();
		this.#listener.onDidMove();
	}

	/** Draws anew when the window comes to a screen with more or fewer pixels to the inch. */
	#followDensity(): void {
		const same = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
		const changed = (): void => {
			this.#draw();
			this.#followDensity();
		};
		same.addEventListener("change", changed, { once: true });
	}

	#draw(): void {
		const viewport = this.#seen();
		if (!viewport) return;
		const state = this.#state;
		this.#picture.place(viewport, state.picture);
		const screen = this.#screen();
		const isReduced = this.#tiles.draw(viewport, state.picture, screen);
		const isDecoding = state.picture.kind === "shown" && state.picture.url === "";
		this.#note.show(isDecoding ? "decoding" : isReduced ? "reduced" : undefined);
		if (state.picture.kind === "shown") this.player.place(viewport, state.picture.size);
		this.#overlay.draw(
			{
				objects: this.#failed ? [] : drawnObjects(state),
				colors: colorsOf(state),
				selected: state.selected,
				hovered: state.hovered,
				labelsShown: state.labelsShown,
				masksShown: state.masksShown,
				outlinesOnly: state.outlinesOnly,
				fill: state.fill,
				maskCut: state.maskCut,
			},
			viewport,
			screen,
		);
		this.#listener.onDidDraw(viewport, this.#view);
	}

	/** The surface in device pixels; the browser puts its edges on whole ones. */
	#screen(): Screen {
		const ratio = window.devicePixelRatio;
		const { left, top, right, bottom } = this.surface.getBoundingClientRect();
		const snap = (edge: number): number => Math.round(edge * ratio);
		return {
			pixels: {
				width: Math.max(1, snap(right) - snap(left)),
				height: Math.max(1, snap(bottom) - snap(top)),
			},
			ratio,
		};
	}

	/** Brings an object into view that lies outside it. */
	#reveal(key: ObjectKey): void {
		const viewport = this.#viewport();
		const bounds = this.#boundsOf(key);
		if (!viewport || !bounds) return;
		const inView = intersects(toView(viewport, bounds), { x: 0, y: 0, ...this.#view });
		if (!inView) this.#move(() => centreOn(bounds, viewport.scale, this.#view));
	}

	#boundsOf(key: ObjectKey): Rect | undefined {
		const shown = drawnObjects(this.#state).find((one) => one.key === key);
		return shown && boundsOf(shown.object);
	}

	#objectsAt(at: Point): ObjectKey[] {
		const viewport = this.#seen();
		if (!viewport) return [];
		const { masksShown, maskCut } = this.#state;
		return objectsUnder(drawnObjects(this.#state), toPicture(viewport, at), {
			slop: hitSlop / viewport.scale,
			pointSlop: (pointRadius + hitSlop) / viewport.scale,
			shapes: masksShown,
			maskCut,
		});
	}

	#hover(at: Point | undefined): void {
		this.#pointer = at;
		this.#tellPointed();
		this.#listener.onDidHover(at && this.#objectsAt(at)[0]);
	}

	#tellPointed(): void {
		const { picture } = this.#state;
		const viewport = this.#seen();
		const at = this.#pointer && viewport && toPicture(viewport, this.#pointer);
		const inside =
			at !== undefined &&
			picture.kind === "shown" &&
			at.x >= 0 &&
			at.y >= 0 &&
			at.x < picture.size.width &&
			at.y < picture.size.height;
		const pixel = inside ? { x: Math.floor(at.x), y: Math.floor(at.y) } : undefined;
		this.#listener.onDidPoint(this.#pointer, pixel);
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
		this.#draw();
	}
}
