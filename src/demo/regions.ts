import type { Pixels } from "../image/decode.ts";
import type { Rect } from "../shared/result.ts";
import { join, root } from "./groups.ts";
import { type Paint, paintOf, step } from "./paint.ts";
import { addStrokes } from "./strokes.ts";
import { flatSurfaces, grow, type Surfaces } from "./surfaces.ts";

/** Connected pixels of one colour, or of one that changes slowly. */
export interface Region {
	area: number;
	/** Whole pixels. */
	box: Rect;
	/** Mean of premultiplied red, green, blue and alpha, 0–255, away from the edges. */
	color: [number, number, number, number];
	/** How many pixels of the picture's border it holds. */
	border: number;
}

/** Every pixel of a picture in exactly one region. */
export interface RegionMap {
	paint: Paint;
	/** Index into `regions` for each pixel. */
	label: Int32Array;
	/** For each pixel, the pixel whose colour stands for its region there. */
	origin: Int32Array;
	regions: Region[];
}

/** A mix of two surfaces further from both than this waits until strokes have been looked for. */
const surelyAlike = 40;

export function findRegions(pixels: Pixels): RegionMap {
	const paint = paintOf(pixels);
	const surfaces = flatSurfaces(paint);
	grow(paint, surfaces, surelyAlike);
	addStrokes(paint, surfaces);
	grow(paint, surfaces, 255);
	const { label, origin } = surfaces;
	// A picture without one calm spot: all of it is one thing.
	if (surfaces.count === 0) {
		label.fill(0);
		for (let pixel = 0; pixel < origin.length; pixel++) origin[pixel] = pixel;
		surfaces.count = 1;
	}
	joinAlike(paint, surfaces);
	joinSeamsAndSpecks(paint, surfaces);
	return { paint, label, origin, regions: measure(paint, surfaces) };
}

/** Where two surfaces touch: how often, and how often without a visible step. */
interface Contact {
	a: number;
	b: number;
	length: number;
	alike: number;
}

function contactsOf({ data, width, height, noise }: Paint, surfaces: Surfaces): Contact[] {
	const { label, origin, count } = surfaces;
	const same = 20 + 3 * noise;
	const contacts = new Map<number, Contact>();
	const touch = (one: number, other: number): void => {
		const a = Math.min(label[one]!, label[other]!);
		const b = Math.max(label[one]!, label[other]!);
		const key = a * count + b;
		let contact = contacts.get(key);
		if (!contact) {
			contact = { a, b, length: 0, alike: 0 };
			contacts.set(key, contact);
		}
		contact.length++;
		if (step(data, origin[one]! * 4, origin[other]! * 4) <= same) contact.alike++;
	};
	for (let y = 0, pixel = 0; y < height; y++) {
		for (let x = 0; x < width; x++, pixel++) {
			if (x < width - 1 && label[pixel] !== label[pixel + 1]) touch(pixel, pixel + 1);
			if (y < height - 1 && label[pixel] !== label[pixel + width]) touch(pixel, pixel + width);
		}
	}
	return [...contacts.values()];
}

/** One surface that noise or a crease had split becomes one again. */
function joinAlike(paint: Paint, surfaces: Surfaces): void {
	const groups = Array.from({ length: surfaces.count }, (_, index) => index);
	for (const { a, b, length, alike } of contactsOf(paint, surfaces)) {
		if (alike * 2 > length) join(groups, a, b);
	}
	relabel(surfaces, groups);
}

/** What is too small to be seen as a thing, and soft edges wide enough to look like a thin thing. */
function joinSeamsAndSpecks(paint: Paint, surfaces: Surfaces): void {
	const contacts = contactsOf(paint, surfaces);
	const beside: Contact[][] = Array.from({ length: surfaces.count }, () => []);
	for (const contact of contacts) {
		beside[contact.a]!.push(contact);
		beside[contact.b]!.push(contact);
	}
	const measured = measure(paint, surfaces);
	const groups = measured.map((_, index) => index);
	const speck = Math.max(20, paint.width * paint.height * 0.00003);
	const smallestFirst = measured.map((_, index) => index);
	smallestFirst.sort((a, b) => measured[a]!.area - measured[b]!.area || a - b);
	for (const index of smallestFirst) {
		const { area, box } = measured[index]!;
		const around = beside[index]!.sort((one, other) => other.length - one.length);
		const [first, second] = around;
		if (!first) continue;
		const isSpeck = area < speck && Math.max(box.width, box.height) < 24;
		const edge = around.reduce((sum, { length }) => sum + length, 0);
		if (isSpeck || (second && (2 * area) / edge < 3 && isMix(index, first, second))) {
			join(groups, first.a, first.b);
		}
	}
	relabel(surfaces, groups);

	function isMix(index: number, first: Contact, second: Contact): boolean {
		const one = measured[first.a === index ? first.b : first.a]!.color;
		const other = measured[second.a === index ? second.b : second.a]!.color;
		const { color } = measured[index]!;
		const whole = distance(one, other);
		const parts = distance(one, color) + distance(color, other);
		return whole > 20 && parts < whole * 1.25;
	}
}

function distance(a: readonly number[], b: readonly number[]): number {
	return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!, a[3]! - b[3]!);
}

/** Numbers the groups 0, 1, … in the order of their first surface. */
function relabel(surfaces: Surfaces, groups: number[]): void {
	const numbers = new Int32Array(groups.length);
	let count = 0;
	for (let index = 0; index < groups.length; index++) {
		numbers[index] = groups[index] === index ? count++ : numbers[root(groups, index)]!;
	}
	const { label } = surfaces;
	for (let pixel = 0; pixel < label.length; pixel++) label[pixel] = numbers[label[pixel]!]!;
	surfaces.count = count;
}

function measure({ data, width, height }: Paint, { label, origin, count }: Surfaces): Region[] {
	const area = new Uint32Array(count);
	const calm = new Uint32Array(count);
	const border = new Uint32Array(count);
	const left = new Int32Array(count).fill(width);
	const right = new Int32Array(count).fill(-1);
	const top = new Int32Array(count).fill(height);
	const bottom = new Int32Array(count).fill(-1);
	const sums = new Float64Array(count * 4);
	for (let y = 0, pixel = 0; y < height; y++) {
		const atEnd = y === 0 || y === height - 1;
		for (let x = 0; x < width; x++, pixel++) {
			const index = label[pixel]!;
			area[index]!++;
			if (x < left[index]!) left[index] = x;
			if (x > right[index]!) right[index] = x;
			if (y < top[index]!) top[index] = y;
			bottom[index] = y;
			if (atEnd || x === 0 || x === width - 1) border[index]!++;
			if (origin[pixel] !== pixel) continue;
			calm[index]!++;
			for (let channel = 0; channel < 4; channel++) {
				sums[index * 4 + channel]! += data[pixel * 4 + channel]!;
			}
		}
	}
	return Array.from({ length: count }, (_, index): Region => {
		const mean = (channel: number): number => sums[index * 4 + channel]! / calm[index]!;
		return {
			area: area[index]!,
			box: {
				x: left[index]!,
				y: top[index]!,
				width: right[index]! - left[index]! + 1,
				height: bottom[index]! - top[index]! + 1,
			},
			color: [mean(0), mean(1), mean(2), mean(3)],
			border: border[index]!,
		};
	});
}
