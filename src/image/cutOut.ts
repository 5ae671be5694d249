import { LoupeError } from "../shared/errors.ts";
import type { Mask, Rect } from "../shared/result.ts";
import { badImage } from "./badImage.ts";
import { decodePart } from "./decode.ts";
import { openPicture } from "./open.ts";
import { encodePng } from "./png.ts";

/**
 * The part of a picture that a mask covers, as a PNG that is see-through around it: a pixel's alpha
 * is its own times its probability, so edges are as soft as the mask. Throws as `readFacts`, and
 * `Unsupported` for a mask that covers nothing.
 */
export async function cutOut(bytes: Uint8Array, mask: Mask, frame?: number): Promise<Uint8Array> {
	const part = coveredPart(mask);
	if (!part) throw new LoupeError("Unsupported", "The mask covers no pixel");
	const picture = await openPicture(bytes, { frame });
	const { width, height } = picture.facts.size;
	const isInside =
		part.x >= 0 && part.y >= 0 && part.x + part.width <= width && part.y + part.height <= height;
	if (!isInside) throw badImage("region");
	const { data } = await decodePart(picture, part, part);
	fade(data, mask, part);
	return encodePng({ width: part.width, height: part.height, channels: 4, data });
}

/** The smallest rectangle around the pixels above `cut`; undefined when there are none. */
export function coveredPart(
	{ x: left, y: top, width, height, data }: Mask,
	cut = 0,
): Rect | undefined {
	let [west, north, east, south] = [width, height, -1, -1];
	for (let y = 0; y < height; y++) {
		const start = y * width;
		let first = 0;
		while (first < width && data[start + first]! <= cut) first++;
		if (first === width) continue;
		let last = width - 1;
		while (data[start + last]! <= cut) last--;
		if (first < west) west = first;
		if (last > east) east = last;
		if (north === height) north = y;
		south = y;
	}
	if (south === -1) return undefined;
	return { x: left + west, y: top + north, width: east - west + 1, height: south - north + 1 };
}

/** Multiplies the alpha of `part`'s RGBA pixels by the mask's probability. */
function fade(data: Uint8Array, mask: Mask, part: Rect): void {
	for (let y = 0; y < part.height; y++) {
		let from = (part.y + y - mask.y) * mask.width + part.x - mask.x;
		let to = y * part.width * 4 + 3;
		for (let x = 0; x < part.width; x++, from++, to += 4) {
			data[to] = Math.round((data[to]! * mask.data[from]!) / 255);
		}
	}
}
