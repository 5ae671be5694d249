import assert from "node:assert/strict";
import { coco } from "../../src/export/coco.ts";
import type { CocoFile } from "../../src/export/cocoFile.ts";
import type { ExportOptions, ExportPicture } from "../../src/export/exportPicture.ts";
import { signedArea } from "../../src/image/contour.ts";
import type { Rle } from "../../src/image/rle.ts";
import type { DetectedObject } from "../../src/shared/result.ts";
import { loadCocoMaskApi } from "../fixtures/cocoMaskApi.ts";
import {
	drawn,
	hostileLabels,
	pictureOf,
	rectangle,
	ring,
	textOf,
} from "../fixtures/exportPictures.ts";

async function write(pictures: ExportPicture[], options?: ExportOptions) {
	const { files, notes } = await coco(pictures, options);
	assert.deepEqual(
		files.map(({ path }) => path),
		["instances.json"],
	);
	const text = await textOf(files, "instances.json");
	return { text, notes, file: JSON.parse(text) as CocoFile };
}

function boxed(label: string, x = 1): DetectedObject {
	return { label, box: { x, y: 2, width: 10.5, height: 20.25 } };
}

function idsOf({ categories }: CocoFile): Record<string, number> {
	return Object.fromEntries(categories.map(({ name, id }) => [name, id]));
}

describe("COCO", () => {
	it("has the documented fields", async () => {
		const date = new Date("2026-01-02T03:04:05Z");
		const { file } = await write([pictureOf([boxed("cat")])], { date });
		assert.deepEqual(file, {
			info: {
				description: "Exported by Loupe",
				version: "1.0",
				year: 2026,
				date_created: "2026-01-02T03:04:05.000Z",
			},
			licenses: [],
			images: [{ id: 1, file_name: "cat.jpg", width: 64, height: 48 }],
			annotations: [
				{
					id: 1,
					image_id: 1,
					category_id: 1,
					bbox: [1, 2, 10.5, 20.25],
					area: 212.63,
					segmentation: [],
					iscrowd: 0,
				},
			],
			categories: [{ supercategory: "", id: 1, name: "cat" }],
		});
	});

	it("says a mask without holes as polygons around exactly its pixels", async () => {
		const mask = drawn(["##..", "####"], 30, 10);
		const { file } = await write([pictureOf([{ label: "step", mask }])]);
		const [annotation] = file.annotations;
		assert.deepEqual(annotation?.bbox, [30, 10, 4, 2]);
		assert.equal(annotation?.area, 6);
		assert.deepEqual(annotation?.segmentation, [[30, 10, 32, 10, 32, 11, 34, 11, 34, 12, 30, 12]]);
	});

	it("keeps an outline as the model drew it", async () => {
		const outline = [rectangle(10.25, 10, 20.5, 10), rectangle(40, 10, 5, 5)];
		const { file } = await write([pictureOf([{ label: "two", outline }])]);
		assert.deepEqual(file.annotations[0]?.segmentation, [
			[10.25, 10, 30.75, 10, 30.75, 20, 10.25, 20],
			[40, 10, 45, 10, 45, 15, 40, 15],
		]);
	});

	it("says holes as run lengths that coco-maskapi reads", async () => {
		const decode = await loadCocoMaskApi();
		const outline = [rectangle(5, 5, 30, 30), rectangle(10, 10, 10, 10)];
		const { file } = await write([
			pictureOf([
				{ label: "ring", mask: ring },
				{ label: "frame", outline },
			]),
		]);
		const inside = file.annotations.map(({ segmentation, area }) => {
			const { counts, size } = segmentation as Rle;
			assert.deepEqual(size, [48, 64]);
			const pixels = decode(counts, size);
			assert.equal(
				pixels.reduce((sum, value) => sum + value, 0),
				area,
			);
			return (x: number, y: number) => pixels[y * 64 + x] === 1;
		});
		assert.deepEqual([file.annotations[0]?.area, file.annotations[1]?.area], [24, 800]);
		assert.deepEqual(
			[inside[0]?.(10, 20), inside[0]?.(12, 22), inside[0]?.(14, 24)],
			[true, false, true],
		);
		assert.deepEqual(
			[inside[1]?.(9, 12), inside[1]?.(12, 12), inside[1]?.(34, 34)],
			[true, false, true],
		);
	});

	it("writes all as run lengths or all as polygons when asked", async () => {
		const picture = pictureOf([
			{ label: "a", mask: drawn(["##"], 3, 3) },
			{ label: "b", mask: ring },
		]);
		const rle = await write([picture], { segmentation: "rle" });
		assert.ok(rle.file.annotations.every(({ segmentation }) => !Array.isArray(segmentation)));
		const { file, notes } = await write([picture], { segmentation: "polygon" });
		const [polygon] = file.annotations[1]!.segmentation as number[][];
		const points = polygon!.flatMap((x, at) => (at % 2 ? [] : [{ x, y: polygon![at + 1]! }]));
		assert.equal(signedArea(points), 25);
		assert.deepEqual(notes, [{ kind: "holesFilled", name: "cat.jpg", count: 1 }]);
	});

	it("says a point as a keypoint, and tells of it", async () => {
		const point = { x: 12.345, y: 40 };
		const { file, notes } = await write([pictureOf([{ label: "tip", point }, boxed("cat")])]);
		const [annotation] = file.annotations;
		assert.deepEqual(annotation?.keypoints, [12.35, 40, 2]);
		assert.equal(annotation?.num_keypoints, 1);
		assert.deepEqual(annotation?.bbox, [12.35, 40, 0, 0]);
		assert.deepEqual(
			file.categories.map(({ name, keypoints }) => [name, keypoints]),
			[
				["cat", undefined],
				["tip", ["point"]],
			],
		);
		assert.deepEqual(notes, [{ kind: "pointsAsKeypoints", name: "cat.jpg", count: 1 }]);
	});

	it("gives a label the same id whatever the order of objects", async () => {
		const one = await write([pictureOf([boxed("dog"), boxed("cat"), boxed("ant")])]);
		const other = await write([pictureOf([boxed("cat"), boxed("ant")]), pictureOf([boxed("dog")])]);
		assert.deepEqual(idsOf(one.file), { ant: 1, cat: 2, dog: 3 });
		assert.deepEqual(idsOf(other.file), idsOf(one.file));
	});

	it("adds to a file in the folder: ids stay and new labels follow", async () => {
		const first = await write([pictureOf([boxed("dog"), boxed("cat")])]);
		const earlier = async (path: string) => (path === "instances.json" ? first.text : undefined);
		const second = await write([pictureOf([boxed("ant"), boxed("dog")], { fileName: "b.jpg" })], {
			earlier,
		});
		assert.deepEqual(idsOf(second.file), { cat: 1, dog: 2, ant: 3 });
		assert.deepEqual(
			second.file.images.map(({ id, file_name }) => [id, file_name]),
			[
				[1, "cat.jpg"],
				[2, "b.jpg"],
			],
		);
		assert.deepEqual(
			second.file.annotations.map(({ id, image_id, category_id }) => [id, image_id, category_id]),
			[
				[1, 1, 2],
				[2, 1, 1],
				[3, 2, 3],
				[4, 2, 2],
			],
		);
	});

	it("replaces a picture that is exported again, and nothing else of the file", async () => {
		const first = await write([
			pictureOf([boxed("cat"), boxed("dog")]),
			pictureOf([boxed("cat")], { fileName: "b.jpg" }),
		]);
		const edited = { ...first.file, licenses: [{ id: 7, name: "mine" }], contributor: "me" };
		const { file } = await write([pictureOf([boxed("cat", 5)])], {
			earlier: async () => JSON.stringify(edited),
		});
		assert.deepEqual(file.licenses, edited.licenses);
		assert.equal(file.contributor, "me");
		assert.deepEqual(file.images, first.file.images);
		assert.deepEqual(
			file.annotations.map(({ image_id, bbox }) => [image_id, bbox[0]]),
			[
				[2, 1],
				[1, 5],
			],
		);
		assert.deepEqual(idsOf(file), { cat: 1, dog: 2 });
	});

	for (const text of [
		"",
		"{",
		"[]",
		'{"images": [{}], "annotations": [], "categories": []}',
		"null",
	]) {
		it(`begins anew and says so when the file in the folder is ${text || "empty"}`, async () => {
			const { file, notes } = await write([pictureOf([boxed("cat")])], {
				earlier: async () => text,
			});
			assert.deepEqual(idsOf(file), { cat: 1 });
			assert.deepEqual(notes, [{ kind: "earlierUnread", name: "instances.json", count: 1 }]);
		});
	}

	it("tells pictures of one name apart by their path", async () => {
		const { file } = await write([
			pictureOf([], { path: "a/cat.jpg" }),
			pictureOf([], { path: "b/cat.jpg" }),
		]);
		assert.deepEqual(
			file.images.map(({ file_name }) => file_name),
			["a/cat.jpg", "b/cat.jpg"],
		);
	});

	it("keeps boxes inside the picture and says what is nowhere", async () => {
		const objects: DetectedObject[] = [
			{ label: "over", box: { x: -5, y: 40, width: 20, height: 20 } },
			{ label: "out", box: { x: 70, y: 0, width: 5, height: 5 } },
			{ label: "faint", mask: { ...drawn(["#"]), data: Uint8Array.of(127) } },
			{ label: "none" },
		];
		const { file, notes } = await write([pictureOf(objects)]);
		assert.deepEqual(
			file.annotations.map(({ bbox }) => bbox),
			[[0, 40, 15, 8]],
		);
		assert.deepEqual(notes, [{ kind: "withoutPlace", name: "cat.jpg", count: 3 }]);
	});

	it("takes any label", async () => {
		const { file } = await write([pictureOf(hostileLabels.map((label) => boxed(label)))]);
		assert.equal(file.annotations.length, hostileLabels.length);
		const known = new Set(file.categories.map(({ id }) => id));
		assert.equal(known.size, file.categories.length);
		assert.ok(file.annotations.every(({ category_id }) => known.has(category_id)));
		for (const { name } of file.categories) {
			assert.match(name, /^[^\p{Cc}\u202e\u2028]+$/u);
			assert.equal(name, name.trim());
		}
	});
});
