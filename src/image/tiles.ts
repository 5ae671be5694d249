import type { Sharp, SharpOptions } from "sharp";
import { LoupeError } from "../shared/errors.ts";
import { swapsSides } from "../shared/geometry.ts";
import type { Size } from "../shared/result.ts";
import { levelSize, type TilePlace, tileRect, tileSide } from "../shared/tilePlace.ts";
import { badImage, fromSharp } from "./badImage.ts";
import { fit } from "./fit.ts";
import { loadSharp } from "./loadSharp.ts";
import type { OpenPicture } from "./open.ts";
import { mostPixels, owned } from "./pixels.ts";
import { storedRect } from "./storedRect.ts";
import { turned } from "./turned.ts";

/**
 * Longest side of what is seen first. Measured on 200 megapixels: 0.26 s for a JPEG, which is read
 * at an eighth, where 4,080 takes 0.43 s; a PNG is read whole for either.
 */
const firstViewSide = 2040;

const asItCame: SharpOptions = { limitInputPixels: false };

/** What `writeFirstView` makes of an upright picture. */
export function firstViewSize(size: Size): Size {
	return fit(size, firstViewSide);
}

/**
 * Writes the picture upright and small, by default as `firstViewSize` says: a PNG where it is
 * see-through, or else a JPEG.
 */
export async function writeFirstView(
	picture: OpenPicture,
	file: string,
	{ signal, longestSide = firstViewSide }: { signal?: AbortSignal; longestSide?: number } = {},
): Promise<void> {
	const { facts } = picture;
	const size = fit(facts.size, longestSide);
	const { orientation, pipeline } = await open(picture, signal);
	const asStored = swapsSides(orientation) ? { width: size.height, height: size.width } : size;
	pipeline.resize({ ...asStored, fit: "fill" }).toColourspace("srgb");
	try {
		// Turning needs all rows at once, so it comes when there are few.
		const small =
			orientation === 1
				? pipeline
				: turned((await loadSharp())(await pipeline.png(quick).toBuffer(), asItCame), orientation);
		const encoded = facts.hasAlpha
			? small.png(quick)
			: small.jpeg({ quality: 92, chromaSubsampling: "4:4:4" });
		await encoded.toFile(file);
	} catch (error) {
		throw fromSharp(error);
	}
}

/**
 * Writes the picture as a TIFF of tiles at every level, from which a tile is read in milliseconds;
 * the picture passes through once, row by row. What JPEG has already taken from, and what would
 * take gigabytes, is kept as JPEG: measured on 200 megapixels, 73 MB in 2.5 s instead of 806 MB in
 * 3.4 s. The rest is kept as it is: any compression without loss takes six times as long.
 */
export async function writePyramid(
	picture: OpenPicture,
	file: string,
	signal?: AbortSignal,
): Promise<void> {
	const { size, format, hasAlpha } = picture.facts;
	const { pipeline } = await open(picture, signal);
	const isGigantic = size.width * size.height > mostPixels;
	const isJpeg = !hasAlpha && (format === "jpeg" || isGigantic);
	const compression = isJpeg ? "jpeg" : isGigantic ? "deflate" : "none";
	try {
		await pipeline
			.tiff({
				...{ tile: true, tileWidth: tileSide, tileHeight: tileSide, pyramid: true, bigtiff: true },
				...{ compression, quality: 95, predictor: "none" },
			})
			.toFile(file);
	} catch (error) {
		throw fromSharp(error);
	}
}

/** How what `writePyramid` writes is turned, as EXIF numbers it. */
export function pyramidOrientation({ stored, facts }: OpenPicture): number {
	return stored ? facts.orientation : 1;
}

/** A tile of what `writePyramid` wrote, upright, as a PNG; throws `BadImage` for one that is not there. */
export async function readTile(
	file: string,
	{ size, orientation }: { size: Size; orientation: number },
	place: TilePlace,
): Promise<Uint8Array> {
	const rect = tileRect(size, place);
	if (!isPlace(place) || rect.width === 0 || rect.height === 0) throw badImage("region");
	const stored = storedRect(rect, levelSize(size, place.level), orientation);
	const sharp = await loadSharp();
	const { x: left, y: top, width, height } = stored;
	const cut = () =>
		sharp(file, { ...asItCame, page: place.level }).extract({ left, top, width, height });
	try {
		if (orientation === 1) return owned(await cut().png(quick).toBuffer());
		const png = await cut().png({ compressionLevel: 0 }).toBuffer();
		const tile = turned(sharp(png, asItCame), orientation);
		return owned(await tile.png(quick).toBuffer());
	} catch (error) {
		throw fromSharp(error);
	}
}

const quick = { compressionLevel: 1 };

/** As stored where it is read by rows; what comes all at once comes upright. */
async function open(
	picture: OpenPicture,
	signal: AbortSignal | undefined,
): Promise<{ pipeline: Sharp; orientation: number }> {
	if (signal?.aborted) {
		throw new LoupeError("Cancelled", "Stopped before the picture was read", {
			cause: signal.reason,
		});
	}
	const orientation = pyramidOrientation(picture);
	if (picture.stored) return { pipeline: await picture.stored(), orientation };
	return { pipeline: (await picture.upright(signal)).toColourspace("srgb"), orientation };
}

function isPlace({ level, column, row }: TilePlace): boolean {
	return [level, column, row].every((number) => Number.isSafeInteger(number) && number >= 0);
}
