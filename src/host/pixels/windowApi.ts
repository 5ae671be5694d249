import { BandCache } from "../../image/bandCache.ts";
import { encodePart } from "../../image/encodePart.ts";
import { readFactSheet } from "../../image/factSheet.ts";
import { readHistogram } from "../../image/histogram.ts";
import { decodeBand } from "../../image/sourceBand.ts";
import type { FactSheet, Histogram, PixelWindow } from "../../shared/pixelProtocol.ts";
import type { Rect } from "../../shared/result.ts";

/** A picture of 12 megapixels is decoded as one. */
const bandBytes = 48 * 1024 * 1024;
const mostKeptBytes = 2 * bandBytes;

/** A picture's file, and which of its frames or pages is meant, from 0. */
export interface FramedBytes {
	bytes: Uint8Array;
	frame: number;
}

/** Looking at single pixels and at what a file says, on the thread for pixels. */
export function createWindowApi() {
	const bands = new BandCache(mostKeptBytes);
	return {
		/** Undefined when its rows are not decoded; `picture` names the content. */
		async keptPixels(picture: string, part: Rect): Promise<PixelWindow | undefined> {
			return bands.read(picture, part);
		},

		/** Decodes what is missing of the part, which lies inside the picture, and keeps it. */
		async decodePixels(
			picture: string,
			{ bytes, frame }: FramedBytes,
			part: Rect,
		): Promise<PixelWindow> {
			const decode = (y: number) => decodeBand(bytes, y, bandBytes, frame);
			const window = await bands.read(picture, part, decode);
			if (!window) throw new Error("The rows that were decoded are not kept");
			return window;
		},

		/** Ends keeping rows of a picture. */
		async forgetPixels(picture: string): Promise<void> {
			bands.forget(picture);
		},

		async facts(bytes: Uint8Array): Promise<FactSheet> {
			return readFactSheet(bytes);
		},

		async histogram({ bytes, frame }: FramedBytes): Promise<Histogram> {
			return readHistogram(bytes, frame);
		},

		/** The picture or a part of it as a PNG. */
		async encodePart({ bytes, frame }: FramedBytes, part?: Rect): Promise<Uint8Array> {
			return new Uint8Array(await encodePart(bytes, { frame, ...(part && { part }) }));
		},
	};
}
