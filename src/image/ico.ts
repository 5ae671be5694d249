import { badImage } from "./badImage.ts";
import { type Dib, readDib } from "./dib.ts";
import { sniffFormat } from "./format.ts";

/** The picture an ICO file shows: a whole PNG file or a bitmap. */
export type IcoEntry = { kind: "png"; bytes: Uint8Array } | { kind: "dib"; dib: Dib };

const headerBytes = 6;
const entryBytes = 16;

/** The largest of the pictures, of these the one with most colours, as browsers choose. */
export function largestIcoEntry(bytes: Uint8Array): IcoEntry {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const count = view.getUint16(4, true);
	if (bytes.length < headerBytes + count * entryBytes) throw badImage("cut");
	const entries = Array.from({ length: count }, (_, index) => {
		const at = headerBytes + index * entryBytes;
		// A side of 256 does not fit its byte and is written as 0.
		const pixels = (view.getUint8(at) || 256) * (view.getUint8(at + 1) || 256);
		const start = view.getUint32(at + 12, true);
		const end = start + view.getUint32(at + 8, true);
		return { pixels, bits: view.getUint16(at + 6, true), start, end };
	});
	const [largest] = entries.sort((a, b) => b.pixels - a.pixels || b.bits - a.bits);
	if (!largest || largest.end > bytes.length) throw badImage("cut");
	const content = bytes.subarray(largest.start, largest.end);
	if (sniffFormat(content) === "png") return { kind: "png", bytes: content };
	return { kind: "dib", dib: readDib(content, { isIcon: true }) };
}
