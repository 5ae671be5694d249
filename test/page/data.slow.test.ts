import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { dataRows } from "../../src/webview/dataRows.ts";
import { schemaFields } from "../../src/webview/schemaFields.ts";
import { open } from "./bed.ts";
import { classifyRun, invoiceRun, invoiceSchema } from "./dataExamples.ts";

/** The line of a field: what stands beside its name. */
const lineOf = (log: Locator, name: string): Locator =>
	log.getByRole("row").filter({ has: log.page().getByRole("rowheader", { name, exact: true }) });

describe("A classification's answer", () => {
	it("is a chip a label, with the model's word only where it gave one", async () => {
		const data = { labels: ["cat", "dog"], confidence: { dog: "likely" } };
		const { page } = await open({ state: { runs: [classifyRun({ data })] } });
		const chips = page.getByRole("list", { name: "Labels that fit" }).getByRole("listitem");
		assert.deepEqual(await chips.allTextContents(), ["cat", "doglikely"]);
	});

	it("says that none fits", async () => {
		const { page } = await open({ state: { runs: [classifyRun({ data: { labels: [] } })] } });
		await page.getByRole("log").getByText("None of the labels fits").waitFor();
	});

	it("says nothing that a damaged answer does not", async () => {
		const broken = [null, 7, { labels: "cat", confidence: ["cat"] }, { labels: [1, "dog"] }];
		const runs = broken.map((data) => classifyRun({ data }));
		const { page } = await open({ state: { runs } });
		const chips = page.getByRole("list", { name: "Labels that fit" }).getByRole("listitem");
		assert.deepEqual(await chips.allTextContents(), ["dog"]);
	});
});

describe("Extracted data", () => {
	it("is a line a field and a table a list; faults are told in words where they are", async () => {
		const { page } = await open({ width: 1280, height: 1400, state: { runs: [invoiceRun()] } });
		const log = page.getByRole("log");
		assert.match((await lineOf(log, "number").innerText()).replace(/\s+/g, " "), /2026-0117/);
		assert.match(await lineOf(log, "date").innerText(), /nothing/);
		assert.match(await lineOf(log, "total").innerText(), /29\.60\s+must be number/);
		assert.match(await lineOf(log, "dueDate").innerText(), /missing/);
		assert.match(await lineOf(log, "taxId").innerText(), /missing/);
		assert.match(await lineOf(log, "city").innerText(), /Jakarta/);
		const items = page.getByRole("region", { name: "items" });
		assert.deepEqual(await items.getByRole("columnheader").allTextContents(), [
			"title",
			"count",
			"price",
		]);
		const rows = await items.getByRole("row").allInnerTexts();
		assert.match(rows[2] ?? "", /Apple\s+three\s+must be integer\s+0\.8/);
		assert.match(rows[3] ?? "", /Banana\s+4\s+missing/);
		const text = (await log.innerText()).split("must be").length - 1;
		assert.equal(text, 2, "each fault once");
	});

	it("says what is wrong with the whole, and with places that are not shown", async () => {
		const invalid = [
			{ path: "", message: "must be object" },
			{ path: "/gone/3/x", message: "must be string" },
		];
		const { page } = await open({ state: { runs: [invoiceRun({ data: [1, 2], invalid })] } });
		const log = page.getByRole("log");
		await log.getByText("must be object").waitFor();
		await log.getByText("gone › 4 › x: must be string").waitFor();
		await log.getByText("1, 2").waitFor();
	});

	it("is copied as JSON and as CSV, by keyboard", async () => {
		const run = invoiceRun();
		const { page, host } = await open({ state: { runs: [run] } });
		for (const name of ["Copy as JSON", "Copy as CSV"]) {
			await page.getByRole("button", { name }).focus();
			await page.keyboard.press("Enter");
		}
		assert.deepEqual(host.calls, [
			["copyData", run.id, "json"],
			["copyData", run.id, "csv"],
		]);
	});

	it("stays inside the panel whatever is in it, as text", async () => {
		const hostile = "\u202e<script>alert(1)</script><img src=x onerror=alert(1)>";
		const wide = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`column ${at}`, at]));
		const data = {
			[hostile]: hostile,
			["n".repeat(1_000_000)]: "v".repeat(1_000_000),
			rows: Array.from({ length: 300 }, () => wide),
			deep: JSON.parse(`${'{"a":'.repeat(60)}1${"}".repeat(60)}`),
			mixed: [1, { a: [hostile] }],
			empty: {},
		};
		const opened = await open({
			state: { runs: [invoiceRun({ data, schema: {}, invalid: [] })] },
		});
		const { page } = opened;
		const log = page.getByRole("log");
		await log.getByRole("region", { name: "rows" }).waitFor();
		const panel = page.getByRole("complementary");
		assert(await panel.evaluate((one) => one.scrollWidth <= one.clientWidth));
		assert(await log.evaluate((one) => one.scrollWidth <= one.clientWidth));
		const text = (await log.textContent()) ?? "";
		assert.doesNotMatch(text, /\u202e/);
		assert.equal(await page.locator("img[src=x], #app script").count(), 0);
		await log.getByText("and 100 more", { exact: true }).waitFor();
		await log.getByText("and 20 more columns").waitFor();
		const longest = await log
			.locator(".value-text")
			.evaluateAll((all) => Math.max(...all.map((one) => one.textContent.length)));
		assert(longest <= 601);
	});

	it("scrolls a wide list in itself, by keyboard too", async () => {
		const wide = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`column ${at}`, at]));
		const opened = await open({ state: { runs: [invoiceRun({ data: [wide], invalid: [] })] } });
		const list = opened.page.getByRole("region", { name: "Extracted list" });
		await opened.page.getByRole("button", { name: "Copy as JSON" }).focus();
		await opened.page.keyboard.press("Shift+Tab");
		assert(await list.evaluate((one) => one === document.activeElement));
		await opened.page.keyboard.press("ArrowRight");
		await opened.page.waitForFunction(
			() => (document.querySelector(".records")?.scrollLeft ?? 0) > 0,
		);
	});
});

describe("dataRows", () => {
	it("names every place by its JSON Pointer", () => {
		const { rows } = dataRows({ "a/b": { "~": 1 }, list: [{ x: { y: 2 } }] }, undefined);
		assert.deepEqual(
			rows.map(({ path, name, depth, kind }) => [path, name, depth, kind]),
			[
				["/a~1b", "a/b", 0, "group"],
				["/a~1b/~0", "~", 1, "value"],
				["/list", "list", 0, "records"],
			],
		);
		const list = rows[2];
		assert(list?.kind === "records");
		assert.deepEqual(list.records.columns, ["x.y"]);
		assert.equal(list.records.rows[0]?.[0]?.path, "/list/0/x/y");
	});

	it("says when it leaves lines out", () => {
		const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, at]));
		const { rows, isCut } = dataRows(many, undefined);
		assert(isCut && rows.length < 250);
		assert(!dataRows({ a: 1 }, undefined).isCut);
	});

	it("adds nothing but what the schema asks for", () => {
		const { rows } = dataRows({ number: "1", total: 2 }, invoiceSchema);
		assert.deepEqual(
			rows.filter(({ kind }) => kind === "missing").map(({ name }) => name),
			["dueDate"],
		);
	});
});

describe("schemaFields", () => {
	it("goes into groups, lists and references, and not in circles", () => {
		const names = schemaFields(invoiceSchema, 50).map(({ name, depth }) => `${depth} ${name}`);
		assert.deepEqual(names.slice(0, 9), [
			"0 number",
			"0 date",
			"0 seller",
			"1 name",
			"1 address",
			"2 city",
			"0 items",
			"1 title",
			"1 count",
		]);
		const circle = { properties: { again: { $ref: "#" } }, $defs: { a: { $ref: "#/$defs/a" } } };
		assert.equal(schemaFields(circle, 50).length, 4);
		assert.deepEqual(schemaFields({ $ref: "#/$defs/a", ...circle }, 50), []);
	});

	it("calls types what they are", () => {
		const properties = {
			one: { anyOf: [{ type: "null" }, { type: "integer" }] },
			many: { type: ["string", "number"] },
			any: {},
			choice: { enum: ["a", 2] },
			lists: { type: "array", items: { type: "array", items: { type: "boolean" } } },
		};
		const types = schemaFields({ properties, required: ["one"] }, 50).map(
			({ type, isList, isRequired }) => [type.kind, isList, isRequired],
		);
		assert.deepEqual(types, [
			["integer", false, true],
			["any", false, false],
			["any", false, false],
			["choice", false, false],
			["boolean", true, false],
		]);
	});
});
