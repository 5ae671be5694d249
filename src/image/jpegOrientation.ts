const orientationTag = 0x0112;
const short = 3;

/**
 * A JPEG whose EXIF has its orientation in another type of number than EXIF 2.32 wants: libvips
 * heeds it, browsers do not (seen in Chromium 156).
 */
export function isOddlyTurned(bytes: Uint8Array): boolean {
	const header = exifHeader(bytes);
	if (header === undefined) return false;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const isLittle = view.getUint16(header) === 0x4949;
	const directory = header + view.getUint32(header + 4, isLittle);
	if (directory + 2 > bytes.length) return false;
	const count = view.getUint16(directory, isLittle);
	for (let index = 0; index < count; index++) {
		const at = directory + 2 + index * 12;
		if (at + 12 > bytes.length) return false;
		const tag = view.getUint16(at, isLittle);
		if (tag === orientationTag) return view.getUint16(at + 2, isLittle) !== short;
	}
	return false;
}

/** Where the TIFF header of EXIF stands; undefined without one (ISO/IEC 10918-1, B.1.1; EXIF 2.32, 4.7.2). */
function exifHeader(bytes: Uint8Array): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 2; at + 18 <= bytes.length && bytes[at] === 0xff; ) {
		const marker = bytes[at + 1]!;
		// The scan begins: EXIF stands before it.
		if (marker === 0xda) return undefined;
		const name = String.fromCharCode(...bytes.subarray(at + 4, at + 10));
		if (marker === 0xe1 && name === "Exif\0\0") return at + 10;
		at += 2 + view.getUint16(at + 2);
	}
	return undefined;
}
