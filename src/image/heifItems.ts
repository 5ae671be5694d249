import { badImage } from "./badImage.ts";
import type { Box, HeifReader } from "./heifBoxes.ts";

/** Bytes of an item, somewhere in the file. */
interface Extent {
	start: number;
	length: number;
}

/** The items of a HEIF file: pictures, their tiles, their alpha, their EXIF. */
export interface HeifItems {
	/** The picture to show; throws `BadImage` when there is none. */
	primary(): number;
	/** Four characters; "" for an item that is not there. */
	typeOf(item: number): string;
	/** In the order in which they apply. */
	properties(item: number): Box[];
	/** What `item` refers to, in order. */
	from(item: number, reference: string): number[];
	/** What refers to `item`. */
	to(item: number, reference: string): number[];
	isWhole(item: number): boolean;
	/** Throws `BadImage` when the file ends before the item's bytes do. */
	checkWhole(item: number): void;
	content(item: number): Uint8Array;
}

/** More of anything than this is a trap: a picture of 2 ** 27 pixels has 512 tiles of 512 × 512. */
const mostItems = 20_000;

/** Reads the meta box (ISO/IEC 14496-12, 8.11); throws `BadImage`. */
export function readItems(reader: HeifReader, meta: Box): HeifItems {
	const parts = new Map<string, Box>();
	for (const box of reader.boxes(meta.start + 4, meta.end)) parts.set(box.type, box);
	const part = (type: string) => {
		const box = parts.get(type);
		if (!box) throw badImage("damaged");
		return box;
	};
	const types = readTypes(reader, part("iinf"));
	const extents = readExtents(reader, part("iloc"), parts.get("idat"));
	const references = parts.has("iref") ? readReferences(reader, part("iref")) : [];
	const iprp = part("iprp");
	const properties = readProperties(reader, [...reader.boxes(iprp.start, iprp.end)]);
	const isWhole = (item: number) =>
		(extents.get(item) ?? []).every(({ start, length }) => start + length <= reader.bytes.length);
	return {
		primary() {
			const { start } = part("pitm");
			const id = reader.number(start + 4, version(reader, start) === 0 ? 2 : 4);
			if (!types.has(id)) throw badImage("damaged");
			return id;
		},
		typeOf: (item) => types.get(item) ?? "",
		properties: (item) => properties.get(item) ?? [],
		from: (item, kind) =>
			references.filter((one) => one.kind === kind && one.from === item).flatMap(({ to }) => to),
		to: (item, kind) =>
			references
				.filter((one) => one.kind === kind && one.to.includes(item))
				.map(({ from }) => from),
		isWhole,
		checkWhole(item) {
			if (!isWhole(item)) throw badImage("cut");
		},
		content(item) {
			const pieces = (extents.get(item) ?? []).map(({ start, length }) =>
				reader.bytes.subarray(start, start + length),
			);
			return pieces.length === 1 ? pieces[0]! : new Uint8Array(Buffer.concat(pieces));
		},
	};
}

function version(reader: HeifReader, start: number): number {
	return reader.number(start, 1);
}

function readTypes(reader: HeifReader, { start, end }: Box): Map<number, string> {
	const types = new Map<number, string>();
	const first = start + 4 + (version(reader, start) === 0 ? 2 : 4);
	for (const box of reader.boxes(first, end)) {
		if (box.type !== "infe" || version(reader, box.start) < 2) continue;
		const length = version(reader, box.start) === 2 ? 2 : 4;
		types.set(reader.number(box.start + 4, length), reader.name(box.start + 6 + length));
		if (types.size > mostItems) throw badImage("damaged");
	}
	return types;
}

function readExtents(reader: HeifReader, { start }: Box, idat?: Box): Map<number, Extent[]> {
	const form = version(reader, start);
	const sizes = reader.number(start + 4, 2);
	const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
	const indexSize = form === 0 ? 0 : sizes & 15;
	const idSize = form < 2 ? 2 : 4;
	const count = reader.number(start + 6, idSize);
	if (count > mostItems) throw badImage("damaged");
	const found = new Map<number, Extent[]>();
	let at = start + 6 + idSize;
	let all = 0;
	for (let index = 0; index < count; index++) {
		const id = reader.number(at, idSize);
		at += idSize;
		const method = form === 0 ? 0 : reader.number(at, 2) & 15;
		at += form === 0 ? 2 : 4;
		// Offsets count from the file's start, or from that of a box among these.
		const base = reader.number(at, baseSize) + (method === 1 ? (idat?.start ?? 0) : 0);
		at += baseSize;
		const extents = reader.number(at, 2);
		at += 2;
		// Extents without offset and length take no bytes and could go on for long.
		all += extents;
		if (all > mostItems) throw badImage("damaged");
		const own: Extent[] = [];
		for (let extent = 0; extent < extents; extent++) {
			at += indexSize;
			const offset = reader.number(at, offsetSize);
			const length = reader.number(at + offsetSize, lengthSize);
			at += offsetSize + lengthSize;
			own.push({ start: base + offset, length });
		}
		found.set(id, own);
	}
	return found;
}

interface Reference {
	kind: string;
	from: number;
	to: number[];
}

function readReferences(reader: HeifReader, { start, end }: Box): Reference[] {
	const length = version(reader, start) === 0 ? 2 : 4;
	const references = [...reader.boxes(start + 4, end)].map((box) => {
		const count = reader.number(box.start + length, 2);
		const first = box.start + length + 2;
		if (first + count * length > box.end) throw badImage("damaged");
		const to = Array.from({ length: count }, (_, index) =>
			reader.number(first + index * length, length),
		);
		return { kind: box.type, from: reader.number(box.start, length), to };
	});
	if (references.length > mostItems) throw badImage("damaged");
	return references;
}

/** Items name their properties by number, from 1 on. */
function readProperties(reader: HeifReader, parts: Box[]): Map<number, Box[]> {
	const container = parts.find(({ type }) => type === "ipco");
	if (!container) throw badImage("damaged");
	const properties = [...reader.boxes(container.start, container.end)];
	const found = new Map<number, Box[]>();
	for (const { start, end } of parts.filter(({ type }) => type === "ipma")) {
		const idSize = version(reader, start) === 0 ? 2 : 4;
		const isWide = (reader.number(start + 3, 1) & 1) === 1;
		const count = reader.number(start + 4, 4);
		if (count > mostItems) throw badImage("damaged");
		let at = start + 8;
		for (let index = 0; index < count; index++) {
			const id = reader.number(at, idSize);
			const own = reader.number(at + idSize, 1);
			at += idSize + 1;
			if (at + own * (isWide ? 2 : 1) > end) throw badImage("damaged");
			const named = Array.from({ length: own }, (_, place) =>
				isWide ? reader.number(at + place * 2, 2) & 0x7fff : reader.number(at + place, 1) & 0x7f,
			);
			at += own * (isWide ? 2 : 1);
			found.set(
				id,
				named.flatMap((number) => properties[number - 1] ?? []),
			);
		}
	}
	return found;
}
