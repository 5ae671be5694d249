import type { ColorRaster } from "./pixels.ts";

const short = 3;
const long = 4;
const undefinedType = 7;

/**
 * Pixels with their colour profile as a TIFF without compression: sharp converts from a profile that
 * stands in a file, and takes none beside raw pixels (TIFF 6.0; the profile's tag: ICC.1, annex B).
 */
export function tiffWithProfile(
	{ width, height, channels, data }: ColorRaster,
	icc: Uint8Array,
): Uint8Array {
	const header = 8;
	const pad = icc.length % 2;
	const bits = header + icc.length + pad;
	const directory = bits + 8;
	const entries: Array<[tag: number, type: number, count: number, value: number]> = [
		[256, long, 1, width],
		[257, long, 1, height],
		[258, short, channels, bits],
		[259, short, 1, 1],
		[262, short, 1, 2],
		[273, long, 1, 0],
		[277, short, 1, channels],
		[278, long, 1, height],
		[279, long, 1, data.length],
		[284, short, 1, 1],
		// Alpha that the colours are not multiplied by.
		...(channels === 4 ? [[338, short, 1, 2] as [number, number, number, number]] : []),
		[34675, undefinedType, icc.length, header],
	];
	const pixelsAt = directory + 2 + entries.length * 12 + 4;
	const file = new Uint8Array(pixelsAt + data.length);
	const view = new DataView(file.buffer);
	file.set([0x49, 0x49, 42, 0]);
	view.setUint32(4, directory, true);
	file.set(icc, header);
	for (let channel = 0; channel < channels; channel++) view.setUint16(bits + channel * 2, 8, true);
	view.setUint16(directory, entries.length, true);
	for (const [index, [tag, type, count, value]] of entries.entries()) {
		const at = directory + 2 + index * 12;
		view.setUint16(at, tag, true);
		view.setUint16(at + 2, type, true);
		view.setUint32(at + 4, count, true);
		view.setUint32(at + 8, tag === 273 ? pixelsAt : value, true);
	}
	file.set(data, pixelsAt);
	return file;
}
