import assert from "node:assert/strict";
import fc from "fast-check";
import {
	countRuns,
	decodeRle,
	encodeRle,
	fillRuns,
	packCounts,
	unpackCounts,
} from "../../src/image/rle.ts";
import type { Mask, Size } from "../../src/shared/result.ts";
import { loadCocoMaskApi } from "../fixtures/cocoMaskApi.ts";
import { drawn, ring } from "../fixtures/exportPictures.ts";

/** Masks of any place and content, touching the picture's borders as often as not. */
const placed = fc
	.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
	.chain((picture) =>
		fc
			.record({
				x: fc.integer({ min: 0, max: picture.width - 1 }),
				y: fc.integer({ min: 0, max: picture.height - 1 }),
			})
			.chain(({ x, y }) =>
				fc
					.record({
						width: fc.integer({ min: 1, max: picture.width - x }),
						height: fc.integer({ min: 1, max: picture.height - y }),
					})
					.chain(({ width, height }) =>
						fc
							.array(fc.constantFrom(0, 127, 128, 255), {
								minLength: width * height,
								maxLength: width * height,
							})
							.map((values) => ({
								picture,
								mask: { x, y, width, height, data: Uint8Array.from(values) },
							})),
					),
			),
	);

/** The mask over the whole picture, 0 or 1. */
function whole(mask: Mask, picture: Size): number[] {
	return Array.from({ length: picture.width * picture.height }, (_, index) => {
		const x = (index % picture.width) - mask.x;
		const y = Math.floor(index / picture.width) - mask.y;
		if (x < 0 || y < 0 || x >= mask.width || y >= mask.height) return 0;
		return mask.data[y * mask.width + x]! > 127 ? 1 : 0;
	});
}

describe("COCO run lengths", () => {
	it("run down the columns, outside first", () => {
		const picture = { width: 3, height: 3 };
		assert.deepEqual(countRuns(drawn(["#.", "##"], 1, 1), picture), [4, 2, 2, 1]);
		assert.deepEqual(countRuns(drawn(["###", "###", "###"]), picture), [0, 9]);
		assert.deepEqual(countRuns(drawn(["."], 2, 2), picture), [9]);
	});

	it("leave out what lies outside the picture", () => {
		const picture = { width: 2, height: 2 };
		assert.deepEqual(countRuns(drawn(["###", "###", "###"], -1, -1), picture), [0, 4]);
		assert.deepEqual(countRuns(drawn(["##"], 1, 1), picture), [3, 1]);
		assert.deepEqual(countRuns(drawn(["##"], 5, 5), picture), [4]);
	});

	it("are told in COCO's text", () => {
		// From the definition: 31 needs a second character for its sign, 1024 has two empty groups.
		assert.equal(packCounts([31]), "o0");
		assert.equal(packCounts([1024]), "PP1");
		// The fourth is told as its difference to the second.
		assert.equal(packCounts([5, 4, 5, 3]), "545O");
		assert.deepEqual(unpackCounts("545O"), [5, 4, 5, 3]);
	});

	it("come back from their text, up to the largest picture", () => {
		const counts = fc.array(fc.integer({ min: 0, max: 2 ** 28 }));
		fc.assert(
			fc.property(counts, (runs) => {
				assert.deepEqual(unpackCounts(packCounts(runs)), runs);
			}),
		);
	});

	it("give the mask back", () => {
		fc.assert(
			fc.property(placed, ({ mask, picture }) => {
				const back = decodeRle(encodeRle(mask, picture));
				assert.deepEqual(
					[...back.data].map((value) => value / 255),
					whole(mask, picture),
				);
			}),
		);
	});

	it("are read by coco-maskapi as we mean them", async () => {
		const decode = await loadCocoMaskApi();
		fc.assert(
			fc.property(placed, ({ mask, picture }) => {
				const { counts, size } = encodeRle(mask, picture);
				assert.deepEqual(decode(counts, size), whole(mask, picture));
			}),
		);
		const picture = { width: 200, height: 150 };
		const { counts, size } = encodeRle(ring, picture);
		assert.deepEqual(decode(counts, size), whole(ring, picture));
	});

	const refused: Array<[what: string, read: () => unknown]> = [
		["a text with a blank in it", () => unpackCounts("1 2")],
		["a text that is cut short", () => unpackCounts("P")],
		["a number without end", () => unpackCounts("PPPPPPPPPP1")],
		["runs longer than the picture", () => fillRuns([3, 2], { width: 2, height: 2 })],
		["runs shorter than the picture", () => fillRuns([3], { width: 2, height: 2 })],
		["runs below zero", () => fillRuns([6, -2], { width: 2, height: 2 })],
	];
	for (const [what, read] of refused) {
		it(`are refused as ${what}`, () => {
			assert.throws(read, { name: "Unsupported" });
		});
	}
});
