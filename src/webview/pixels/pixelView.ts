import "./pixels.css";

import type { PixelHostApi, PointedPixel } from "../../shared/pixelProtocol.ts";
import type { PictureState } from "../../shared/protocol.ts";
import type { Point, Rect, Size } from "../../shared/result.ts";
import { numberOf, type ShownFrame } from "../animation/shownFrame.ts";
import type { Viewport } from "../viewport.ts";
import { Lens } from "./lens.ts";
import { PixelGrid } from "./pixelGrid.ts";
import { PixelReader, type ReadPixel } from "./pixelReader.ts";
import { pointedPixel } from "./pixelText.ts";
import { Readout } from "./readout.ts";

/** Single pixels: what is under the pointer, the magnifier, and the grid over a picture seen large. */
export class PixelView {
	readonly readout = new Readout();
	readonly lens = new Lens();
	readonly grid = new PixelGrid();
	readonly #host: Pick<PixelHostApi, "showPixel">;
	readonly #reader: PixelReader;
	/** The picture and the frame that are read. */
	#shown = "";
	#size: Size | undefined;
	#viewport: Viewport | undefined;
	#view: Size = { width: 0, height: 0 };
	#pointer: Point | undefined;
	#at: Point | undefined;
	#told: PointedPixel | undefined;
	#isTelling = false;

	constructor(host: Pick<PixelHostApi, "pixels" | "showPixel">) {
		this.#host = host;
		this.#reader = new PixelReader(host, () => this.#draw());
	}

	/** What moves has pixels of no frame: they are read when it stands. */
	show(picture: PictureState, frame: ShownFrame): void {
		const url = picture.kind === "shown" ? picture.url : "";
		const moves = frame === "moving" || (frame === undefined && isAnimated(picture));
		const shown = `${url} ${moves ? "moving" : frame}`;
		if (shown === this.#shown) return;
		this.#shown = shown;
		this.#size = picture.kind === "shown" && !moves ? picture.size : undefined;
		this.#reader.show(this.#size ?? { width: 0, height: 0 }, numberOf(frame));
		this.#told = undefined;
		if (!this.#size) this.grid.canvas.hidden = true;
		this.#point();
	}

	/** Where the picture lies now in a view of that size. */
	place(viewport: Viewport, view: Size): void {
		this.#viewport = viewport;
		this.#view = view;
		this.#point();
	}

	/** `pointer` in coordinates of the view, `at` in whole pixels; undefined when it is outside. */
	point(pointer: Point | undefined, at: Point | undefined): void {
		this.#pointer = pointer;
		this.#at = at;
		this.#point();
	}

	toggleLens(): boolean {
		this.lens.isOn = !this.lens.isOn;
		this.#point();
		return this.lens.isOn;
	}

	/** What is known of the pixel under the pointer. */
	get pointed(): PointedPixel | undefined {
		const pixel = this.#at && this.#read(this.#at.x, this.#at.y);
		return this.#at && pixel && pointedPixel(this.#at, pixel);
	}

	#read = (x: number, y: number): ReadPixel | undefined => this.#reader.at(x, y);

	#point(): void {
		const at = this.#at;
		const wanted: Rect[] = [];
		if (at) wanted.push({ ...at, width: 1, height: 1 });
		if (at && this.lens.isOn) wanted.push(this.lens.part(at));
		const grid =
			this.#viewport && this.#size && this.grid.part(this.#viewport, this.#size, this.#view);
		if (grid) wanted.push(grid);
		this.#reader.want(wanted);
		this.#draw();
	}

	#draw(): void {
		const at = this.#at;
		this.readout.show(at, at && this.#read(at.x, at.y));
		this.lens.show(at, this.#pointer, this.#view, this.#read);
		if (this.#viewport && this.#size) {
			this.grid.draw(this.#viewport, this.#size, this.#view, this.#read);
		}
		void this.#tell();
	}

	/** The status bar hears of the last pixel, one message at a time. */
	async #tell(): Promise<void> {
		if (this.#isTelling) return;
		this.#isTelling = true;
		for (;;) {
			const { pointed } = this;
			if (!pointed || (pointed.x === this.#told?.x && pointed.y === this.#told.y)) break;
			this.#told = pointed;
			// A host that cannot is closing, and its status bar with it.
			await this.#host.showPixel(pointed).catch(() => undefined);
		}
		this.#isTelling = false;
	}
}

function isAnimated(picture: PictureState): boolean {
	return picture.kind === "shown" && (picture.frames ?? 1) > 1;
}
