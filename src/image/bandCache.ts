import type { PixelWindow } from "../shared/pixelProtocol.ts";
import type { Rect } from "../shared/result.ts";
import { windowOf } from "./sourceBand.ts";

/** Decoded rows of pictures, kept while there is room; those used longest ago go first. */
export class BandCache {
	readonly #mostBytes: number;
	/** Used longest ago first. */
	readonly #bands: Array<{ picture: string; band: PixelWindow }> = [];

	constructor(mostBytes: number) {
		this.#mostBytes = mostBytes;
	}

	/** Of all that is kept. */
	get bytes(): number {
		return this.#bands.reduce((sum, { band }) => sum + bytesOf(band), 0);
	}

	/**
	 * A part of a picture; `decode` gives the band that holds a row. Undefined where a row is not kept
	 * and there is no `decode`.
	 */
	async read(
		picture: string,
		part: Rect,
		decode?: (y: number) => Promise<PixelWindow>,
	): Promise<PixelWindow | undefined> {
		const parts: PixelWindow[] = [];
		for (let y = part.y; y < part.y + part.height; ) {
			const band = this.#use(picture, y) ?? (await decode?.(y));
			if (!band) return undefined;
			this.#keep(picture, band);
			const end = Math.min(part.y + part.height, band.y + band.height);
			parts.push(windowOf(band, { ...part, y, height: end - y }));
			y = end;
		}
		return joined(part, parts);
	}

	/** As the one used last. */
	#keep(picture: string, band: PixelWindow): void {
		this.#bands.push({ picture, band });
		while (this.bytes > this.#mostBytes && this.#bands.length > 1) this.#bands.shift();
	}

	forget(picture: string): void {
		for (let index = this.#bands.length - 1; index >= 0; index--) {
			if (this.#bands[index]!.picture === picture) this.#bands.splice(index, 1);
		}
	}

	#use(picture: string, y: number): PixelWindow | undefined {
		const index = this.#bands.findIndex(
			({ picture: held, band }) => held === picture && y >= band.y && y < band.y + band.height,
		);
		return index < 0 ? undefined : this.#bands.splice(index, 1)[0]?.band;
	}
}

function bytesOf({ values, srgb }: PixelWindow): number {
	return values.byteLength + (srgb?.byteLength ?? 0);
}

/** Parts of one width that lie under each other, as one. */
function joined(part: Rect, parts: PixelWindow[]): PixelWindow | undefined {
	const [first] = parts;
	if (!first || parts.length === 1) return first;
	const { channels, depth, values, srgb } = first;
	const Made = values.constructor as new (length: number) => PixelWindow["values"];
	const pixels = part.width * part.height;
	const all = new Made(pixels * channels);
	const shown = srgb && new Uint8Array(pixels * 3);
	for (const one of parts) {
		const start = (one.y - part.y) * part.width;
		all.set(one.values, start * channels);
		if (one.srgb) shown?.set(one.srgb, start * 3);
	}
	return { ...part, channels, depth, values: all, ...(shown && { srgb: shown }) };
}
