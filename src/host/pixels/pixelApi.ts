import type { ExportNote, ExportPicture } from "../../export/exportPicture.ts";
import { type ExportFormat, formats } from "../../export/formats.ts";
import { comparePictures } from "../../image/compare.ts";
import { cutOut } from "../../image/cutOut.ts";
import { fillPolygons, type MaskMap, stretchMap } from "../../image/mask.ts";
import type { Align, Comparison } from "../../shared/compareProtocol.ts";
import type { Mask, Point, Rect, Size } from "../../shared/result.ts";
import { createWindowApi, type FramedBytes } from "./windowApi.ts";

/** A mask as a reply describes it, placed in pixels of the upright picture. */
export type MaskSource =
	| { kind: "map"; map: MaskMap; box: Rect }
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

/** Work on pixels, for a thread of its own; nothing here knows VS Code. */
export function createPixelApi() {
	const exports = new Map<number, Array<() => Promise<Uint8Array>>>();
	const comparing = new Map<string, AbortController>();
	let lastId = 0;
	return {
		...createWindowApi(),

		/** Can be ended by `id`, and is then rejected with `Cancelled`. */
		async compare(id: string, a: Uint8Array, b: Uint8Array, align: Align): Promise<Comparison> {
			const abort = new AbortController();
			comparing.set(id, abort);
			try {
				const comparison = await comparePictures(a, b, { align, signal: abort.signal });
				// sharp's memory is its own and cannot be moved to another thread.
				return { ...comparison, difference: new Uint8Array(comparison.difference) };
			} finally {
				comparing.delete(id);
			}
		},

		async endCompare(id: string): Promise<void> {
			comparing.get(id)?.abort();
		},

		/** Undefined when polygons cover nothing. */
		async drawMask(source: MaskSource, picture: Size): Promise<Mask | undefined> {
			switch (source.kind) {
				case "polygons":
					return fillPolygons(source.polygons, picture);
				case "map":
					return stretchMap(source.map, source.box, picture);
			}
		},

		/** The covered part of a picture as a see-through PNG. */
		async cutOut({ bytes, frame }: FramedBytes, mask: Mask): Promise<Uint8Array> {
			return new Uint8Array(await cutOut(bytes, mask, frame));
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
