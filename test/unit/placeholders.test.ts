import assert from "node:assert/strict";
import fc from "fast-check";
import { fillPlaceholders, placeholdersIn } from "../../src/webview/placeholders.ts";

/** A placeholder as settings write it. */
const blank = (name: string): string => `\${${name}}`;

describe("fillPlaceholders", () => {
	const values = { label: "apple", fileName: "still life.png", width: "840", height: "" };

	it("puts in what is known", () => {
		const prompt = `The ${blank("label")} of ${blank(" fileName ")}, ${blank("label")}`;
		assert.deepEqual(fillPlaceholders(prompt, values), {
			text: "The apple of still life.png, apple",
			open: [],
		});
	});

	it("leaves the rest and says where it is in the text that comes out", () => {
		const prompt = `${blank("width")} × ${blank("height")} of ${blank("thing")}`;
		const { text, open } = fillPlaceholders(prompt, values);
		assert.equal(text, `840 × ${blank("height")} of ${blank("thing")}`);
		assert.deepEqual(
			open.map(([from, to]) => text.slice(from, to)),
			[blank("height"), blank("thing")],
		);
	});

	it("does not fill what it has put in, and knows no names but its own", () => {
		const tricky = { label: blank("width"), width: "840" };
		const filled = fillPlaceholders(blank("label"), tricky);
		assert.deepEqual(filled, { text: blank("width"), open: [] });
		for (const name of ["constructor", "__proto__", "toString", ""]) {
			assert.equal(fillPlaceholders(blank(name), values).open.length, 1);
		}
	});

	it("changes nothing but placeholders, whatever the text", () => {
		const piece = fc.oneof(
			fc.string(),
			fc.constantFrom("$", "{", "}", "${", blank("label"), blank("x"), "👩‍👩‍👧"),
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const prompt = pieces.join("");
				const { text, open } = fillPlaceholders(prompt, { label: "apple" });
				const known = [...prompt.matchAll(/\$\{\s*label\s*\}/g)].length;
				assert.equal(open.length, placeholdersIn(prompt).length - known);
				for (const [from, to] of open) assert.match(text.slice(from, to), /^\$\{[^{}]*\}$/);
				assert.equal(fillPlaceholders(prompt, {}).text, prompt);
			}),
		);
	});
});
