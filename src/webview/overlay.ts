import type { Rect, Size } from "../shared/result.ts";
import { type LabelColors, textOn } from "./color.ts";
import type { ObjectKey, ShownObject } from "./state.ts";
import { placeTags, type TagWish } from "./tags.ts";
import { labelText, oneLine } from "./text.ts";
import { intersects, toView, type Viewport } from "./viewport.ts";

/** What the overlay draws, beside where the picture lies. */
export interface OverlayContent {
	objects: readonly ShownObject[];
	selected: ObjectKey | undefined;
	hovered: ObjectKey | undefined;
	labelsShown: boolean;
	colors: LabelColors;
}

/** One object on the view, ready to draw. */
interface Mark {
	box: Rect;
	color: string;
	label: string;
	emphasis: "none" | "hovered" | "selected";
}

const edgeColor = "rgba(0, 0, 0, 0.6)";
const tagHeight = 20;
const tagPadding = 6;
const tagLetters = 32;
/** Boxes smaller than this on the view are drawn this large, in CSS pixels. */
const smallestMark = 4;

/** The one canvas above the picture; it has the view's size, so its lines stay sharp at any zoom. */
export class Overlay {
	readonly canvas = document.createElement("canvas");
	readonly #context = this.canvas.getContext("2d") as CanvasRenderingContext2D;
	readonly #widths = new Map<string, number>();
	#font = "";

	constructor() {
		this.canvas.className = "overlay";
		this.canvas.setAttribute("aria-hidden", "true");
	}

	draw(content: OverlayContent, viewport: Viewport, view: Size): void {
		this.#resize(view);
		this.#context.clearRect(0, 0, view.width, view.height);
		const marks = this.#marks(content, viewport, view);
		for (const mark of marks) this.#drawBox(mark);
		if (content.labelsShown) this.#drawTags(marks, view);
	}

	/** The marks in view, emphasised ones last so that they lie on top. */
	#marks(content: OverlayContent, viewport: Viewport, view: Size): Mark[] {
		const whole: Rect = { x: 0, y: 0, ...view };
		const marks: Mark[] = [];
		for (const { key, object } of content.objects) {
			if (!object.box) continue;
			const box = enlarged(toView(viewport, object.box));
			if (!intersects(box, whole)) continue;
			marks.push({
				box,
				color: content.colors(object.label),
				label: object.label,
				emphasis:
					key === content.selected ? "selected" : key === content.hovered ? "hovered" : "none",
			});
		}
		const rank = { none: 0, hovered: 1, selected: 2 };
		return marks.sort((a, b) => rank[a.emphasis] - rank[b.emphasis]);
	}

	#drawBox({ box, color, emphasis }: Mark): void {
		const context = this.#context;
		const { x, y, width, height } = this.#onDevicePixels(box);
		const line = emphasis === "none" ? 2 : 3;
		if (emphasis !== "none") {
			context.globalAlpha = emphasis === "selected" ? 0.2 : 0.14;
			context.fillStyle = color;
			context.fillRect(x, y, width, height);
			context.globalAlpha = 1;
		}
		context.lineJoin = "round";
		context.strokeStyle = edgeColor;
		context.lineWidth = line + 2;
		context.strokeRect(x, y, width, height);
		context.strokeStyle = color;
		context.lineWidth = line;
		context.strokeRect(x, y, width, height);
	}

	#drawTags(marks: readonly Mark[], view: Size): void {
		const context = this.#context;
		context.font = this.#font;
		context.textBaseline = "middle";
		const texts = marks.map(({ label }) => oneLine(labelText(label), tagLetters));
		const wishes = marks.map(
			({ box, emphasis }, index): TagWish => ({
				box,
				tag: { width: this.#width(texts[index] ?? "") + 2 * tagPadding, height: tagHeight },
				emphasised: emphasis !== "none",
			}),
		);
		for (const [index, spot] of placeTags(wishes, view).entries()) {
			const mark = marks[index];
			const text = texts[index];
			if (!spot || !mark || text === undefined) continue;
			const { x, y, width, height } = this.#onDevicePixels(spot);
			context.beginPath();
			context.roundRect(x - 0.5, y - 0.5, width + 1, height + 1, 3);
			context.fillStyle = edgeColor;
			context.fill();
			context.beginPath();
			context.roundRect(x, y, width, height, 3);
			context.fillStyle = mark.color;
			context.fill();
			context.fillStyle = textOn(mark.color);
			context.fillText(text, x + tagPadding, y + height / 2 + 0.5);
		}
	}

	#width(text: string): number {
		const known = this.#widths.get(text);
		if (known !== undefined) return known;
		const width = Math.ceil(this.#context.measureText(text).width);
		this.#widths.set(text, width);
		return width;
	}

	/** Setting a canvas's size clears it and costs; so only when it changed. */
	#resize(view: Size): void {
		const ratio = window.devicePixelRatio;
		const width = Math.max(1, Math.round(view.width * ratio));
		const height = Math.max(1, Math.round(view.height * ratio));
		if (this.#font !== "" && this.canvas.width === width && this.canvas.height === height) return;
		this.canvas.width = width;
		this.canvas.height = height;
		this.#font = `12px ${getComputedStyle(document.body).fontFamily}`;
		this.#widths.clear();
		this.#context.setTransform(width / view.width, 0, 0, height / view.height, 0, 0);
	}

	/** Edges on whole device pixels, so that lines do not blur. */
	#onDevicePixels({ x, y, width, height }: Rect): Rect {
		const ratio = window.devicePixelRatio;
		const snap = (value: number): number => Math.round(value * ratio) / ratio;
		const left = snap(x);
		const top = snap(y);
		return { x: left, y: top, width: snap(x + width) - left, height: snap(y + height) - top };
	}
}

function enlarged({ x, y, width, height }: Rect): Rect {
	const moreX = Math.max(0, smallestMark - width);
	const moreY = Math.max(0, smallestMark - height);
	return { x: x - moreX / 2, y: y - moreY / 2, width: width + moreX, height: height + moreY };
}
