import type { Rect, Size } from "../shared/result.ts";
import type { Mark } from "./marks.ts";
import {
	drawPoint,
	type Frame,
	fillShape,
	type ShapeStyle,
	strokeBox,
	strokeShape,
} from "./paint.ts";
import type { Tints } from "./tint.ts";

/** Everything on the overlay but tags and what is emphasised, the same for a while. */
interface Painted {
	marks: readonly Mark[];
	style: ShapeStyle;
	frame: Frame;
	size: Size;
}

/** How far lines reach out of a mark's box, in CSS pixels. */
const reach = 4;
/** Were more shapes than this in view they would be filled only, without a line around each. */
const mostLined = 40;
/** Tracing more samples of masks than this would hold up the slider of the cut. */
const mostTraced = 2_000_000;

/**
 * All marks on a canvas of the view's size. Panning moves what is painted there and paints only the
 * strips that come into view, so its cost does not grow with the number of objects.
 */
export class ShapeLayer {
	readonly #canvas = document.createElement("canvas");
	readonly #context = this.#canvas.getContext("2d") as CanvasRenderingContext2D;
	readonly #tints: Tints;
	/** Whether there is a line around each shape; panning does not change it. */
	#lined = false;
	#painted: Painted | undefined;

	constructor(tints: Tints) {
		this.#tints = tints;
	}

	/** The canvas with `marks` where their boxes say; `marks` is another array when they change. */
	paint(marks: readonly Mark[], style: ShapeStyle, frame: Frame, size: Size): HTMLCanvasElement {
		const now: Painted = { marks, style, frame, size };
		const before = this.#painted;
		this.#painted = now;
		if (before && isMoved(before, now)) this.#move(before.frame, now);
		else this.#repaint(now);
		return this.#canvas;
	}

	#repaint(now: Painted): void {
		const { width, height } = now.size;
		this.#lined = now.style.outlinesOnly || isSparse(now);
		if (this.#canvas.width !== width || this.#canvas.height !== height) {
			this.#canvas.width = width;
			this.#canvas.height = height;
		} else {
			this.#context.clearRect(0, 0, width, height);
		}
		this.#paintArea(now, { x: 0, y: 0, width, height });
	}

	#move(from: Frame, now: Painted): void {
		const { width, height } = now.size;
		const byX = now.frame.x - from.x;
		const byY = now.frame.y - from.y;
		if (byX === 0 && byY === 0) return;
		if (Math.abs(byX) >= width || Math.abs(byY) >= height) {
			this.#repaint(now);
			return;
		}
		const context = this.#context;
		context.globalCompositeOperation = "copy";
		context.drawImage(this.#canvas, byX, byY);
		context.globalCompositeOperation = "source-over";
		const top = Math.max(0, byY);
		const kept = height - Math.abs(byY);
		const beside = { x: byX > 0 ? 0 : width + byX, y: top, width: Math.abs(byX), height: kept };
		const above = { x: 0, y: byY > 0 ? 0 : kept, width, height: Math.abs(byY) };
		this.#paintArea(now, beside);
		this.#paintArea(now, above);
	}

	/** Paints what lies in `area` of the canvas, which is empty. */
	#paintArea({ marks, style, frame }: Painted, area: Rect): void {
		if (area.width === 0 || area.height === 0) return;
		const context = this.#context;
		const { masksShown, outlinesOnly, fill, maskCut } = style;
		const isIn = inside(area, reach * frame.ratio);
		context.save();
		context.beginPath();
		context.rect(area.x, area.y, area.width, area.height);
		context.clip();
		if (masksShown && !outlinesOnly) {
			for (const mark of marks) {
				if (isIn(mark)) fillShape(context, mark, frame, fill / 100, maskCut, this.#tints);
			}
		}
		for (const mark of marks) {
			if (!isIn(mark)) continue;
			const hasShape = masksShown && (mark.outline ?? mark.mask) !== undefined;
			if (hasShape && this.#lined) strokeShape(context, mark, frame, outlinesOnly ? 2 : 1, maskCut);
			if (mark.object.box && !(hasShape && outlinesOnly)) strokeBox(context, mark, 2, frame.ratio);
			drawPoint(context, mark, frame, 2);
		}
		context.restore();
	}
}

/** True when nothing differs but where the picture lies. */
function isMoved(before: Painted, now: Painted): boolean {
	return (
		before.marks === now.marks &&
		before.frame.scale === now.frame.scale &&
		before.frame.ratio === now.frame.ratio &&
		before.size.width === now.size.width &&
		before.size.height === now.size.height &&
		before.style.masksShown === now.style.masksShown &&
		before.style.outlinesOnly === now.style.outlinesOnly &&
		before.style.fill === now.style.fill &&
		before.style.maskCut === now.style.maskCut
	);
}

function inside(area: Rect, margin: number): (mark: Mark) => boolean {
	return ({ box }) =>
		box.x < area.x + area.width + margin &&
		box.x + box.width > area.x - margin &&
		box.y < area.y + area.height + margin &&
		box.y + box.height > area.y - margin;
}

/**
 * Whether a line around every shape would help the eye and not hold up the picture. It goes by how
 * many are in view on average, wherever that is.
 */
function isSparse({ marks, frame: { scale }, size: view }: Painted): boolean {
	const shapes = marks.filter(({ mask, outline }) => mask ?? outline);
	if (shapes.length <= 1) return true;
	const width = extent(shapes.map(({ bounds }) => [bounds.x, bounds.x + bounds.width]));
	const height = extent(shapes.map(({ bounds }) => [bounds.y, bounds.y + bounds.height]));
	const inView =
		Math.min(1, view.width / (width * scale)) * Math.min(1, view.height / (height * scale));
	const samples = shapes.reduce(
		(sum, { mask, outline }) => (mask && !outline ? sum + mask.width * mask.height : sum),
		0,
	);
	return shapes.length * inView <= mostLined && samples * inView <= mostTraced;
}

function extent(ranges: readonly (readonly [number, number])[]): number {
	const least = Math.min(...ranges.map(([from]) => from));
	return Math.max(1, Math.max(...ranges.map(([, to]) => to)) - least);
}
