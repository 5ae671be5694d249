import { LoupeError } from "../shared/errors.ts";
import type { Mask, Point, Rect, Size } from "../shared/result.ts";
import { loadSharp } from "./loadSharp.ts";
import { fillPolygons, type MaskMap, stretchMap } from "./mask.ts";

/** A mask as a reply describes it, placed in pixels of the upright picture. */
export type MaskSource =
	| { kind: "png"; base64: string; box: Rect }
	| { kind: "polygons"; polygons: Point[][] };

/** More samples than any model draws; a PNG that says more is a trap. */
const mostSamples = 4096 * 4096;

/** What the pixel worker does when asked; the same functions run without it in tests. */
export const pixelApi = {
	/** Undefined when polygons cover nothing; throws `BadReply` when the PNG cannot be decoded. */
	async drawMask(source: MaskSource, picture: Size): Promise<Mask | undefined> {
		switch (source.kind) {
			case "polygons":
				return fillPolygons(source.polygons, picture);
			case "png":
				return stretchMap(await decodeMap(source.base64), source.box, picture);
		}
	},
};

export type PixelApi = typeof pixelApi;

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
