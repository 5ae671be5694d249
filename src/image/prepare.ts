import { LoupeError } from "../shared/errors.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";
import { decodePart } from "./decode.ts";
import { encode } from "./encode.ts";
import { fit } from "./fit.ts";
import { formats } from "./format.ts";
import { openPicture } from "./open.ts";
import { owned } from "./pixels.ts";

/**
 * Longest side for boxes, masks and points. Google's cookbook on spatial understanding shrinks to
 * 640 or 1024 before asking for boxes, and to 1024 before asking for masks.
 */
export const spatialMaxSide = 1024;

/**
 * Longest side for everything that reads. Google's pages on image input say that larger pictures
 * are scaled down to fit 3072 × 3072: more pixels would only cost time.
 */
export const readingMaxSide = 3072;

export interface PrepareOptions {
	/** Pixels; the picture is shrunk to it, never enlarged. */
	maxSide: number;
	/** The part to send, in pixels of the upright picture; widened to whole pixels. */
	region?: Rect;
	signal?: AbortSignal;
}

/** A picture as it goes out. */
export interface Prepared {
	bytes: Uint8Array;
	mimeType: string;
	/** As sent. */
	size: Size;
	/** The whole picture as a person sees it. */
	upright: Size;
	/** The part of the upright picture that went out: where 0–1000 of the answer lies. */
	sent: Rect;
	/** The file went out byte for byte. */
	asItWas: boolean;
}

/** Makes a picture fit to send; throws `BadImage`, `Unsupported`, `TooLarge` or `Cancelled`. */
export async function prepare(bytes: Uint8Array, options: PrepareOptions): Promise<Prepared> {
	const { maxSide, region, signal } = options;
	goOn(signal);
	const picture = await openPicture(bytes);
	const { format, size: upright, orientation, frames } = picture.facts;
	const { sendable, mimeType } = formats[format];
	const sent = region ? wholePixels(region, upright) : { x: 0, y: 0, ...upright };
	if (sent.width === 0 || sent.height === 0) throw badImage("region");
	const size = fit(sent, maxSide);
	goOn(signal);
	// Decoded even when the file goes out as it is: a broken one should fail here, with its reason.
	const pixels = await decodePart(picture, sent, size);
	goOn(signal);
	const isFit = sendable && orientation === 1 && frames === 1 && isSame(size, upright);
	if (isFit && !region) {
		return { bytes: owned(bytes), mimeType, size, upright, sent, asItWas: true };
	}
	const encoded = await encode(pixels);
	goOn(signal);
	return { ...encoded, size, upright, sent, asItWas: false };
}

function isSame(a: Size, b: Size): boolean {
	return a.width === b.width && a.height === b.height;
}

function goOn(signal: AbortSignal | undefined): void {
	if (!signal?.aborted) return;
	throw new LoupeError("Cancelled", "Stopped while the picture was prepared", {
		cause: signal.reason,
	});
}
