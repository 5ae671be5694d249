import type { PictureState } from "../../shared/protocol.ts";
import type { Size } from "../../shared/result.ts";
import { pixelatedFrom, type Viewport } from "../viewport.ts";
import { type Frame, FrameSource } from "./frameSource.ts";
import { frameAt } from "./timing.ts";

export const speeds: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 4];

/** What is to be seen of an animated picture's frames. */
export interface Shown {
	count: number;
	/** From 0. */
	index: number;
	isPlaying: boolean;
	/** Times as fast as the file says. */
	speed: number;
	/** False while the browser plays it by itself. */
	isTouched: boolean;
	/** Its frames cannot be decoded one by one: it plays, and that is all. */
	hasFailed: boolean;
}

/**
 * An animated picture frame by frame, drawn over the image that plays by itself. Until somebody
 * stops or steps, nothing is loaded and that image is what is seen.
 */
export class Player {
	readonly canvas = document.createElement("canvas");
	readonly #image: HTMLImageElement;
	readonly #onDidChange: () => void;
	#url = "";
	#source: Promise<FrameSource> | undefined;
	#abort = new AbortController();
	/** What was begun before is overtaken by what begins now. */
	#turn = 0;
	/** When the browser began to play it by itself. */
	#began = 0;
	#duration = 0;
	#shown: Shown | undefined;

	constructor(image: HTMLImageElement, onDidChange: () => void) {
		this.#image = image;
		this.#onDidChange = onDidChange;
		this.canvas.className = "picture frame";
		this.canvas.hidden = true;
		this.canvas.setAttribute("aria-hidden", "true");
		image.addEventListener("load", () => {
			this.#began = performance.now();
		});
	}

	/** Undefined for a still picture. */
	get shown(): Shown | undefined {
		return this.#shown;
	}

	/** Another picture, or another content of the same: one that was stopped stays stopped. */
	show(picture: PictureState, frame?: number): void {
		const url = picture.kind === "shown" && (picture.frames ?? 1) > 1 ? picture.url : "";
		if (url === this.#url) return;
		const before = this.#shown;
		this.#close();
		this.#url = url;
		if (picture.kind !== "shown" || url === "") return;
		const { frames: count = 1 } = picture;
		const { speed = 1 } = before ?? {};
		const fresh = { count, index: 0, isPlaying: true, speed, isTouched: false, hasFailed: false };
		this.#shown = fresh;
		const stoppedAt = before?.isTouched ? before.index : frame;
		if (stoppedAt !== undefined) void this.seek(stoppedAt);
		else if (matchMedia("(prefers-reduced-motion: reduce)").matches) void this.seek(0);
		else this.#onDidChange();
	}

	/** Lies where the image lies. */
	place(viewport: Viewport, size: Size): void {
		const { style, classList } = this.canvas;
		style.width = `${size.width * viewport.scale}px`;
		style.height = `${size.height * viewport.scale}px`;
		style.transform = `translate(${viewport.x}px, ${viewport.y}px)`;
		classList.toggle("pixelated", viewport.scale >= pixelatedFrom);
	}

	async toggle(): Promise<void> {
		if (this.#shown?.isTouched && !this.#shown.isPlaying) await this.#play();
		else await this.hold();
	}

	/** Goes on from the last to the first. */
	async step(by: 1 | -1): Promise<void> {
		if (!this.#shown) return;
		// Where it is now is known only once it stands.
		if (!this.#shown.isTouched || this.#shown.isPlaying) await this.hold();
		const { index, count } = this.#shown;
		await this.seek((index + by + count) % count);
	}

	/** Stops at the frame that is seen now and resolves with it; undefined where that is not known. */
	async hold(): Promise<number | undefined> {
		const shown = this.#shown;
		if (!shown || shown.hasFailed) return undefined;
		if (shown.isTouched) {
			this.#turn++;
			this.#set({ isPlaying: false });
			return shown.index;
		}
		const elapsed = performance.now() - this.#began;
		const source = await this.#opened();
		if (!source) return undefined;
		await this.seek(await frameAt(source, elapsed));
		return this.#shown?.index;
	}

	/** Stops at a frame; the last where there are fewer. */
	async seek(index: number): Promise<void> {
		const shown = this.#shown;
		if (!shown) return;
		const turn = ++this.#turn;
		// At once, so that steps that follow count from here.
		this.#set({ index, isPlaying: false, isTouched: true });
		const source = await this.#opened();
		if (!source || turn !== this.#turn) return;
		const last = Math.min(index, source.count - 1);
		const frame = await source.frame(last).catch((error: unknown) => this.#fail(error));
		if (frame && this.#draw(frame, turn)) this.#set({ index: last, count: source.count });
	}

	/** A frame, from 0, as a PNG; what is shown stays. Rejects where it cannot be decoded. */
	async readFrame(index: number): Promise<Uint8Array> {
		const source = await this.#opened();
		if (!source) throw new Error("The frames of this picture cannot be read one by one");
		const { image } = await source.frame(index);
		try {
			const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
			canvas.getContext("2d")?.drawImage(image, 0, 0);
			const png = await canvas.convertToBlob({ type: "image/png" });
			return new Uint8Array(await png.arrayBuffer());
		} finally {
			image.close();
		}
	}

	setSpeed(speed: number): void {
		if (!this.#shown) return;
		this.#set({ speed });
		// The browser's own playing knows one speed.
		if (this.#shown.isPlaying) void this.#play();
	}

	async #play(): Promise<void> {
		if (this.#shown && !this.#shown.isTouched) await this.hold();
		const turn = ++this.#turn;
		this.#set({ isPlaying: true });
		const source = await this.#opened();
		let due = performance.now() + this.#wait();
		while (source && turn === this.#turn && this.#shown) {
			const next = (this.#shown.index + 1) % source.count;
			const frame = await source.frame(next).catch((error: unknown) => this.#fail(error));
			if (!frame) return;
			await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
			if (!this.#draw(frame, turn)) return;
			this.#set({ index: next });
			// One that came late is not made up for: the next would flash by.
			due = Math.max(due, performance.now() - this.#wait()) + this.#wait();
		}
	}

	/** How long the frame that is shown stands. */
	#wait(): number {
		return this.#duration / (this.#shown?.speed ?? 1);
	}

	async #opened(): Promise<FrameSource | undefined> {
		const url = this.#url;
		this.#source ??= FrameSource.open(url, this.#abort.signal);
		try {
			const source = await this.#source;
			return url === this.#url ? source : undefined;
		} catch (error) {
			if (url === this.#url) this.#fail(error);
			return undefined;
		}
	}

	/** False when something else is to be seen by now. */
	#draw({ image, duration }: Frame, turn: number): boolean {
		const isWanted = turn === this.#turn && this.#shown !== undefined;
		if (isWanted) {
			this.#duration = duration;
			const { canvas } = this;
			canvas.width = image.displayWidth;
			canvas.height = image.displayHeight;
			canvas.getContext("2d")?.drawImage(image, 0, 0);
			this.#cover(true);
		}
		image.close();
		return isWanted;
	}

	/** Back to what the browser does by itself. */
	#fail(error: unknown): undefined {
		if (!this.#shown || this.#abort.signal.aborted) return undefined;
		console.warn("The frames of this picture cannot be shown one by one", error);
		this.#turn++;
		this.#cover(false);
		this.#set({ isPlaying: true, isTouched: false, hasFailed: true });
		return undefined;
	}

	#set(change: Partial<Shown>): void {
		if (!this.#shown) return;
		this.#shown = { ...this.#shown, ...change };
		this.#onDidChange();
	}

	/** The image stays for who is read to; it is only not seen. */
	#cover(isCovered: boolean): void {
		this.canvas.hidden = !isCovered;
		this.#image.classList.toggle("covered", isCovered);
	}

	#close(): void {
		this.#turn++;
		this.#abort.abort();
		this.#abort = new AbortController();
		this.#source?.then(
			(source) => source.close(),
			// Nothing was opened.
			() => {},
		);
		this.#source = undefined;
		this.#shown = undefined;
		this.#cover(false);
	}
}
