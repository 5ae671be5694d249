import type { Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";

/**
 * Palette indexes, one byte a pixel, first row of the file first, from RLE8 or RLE4 (Microsoft,
 * "Bitmap Compression"). Pixels that are jumped over keep index 0.
 */
export function readRunLengths(bytes: Uint8Array, size: Size, bits: number): Uint8Array {
	const { width, height } = size;
	const indexes = new Uint8Array(width * height);
	const half = bits === 4;
	let at = 0;
	let x = 0;
	let y = 0;
	const put = (index: number) => {
		if (x < width && y < height) indexes[y * width + x] = index;
		x++;
	};
	const nibble = (byte: number, count: number) => (count & 1 ? byte & 15 : byte >> 4);
	while (at + 1 < bytes.length) {
		const count = bytes[at]!;
		const value = bytes[at + 1]!;
		at += 2;
		if (count > 0) {
			for (let done = 0; done < count; done++) put(half ? nibble(value, done) : value);
			continue;
		}
		switch (value) {
			case 0: // end of row
				x = 0;
				y++;
				break;
			case 1: // end of picture
				return indexes;
			case 2: // jump right and on
				x += bytes[at] ?? 0;
				y += bytes[at + 1] ?? 0;
				at += 2;
				break;
			default: {
				// that many pixels as they are, padded to two bytes
				const length = half ? (value + 1) >> 1 : value;
				if (at + length > bytes.length) throw badImage("cut");
				for (let done = 0; done < value; done++) {
					put(half ? nibble(bytes[at + (done >> 1)]!, done) : bytes[at + done]!);
				}
				at += length + (length & 1);
			}
		}
	}
	// Some writers leave out the last mark; what is missing must not be more than that.
	if (y < height - 1 || (y === height - 1 && x < width)) throw badImage("cut");
	return indexes;
}
