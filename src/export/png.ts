import { layOver, openCanvas, type Rgb } from "../image/overlay.ts";
import { encodeMask, encodePng, type Raster } from "../image/png.ts";
import type { Mask } from "../shared/result.ts";
import type { Exported, ExportFile, ExportPicture } from "./exportPicture.ts";
import { safeName, uniqueStems } from "./fileNames.ts";
import { labelName } from "./labelName.ts";
import { Notes } from "./notes.ts";
import { maskOf } from "./shape.ts";

const white: Rgb = [255, 255, 255];

interface Masked {
	label: string;
	/** Place in the list of objects, from 0. */
	index: number;
	mask: Mask;
}

/**
 * As in Google's example (ai.google.dev, "Image understanding"): for each object
 * `{label}_{index}_mask.png`, its probabilities in the size of its box, and
 * `{label}_{index}_overlay.png`, the picture with the object in white; besides `overlay.png` with
 * all objects in colours. Several pictures have a folder each.
 */
export async function masks(pictures: readonly ExportPicture[]): Promise<Exported> {
	const notes = new Notes();
	const stems = uniqueStems(pictures.map(({ fileName }) => fileName));
	const files = pictures.flatMap((picture, index) =>
		filesOf(picture, pictures.length > 1 ? `${stems[index]}/` : "", notes),
	);
	return { files, notes: notes.all };
}

function filesOf(picture: ExportPicture, folder: string, notes: Notes): ExportFile[] {
	const { fileName, size, bytes } = picture;
	const masked: Masked[] = [];
	for (const [index, object] of picture.objects.entries()) {
		const mask = maskOf(object, size);
		if (mask) masked.push({ label: object.label, index, mask });
		else notes.add("withoutMask", fileName);
	}
	if (masked.length > 0 && !bytes) notes.add("withoutPicture", fileName);
	const canvas = bytes && once(async () => openCanvas(await bytes()));
	const files = masked.flatMap(({ label, index, mask }): ExportFile[] => {
		const name = `${folder}${safeName(label)}_${index}`;
		const tints = [{ mask, color: white }];
		return [
			{ path: `${name}_mask.png`, bytes: () => encodeMask(mask) },
			...(canvas ? [overlay(`${name}_overlay.png`, canvas, tints)] : []),
		];
	});
	if (!canvas || masked.length === 0) return files;
	const colors = colorLabels(masked.map(({ label }) => labelName(label)));
	const tints = masked.map(({ label, mask }) => ({ mask, color: colors.get(labelName(label))! }));
	return [...files, overlay(`${folder}overlay.png`, canvas, tints)];
}

function overlay(
	path: string,
	canvas: () => Promise<Raster>,
	tints: Parameters<typeof layOver>[1],
): ExportFile {
	return { path, bytes: async () => encodePng(layOver(await canvas(), tints)) };
}

/** Hues as far apart as they get, in the order of the labels' letters. */
function colorLabels(labels: readonly string[]): Map<string, Rgb> {
	const names = [...new Set(labels)].sort();
	return new Map(names.map((name, index) => [name, fromHue((index * 137.5) % 360)]));
}

/** A light, saturated colour of a hue in degrees (CSS Color 4, HSL with 90 % and 60 %). */
function fromHue(hue: number): Rgb {
	const channel = (offset: number) => {
		const place = (offset + hue / 30) % 12;
		const value = 0.6 - 0.36 * Math.max(-1, Math.min(place - 3, 9 - place, 1));
		return Math.round(value * 255);
	};
	return [channel(0), channel(8), channel(4)];
}

/** The picture is decoded when the first overlay needs it, and for all of them. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => {
		made ??= make();
		return made;
	};
}
