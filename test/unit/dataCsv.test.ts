import assert from "node:assert/strict";
import fc from "fast-check";
import { dataCsv } from "../../src/export/dataCsv.ts";
import { dataText } from "../../src/host/copyData.ts";

const lines = (data: unknown): string[] => dataCsv(data).split("\r\n").slice(0, -1);

describe("dataCsv", () => {
	it("writes a row for each entry under the columns of all", () => {
		assert.deepEqual(lines([{ a: 1, b: "x" }, { c: true, a: null }, { b: 2.5 }]), [
			"a,b,c",
			"1,x,",
			",,true",
			",2.5,",
		]);
	});

	it("spreads objects over dotted columns and keeps lists as JSON", () => {
		const data = [{ at: { city: "Seoul", geo: { lat: 37.5 } }, tags: ["a", "b"], none: {} }];
		assert.deepEqual(lines(data), [
			"at.city,at.geo.lat,tags,none",
			'Seoul,37.5,"[""a"",""b""]",{}',
		]);
	});

	it("writes one row for an object, and the list of one that holds nothing else", () => {
		assert.deepEqual(lines({ name: "Kim", items: [{ x: 1 }] }), [
			"name,items",
			'Kim,"[{""x"":1}]"',
		]);
		assert.deepEqual(lines({ items: [{ x: 1 }, { x: 2 }] }), ["x", "1", "2"]);
		assert.deepEqual(lines({ tags: ["a", "b"] }), ["tags", "a", "b"]);
		assert.deepEqual(lines(["a", null, 3]), ["value", "a", "", "3"]);
		assert.deepEqual(lines("one"), ["value", "one"]);
	});

	it("quotes commas, quotes and line ends", () => {
		assert.deepEqual(lines([{ 'a"b': "x,y" }]), ['"a""b"', '"x,y"']);
		assert.equal(dataCsv([{ a: "one\r\ntwo" }]), 'a\r\n"one\r\ntwo"\r\n');
	});

	it("hands no formula to a spreadsheet, in names as in values, but leaves numbers alone", () => {
		const data = [{ "=cmd()": "=1+1", b: "@SUM(A1)", c: "-12.5", d: "+49 30", e: "\t=x", f: -3 }];
		assert.deepEqual(lines(data), ["'=cmd(),b,c,d,e,f", "'=1+1,'@SUM(A1),-12.5,'+49 30,'\t=x,-3"]);
	});

	it("gives a reader back as many cells a row as there are columns, whatever the data", () => {
		fc.assert(
			fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (data) => {
				const [head, ...rows] = readCsv(dataCsv(data));
				assert.equal(rows.length, data.length);
				for (const row of rows) assert.equal(row.length, head?.length);
			}),
		);
	});
});

describe("dataText", () => {
	it("is JSON, or CSV with one chosen label a row", () => {
		const chosen = { labels: ["cat", "dog"], confidence: { cat: "high" } };
		assert.deepEqual(JSON.parse(dataText(chosen, "json")), chosen);
		assert.equal(dataText(chosen, "csv"), "label,confidence\r\ncat,high\r\ndog,\r\n");
		assert.equal(dataText({ labels: ["cat"] }, "csv"), "labels\r\ncat\r\n");
	});
});

/** Reads CSV as RFC 4180 has it. */
function readCsv(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	for (const [, quoted, plain = "", end] of text.matchAll(
		/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
	)) {
		row.push(quoted?.replaceAll('""', '"') ?? plain);
		if (end === ",") continue;
		rows.push(row);
		row = [];
	}
	return rows;
}
