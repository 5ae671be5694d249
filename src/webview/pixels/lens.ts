import type { Point, Rect, Size } from "../../shared/result.ts";
import { controlsRoom } from "../viewport.ts";
import type { ReadPixel } from "./pixelReader.ts";
import { hexOf, screenColor, valuesText } from "./pixelText.ts";

/** Pixels a side, the one under the pointer in the middle. */
const across = 11;
/** CSS pixels that one of them takes. */
const scale = 16;
/** How far from the pointer it stays. */
const gap = 20;

/** A magnifier beside the pointer: the source's own pixels, sixteen times, in a grid. */
export class Lens {
	readonly element = document.createElement("div");
	readonly #canvas = document.createElement("canvas");
	readonly #text = document.createElement("div");
	isOn = false;

	constructor() {
		this.element.className = "lens";
		this.element.hidden = true;
		this.element.setAttribute("aria-hidden", "true");
		this.#text.className = "lens-text";
		this.element.append(this.#canvas, this.#text);
	}

	/** What it needs of the picture around a pixel. */
	part(at: Point): Rect {
		const half = (across - 1) / 2;
		return { x: at.x - half, y: at.y - half, width: across, height: across };
	}

	/** `pointer` in coordinates of a view of that size. */
	show(
		at: Point | undefined,
		pointer: Point | undefined,
		view: Size,
		read: (x: number, y: number) => ReadPixel | undefined,
	): void {
		this.element.hidden = !this.isOn || !at || !pointer;
		if (this.element.hidden || !at || !pointer) return;
		this.#draw(at, read);
		const pixel = read(at.x, at.y);
		this.#text.textContent = pixel ? `${hexOf(screenColor(pixel))}\n${valuesText(pixel)}` : "\n";
		const { offsetWidth: width, offsetHeight: height } = this.element;
		const beside = (point: number, length: number, room: number): number => {
			const after = point + gap;
			return after + length <= room ? after : Math.max(0, point - gap - length);
		};
		const left = beside(pointer.x, width, view.width);
		const top = beside(pointer.y, height, view.height - controlsRoom);
		this.element.style.transform = `translate(${left}px, ${top}px)`;
	}

	#draw(at: Point, read: (x: number, y: number) => ReadPixel | undefined): void {
		const ratio = window.devicePixelRatio;
		const cell = Math.round(scale * ratio);
		const canvas = this.#canvas;
		canvas.width = across * cell + 1;
		canvas.height = canvas.width;
		canvas.style.width = `${canvas.width / ratio}px`;
		const context = canvas.getContext("2d");
		if (!context) return;
		const { x: left, y: top } = this.part(at);
		for (let y = 0; y < across; y++) {
			for (let x = 0; x < across; x++) {
				const pixel = read(left + x, top + y);
				if (!pixel) continue;
				context.fillStyle = hexOf(screenColor(pixel));
				context.fillRect(x * cell, y * cell, cell, cell);
			}
		}
		drawGrid(context, { x: 0, y: 0, width: across, height: across }, cell);
		// Two lines: one of them is seen on any color.
		const middle = ((across - 1) / 2) * cell;
		context.strokeStyle = "#000";
		context.lineWidth = 3 * ratio;
		context.strokeRect(middle + 0.5, middle + 0.5, cell, cell);
		context.strokeStyle = "#fff";
		context.lineWidth = ratio;
		context.strokeRect(middle + 0.5, middle + 0.5, cell, cell);
	}
}

/** Lines between pixels, seen on light and on dark; `cells` counts pixels. */
export function drawGrid(context: CanvasRenderingContext2D, cells: Rect, cell: number): void {
	context.beginPath();
	for (let x = 0; x <= cells.width; x++) {
		const at = Math.round(cells.x + x * cell) + 0.5;
		context.moveTo(at, cells.y);
		context.lineTo(at, cells.y + cells.height * cell);
	}
	for (let y = 0; y <= cells.height; y++) {
		const at = Math.round(cells.y + y * cell) + 0.5;
		context.moveTo(cells.x, at);
		context.lineTo(cells.x + cells.width * cell, at);
	}
	context.strokeStyle = "rgb(128 128 128 / 55%)";
	context.lineWidth = 1;
	context.stroke();
}
