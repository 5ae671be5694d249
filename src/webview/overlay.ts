import type { Size } from "../shared/result.ts";
import type { LabelColors } from "./color.ts";
import type { ListedObject, ObjectKey } from "./listing.ts";
import { type Mark, makeMarks } from "./marks.ts";
import {
	drawPoint,
	drawTag,
	type Frame,
	fillBox,
	fillShape,
	pointRadius,
	type ShapeStyle,
	strokeBox,
	strokeShape,
	tagHeight,
	tagPadding,
} from "./paint.ts";
import { ShapeLayer } from "./shapeLayer.ts";
import { TagLayout } from "./tags.ts";
import { Tints } from "./tint.ts";
import type { Viewport } from "./viewport.ts";

/** What the overlay draws, beside where the picture lies. */
export interface OverlayContent extends ShapeStyle {
	objects: readonly ListedObject[];
	colors: LabelColors;
	selected: ObjectKey | undefined;
	hovered: ObjectKey | undefined;
	labelsShown: boolean;
}

/** The view in device pixels, and how many of them make one CSS pixel. */
export interface Screen {
	pixels: Size;
	ratio: number;
}

/** Boxes smaller than this on the view are drawn this large, in CSS pixels. */
const smallestMark = 4;

/** The one canvas above the picture; it has the view's size, so its lines stay sharp at any zoom. */
export class Overlay {
	readonly canvas = document.createElement("canvas");
	readonly #context = this.canvas.getContext("2d") as CanvasRenderingContext2D;
	readonly #tints = new Tints();
	readonly #shapes = new ShapeLayer(this.#tints);
	readonly #widths = new Map<string, number>();
	#layout = new TagLayout();
	#marks: readonly Mark[] = [];
	/** Those of `#marks` in view, in the order in which they are drawn. */
	readonly #inView: Mark[] = [];
	/** What the marks were made of, and whether their tags have a size. */
	#marked: readonly ListedObject[] | undefined;
	#colored: LabelColors | undefined;
	#tagged = false;
	#font = "";
	/** All that decided what is on the canvas. */
	#drawn: readonly unknown[] = [];

	constructor() {
		this.canvas.className = "overlay";
		this.canvas.setAttribute("aria-hidden", "true");
	}

	/** Draws anew when anything differs from the last time. */
	draw(content: OverlayContent, viewport: Viewport, screen: Screen): void {
		const { x, y, scale } = viewport;
		const { pixels, ratio } = screen;
		const { width, height } = pixels;
		const now = [...Object.values(content), x, y, scale, width, height, ratio];
		if (now.every((value, index) => value === this.#drawn[index])) return;
		this.#drawn = now;
		this.#resize(screen);
		this.#makeMarks(content);
		const frame = {
			x: Math.round(x * ratio),
			y: Math.round(y * ratio),
			scale: scale * ratio,
			ratio,
		};
		this.#paint(content, frame);
	}

	/** Setting a canvas's size clears it and costs; so only when it changed. */
	#resize({ pixels: { width, height }, ratio }: Screen): void {
		const { canvas } = this;
		const same = canvas.width === width && canvas.height === height;
		if (same && this.#layout.ratio === ratio && this.#font !== "") return;
		canvas.width = width;
		canvas.height = height;
		this.#font = `${12 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
		this.#widths.clear();
		this.#layout = new TagLayout(ratio);
		this.#tagged = false;
	}

	#makeMarks({ objects, colors }: OverlayContent): void {
		if (this.#marked !== objects || this.#colored !== colors) {
			this.#marked = objects;
			this.#colored = colors;
			this.#marks = makeMarks(objects, colors);
			this.#tagged = false;
		}
		if (this.#tagged) return;
		this.#tagged = true;
		const { ratio } = this.#layout;
		for (const { tag, text } of this.#marks) {
			tag.width = this.#widthOf(text) + 2 * Math.round(tagPadding * ratio);
			tag.height = Math.round(tagHeight * ratio);
		}
	}

	/** Text is measured once. */
	#widthOf(text: string): number {
		const known = this.#widths.get(text);
		if (known !== undefined) return known;
		this.#context.font = this.#font;
		const width = Math.ceil(this.#context.measureText(text).width);
		this.#widths.set(text, width);
		return width;
	}

	#paint(content: OverlayContent, frame: Frame): void {
		const context = this.#context;
		const { masksShown, outlinesOnly, maskCut } = content;
		const { width, height } = this.canvas;
		this.#place(content, frame);
		const shapes = this.#shapes.paint(this.#marks, content, frame, { width, height });
		context.clearRect(0, 0, width, height);
		context.drawImage(shapes, 0, 0);
		for (const mark of this.#inView) {
			if (!mark.emphasised) continue;
			const hasShape = masksShown && (mark.outline ?? mark.mask) !== undefined;
			const opacity = mark.key === content.selected ? 0.2 : 0.14;
			if (hasShape && !outlinesOnly) {
				fillShape(context, mark, frame, opacity, maskCut, this.#tints);
			} else if (mark.object.box && !outlinesOnly) {
				fillBox(context, mark, opacity);
			}
			if (hasShape) strokeShape(context, mark, frame, 3, maskCut);
			if (mark.object.box && !(hasShape && outlinesOnly)) strokeBox(context, mark, 3, frame.ratio);
			drawPoint(context, mark, frame, 3);
		}
		if (content.labelsShown) this.#drawTags(frame.ratio);
	}

	/** Where everything lies now; the hovered and the selected mark come last, to lie on top. */
	#place({ selected, hovered }: OverlayContent, frame: Frame): void {
		const { width, height } = this.canvas;
		const marks = this.#inView;
		marks.length = 0;
		let hoveredMark: Mark | undefined;
		let selectedMark: Mark | undefined;
		for (const mark of this.#marks) {
			placeBox(mark, frame);
			const { x, y, width: wide, height: high } = mark.box;
			if (x > width || y > height || x + wide < 0 || y + high < 0) continue;
			mark.emphasised = mark.key === selected || mark.key === hovered;
			if (mark.key === selected) selectedMark = mark;
			else if (mark.key === hovered) hoveredMark = mark;
			else marks.push(mark);
		}
		if (hoveredMark) marks.push(hoveredMark);
		if (selectedMark) marks.push(selectedMark);
	}

	#drawTags(ratio: number): void {
		const context = this.#context;
		context.font = this.#font;
		context.textBaseline = "middle";
		this.#layout.place(this.#inView, this.canvas);
		const { x, y } = this.#layout;
		for (const [index, mark] of this.#inView.entries()) {
			const left = x[index]!;
			if (Number.isNaN(left)) continue;
			drawTag(context, mark, Math.round(left), Math.round(y[index]!), ratio);
		}
	}
}

/** Edges on whole device pixels, so that lines do not blur; a point gets the room of its ring. */
function placeBox({ bounds, box, object }: Mark, { x, y, scale, ratio }: Frame): void {
	const least = (object.box ? smallestMark : 2 * pointRadius) * ratio;
	const moreX = Math.max(0, least - bounds.width * scale) / 2;
	const moreY = Math.max(0, least - bounds.height * scale) / 2;
	box.x = Math.round(x + bounds.x * scale - moreX);
	box.y = Math.round(y + bounds.y * scale - moreY);
	box.width = Math.round(x + (bounds.x + bounds.width) * scale + moreX) - box.x;
	box.height = Math.round(y + (bounds.y + bounds.height) * scale + moreY) - box.y;
}
