import assert from "node:assert/strict";
import sharp from "sharp";
import type { ExportFile } from "../../src/export/exportPicture.ts";
import { masks } from "../../src/export/png.ts";
import {
	drawn,
	hostileLabels,
	pictureOf,
	readPng,
	rectangle,
	ring,
} from "../fixtures/exportPictures.ts";

async function solid({ alpha = 255 } = {}): Promise<Uint8Array> {
	const data = Uint8Array.from({ length: 64 * 48 * 4 }, (_, at) => [100, 50, 0, alpha][at % 4]!);
	return sharp(data, { raw: { width: 64, height: 48, channels: 4 } })
		.png()
		.toBuffer();
}

async function pixelsOf(files: readonly ExportFile[], path: string) {
	const file = files.find((candidate) => candidate.path === path);
	assert.ok(file, `no ${path}`);
	const { width, height, channels, data } = await readPng(await file.bytes());
	const at = (x: number, y: number) => [
		...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels),
	];
	return { width, height, channels, data, at };
}

describe("mask and overlay pictures", () => {
	it("are named after label and index as in Google's example", async () => {
		const objects = [
			{ label: "wooden bowl", mask: ring },
			{ label: "box", box: { x: 1, y: 1, width: 5, height: 5 } },
			{ label: "wooden bowl", outline: [rectangle(1, 1, 9, 9)] },
		];
		const { files, notes } = await masks([pictureOf(objects, { bytes: solid })]);
		assert.deepEqual(
			files.map(({ path }) => path),
			[
				"wooden bowl_0_mask.png",
				"wooden bowl_0_overlay.png",
				"wooden bowl_2_mask.png",
				"wooden bowl_2_overlay.png",
				"overlay.png",
			],
		);
		assert.deepEqual(notes, [{ kind: "withoutMask", name: "cat.jpg", count: 1 }]);
	});

	it("hold the probabilities in the size of the box, grey", async () => {
		const data = Uint8Array.of(0, 1, 127, 128, 254, 255);
		const mask = { x: 3, y: 4, width: 3, height: 2, data };
		const { files } = await masks([pictureOf([{ label: "a", mask }])]);
		const picture = await pixelsOf(files, "a_0_mask.png");
		assert.deepEqual([picture.width, picture.height, picture.channels], [3, 2, 1]);
		assert.deepEqual([...picture.data], [...data]);
	});

	it("lay white at alpha 200 over what is above the cut", async () => {
		const mask = { x: 62, y: 46, width: 2, height: 2, data: Uint8Array.of(127, 128, 0, 255) };
		const { files } = await masks([pictureOf([{ label: "a", mask }], { bytes: solid })]);
		const { width, height, channels, at } = await pixelsOf(files, "a_0_overlay.png");
		assert.deepEqual([width, height, channels], [64, 48, 3]);
		// 255 × 200/255 + 100 × 55/255, and so on.
		const over = [222, 211, 200];
		assert.deepEqual(
			[at(62, 46), at(63, 46), at(62, 47), at(63, 47)],
			[[100, 50, 0], over, [100, 50, 0], over],
		);
	});

	it("keep what is see-through, and show masks over it", async () => {
		const bytes = () => solid({ alpha: 0 });
		const { files } = await masks([pictureOf([{ label: "a", mask: drawn(["#"]) }], { bytes })]);
		const { at } = await pixelsOf(files, "a_0_overlay.png");
		assert.deepEqual(at(0, 0), [255, 255, 255, 200]);
		assert.equal(at(1, 0)[3], 0);
	});

	it("show all objects together, each label in a colour of its own", async () => {
		const objects = [
			{ label: "a", mask: drawn(["#"], 0, 0) },
			{ label: "b", mask: drawn(["#"], 5, 0) },
			{ label: "a", mask: drawn(["#"], 9, 0) },
		];
		const { files } = await masks([pictureOf(objects, { bytes: solid })]);
		const { at } = await pixelsOf(files, "overlay.png");
		assert.deepEqual(at(0, 0), at(9, 0));
		assert.notDeepEqual(at(0, 0), at(5, 0));
		assert.notDeepEqual(at(0, 0), [100, 50, 0]);
		assert.deepEqual(at(1, 0), [100, 50, 0]);
	});

	it("read the picture once for all overlays, and not at all for masks", async () => {
		let reads = 0;
		const bytes = () => {
			reads++;
			return solid();
		};
		const objects = ["a", "b", "c"].map((label) => ({ label, mask: ring }));
		const { files } = await masks([pictureOf(objects, { bytes })]);
		await files[0]?.bytes();
		assert.equal(reads, 0);
		await Promise.all(files.map((file) => file.bytes()));
		assert.equal(reads, 1);
	});

	it("are masks only where the picture is not at hand, and that is told", async () => {
		const { files, notes } = await masks([pictureOf([{ label: "a", mask: ring }])]);
		assert.deepEqual(
			files.map(({ path }) => path),
			["a_0_mask.png"],
		);
		assert.deepEqual(notes, [{ kind: "withoutPicture", name: "cat.jpg", count: 1 }]);
	});

	it("have a folder for each of several pictures", async () => {
		const { files } = await masks([
			pictureOf([{ label: "a", mask: ring }]),
			pictureOf([{ label: "a", mask: ring }], { fileName: "CAT.png" }),
		]);
		assert.deepEqual(
			files.map(({ path }) => path),
			["cat/a_0_mask.png", "CAT_2/a_0_mask.png"],
		);
	});

	it("have names that every system takes, whatever the label", async () => {
		const objects = [...hostileLabels, "a", "A", "a_1"].map((label) => ({ label, mask: ring }));
		const { files } = await masks([pictureOf(objects, { bytes: solid })]);
		for (const { path } of files) {
			assert.doesNotMatch(path, /[<>:"/\\|?*\p{Cc}\u202a-\u202e\u2066-\u2069]|^[. ]|[. ]$/u);
			assert.ok(Buffer.byteLength(path) <= 120, path);
			assert.ok(path.isWellFormed());
		}
		assert.equal(new Set(files.map(({ path }) => path.toLowerCase())).size, files.length);
		assert.equal(files.length, objects.length * 2 + 1);
	});
});
