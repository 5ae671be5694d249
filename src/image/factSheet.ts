import type { Metadata } from "sharp";
import type { FactSheet } from "../shared/pixelProtocol.ts";
import { formats } from "./format.ts";
import { openPicture } from "./open.ts";
import { mostTiled } from "./shownAs.ts";
import { readTags } from "./tags.ts";

/** What a file says of itself; throws as `openPicture`. Tags that cannot be read are left out. */
export async function readFactSheet(bytes: Uint8Array): Promise<FactSheet> {
	const { facts, encoded } = await openPicture(bytes, { most: mostTiled });
	const header = await encoded?.().metadata();
	const { groups, place, coordinates, profile } = await readTags(bytes);
	const { orientation, hasAlpha, frames, bitDepth, goesAsItIs } = facts;
	const { density, chromaSubsampling: chroma, isProgressive } = header ?? {};
	return {
		format: formats[facts.format].name,
		bitDepth,
		colorSpace: colorSpace(header),
		hasAlpha,
		frames,
		orientation,
		...(profile && { profile }),
		...(density && { density }),
		...(chroma && { chroma }),
		...(isProgressive && { isProgressive }),
		groups,
		...(place && { place }),
		...(coordinates && { coordinates }),
		goesAsItIs,
	};
}

/** libvips' words as people say them. */
function colorSpace(header: Metadata | undefined): string {
	switch (header?.space) {
		case "b-w":
		case "grey16":
			return header.isPalette ? "Palette" : "Gray";
		case "cmyk":
			return "CMYK";
		case "lab":
		case "labs":
			return "Lab";
		case "multiband":
			return "Multichannel";
		default:
			return header?.isPalette ? "Palette" : "RGB";
	}
}
