import { LoupeError } from "../shared/errors.ts";
import { loadSharp } from "./loadSharp.ts";
import type { MaskMap } from "./mask.ts";

/** More samples than any model draws; a PNG that says more is a trap. */
const mostSamples = 4096 * 4096;

/**
 * A mask as a model drew it, from its PNG in base64: the first channel, since models draw in grey.
 * Throws `BadReply` when it cannot be decoded.
 */
export async function decodeMap(base64: string): Promise<MaskMap> {
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
