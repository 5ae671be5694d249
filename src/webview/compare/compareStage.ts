import type { Pair, Side } from "../../shared/compareProtocol.ts";
import type { Point, Rect, Size } from "../../shared/result.ts";
import { listenToGestures } from "../gestures.ts";
import {
	type KeptPlacement,
	onWholePixels,
	overflowsSideways,
	type Placement,
	pan,
	recentre,
	resolve,
	toPicture,
	type Viewport,
	zoomAt,
	zoomToRect,
} from "../viewport.ts";
import { DifferenceLayer } from "./differenceLayer.ts";
import { Divider } from "./divider.ts";
import { SideView } from "./sideView.ts";
import { canvasOf, changeAt, findingAt, type SpotKey } from "./spots.ts";
import { type ComparePageState, inFront, modeOf, sides } from "./state.ts";

export interface CompareStageListener {
	/** Zoom or position changed. */
	onDidMove(): void;
	onDidHover(key: SpotKey | undefined): void;
	onDidSelect(key: SpotKey | undefined): void;
	onDidDivide(at: number): void;
}

/** How far from a box it still counts as under the pointer, in CSS pixels. */
const hitSlop = 3;

/** Both pictures on one canvas, in step whatever the mode: one place and one scale for both. */
export class CompareStage {
	readonly element = document.createElement("div");
	readonly #listener: CompareStageListener;
	readonly #views: Pair<SideView>;
	readonly #difference = new DifferenceLayer();
	readonly #divider: Divider;
	#state: ComparePageState;
	#placement: Placement;
	#view: Size = { width: 0, height: 0 };
	#keptView: Size | undefined;
	#frame: number | undefined;

	constructor(state: ComparePageState, kept: KeptPlacement, listener: CompareStageListener) {
		this.#state = state;
		this.#placement = kept.placement;
		this.#keptView = kept.view;
		this.#listener = listener;
		const view = (side: Side) => new SideView(side, () => this.show(this.#state));
		this.#views = { a: view("a"), b: view("b") };
		this.#views.a.underlay(this.#difference.image);
		this.#divider = new Divider(this.element, (at) => listener.onDidDivide(at));
		this.element.append(this.#views.a.surface, this.#views.b.surface, this.#divider.element);
		for (const side of sides) this.#listen(this.#views[side]);
		new ResizeObserver(() => this.#stack()).observe(this.element);
		// Both sides always have the same size, if not to the fraction of a pixel.
		new ResizeObserver(([entry]) => {
			if (entry) this.#resize(entry.contentRect);
		}).observe(this.#views.a.surface);
	}

	get scale(): number {
		return this.#viewport()?.scale ?? 1;
	}

	get kept(): KeptPlacement {
		return { placement: this.#placement, view: this.#view };
	}

	/** Whether a picture has the focus, so that arrow keys move it. */
	get hasFocus(): boolean {
		return sides.some((side) => this.#views[side].surface === document.activeElement);
	}

	show(state: ComparePageState): void {
		this.#state = state;
		const mode = modeOf(state);
		const front = inFront(state);
		this.#difference.show(state.comparison);
		this.element.className = `sides ${mode} front-${front}`;
		this.element.classList.toggle("drawn", this.#difference.isShown);
		this.#stack();
		this.element.style.setProperty("--divider", `${state.divider * 100}%`);
		this.#divider.show(state.divider);
		this.#divider.element.hidden = mode !== "swipe";
		this.#difference.image.hidden = mode !== "difference" || !this.#difference.isShown;
		for (const side of sides) {
			this.#views[side].show(state);
			const { surface } = this.#views[side];
			// Where both lie in one place, one of them is enough to be stepped to.
			surface.tabIndex = mode !== "sideBySide" && side === "b" ? -1 : 0;
		}
		this.#draw();
	}

	fit(): void {
		this.#place({ kind: "fit", enlarge: true });
	}

	/** 100 %: one pixel of the canvas is one CSS pixel. */
	actualSize(at: Point = this.#centre()): void {
		this.#zoom(at, () => 1);
	}

	zoomBy(factor: number, at: Point = this.#centre()): void {
		this.#zoom(at, (scale) => scale * factor);
	}

	panBy(by: Point): void {
		this.#move((viewport, canvas) => pan(viewport, by, canvas, this.#view));
	}

	/** `rect`: pixels of the canvas. */
	zoomTo(rect: Rect): void {
		this.#move((_, canvas) => zoomToRect(rect, canvas, this.#view));
	}

	/** True when the canvas is wider than the view, so that ← and → have somewhere to go. */
	get overflowsSideways(): boolean {
		const viewport = this.#viewport();
		const canvas = canvasOf(this.#state);
		return (
			viewport !== undefined &&
			canvas !== undefined &&
			overflowsSideways(viewport, canvas, this.#view)
		);
	}

	#listen({ surface, side }: SideView): void {
		listenToGestures(surface, {
			wheelSetting: () => this.#state.viewer.wheel,
			zoom: (factor, at) => this.zoomBy(factor, at),
			pan: (by) => this.panBy(by),
			hover: (at) => this.#listener.onDidHover(at && this.#spotAt(this.#shownSide(side), at)),
			click: (at) => this.#listener.onDidSelect(this.#spotAt(this.#shownSide(side), at)),
			doubleClick: (at) => {
				if (Math.abs(this.scale - 1) < 1e-6) this.fit();
				else this.actualSize(at);
			},
		});
	}

	/** Lays the sides below each other where that shows more of them. */
	#stack(): void {
		const canvas = canvasOf(this.#state);
		const { clientWidth: width, clientHeight: height } = this.element;
		if (!canvas || width === 0 || height === 0) return;
		const scaleIn = (columns: number, rows: number): number =>
			Math.min(width / columns / canvas.width, height / rows / canvas.height);
		this.element.classList.toggle("stacked", scaleIn(1, 2) > scaleIn(2, 1));
	}

	/** While blinking, A hears what is done to B, so that neither loses the focus nor a drag. */
	#shownSide(side: Side): Side {
		return modeOf(this.#state) === "blink" ? inFront(this.#state) : side;
	}

	/** What the engine found lies on top, as it is drawn. */
	#spotAt(side: Side, at: Point): SpotKey | undefined {
		const viewport = this.#seen();
		if (!viewport) return undefined;
		const place = toPicture(viewport, at);
		const slop = hitSlop / viewport.scale;
		return (findingAt(this.#state, side, place, slop) ?? changeAt(this.#state, place, slop))?.key;
	}

	/** Where the canvas is drawn; moves count from where it lies. */
	#seen(): Viewport | undefined {
		const viewport = this.#viewport();
		return viewport && onWholePixels(viewport, window.devicePixelRatio);
	}

	#viewport(): Viewport | undefined {
		const canvas = canvasOf(this.#state);
		if (!canvas || this.#view.width === 0) return undefined;
		return resolve(this.#placement, canvas, this.#view);
	}

	#centre(): Point {
		return { x: this.#view.width / 2, y: this.#view.height / 2 };
	}

	#zoom(at: Point, scale: (before: number) => number): void {
		this.#move((viewport, canvas) =>
			zoomAt(viewport, scale(viewport.scale), at, canvas, this.#view),
		);
	}

	#move(change: (viewport: Viewport, canvas: Size) => Viewport): void {
		const canvas = canvasOf(this.#state);
		const viewport = this.#viewport();
		if (!canvas || !viewport) return;
		this.#place({ kind: "free", ...change(viewport, canvas) });
	}

	/** Many moves may come within a frame; it is drawn once. */
	#place(placement: Placement): void {
		this.#placement = placement;
		this.#frame ??= requestAnimationFrame(() => {
			this.#frame = undefined;
			this.#draw();
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
			this.#placement = { kind: "free", ...recentre(this.#placement, from, this.#view) };
		}
		this.#draw();
		this.#listener.onDidMove();
	}

	#draw(): void {
		const viewport = this.#seen();
		const canvas = canvasOf(this.#state);
		if (!viewport || !canvas) return;
		this.#difference.place(viewport, canvas);
		for (const side of sides) this.#views[side].draw(this.#state, viewport, this.#view);
	}
}
