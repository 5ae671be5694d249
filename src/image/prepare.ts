import { LoupeError } from "../shared/errors.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";
import { decodePart, decodePixels, decodeRaster, partOf, shrinkRaster } from "./decode.ts";
import { type Encoded, encode, encodeJpeg, isFlat } from "./encode.ts";
import { fit } from "./fit.ts";
import { type Format, formats } from "./format.ts";
import { type OpenPicture, openPicture } from "./open.ts";
import { owned, type Pixels } from "./pixels.ts";
import { judgedSide, judgeQuality, type Quality } from "./quality.ts";

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
	/** Of an animated picture, counted from 0; absent: the first. */
	frame?: number;
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
	/** What is amiss with the part that is sent, which is looked at while it is on its way; never rejects. */
	quality?: Promise<Quality | undefined>;
}

/** Makes a picture fit to send; throws `BadImage`, `Unsupported`, `TooLarge` or `Cancelled`. */
export async function prepare(bytes: Uint8Array, options: PrepareOptions): Promise<Prepared> {
	const { maxSide, region, frame, signal } = options;
	goOn(signal);
	const picture = await openPicture(bytes, { frame });
	const { goesAsItIs, size: upright } = picture.facts;
	const sent = region ? wholePixels(region, upright) : { x: 0, y: 0, ...upright };
	if (sent.width === 0 || sent.height === 0) throw badImage("region");
	const size = fit(sent, maxSide);
	goOn(signal);
	const places = { size, upright, sent };
	if (goesAsItIs && !region && isSame(size, upright)) {
		// Decoded even when the file goes out as it is: a broken one should fail here, with its reason.
		const copy = await smallCopy(picture, sent, size, signal);
		goOn(signal);
		const { mimeType } = formats[picture.facts.format];
		const quality = judged(async () => copy);
		return { bytes: owned(bytes), mimeType, ...places, asItWas: true, quality };
	}
	const encoded =
		(region ? undefined : await encodePhoto(picture, bytes.length, size, signal)) ??
		(await encodeDecoded(picture, sent, size, signal));
	goOn(signal);
	return { ...encoded, ...places, asItWas: false };
}

/** What goes out, and what is seen in a small copy of it. */
type Judged = Encoded & Pick<Prepared, "quality">;

/**
 * Bytes for each pixel of a file that is surely a photograph's. Measured: cameras' JPEGs are above
 * 0.15, the drawings of this repository, at 15 megapixels, below 0.04; as PNG photographs take 1.5
 * and more, drawings and screenshots less than 0.5. Only a guess that saves time: the copy tells.
 */
const photoBytes: Readonly<Partial<Record<Format, number>>> = { jpeg: 0.07, png: 1 };

/**
 * Bytes a pixel of a JPEG, coded anew, that need no look whether it was drawn: a photograph has more
 * than twice as many, and what is drawn and has so many is no smaller as a PNG.
 */
const surelyPhoto = 0.1;

/** So few pixels are held at no cost, and then the file need not be read twice. */
const fewPixels = 2_000_000;

/**
 * What looks like a photograph, decoded, shrunk and encoded in one go, row by row: a fifth faster
 * than with all pixels held between. Undefined for what turns out to be drawn.
 */
async function encodePhoto(
	picture: OpenPicture,
	fileBytes: number,
	size: Size,
	signal: AbortSignal | undefined,
): Promise<Judged | undefined> {
	const { format, size: upright, hasAlpha } = picture.facts;
	const least = photoBytes[format] ?? Number.POSITIVE_INFINITY;
	const isLikely = !hasAlpha && fileBytes >= least * upright.width * upright.height;
	if (!isLikely || size.width * size.height < fewPixels) return undefined;
	const whole = { x: 0, y: 0, ...upright };
	const encoded = await encodeJpeg(await partOf(picture, whole, size, signal));
	// A JPEG can be read at a fraction of its size, a PNG cannot.
	const copying = () =>
		format === "jpeg"
			? smallCopy(picture, whole, size, signal)
			: decodePixels(encoded.bytes, { maxSide: judgedSide });
	if (format === "jpeg" && encoded.bytes.length >= surelyPhoto * size.width * size.height) {
		return { ...encoded, quality: judged(copying) };
	}
	const copy = await copying();
	if (isFlat({ ...copy, channels: 4 })) return undefined;
	return { ...encoded, quality: judged(async () => copy) };
}

async function encodeDecoded(
	picture: OpenPicture,
	sent: Rect,
	size: Size,
	signal: AbortSignal | undefined,
): Promise<Judged> {
	const raster = await decodeRaster(picture, sent, size, signal);
	goOn(signal);
	return { ...(await encode(raster)), quality: judged(() => shrinkRaster(raster, judgedSide)) };
}

function smallCopy(
	picture: OpenPicture,
	sent: Rect,
	size: Size,
	signal: AbortSignal | undefined,
): Promise<Pixels> {
	return decodePart(picture, sent, fit(size, judgedSide), signal);
}

/** After whoever waits for the bytes has them: one core looks while another sends. */
async function judged(copy: () => Promise<Pixels>): Promise<Quality | undefined> {
	try {
		await new Promise((resolve) => setImmediate(resolve));
		return judgeQuality(await copy());
	} catch {
		// It could be encoded, or was stopped: nothing is known to be amiss.
		return undefined;
	}
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
