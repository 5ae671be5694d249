import { badImage } from "./badImage.ts";

/** A box of the ISO base media file format: where its content lies in the file. */
export interface Box {
	type: string;
	start: number;
	end: number;
	/** False when the file ends before the box does. */
	isWhole: boolean;
}

/** Reads the file's numbers, big-endian; what lies past the end is a file cut short. */
export class HeifReader {
	readonly bytes: Uint8Array;
	readonly #view: DataView;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** Of 0 to 4, or 8, bytes; 0 bytes are 0, as iloc writes fields it leaves out. */
	number(at: number, length: number): number {
		if (length === 0) return 0;
		if (at + length > this.bytes.length) throw badImage("cut");
		if (length === 8) return this.number(at, 4) * 2 ** 32 + this.#view.getUint32(at + 4);
		let value = 0;
		for (let index = 0; index < length; index++) value = value * 256 + this.bytes[at + index]!;
		return value;
	}

	signed(at: number): number {
		return this.number(at, 4) | 0;
	}

	/** Four characters. */
	name(at: number): string {
		if (at + 4 > this.bytes.length) throw badImage("cut");
		return String.fromCharCode(...this.bytes.subarray(at, at + 4));
	}

	/** The boxes that fill a part of the file, in order (ISO/IEC 14496-12, 4.2). */
	*boxes(start: number, end: number): Generator<Box> {
		for (let at = start; at + 8 <= end; ) {
			const short = this.number(at, 4);
			const header = short === 1 ? 16 : 8;
			const size = short === 0 ? end - at : short === 1 ? this.number(at + 8, 8) : short;
			if (size < header) throw badImage("damaged");
			// The picture's own data may be missing behind a header that is whole.
			const isWhole = at + size <= end;
			if (!isWhole && end !== this.bytes.length) throw badImage("damaged");
			const type = this.name(at + 4);
			yield { type, start: at + header, end: Math.min(at + size, end), isWhole };
			at += size;
		}
	}
}
