import assert from "node:assert/strict";
import { schemaFromNames } from "../../src/shared/schemaFromNames.ts";

const text = { type: ["string", "null"] };

describe("schemaFromNames", () => {
	it("makes text of what has no type, and asks for all but what may be missing", () => {
		assert.deepEqual(schemaFromNames("name, date?, total: number, count: integer?, paid:boolean"), {
			type: "object",
			properties: {
				name: text,
				date: text,
				total: { type: ["number", "null"] },
				count: { type: ["integer", "null"] },
				paid: { type: ["boolean", "null"] },
			},
			required: ["name", "total", "paid"],
		});
	});

	it("makes lists, and groups of fields within braces", () => {
		assert.deepEqual(
			schemaFromNames("tags[], sizes[]: number, items[] { title\n price: number }"),
			{
				type: "object",
				properties: {
					tags: { type: "array", items: { type: "string" } },
					sizes: { type: "array", items: { type: "number" } },
					items: {
						type: "array",
						items: {
							type: "object",
							properties: { title: text, price: { type: ["number", "null"] } },
							required: ["title", "price"],
						},
					},
				},
				required: ["tags", "sizes", "items"],
			},
		);
	});

	it("reads lines, spaces within names, commas at the end and other scripts", () => {
		const names = (typed: string) =>
			Object.keys((schemaFromNames(typed)?.properties ?? {}) as object);
		assert.deepEqual(names("  invoice number \n\n due-date,\n"), ["invoice number", "due-date"]);
		assert.deepEqual(names("名前、日付，合計"), ["名前", "日付", "合計"]);
		assert.deepEqual(names("__proto__, constructor"), ["__proto__", "constructor"]);
	});

	for (const typed of [
		"",
		" , ,",
		"name: colour",
		"a, a",
		"a {",
		"a { b",
		"a {}",
		"a }",
		"a b: c: d",
		'{"type":"object"}',
		"a[2]",
		"[]",
		"?",
	]) {
		it(`is no schema of ${JSON.stringify(typed)}`, () => {
			assert.equal(schemaFromNames(typed), undefined);
		});
	}
});
