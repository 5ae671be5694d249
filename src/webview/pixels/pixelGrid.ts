import type { Rect, Size } from "../../shared/result.ts";
import { toPicture, toView, type Viewport } from "../viewport.ts";
import { drawGrid } from "./lens.ts";
import type { ReadPixel } from "./pixelReader.ts";
import { type ScreenColor, screenColor, valuesOf } from "./pixelText.ts";

/** CSS pixels that a pixel of the picture takes before lines are drawn between them. */
const gridFrom = 16;
/** The same before its values stand in it. */
const valuesFrom = 48;

/** From 16 times on a grid over the picture's pixels, from 48 times on with their values. */
export class PixelGrid {
	readonly canvas = document.createElement("canvas");

	constructor() {
		this.canvas.className = "pixel-grid";
		this.canvas.setAttribute("aria-hidden", "true");
		this.canvas.hidden = true;
	}

	/** What is in view, in whole pixels, if its values are drawn. */
	part(viewport: Viewport, picture: Size, view: Size): Rect | undefined {
		return viewport.scale < valuesFrom ? undefined : partInView(viewport, picture, view);
	}

	draw(
		viewport: Viewport,
		picture: Size,
		view: Size,
		read: (x: number, y: number) => ReadPixel | undefined,
	): void {
		const { canvas } = this;
		canvas.hidden = viewport.scale < gridFrom;
		if (canvas.hidden) return;
		const ratio = window.devicePixelRatio;
		canvas.width = Math.round(view.width * ratio);
		canvas.height = Math.round(view.height * ratio);
		const context = canvas.getContext("2d");
		if (!context) return;
		const part = partInView(viewport, picture, view);
		const place = toView(viewport, part);
		const cell = viewport.scale * ratio;
		const cells = {
			x: place.x * ratio,
			y: place.y * ratio,
			width: part.width,
			height: part.height,
		};
		drawGrid(context, cells, cell);
		if (viewport.scale < valuesFrom) return;
		context.textAlign = "center";
		context.textBaseline = "middle";
		const family = getComputedStyle(canvas).getPropertyValue("--vscode-editor-font-family");
		for (let y = 0; y < part.height; y++) {
			for (let x = 0; x < part.width; x++) {
				const pixel = read(part.x + x, part.y + y);
				if (!pixel) continue;
				const values = valuesOf(pixel).map((value) => String(Number(value.toPrecision(5))));
				const longest = Math.max(3, ...values.map((value) => value.length));
				const size = Math.min(cell / (values.length + 1), cell / (longest * 0.75), 14 * ratio);
				context.font = `${size}px ${family || "monospace"}`;
				context.fillStyle = isLight(screenColor(pixel)) ? "#000" : "#fff";
				const middle = cells.y + (y + 0.5) * cell;
				for (const [line, value] of values.entries()) {
					const offset = (line - (values.length - 1) / 2) * size * 1.1;
					context.fillText(value, cells.x + (x + 0.5) * cell, middle + offset);
				}
			}
		}
	}
}

function partInView(viewport: Viewport, picture: Size, view: Size): Rect {
	const first = toPicture(viewport, { x: 0, y: 0 });
	const last = toPicture(viewport, { x: view.width, y: view.height });
	const x = Math.max(0, Math.floor(first.x));
	const y = Math.max(0, Math.floor(first.y));
	return {
		...{ x, y },
		width: Math.max(0, Math.min(picture.width, Math.ceil(last.x)) - x),
		height: Math.max(0, Math.min(picture.height, Math.ceil(last.y)) - y),
	};
}

/** Whether black is read better on it than white (luma of ITU-R BT.601). */
function isLight({ rgb: [red, green, blue], alpha }: ScreenColor): boolean {
	return alpha < 0.5 || red * 0.299 + green * 0.587 + blue * 0.114 > 140;
}
