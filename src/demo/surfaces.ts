import { join, root } from "./groups.ts";
import type { Paint } from "./paint.ts";
import { step } from "./paint.ts";

/** Which surface each pixel belongs to; `origin` is the pixel whose colour stands for it there. */
export interface Surfaces {
	/** −1 where no surface reaches yet. */
	label: Int32Array;
	origin: Int32Array;
	count: number;
}

export const nowhere = -1;

/** Smaller patches are the pockets between an edge and its compression noise. */
const leastPatch = 6;

/** Connected pixels without an edge on any side: the insides of everything, gradients included. */
export function flatSurfaces(paint: Paint): Surfaces {
	const { width, height } = paint;
	const rough = roughPixels(paint);
	const label = new Int32Array(width * height);
	const groups: number[] = [];
	for (let y = 0, pixel = 0; y < height; y++) {
		for (let x = 0; x < width; x++, pixel++) {
			if (rough[pixel]) {
				label[pixel] = nowhere;
				continue;
			}
			const left = x > 0 ? label[pixel - 1]! : nowhere;
			const above = y > 0 ? label[pixel - width]! : nowhere;
			if (left === nowhere && above === nowhere) {
				label[pixel] = groups.length;
				groups.push(groups.length);
				continue;
			}
			label[pixel] = left === nowhere ? above : left;
			if (left !== nowhere && above !== nowhere && left !== above) join(groups, left, above);
		}
	}
	const sizes = new Uint32Array(groups.length);
	for (let index = 0; index < groups.length; index++) groups[index] = root(groups, index);
	for (let pixel = 0; pixel < label.length; pixel++) {
		if (label[pixel] !== nowhere) sizes[groups[label[pixel]!]!]!++;
	}
	let count = 0;
	const numbers = new Int32Array(groups.length).fill(nowhere);
	for (let index = 0; index < groups.length; index++) {
		if (groups[index] === index && sizes[index]! >= leastPatch) numbers[index] = count++;
		else numbers[index] = numbers[groups[index]!]!;
	}
	const origin = new Int32Array(width * height).fill(nowhere);
	for (let pixel = 0; pixel < label.length; pixel++) {
		if (label[pixel] === nowhere) continue;
		const number = numbers[label[pixel]!]!;
		label[pixel] = number;
		if (number !== nowhere) origin[pixel] = pixel;
	}
	return { label, origin, count };
}

/** Pixels with an edge beside them, or in the middle of a soft one. */
function roughPixels({ data, width, height, noise }: Paint): Uint8Array {
	const edge = 9 + 3 * noise;
	// Compression and blur spread an edge over several pixels, and one calm path through it would
	// join its two sides; no gradient across a picture is as steep as this over two pixels.
	const softEdge = 12 + 3 * noise;
	const rough = new Uint8Array(width * height);
	// Equal pixels, which drawings are full of, are told apart from others four bytes at a time.
	const whole = new Uint32Array(data.buffer, data.byteOffset, width * height);
	for (let y = 0, pixel = 0; y < height; y++) {
		for (let x = 0; x < width; x++, pixel++) {
			const own = whole[pixel]!;
			if (x < width - 1 && whole[pixel + 1] !== own) {
				if (step(data, pixel * 4, pixel * 4 + 4) > edge) {
					rough[pixel] = 1;
					rough[pixel + 1] = 1;
				}
			}
			if (x < width - 4 && whole[pixel + 2] !== own && isSoft(pixel, 2)) rough[pixel + 2] = 1;
			const below = pixel + width;
			if (y < height - 1 && whole[below] !== own) {
				if (step(data, pixel * 4, below * 4) > edge) {
					rough[pixel] = 1;
					rough[below] = 1;
				}
			}
			const far = 2 * width;
			if (y < height - 4 && whole[pixel + far] !== own && isSoft(pixel, far))
				rough[pixel + far] = 1;
		}
	}
	return rough;

	/** A slope that goes on for two pixels before the one at `by` and two after. */
	function isSoft(pixel: number, by: number): boolean {
		const middle = (pixel + by) * 4;
		if (step(data, pixel * 4, middle) <= softEdge) return false;
		return step(data, middle, (pixel + 2 * by) * 4) > softEdge;
	}
}

/**
 * Lets surfaces take the pixels beside them, those most like the surface's nearest colour first, up
 * to a difference of `limit` (after Adams and Bischof, "Seeded region growing", 1994): two surfaces
 * meet where the mix between them is half and half.
 */
export function grow({ data, width, height }: Paint, surfaces: Surfaces, limit: number): void {
	const { label, origin } = surfaces;
	const total = width * height;
	let open = 0;
	for (let pixel = 0; pixel < total; pixel++) if (label[pixel] === nowhere) open++;
	if (open === 0) return;

	// A pixel waits at most once for each of its four neighbours.
	const pixels = new Int32Array(open * 4);
	const origins = new Int32Array(open * 4);
	const next = new Int32Array(open * 4);
	const heads = new Int32Array(256).fill(nowhere);
	const tails = new Int32Array(256).fill(nowhere);
	let used = 0;
	let cheapest = 256;
	const offer = (pixel: number, from: number): void => {
		if (label[pixel] !== nowhere) return;
		const cost = step(data, pixel * 4, from * 4);
		if (cost > limit) return;
		const entry = used++;
		pixels[entry] = pixel;
		origins[entry] = from;
		next[entry] = nowhere;
		if (tails[cost] === nowhere) heads[cost] = entry;
		else next[tails[cost]!] = entry;
		tails[cost] = entry;
		if (cost < cheapest) cheapest = cost;
	};
	const spread = (pixel: number, from: number): void => {
		const x = pixel % width;
		if (x > 0) offer(pixel - 1, from);
		if (x < width - 1) offer(pixel + 1, from);
		if (pixel >= width) offer(pixel - width, from);
		if (pixel + width < total) offer(pixel + width, from);
	};

	for (let pixel = 0; pixel < total; pixel++) {
		if (label[pixel] !== nowhere) spread(pixel, origin[pixel]!);
	}
	while (cheapest < 256) {
		const entry = heads[cheapest]!;
		if (entry === nowhere) {
			cheapest++;
			continue;
		}
		heads[cheapest] = next[entry]!;
		if (heads[cheapest] === nowhere) tails[cheapest] = nowhere;
		const pixel = pixels[entry]!;
		if (label[pixel] !== nowhere) continue;
		const from = origins[entry]!;
		label[pixel] = label[from]!;
		origin[pixel] = from;
		spread(pixel, from);
	}
}
