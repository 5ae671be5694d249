import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import type { ExportPicture } from "../../src/export/exportPicture.ts";
import { labelme } from "../../src/export/labelme.ts";
import {
	drawn,
	hostileLabels,
	pictureOf,
	readPng,
	rectangle,
	ring,
	textOf,
} from "../fixtures/exportPictures.ts";

interface LabelmeFile {
	imagePath: string;
	imageData: null;
	imageHeight: number;
	imageWidth: number;
	shapes: Array<{
		label: string;
		points: number[][];
		shape_type: string;
		group_id: number | null;
		mask: string | null;
	}>;
}

const schema = new URL("../fixtures/labelme.schema.json", import.meta.url);
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(await readFile(schema, "utf8")));

async function write(picture: ExportPicture): Promise<LabelmeFile> {
	const { files } = await labelme([picture]);
	const file = JSON.parse(await textOf(files, files[0]!.path)) as LabelmeFile;
	assert.ok(validate(file), JSON.stringify(validate.errors));
	return file;
}

describe("labelme", () => {
	it("points to the picture and holds none of it", async () => {
		const { files } = await labelme([pictureOf([])]);
		assert.deepEqual(
			files.map(({ path }) => path),
			["cat.json"],
		);
		const file = await write(pictureOf([], { path: "../pets/cat.jpg" }));
		assert.equal(file.imagePath, "../pets/cat.jpg");
		assert.equal(file.imageData, null);
		assert.deepEqual([file.imageWidth, file.imageHeight], [64, 48]);
	});

	it("draws boxes as rectangles and points as points", async () => {
		const { shapes } = await write(
			pictureOf([
				{ label: "cat", box: { x: 1.234, y: 2, width: 10, height: 20 } },
				{ label: "tip", point: { x: 5, y: 6.789 } },
			]),
		);
		assert.deepEqual(
			shapes.map(({ label, shape_type, points }) => [label, shape_type, points]),
			[
				[
					"cat",
					"rectangle",
					[
						[1.23, 2],
						[11.23, 22],
					],
				],
				["tip", "point", [[5, 6.79]]],
			],
		);
	});

	it("draws shapes as polygons, the parts of one object as a group", async () => {
		const outline = [rectangle(1, 1, 5, 5), rectangle(20, 20, 5, 5)];
		const { shapes } = await write(
			pictureOf([
				{ label: "a", mask: drawn(["##"], 3, 4) },
				{ label: "b", outline },
			]),
		);
		assert.deepEqual(
			shapes.map(({ shape_type, points, group_id }) => [shape_type, points[0], group_id]),
			[
				["polygon", [3, 4], null],
				["polygon", [1, 1], 1],
				["polygon", [20, 20], 1],
			],
		);
	});

	it("draws a shape with holes as a mask from its first to its last pixel", async () => {
		const soft = { ...ring, data: ring.data.map((value) => (value > 0 ? 200 : 100)) };
		const [shape] = (await write(pictureOf([{ label: "ring", mask: soft }]))).shapes;
		assert.equal(shape?.shape_type, "mask");
		assert.deepEqual(shape?.points, [
			[10, 20],
			[14, 24],
		]);
		const png = await readPng(Buffer.from(shape?.mask ?? "", "base64"));
		assert.deepEqual([png.width, png.height, png.channels], [5, 5, 1]);
		// Whatever is not 0 counts for labelme.
		assert.deepEqual(
			[...png.data].map((value) => value > 0),
			[...ring.data].map((value) => value > 0),
		);
	});

	it("takes any label", async () => {
		const box = { x: 1, y: 1, width: 5, height: 5 };
		const { shapes } = await write(pictureOf(hostileLabels.map((label) => ({ label, box }))));
		assert.equal(shapes.length, hostileLabels.length);
	});

	it("names the files of pictures that differ in extension only", async () => {
		const { files } = await labelme([pictureOf([]), pictureOf([], { fileName: "Cat.png" })]);
		assert.deepEqual(
			files.map(({ path }) => path),
			["cat.json", "Cat_2.json"],
		);
	});
});
