import assert from "node:assert/strict";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { ExportPicture } from "../../src/export/exportPicture.ts";
import { labelName } from "../../src/export/labelName.ts";
import { voc } from "../../src/export/voc.ts";
import type { DetectedObject, Rect } from "../../src/shared/result.ts";
import { hostileLabels, pictureOf, ring, textOf } from "../fixtures/exportPictures.ts";

interface Annotation {
	folder: string;
	filename: string;
	size: Record<"width" | "height" | "depth", string>;
	segmented: string;
	object: Array<{ name: string; bndbox: Record<"xmin" | "ymin" | "xmax" | "ymax", string> }>;
}

async function write(picture: ExportPicture) {
	const { files, notes } = await voc([picture]);
	const text = await textOf(files, files[0]!.path);
	assert.equal(XMLValidator.validate(text), true);
	const parser = new XMLParser({
		parseTagValue: false,
		isArray: (name) => name === "object",
		processEntities: true,
	});
	const { annotation } = parser.parse(text) as { annotation: Annotation };
	return { notes, annotation, objects: annotation.object ?? [], path: files[0]!.path };
}

/** Back to edges between pixels, as VOC's readers do. */
function boxOf({ bndbox }: Annotation["object"][number]): Rect {
	const [left, top, right, bottom] = [bndbox.xmin, bndbox.ymin, bndbox.xmax, bndbox.ymax].map(
		(value) => {
			assert.match(value, /^[1-9]\d*$/);
			return Number(value);
		},
	) as [number, number, number, number];
	return { x: left - 1, y: top - 1, width: right - left + 1, height: bottom - top + 1 };
}

describe("Pascal VOC", () => {
	it("has one annotation a picture", async () => {
		const { annotation, path } = await write(pictureOf([], { path: "pets/cat.jpg" }));
		assert.equal(path, "Annotations/cat.xml");
		assert.equal(annotation.folder, "pets");
		assert.equal(annotation.filename, "cat.jpg");
		assert.deepEqual(annotation.size, { width: "64", height: "48", depth: "3" });
		assert.equal(annotation.segmented, "0");
	});

	it("counts pixels from one and includes the last", async () => {
		const { objects } = await write(
			pictureOf([
				{ label: "all", box: { x: 0, y: 0, width: 64, height: 48 } },
				{ label: "first", box: { x: 0, y: 0, width: 1, height: 1 } },
			]),
		);
		assert.deepEqual(
			objects.map(({ bndbox }) => bndbox),
			[
				{ xmin: "1", ymin: "1", xmax: "64", ymax: "48" },
				{ xmin: "1", ymin: "1", xmax: "1", ymax: "1" },
			],
		);
	});

	it("brings boxes back within a pixel and inside the picture", async () => {
		const side = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
		const boxes = fc
			.tuple(side(63.9), side(47.9))
			.chain(([x, y]) =>
				fc.tuple(side(64 - x), side(48 - y)).map(([width, height]) => ({ x, y, width, height })),
			)
			.filter(({ x, y, width, height }) => x + width > x && y + height > y);
		await fc.assert(
			fc.asyncProperty(boxes, async (box) => {
				const { objects } = await write(pictureOf([{ label: "cat", box }]));
				const back = boxOf(objects[0]!);
				const edges = ({ x, y, width, height }: Rect) => [x, y, x + width, y + height];
				for (const [index, edge] of edges(back).entries()) {
					assert.ok(Math.abs(edge - edges(box)[index]!) <= 1);
				}
				assert.ok(back.x + back.width <= 64 && back.y + back.height <= 48);
			}),
			{ numRuns: 50, examples: [[{ x: 62.6, y: 47.6, width: 0.01, height: 0.01 }]] },
		);
	});

	it("says the box of a mask, leaves points out, and tells of both", async () => {
		const objects: DetectedObject[] = [
			{ label: "ring", mask: ring },
			{ label: "tip", point: { x: 1, y: 2 } },
			{ label: "none" },
		];
		const { objects: found, notes } = await write(pictureOf(objects));
		assert.deepEqual(found.map(boxOf), [{ x: 10, y: 20, width: 5, height: 5 }]);
		assert.deepEqual(
			notes.map(({ kind, count }) => [kind, count]),
			[
				["shapesAsBoxes", 1],
				["pointsLeftOut", 1],
				["withoutPlace", 1],
			],
		);
	});

	it("gives any label and file name back", async () => {
		const box = { x: 1, y: 1, width: 5, height: 5 };
		const fileName = `<a> & "b" 'c'.jpg`;
		const picture = pictureOf(
			hostileLabels.map((label) => ({ label, box })),
			{ fileName },
		);
		const { objects, annotation, path } = await write(picture);
		assert.equal(path, "Annotations/_a_ & _b_ 'c'.xml");
		assert.equal(annotation.filename, fileName);
		assert.deepEqual(
			objects.map(({ name }) => name),
			hostileLabels.map(labelName),
		);
	});
});
