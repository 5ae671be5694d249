import assert from "node:assert/strict";
import fc from "fast-check";
import { readLooseObjects } from "../../src/gemini/replyLooseJson.ts";

describe("readLooseObjects", () => {
	it("reads JSON as JSON.parse does", () => {
		const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 });
		fc.assert(
			fc.property(object, fc.constantFrom(0, 2), (value, indent) => {
				const text = JSON.stringify(value, null, indent);
				assert.equal(JSON.stringify(readLooseObjects(text)), JSON.stringify([JSON.parse(text)]));
			}),
			{ numRuns: 3000, seed: 5 },
		);
	});

	it("begins another object when a key comes again", () => {
		assert.equal(
			JSON.stringify(readLooseObjects('{"a": 1, "b": 2, "a": 3}')),
			'[{"a":1,"b":2},{"a":3}]',
		);
	});

	it("is not led deeper than it can return", () => {
		for (const open of ["[", '{"a":', "{'a':["]) {
			assert.equal(readLooseObjects(`{"a": ${open.repeat(100_000)}`).length, 1);
		}
	});
});
