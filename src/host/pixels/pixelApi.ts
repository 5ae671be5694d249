import type { ExportNote, ExportPicture } from "../../export/exportPicture.ts";
import { type ExportFormat, formats } from "../../export/formats.ts";
import { cutOut } from "../../image/cutOut.ts";
import { loadSharp } from "../../image/loadSharp.ts";
import { fillPolygons, type MaskMap, stretchMap } from "../../image/mask.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Mask, Point, Rect, Size } from "../../shared/result.ts";

/** A mask as a reply describes it, placed in pixels of the upright picture. */
export type MaskSource =
	| { kind: "png"; base64: string; box: Rect }
	| { kind: "polygons"; polygons: Point[][] };

/** `ExportPicture` as it crosses to a thread. */
export type SentPicture = Omit<ExportPicture, "bytes"> & { bytes?: Uint8Array };

/** An export whose files can be asked for, one by one, until it is ended. */
export interface OpenExport {
	id: number;
	/** Relative to the export's folder, with "/". */
	paths: string[];
	notes: ExportNote[];
}

/** More samples than any model draws; a PNG that says more is a trap. */
const mostSamples = 4096 * 4096;

/** Work on pixels, for a thread of its own; nothing here knows VS Code. */
export function createPixelApi() {
	const exports = new Map<number, Array<() => Promise<Uint8Array>>>();
	let lastId = 0;
	return {
		/** Undefined when polygons cover nothing; throws `BadReply` when the PNG cannot be decoded. */
		async drawMask(source: MaskSource, picture: Size): Promise<Mask | undefined> {
			switch (source.kind) {
				case "polygons":
					return fillPolygons(source.polygons, picture);
				case "png":
					return stretchMap(await decodeMap(source.base64), source.box, picture);
			}
		},

		/** The covered part of a picture as a see-through PNG. */
		async cutOut(bytes: Uint8Array, mask: Mask): Promise<Uint8Array> {
			return new Uint8Array(await cutOut(bytes, mask));
		},

		/** `earlier`: texts of files that the folder holds already, by path. */
		async beginExport(
			format: ExportFormat,
			pictures: SentPicture[],
			earlier: Record<string, string>,
		): Promise<OpenExport> {
			const { files, notes } = await formats[format](
				pictures.map(({ bytes, ...picture }) => ({
					...picture,
					...(bytes && { bytes: async () => bytes }),
				})),
				{ earlier: async (path) => earlier[path] },
			);
			const id = ++lastId;
			exports.set(
				id,
				files.map(({ bytes }) => bytes),
			);
			return { id, paths: files.map(({ path }) => path), notes };
		},

		/** The bytes of the file at `index` of `OpenExport.paths`. */
		async exportedFile(id: number, index: number): Promise<Uint8Array> {
			const make = exports.get(id)?.[index];
			if (!make) throw new Error(`No file ${index} in export ${id}`);
			// sharp's memory is its own and cannot be moved to another thread.
			return new Uint8Array(await make());
		},

		async endExport(id: number): Promise<void> {
			exports.delete(id);
		},
	};
}

export type PixelApi = ReturnType<typeof createPixelApi>;

/** The first channel of a PNG: models draw masks in grey. */
async function decodeMap(base64: string): Promise<MaskMap> {
	const sharp = await loadSharp();
	try {
		const { data, info } = await sharp(Buffer.from(base64, "base64"), {
			limitInputPixels: mostSamples,
			failOn: "truncated",
		})
			.extractChannel(0)
			.raw({ depth: "uchar" })
			.toBuffer({ resolveWithObject: true });
		return { width: info.width, height: info.height, data };
	} catch (error) {
		throw new LoupeError("BadReply", "A mask cannot be decoded", { cause: error });
	}
}
