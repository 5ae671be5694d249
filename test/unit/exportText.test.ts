import assert from "node:assert/strict";
import { csv } from "../../src/export/csv.ts";
import { exportFormats, formats } from "../../src/export/formats.ts";
import { json } from "../../src/export/json.ts";
import type { DetectedObject } from "../../src/shared/result.ts";
import { hostileLabels, pictureOf, readPng, ring, textOf } from "../fixtures/exportPictures.ts";

/** RFC 4180 read strictly: CRLF between rows, quotes doubled inside quotes. */
function readCsv(text: string): string[][] {
	const rows: string[][] = [[]];
	const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
	let end = 0;
	for (const [whole, value = "", stop] of text.matchAll(field)) {
		end += whole.length;
		rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
		if (stop === "\r\n") rows.push([]);
	}
	assert.equal(end, text.length, `unread: ${text.slice(end)}`);
	return rows.slice(0, -1);
}

describe("CSV", () => {
	async function rowsOf(objects: DetectedObject[], fileName = "cat.jpg"): Promise<string[][]> {
		const { files } = await csv([pictureOf(objects, { fileName })]);
		return readCsv(await textOf(files, "objects.csv"));
	}

	it("has a row for each object", async () => {
		const rows = await rowsOf([
			{ label: "cat", box: { x: 0, y: 2.346, width: 10, height: 20 } },
			{ label: "tip", point: { x: 0, y: 6 } },
			{ label: "ring", mask: ring },
		]);
		assert.deepEqual(rows, [
			"file,label,task,model,x,y,width,height,point_x,point_y,mask_area".split(","),
			"cat.jpg,cat,segment,gemini-3.8-flash,0,2.35,10,20,,,".split(","),
			"cat.jpg,tip,segment,gemini-3.8-flash,,,,,0,6,".split(","),
			"cat.jpg,ring,segment,gemini-3.8-flash,10,20,5,5,,,24".split(","),
		]);
	});

	it("quotes what must be and starts no formula", async () => {
		const labels = ['a,b "c"', "=1+1", "+cmd|' /C calc'!A0", "-x", "@SUM(1)", "-12.5", "+3", "＝1"];
		const rows = await rowsOf(
			labels.map((label) => ({ label })),
			"=x.jpg",
		);
		assert.deepEqual(
			rows.slice(1).map(([, label]) => label),
			['a,b "c"', "'=1+1", "'+cmd|' /C calc'!A0", "'-x", "'@SUM(1)", "-12.5", "+3", "'＝1"],
		);
		assert.equal(rows[1]?.[0], "'=x.jpg");
	});

	it("takes any label", async () => {
		const rows = await rowsOf(hostileLabels.map((label) => ({ label, point: { x: 1, y: 1 } })));
		assert.equal(rows.length, hostileLabels.length + 1);
		assert.ok(rows.every((row) => row.length === 11));
	});
});

describe("JSON", () => {
	it("holds the result with masks as PNG, and nothing is rounded", async () => {
		const soft = { ...ring, data: ring.data.map((value, at) => (value > 0 ? 255 - at : at)) };
		const box = { x: 1.23456, y: 2, width: 3, height: 4 };
		const objects: DetectedObject[] = [
			{ label: "ring\n", mask: soft },
			{ label: "box", box },
		];
		const { files } = await json([pictureOf(objects, { path: "pets/cat.jpg" })]);
		const file = JSON.parse(await textOf(files, "results.json"));
		assert.equal(file.version, 1);
		const [result] = file.results;
		assert.equal(result.file, "cat.jpg");
		assert.equal(result.path, "pets/cat.jpg");
		assert.deepEqual(result.image, { width: 64, height: 48 });
		assert.equal(result.model.answered, "gemini-3.8-flash");
		assert.equal(result.objects[0].label, "ring\n");
		assert.deepEqual(result.objects[1], { label: "box", box });
		const { png, ...place } = result.objects[0].mask;
		assert.deepEqual(place, { x: 10, y: 20, width: 5, height: 5 });
		assert.deepEqual((await readPng(Buffer.from(png, "base64"))).data, soft.data);
	});
});

describe("every format", () => {
	for (const format of exportFormats) {
		it(`${format} writes something for nothing found, nothing for no pictures, and names files safely`, async () => {
			const bytes = async () => new Uint8Array();
			const objects = hostileLabels.map((label) => ({ label }));
			for (const pictures of [[], [pictureOf([])], [pictureOf(objects, { bytes })]]) {
				const { files } = await formats[format](pictures);
				for (const { path, bytes } of files) {
					assert.doesNotMatch(path, /^\/|\\|(^|\/)\.\.?(\/|$)|:/);
					assert.ok((await bytes()) instanceof Uint8Array);
				}
			}
		});
	}
});
