import { mostWindowSide, type PixelHostApi, type PixelWindow } from "../../shared/pixelProtocol.ts";
import type { Rect, Size } from "../../shared/result.ts";

const side = mostWindowSide;

/** Enough for a view full of single pixels; at 16 bits about 9 MB. */
const mostTiles = 48;

/** One pixel as the file has it: where its values begin in its window. */
export interface ReadPixel {
	window: PixelWindow;
	/** Counts pixels of the window. */
	index: number;
}

/**
 * The source's pixels, asked of the host in squares where they are needed: one request at a time, what
 * is wanted last first, so that a fast pointer leaves no queue behind it.
 */
export class PixelReader {
	readonly #host: Pick<PixelHostApi, "pixels">;
	readonly #onDidRead: () => void;
	/** By place, used longest ago first. */
	readonly #tiles = new Map<string, PixelWindow>();
	#size: Size = { width: 0, height: 0 };
	#frame: number | undefined;
	/** Counts pictures: what comes for an earlier one is dropped. */
	#picture = 0;
	#wanted: Rect[] = [];
	#isAsking = false;

	constructor(host: Pick<PixelHostApi, "pixels">, onDidRead: () => void) {
		this.#host = host;
		this.#onDidRead = onDidRead;
	}

	/** Forgets the picture, or the frame, before. */
	show(size: Size, frame?: number): void {
		this.#size = size;
		this.#frame = frame;
		this.#picture++;
		this.#tiles.clear();
		this.#wanted = [];
	}

	/** Undefined while it is not known, and outside the picture. */
	at(x: number, y: number): ReadPixel | undefined {
		const window = this.#tiles.get(keyOf(x, y));
		if (!window) return undefined;
		const [left, top] = [x - window.x, y - window.y];
		if (left < 0 || top < 0 || left >= window.width || top >= window.height) return undefined;
		return { window, index: top * window.width + left };
	}

	/** Asks for these parts, the first at first; what was wanted before and is not now is left. */
	want(parts: readonly Rect[]): void {
		this.#wanted = parts.flatMap((part) => this.#missing(part));
		void this.#ask();
	}

	#missing(part: Rect): Rect[] {
		const { width, height } = this.#size;
		const missing: Rect[] = [];
		const right = Math.min(width, part.x + part.width);
		const bottom = Math.min(height, part.y + part.height);
		for (let y = squareStart(part.y); y < bottom; y += side) {
			for (let x = squareStart(part.x); x < right; x += side) {
				const known = this.#tiles.get(keyOf(x, y));
				if (known) {
					// Used now, so that others leave first.
					this.#tiles.delete(keyOf(x, y));
					this.#tiles.set(keyOf(x, y), known);
					continue;
				}
				missing.push({
					...{ x, y },
					width: Math.min(side, width - x),
					height: Math.min(side, height - y),
				});
			}
		}
		return missing;
	}

	async #ask(): Promise<void> {
		if (this.#isAsking) return;
		this.#isAsking = true;
		for (;;) {
			const part = this.#wanted.shift();
			if (!part) break;
			if (this.#tiles.has(keyOf(part.x, part.y))) continue;
			const picture = this.#picture;
			try {
				const window = await this.#host.pixels(part, this.#frame);
				if (picture !== this.#picture) continue;
				this.#tiles.set(keyOf(part.x, part.y), window);
				const [oldest] = this.#tiles.keys();
				if (this.#tiles.size > mostTiles && oldest !== undefined) this.#tiles.delete(oldest);
				this.#onDidRead();
			} catch {
				// The file may be gone or damaged: the page says so itself, and the readout has no values.
				if (picture === this.#picture) this.#wanted = [];
			}
		}
		this.#isAsking = false;
	}
}

function squareStart(at: number): number {
	return Math.max(0, Math.floor(at / side) * side);
}

function keyOf(x: number, y: number): string {
	return `${Math.floor(x / side)},${Math.floor(y / side)}`;
}
