import type { Size } from "../shared/result.ts";
import { badImage } from "./badImage.ts";
import { exifOrientation } from "./exifOrientation.ts";
import { type Box, HeifReader } from "./heifBoxes.ts";
import { readItems } from "./heifItems.ts";
import { type Turn, turnedBy } from "./heifTurns.ts";

/** What the boxes of a HEIF file say of its primary picture, without decoding (ISO/IEC 23008-12). */
export interface HeifFacts {
	/** As the file's own crop, turn and mirror leave it: libheif gives these pixels. */
	size: Size;
	/** What crop, turn and mirror do, as EXIF would number it; 1 when they do nothing. */
	orientation: number;
	hasAlpha: boolean;
	bitDepth: number;
	/** What codes it: "hvc1", or "grid" for one joined of tiles. */
	itemType: string;
	/** A colour profile (ICC), or a colour space by its numbers (ITU-T H.273). */
	color: HeifColor | undefined;
	/** EXIF's own orientation, which says nothing about HEIF pictures, but which others may heed. */
	exifOrientation: number;
	/** It has tracks beside its picture. */
	isSequence: boolean;
}

export type HeifColor =
	| { kind: "profile"; icc: Uint8Array }
	| { kind: "named"; primaries: number; transfer: number };

const alphaKinds = [
	"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
	"urn:mpeg:hevc:2015:auxid:1",
	"urn:mpeg:avc:2015:auxid:1",
];

/** Reads the boxes; throws `BadImage`: cut where the primary picture's data are not all there. */
export function readHeif(bytes: Uint8Array): HeifFacts {
	const reader = new HeifReader(bytes);
	const top = [...reader.boxes(0, bytes.length)];
	const meta = top.find(({ type }) => type === "meta");
	if (!meta) throw badImage(top.some(({ type }) => type === "moov") ? "sequence" : "cut");
	if (!meta.isWhole) throw badImage("cut");
	const items = readItems(reader, meta);
	const primary = items.primary();
	items.checkWhole(primary);
	const { size, turns } = seen(reader, items.properties(primary));
	const tiles = items.from(primary, "dimg");
	for (const tile of tiles) items.checkWhole(tile);
	const coded = [primary, ...tiles.slice(0, 1)].flatMap((item) => items.properties(item));
	const alpha = items
		.to(primary, "auxl")
		.find((item) => alphaKinds.includes(auxiliaryKind(reader, items.properties(item))));
	if (alpha !== undefined) items.checkWhole(alpha);
	const exif = items
		.to(primary, "cdsc")
		.find((item) => items.typeOf(item) === "Exif" && items.isWhole(item));
	return {
		size,
		orientation: turnedBy(turns),
		hasAlpha: alpha !== undefined,
		bitDepth: bitDepth(reader, coded),
		itemType: items.typeOf(primary),
		color: color(reader, coded),
		exifOrientation: exif === undefined ? 1 : exifOrientation(items.content(exif)),
		isSequence: top.some(({ type }) => type === "moov"),
	};
}

/** The size after crop, turns and mirrors, which apply in the order of the properties. */
function seen(reader: HeifReader, properties: Box[]): { size: Size; turns: Turn[] } {
	const spatial = properties.find(({ type }) => type === "ispe");
	if (!spatial) throw badImage("damaged");
	let size = {
		width: reader.number(spatial.start + 4, 4),
		height: reader.number(spatial.start + 8, 4),
	};
	const turns: Turn[] = [];
	for (const { type, start } of properties) {
		switch (type) {
			case "clap":
				size = cropped(reader, start, size);
				break;
			case "irot": {
				const quarters = reader.number(start, 1) & 3;
				if (quarters % 2 === 1) size = { width: size.height, height: size.width };
				turns.push({ kind: "turn", quarters });
				break;
			}
			case "imir":
				// 0 exchanges top and bottom, as every decoder does and ISO/IEC 23008-12 says since 2022.
				turns.push({ kind: "mirror", isUpDown: (reader.number(start, 1) & 1) === 0 });
				break;
		}
	}
	return { size, turns };
}

/** A clean aperture's width and height, and how far its middle lies off, are fractions. */
function cropped(reader: HeifReader, start: number, size: Size): Size {
	const fraction = (at: number) => reader.signed(at) / reader.signed(at + 4);
	const side = (at: number, offAt: number, whole: number) => {
		const length = Math.round(fraction(at));
		const middle = fraction(offAt) + (whole - 1) / 2;
		const first = Math.max(0, Math.round(middle - (fraction(at) - 1) / 2));
		return Math.min(whole, first + length) - first;
	};
	const width = side(start, start + 16, size.width);
	const height = side(start + 8, start + 24, size.height);
	if (!(width > 0 && height > 0)) throw badImage("damaged");
	return { width, height };
}

function bitDepth(reader: HeifReader, properties: Box[]): number {
	const pixels = properties.find(({ type }) => type === "pixi");
	if (pixels && reader.number(pixels.start + 4, 1) > 0) return reader.number(pixels.start + 5, 1);
	const codec = properties.find(({ type }) => type === "hvcC");
	// bitDepthLumaMinus8 (ISO/IEC 14496-15, 8.3.3.1)
	return codec ? (reader.number(codec.start + 17, 1) & 7) + 8 : 8;
}

/** A profile says more than numbers do and wins over them. */
function color(reader: HeifReader, properties: Box[]): HeifColor | undefined {
	const said = properties.filter(({ type }) => type === "colr");
	const kindOf = ({ start }: Box) => reader.name(start);
	const profile = said.find((box) => ["prof", "rICC"].includes(kindOf(box)));
	if (profile) {
		return { kind: "profile", icc: reader.bytes.subarray(profile.start + 4, profile.end) };
	}
	const named = said.find((box) => kindOf(box) === "nclx");
	if (!named) return undefined;
	const [primaries, transfer] = [4, 6].map((at) => reader.number(named.start + at, 2));
	return { kind: "named", primaries: primaries!, transfer: transfer! };
}

/** What an auxiliary picture is for; "" when nothing is said. */
function auxiliaryKind(reader: HeifReader, properties: Box[]): string {
	const box = properties.find(({ type }) => type === "auxC");
	if (!box) return "";
	const text = new TextDecoder("latin1").decode(reader.bytes.subarray(box.start + 4, box.end));
	return text.split("\0", 1)[0]!;
}
