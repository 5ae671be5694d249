import { sniffFormat } from "./format.ts";
import { HeifReader } from "./heifBoxes.ts";

/**
 * False for a file that ends before its format says it does, as one that is still being written.
 * True says only that no end is missing: what is between is not looked at.
 */
export function isWhole(bytes: Uint8Array): boolean {
	switch (sniffFormat(bytes)) {
		case undefined:
			return false;
		case "png":
			return isWholePng(bytes);
		case "jpeg":
			return isWholeJpeg(bytes);
		case "gif":
			// Some writers fill up with zeros behind the trailer.
			return bytes[bytes.findLastIndex((byte) => byte !== 0)] === 0x3b;
		case "webp":
			return view(bytes).getUint32(4, true) + 8 <= bytes.length;
		case "avif":
		case "heic":
			return isWholeHeif(bytes);
		case "bmp":
			return bytes.length >= 6 && view(bytes).getUint32(2, true) <= bytes.length;
		case "svg":
		case "ico":
		case "tiff":
			return true;
	}
}

/** Up to the chunk IEND (PNG specification, 5.3). */
function isWholePng(bytes: Uint8Array): boolean {
	const numbers = view(bytes);
	for (let at = 8; at + 12 <= bytes.length; at += 12 + numbers.getUint32(at)) {
		if (numbers.getUint32(at + 4) === 0x49454e44) return true;
	}
	return false;
}

/** EXIF may hold a small JPEG with an end of its own: only what follows the scan counts. */
function isWholeJpeg(bytes: Uint8Array): boolean {
	const numbers = view(bytes);
	let at = 2;
	while (at + 4 <= bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1]!;
		// Start of scan (ISO/IEC 10918-1, B.1.1).
		if (marker === 0xda) break;
		at += marker === 0xff ? 1 : 2 + numbers.getUint16(at + 2);
	}
	for (let end = bytes.length - 2; end > at; end--) {
		if (bytes[end] === 0xff && bytes[end + 1] === 0xd9) return true;
	}
	return false;
}

function isWholeHeif(bytes: Uint8Array): boolean {
	try {
		for (const box of new HeifReader(bytes).boxes(0, bytes.length)) if (!box.isWhole) return false;
		return true;
	} catch {
		// Cut within a box's own header.
		return false;
	}
}

function view(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
