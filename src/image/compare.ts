import type { Align, ChangedRegion, Comparison } from "../shared/compareProtocol.ts";
import { wholePixels } from "../shared/geometry.ts";
import type { Rect, Size } from "../shared/result.ts";
import { drawCanvas } from "./compareCanvas.ts";
import { decodeToCompare } from "./compareDecode.ts";
import {
	areaOf,
	comparedScale,
	type Layout,
	layOut,
	onPicture,
	partToCompare,
	uncovered,
} from "./compareLayout.ts";
import { drawDifference, goOn } from "./difference.ts";
import { changedBoxes } from "./differenceRegions.ts";
import { type FinestTiles, tileChanges } from "./differenceTiles.ts";
import { openPicture } from "./open.ts";
import { encodePng } from "./png.ts";

/** As many pixels as a square of this side has are compared at most: 16.8 megapixels. */
export const comparedMaxSide = 4096;

/** pixelmatch's own; about 26 of 255 steps of grey. */
export const comparedThreshold = 0.1;

export interface CompareOptions {
	align: Align;
	/** 0–1; `comparedThreshold` unless told. Smaller notices more. */
	threshold?: number;
	/** The side of a square; a canvas with more pixels is compared shrunk to as many. `comparedMaxSide` unless told. */
	maxSide?: number;
	signal?: AbortSignal;
}

/** More boxes than this are joined: nobody looks at more. */
const mostRegions = 50;

/**
 * Finds what differs between two picture files, in their own pixels and without any engine. Throws
 * as `readFacts`, and `Cancelled`.
 */
export async function comparePictures(
	a: Uint8Array,
	b: Uint8Array,
	options: CompareOptions,
): Promise<Comparison> {
	const { align, threshold = comparedThreshold, maxSide = comparedMaxSide, signal } = options;
	goOn(signal);
	const pictureA = await openPicture(a);
	const pictureB = await openPicture(b);
	goOn(signal);
	const [sizeA, sizeB] = [pictureA.facts.size, pictureB.facts.size];
	const layout = layOut(sizeA, sizeB, align);
	const { canvas, a: placeA, b: placeB, both } = layout;
	const scale = comparedScale(layout, sizeA, sizeB, maxSide);
	const size = scaled(both, scale);
	const [pixelsA, pixelsB] = await Promise.all([
		decodeToCompare(pictureA, partToCompare(layout, placeA, sizeA), size, signal),
		decodeToCompare(pictureB, partToCompare(layout, placeB, sizeB), size, signal),
	]);
	const drawn = await drawDifference(pixelsA, pixelsB, { threshold, signal });
	const tiles = tileChanges(pixelsA, pixelsB, drawn);
	const changed = tiles.changed.reduce((sum, count) => sum + count, 0);
	const regions = findRegions(tiles, layout, size);
	goOn(signal);
	const difference = await encodePng({
		...drawCanvas(drawn, layout, scaled(canvas, scale)),
		channels: 4,
	});
	goOn(signal);
	return {
		sizeA,
		sizeB,
		canvas,
		placeA,
		placeB,
		scale,
		changedShare: changedShare(changed, layout, size),
		regions,
		regionsA: regions.map((region) => onPicture(region, placeA, sizeA)),
		regionsB: regions.map((region) => onPicture(region, placeB, sizeB)),
		difference,
	};
}

/** What has changed where both pictures are, and where only one is, on the canvas. */
function findRegions(tiles: FinestTiles, layout: Layout, compared: Size): ChangedRegion[] {
	const { both } = layout;
	const covered = coveredArea(layout);
	const alone = uncovered(layout).map((part) => ({ ...part, share: areaOf(part) / covered }));
	const changed = changedBoxes(tiles, mostRegions - alone.length).map((box) => ({
		...onCanvas(box, both, compared),
		share: shareOfCovered(box.changed, layout, compared),
	}));
	return [...changed, ...alone].sort(
		(one, other) => other.share - one.share || areaOf(other) - areaOf(one),
	);
}

function changedShare(changed: number, layout: Layout, compared: Size): number {
	const alone = uncovered(layout).reduce((sum, part) => sum + areaOf(part), 0);
	return shareOfCovered(changed, layout, compared) + alone / coveredArea(layout);
}

/** Pixels of those compared as a part of what the pictures cover. */
function shareOfCovered(pixels: number, layout: Layout, compared: Size): number {
	return ((pixels / areaOf(compared)) * areaOf(layout.both)) / coveredArea(layout);
}

function coveredArea({ a, b, both }: Layout): number {
	return areaOf(a) + areaOf(b) - areaOf(both);
}

/** A box in compared pixels → the whole pixels of the canvas that it touches. */
function onCanvas(box: Rect, both: Rect, compared: Size): Rect {
	const across = both.width / compared.width;
	const down = both.height / compared.height;
	const part = wholePixels(
		{ x: box.x * across, y: box.y * down, width: box.width * across, height: box.height * down },
		both,
	);
	return { ...part, x: part.x + both.x, y: part.y + both.y };
}

function scaled({ width, height }: Size, scale: number): Size {
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}
