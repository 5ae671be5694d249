import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { checkSchema, readData } from "../../src/host/readData.ts";

const receipt = {
	$schema: "http://json-schema.org/draft-07/schema#",
	type: "object",
	properties: {
		name: { type: "string" },
		total: { type: ["number", "null"] },
		day: { type: "string", format: "date" },
		"a/b~c": { type: "string" },
		lines: { type: "array", items: { type: "object", properties: { price: { type: "number" } } } },
	},
	required: ["name"],
};

describe("The data in a reply", () => {
	const whole = { name: "Müller", total: null, day: "yesterday", lines: [{ price: 1.5 }] };
	const replies: [what: string, text: string][] = [
		["as it is", JSON.stringify(whole)],
		["in a fence", `\`\`\`json\n${JSON.stringify(whole, undefined, 2)}\n\`\`\``],
		["between prose with brackets", `As seen [1], {so}: ${JSON.stringify(whole)} – and {"x": 1}.`],
	];
	for (const [what, text] of replies) {
		it(`is read ${what}`, async () => {
			assert.deepEqual(await readData(text, receipt), { data: whole });
		});
	}

	it("stays as it came where it does not keep to the schema, and says where", async () => {
		const data = { total: "12.50", lines: [{ price: 1 }, { price: "2" }], "a/b~c": 1 };
		const read = await readData(JSON.stringify(data), receipt);
		assert.deepEqual(read.data, data);
		assert.deepEqual(read.invalid, [
			{ path: "/name", message: "must have required property 'name'" },
			{ path: "/total", message: "must be number,null" },
			{ path: "/a~1b~0c", message: "must be string" },
			{ path: "/lines/1/price", message: "must be number" },
		]);
	});

	it("names the field that is too many", async () => {
		const schema = { type: "object", additionalProperties: false };
		const { invalid } = await readData('{"a/b": 1}', schema);
		assert.deepEqual(invalid, [{ path: "/a~1b", message: "must NOT have additional properties" }]);
	});

	it("cannot be declared valid by the schema", async () => {
		const { invalid } = await readData("1", { $async: true, type: "string" });
		assert.deepEqual(invalid, [{ path: "", message: "must be string" }]);
	});

	it("names the whole as an empty path", async () => {
		const { data, invalid } = await readData("[1]", receipt);
		assert.deepEqual(data, [1]);
		assert.deepEqual(invalid, [{ path: "", message: "must be object" }]);
	});

	it("is read in the same way once bundled, with the validator in a file of its own", async () => {
		const outdir = await mkdtemp(join(tmpdir(), "loupe-data-"));
		try {
			const entry = join(import.meta.dirname, "../../src/host/readData.ts");
			const outExtension = { ".js": ".mjs" };
			await build({
				entryPoints: [entry],
				bundle: true,
				splitting: true,
				format: "esm",
				platform: "node",
				outdir,
				outExtension,
			});
			const url = pathToFileURL(join(outdir, "readData.mjs")).href;
			const bundled = (await import(url)) as typeof import("../../src/host/readData.ts");
			const reply = '{"name": 1}';
			assert.deepEqual(await bundled.readData(reply, receipt), await readData(reply, receipt));
		} finally {
			await rm(outdir, { recursive: true });
		}
	});

	it("is not made up from a reply without whole JSON", async () => {
		for (const text of ["", "I cannot see that.", '{"name": "Mü', "{name: 1}"]) {
			await assert.rejects(readData(text, receipt), { name: "BadReply" });
		}
	});
});

describe("A schema", () => {
	it("is taken as it is, with formats and words nobody knows", async () => {
		const schema = {
			...receipt,
			propertyOrdering: ["name"],
			"x-of-ours": 1,
			$id: "https://a.test/b",
		};
		assert.equal(await checkSchema(schema), schema);
		assert.equal(await checkSchema(schema), schema);
	});

	const refused: [value: unknown, reason: RegExp][] = [
		[undefined, /is an object/],
		["name, date", /is an object/],
		[[], /is an object/],
		[{ type: "text" }, /type/],
		[{ properties: 3 }, /properties/],
		[{ $ref: "https://elsewhere.test/schema.json" }, /elsewhere/],
		[{ type: "string", pattern: "(" }, /regular expression/i],
	];
	for (const [value, reason] of refused) {
		it(`is not ${JSON.stringify(value)}`, async () => {
			await assert.rejects(checkSchema(value), (error: Error & { detail?: string }) => {
				assert.equal(error.name, "Unsupported");
				assert.match(error.detail ?? "", reason);
				return true;
			});
		});
	}
});
