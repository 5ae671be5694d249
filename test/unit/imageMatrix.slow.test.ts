import assert from "node:assert/strict";
import sharp from "sharp";
import { decodePixels, readFacts } from "../../src/image/decode.ts";
import { prepare } from "../../src/image/prepare.ts";
import { expectAlike } from "../fixtures/expectAlike.ts";
import { matrix } from "../fixtures/matrix.ts";
import { extract, type MatrixCase } from "../fixtures/matrixPictures.ts";

describe("Every picture is sent as a person sees it", () => {
	for (const [format, table] of Object.entries(matrix)) {
		describe(format, () => {
			for (const [variant, make] of Object.entries(table)) {
				it(variant, async () => check(await make())).timeout(10_000);
			}
		});
	}
});

/** Every difference after the way out and back. */
async function check({ file, truth, asItWas, ...loss }: MatrixCase): Promise<void> {
	const { size: upright } = await readFacts(file);
	assert.deepEqual(upright, { width: truth.width, height: truth.height });
	expectAlike(await decodePixels(file), truth, loss, "decoded");
	const prepared = await prepare(file, { maxSide: 1024 });
	assert.equal(prepared.asItWas, asItWas, "as it was");
	if (asItWas) assert.deepEqual(prepared.bytes, file);
	else {
		const header = await sharp(prepared.bytes).metadata();
		const { depth, space, icc, orientation = 1 } = header;
		assert.deepEqual(
			{ depth, isColor: space === "srgb" || space === "b-w", icc, orientation },
			{ depth: "uchar", isColor: true, icc: undefined, orientation: 1 },
		);
	}
	expectAlike(await decodePixels(prepared.bytes), truth, loss, "sent");
	// A part goes another way than the whole.
	const region = { x: 11, y: 17, width: 70, height: 50 };
	const part = await prepare(file, { maxSide: 1024, region });
	expectAlike(await decodePixels(part.bytes), await extract(truth, region), loss, "a part");
}
