import { LoupeError } from "../shared/errors.ts";
import type { Mask, Size } from "../shared/result.ts";
import { maskCut } from "./mask.ts";

/** A whole picture's mask as COCO writes it; `size` is height, then width. */
export interface Rle {
	size: [height: number, width: number];
	counts: string;
}

// Six bits a character, from "0" on; five carry the number and the sixth says that more follow.
const firstCode = 48;
const lastCode = 111;
const moreFollow = 0x20;

/** Compressed run lengths of the pixels above `cut`, as pycocotools writes them. */
export function encodeRle(mask: Mask, picture: Size, cut = maskCut): Rle {
	return {
		size: [picture.height, picture.width],
		counts: packCounts(countRuns(mask, picture, cut)),
	};
}

/** One byte a pixel, 0 or 255, row-major over the whole picture; throws `Unsupported`. */
export function decodeRle({ size: [height, width], counts }: Rle): Mask {
	return { x: 0, y: 0, width, height, data: fillRuns(unpackCounts(counts), { width, height }) };
}

/**
 * Lengths of runs of pixels outside and inside in turn, outside first, down the columns of the whole
 * picture (COCO API, common/maskApi.h). What lies outside the picture is left out.
 */
export function countRuns(mask: Mask, picture: Size, cut = maskCut): number[] {
	const left = Math.max(mask.x, 0);
	const right = Math.min(mask.x + mask.width, picture.width);
	const top = Math.max(mask.y, 0);
	const bottom = Math.min(mask.y + mask.height, picture.height);
	const counts: number[] = [];
	let start = 0;
	let isInside = false;
	const change = (at: number) => {
		counts.push(at - start);
		start = at;
		isInside = !isInside;
	};
	for (let x = left; x < right; x++) {
		const column = x * picture.height;
		// Still inside: the column before ended at the picture's lower edge.
		if (isInside && top > 0) change(column);
		let from = (top - mask.y) * mask.width + x - mask.x;
		for (let y = top; y < bottom; y++, from += mask.width) {
			if (mask.data[from]! > cut !== isInside) change(column + y);
		}
		if (isInside && bottom < picture.height) change(column + bottom);
	}
	const total = picture.width * picture.height;
	if (isInside && right < picture.width) change(right * picture.height);
	if (start < total) counts.push(total - start);
	return counts;
}

/** One byte a pixel, 0 or 255, row-major; throws `Unsupported` when the runs do not fill `picture`. */
export function fillRuns(counts: readonly number[], { width, height }: Size): Uint8Array {
	const data = new Uint8Array(width * height);
	let at = 0;
	for (const [index, count] of counts.entries()) {
		const end = at + count;
		if (count < 0 || end > data.length) throw broken("its runs are longer than the picture");
		if (index % 2 === 0) {
			at = end;
			continue;
		}
		for (; at < end; at++) {
			const x = Math.floor(at / height);
			data[(at - x * height) * width + x] = 255;
		}
	}
	if (at !== data.length) throw broken("its runs are shorter than the picture");
	return data;
}

/**
 * COCO's text for run lengths: like LEB128, signed, five bits a character; from the fourth on a
 * number is told as its difference to the one two before (COCO API, common/maskApi.c).
 */
export function packCounts(counts: readonly number[]): string {
	const codes: string[] = [];
	for (const [index, count] of counts.entries()) {
		let rest = index > 2 ? count - counts[index - 2]! : count;
		for (let isOpen = true; isOpen; ) {
			const bits = rest & 0x1f;
			rest >>= 5;
			// The highest of the five is the sign for the reader.
			isOpen = rest !== (bits & 0x10 ? -1 : 0);
			codes.push(String.fromCharCode(firstCode + (isOpen ? bits | moreFollow : bits)));
		}
	}
	return codes.join("");
}

/** The run lengths in COCO's text; throws `Unsupported` for what is none. */
export function unpackCounts(text: string): number[] {
	const counts: number[] = [];
	let value = 0;
	let shift = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code < firstCode || code > lastCode || shift > 30) throw broken("it is no such text");
		const bits = code - firstCode;
		value |= (bits & 0x1f) << shift;
		shift += 5;
		if (bits & moreFollow) continue;
		if (bits & 0x10 && shift < 32) value |= -1 << shift;
		counts.push(counts.length > 2 ? value + counts.at(-2)! : value);
		value = 0;
		shift = 0;
	}
	if (shift > 0) throw broken("it is cut short");
	return counts;
}

function broken(why: string): LoupeError {
	return new LoupeError("Unsupported", `Not a COCO run-length mask: ${why}`);
}
