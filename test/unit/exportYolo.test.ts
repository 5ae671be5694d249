import assert from "node:assert/strict";
import { parse } from "yaml";
import type { ExportOptions, ExportPicture } from "../../src/export/exportPicture.ts";
import { yolo } from "../../src/export/yolo.ts";
import { readYoloNames, writeYoloData } from "../../src/export/yoloData.ts";
import { fillPolygons } from "../../src/image/mask.ts";
import type { DetectedObject, Mask, Point, Rect } from "../../src/shared/result.ts";
import {
	drawn,
	hostileLabels,
	pictureOf,
	rectangle,
	ring,
	textOf,
} from "../fixtures/exportPictures.ts";

async function write(pictures: ExportPicture[], options?: ExportOptions) {
	const { files, notes } = await yolo(pictures, options);
	const data = await textOf(files, "data.yaml");
	const paths = files.map(({ path }) => path);
	const lines = async (path: string) => {
		const rows = (await textOf(files, path)).split("\n").slice(0, -1);
		return rows.map((row) => row.split(" ").map(Number));
	};
	return { files, notes, data, paths, lines, names: parse(data).names as Record<string, string> };
}

function boxed(
	label: string,
	box: Rect = { x: 1, y: 2, width: 10.5, height: 20.25 },
): DetectedObject {
	return { label, box };
}

/** A line's numbers as the box they say in a picture of 64×48. */
function boxOf([, cx = 0, cy = 0, width = 0, height = 0]: number[]): Rect {
	return {
		x: (cx - width / 2) * 64,
		y: (cy - height / 2) * 48,
		width: width * 64,
		height: height * 48,
	};
}

/** Within a hundredth of a pixel. */
function assertNear(found: Rect, wanted: Rect): void {
	for (const key of ["x", "y", "width", "height"] as const) {
		assert.ok(Math.abs(found[key] - wanted[key]) < 0.01, `${key} is ${found[key]}`);
	}
}

function polygonOf([, ...numbers]: number[]): Point[] {
	return numbers.flatMap((x, at) => (at % 2 ? [] : [{ x: x * 64, y: numbers[at + 1]! * 48 }]));
}

/** How many pixels of the picture are in one and not in the other. */
function difference(a: Mask, b: Mask): number {
	let count = 0;
	const has = ({ x: left, y: top, width, height, data }: Mask, x: number, y: number) =>
		x >= left && y >= top && x < left + width && y < top + height
			? data[(y - top) * width + x - left]! > 127
			: false;
	for (let y = 0; y < 48; y++) {
		for (let x = 0; x < 64; x++) if (has(a, x, y) !== has(b, x, y)) count++;
	}
	return count;
}

describe("YOLO", () => {
	it("lays a data set out as Ultralytics looks for it", async () => {
		const { paths, data } = await write([pictureOf([boxed("cat")])]);
		assert.deepEqual(paths, ["data.yaml", "labels/train/cat.txt"]);
		assert.deepEqual(parse(data), {
			train: "images/train",
			val: "images/train",
			names: { 0: "cat" },
		});
	});

	it("says boxes that come back within a hundredth of a pixel", async () => {
		const boxes: Rect[] = [
			{ x: 0, y: 0, width: 64, height: 48 },
			{ x: 12.34, y: 5.67, width: 8.91, height: 30.12 },
			{ x: 63, y: 47, width: 1, height: 1 },
		];
		const { lines } = await write([pictureOf(boxes.map((box) => boxed("cat", box)))]);
		const back = (await lines("labels/train/cat.txt")).map(boxOf);
		for (const [index, box] of boxes.entries()) {
			assertNear(back[index]!, box);
		}
	});

	it("says shapes as polygons that come back to the pixel", async () => {
		const masks = [
			drawn(["##..", "####"], 60, 46),
			ring,
			drawn(["##...##", "##...##", ".......", "...###."], 20, 5),
			drawn(["#"], 0, 0),
		];
		const picture = pictureOf(masks.map((mask) => ({ label: "cat", mask })));
		const { lines, notes } = await write([picture]);
		const rows = await lines("labels/train/cat.txt");
		for (const [index, mask] of masks.entries()) {
			const row = rows[index]!;
			assert.ok(row.length >= 7 && row.length % 2 === 1, `${row.length} numbers`);
			assert.ok(row.every((value) => value >= 0 && value <= 1));
			const filled = fillPolygons([polygonOf(row)], picture.size)!;
			assert.equal(difference(filled, mask), 0, `mask ${index}`);
		}
		assert.deepEqual(notes, []);
	});

	it("says boxes for all where one object has no shape, and tells of it", async () => {
		const objects = [{ label: "ring", mask: ring }, boxed("cat")];
		const { lines, notes } = await write([pictureOf(objects)]);
		const rows = await lines("labels/train/cat.txt");
		assertNear(boxOf(rows[0]!), { x: 10, y: 20, width: 5, height: 5 });
		assert.ok(rows.every((row) => row.length === 5));
		assert.deepEqual(notes, [{ kind: "shapesAsBoxes", name: "cat.jpg", count: 1 }]);
	});

	it("says a box as its corners when polygons are asked for", async () => {
		const { lines, notes } = await write(
			[pictureOf([boxed("cat", { x: 16, y: 12, width: 32, height: 24 })])],
			{
				yolo: "segment",
			},
		);
		const [row] = await lines("labels/train/cat.txt");
		assert.deepEqual(polygonOf(row!), rectangle(16, 12, 32, 24));
		assert.deepEqual(notes, [{ kind: "boxesAsShapes", name: "cat.jpg", count: 1 }]);
	});

	it("writes the largest parts of a shape in very many, and tells of it", async () => {
		const rows = Array.from({ length: 40 }, (_, y) => (y % 2 ? ".".repeat(60) : "#.".repeat(30)));
		const { lines, notes } = await write([pictureOf([{ label: "dust", mask: drawn(rows) }])]);
		const [row] = await lines("labels/train/cat.txt");
		const filled = fillPolygons([polygonOf(row!)], { width: 64, height: 48 })!;
		assert.equal(filled.data.filter((value) => value > 127).length, 128);
		assert.deepEqual(notes, [{ kind: "specksLeftOut", name: "cat.jpg", count: 1 }]);
	});

	it("leaves points out, and tells of it", async () => {
		const { lines, notes } = await write([pictureOf([{ label: "tip", point: { x: 1, y: 1 } }])]);
		assert.deepEqual(await lines("labels/train/cat.txt"), []);
		assert.deepEqual(notes, [{ kind: "pointsLeftOut", name: "cat.jpg", count: 1 }]);
	});

	it("copies pictures beside their labels only when asked", async () => {
		const bytes = async () => Uint8Array.of(1, 2, 3);
		const pictures = [
			pictureOf([], { fileName: "a b.JPG", bytes }),
			pictureOf([], { fileName: "A B.jpg", bytes }),
			pictureOf([], { fileName: "c.png" }),
		];
		const { paths, files, notes } = await write(pictures, { copyPictures: true });
		assert.deepEqual(paths, [
			"data.yaml",
			"labels/train/a b.txt",
			"images/train/a b.JPG",
			"labels/train/A B_2.txt",
			"images/train/A B_2.jpg",
			"labels/train/c.txt",
		]);
		assert.deepEqual(await files[2]?.bytes(), Uint8Array.of(1, 2, 3));
		assert.deepEqual(notes, [{ kind: "withoutPicture", name: "c.png", count: 1 }]);
	});

	it("keeps the class ids of a data.yaml in the folder", async () => {
		const first = await write([pictureOf([boxed("dog"), boxed("cat")])]);
		const { names, lines } = await write([pictureOf([boxed("ant"), boxed("dog")])], {
			earlier: async (path) => (path === "data.yaml" ? first.data : undefined),
		});
		assert.deepEqual(names, { 0: "cat", 1: "dog", 2: "ant" });
		assert.deepEqual(
			(await lines("labels/train/cat.txt")).map(([id]) => id),
			[2, 1],
		);
	});

	const written: Array<[text: string, names: Record<string, number> | undefined]> = [
		["names:\n  0: cat # soft\n  3: 'it''s'\nnc: 2\n", { cat: 0, "it's": 3 }],
		['path: x\nnames:\n- cat\n- "a \\"b\\""\ntrain: y', { cat: 0, 'a "b"': 1 }],
		["names: [cat, 'a, b', \"c\"]", { cat: 0, "a, b": 1, c: 2 }],
		["names: {}\n", {}],
		["names: classes.txt", undefined],
		["names:\n  0: [cat]\n", undefined],
		["names:\n  0: >\n    cat\n", undefined],
		["train: x", undefined],
	];
	for (const [text, names] of written) {
		it(`reads the names of ${JSON.stringify(text)}`, () => {
			const read = readYoloNames(text);
			assert.deepEqual(read && Object.fromEntries(read), names);
		});
	}

	it("says when a data.yaml in the folder is not understood", async () => {
		const { notes } = await write([pictureOf([boxed("cat")])], { earlier: async () => "?" });
		assert.deepEqual(notes, [{ kind: "earlierUnread", name: "data.yaml", count: 1 }]);
	});

	it("takes any label, and reads its own names back", async () => {
		const { names, lines, data } = await write([
			pictureOf(hostileLabels.map((label) => boxed(label))),
		]);
		const rows = await lines("labels/train/cat.txt");
		assert.equal(rows.length, hostileLabels.length);
		for (const [id] of rows) assert.equal(typeof names[id!], "string");
		const read = readYoloNames(data)!;
		assert.deepEqual(Object.fromEntries([...read].map(([name, id]) => [id, name])), names);
		assert.equal(writeYoloData(read), data);
	});
});
