import { crc32 } from "node:zlib";

/** A piece of a PNG (PNG specification, 5.3). */
export interface PngChunk {
	type: string;
	content: Uint8Array;
}

const signatureBytes = 8;

/** In order; the last may be cut short. */
export function* chunksOf(bytes: Uint8Array): Generator<PngChunk> {
	const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = signatureBytes; at + 12 <= bytes.length; ) {
		const end = at + 8 + numbers.getUint32(at);
		const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		yield { type, content: bytes.subarray(at + 8, Math.min(end, bytes.length)) };
		at = end + 4;
	}
}

export function writeChunk({ type, content }: PngChunk): Uint8Array {
	const chunk = Buffer.alloc(content.length + 12);
	chunk.writeUInt32BE(content.length, 0);
	chunk.write(type, 4, "latin1");
	chunk.set(content, 8);
	chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
	return chunk;
}
