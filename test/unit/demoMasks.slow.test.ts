import assert from "node:assert/strict";
import sharp from "sharp";
import { labelsFor } from "../../src/demo/labels.ts";
import { writeObjects } from "../../src/demo/structured.ts";
import { look } from "../../src/demo/vision.ts";
import type { MaskFormat } from "../../src/demo/wire.ts";
import { renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { many, plain, transparent } from "../fixtures/scenes.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";

interface Item {
	label: string;
	box_2d: [number, number, number, number];
	mask: unknown;
	holes?: number[][][] | number[][];
}

async function askMasks(bytes: Uint8Array, format: MaskFormat): Promise<Item[]> {
	const sight = await look(bytes);
	const task = {
		kind: "objects",
		has: "mask",
		listKey: undefined,
		maxItems: 99,
		hasPicture: false,
		words: "",
	} as const;
	return JSON.parse([...writeObjects(task, [sight], format)].join("")) as Item[];
}

/** Pixel centres inside the polygons, even-odd; points are `[y, x]` on 0–1000. */
function fillPolygons(polygons: number[][][], width: number, height: number): Uint8Array {
	const filled = new Uint8Array(width * height);
	for (let row = 0; row < height; row++) {
		const y = row + 0.5;
		const crossings: number[] = [];
		for (const polygon of polygons) {
			polygon.forEach(([y1, x1], index) => {
				const [y2, x2] = polygon[(index + 1) % polygon.length]!;
				const a = (y1! / 1000) * height;
				const b = (y2! / 1000) * height;
				if (a <= y === b <= y) return;
				crossings.push(((x1! + ((y - a) / (b - a)) * (x2! - x1!)) / 1000) * width);
			});
		}
		crossings.sort((one, other) => one - other);
		for (let index = 0; index + 1 < crossings.length; index += 2) {
			for (let x = Math.ceil(crossings[index]! - 0.5); x + 0.5 < crossings[index + 1]!; x++) {
				if (x >= 0 && x < width) filled[row * width + x] = 1;
			}
		}
	}
	return filled;
}

/** As Google's page says: decoded, stretched over the box, cut at 127. */
async function fillPng(item: Item, width: number, height: number): Promise<Uint8Array> {
	const [, base64] = String(item.mask).split("data:image/png;base64,");
	const png = Buffer.from(base64!, "base64");
	const facts = await sharp(png).metadata();
	assert.deepEqual([facts.width, facts.height, facts.channels], [256, 256, 1]);
	const map = await sharp(png).toColourspace("b-w").raw().toBuffer();
	const [top, left, bottom, right] = item.box_2d.map(
		(value, index) => (value / 1000) * (index % 2 === 0 ? height : width),
	) as [number, number, number, number];
	const filled = new Uint8Array(width * height);
	for (let y = Math.floor(top); y < Math.min(height, Math.ceil(bottom)); y++) {
		for (let x = Math.floor(left); x < Math.min(width, Math.ceil(right)); x++) {
			const column = Math.floor(((x + 0.5 - left) / (right - left)) * 256);
			const row = Math.floor(((y + 0.5 - top) / (bottom - top)) * 256);
			if (column < 0 || row < 0 || column > 255 || row > 255) continue;
			if (map[row * 256 + column]! > 127) filled[y * width + x] = 1;
		}
	}
	return filled;
}

async function fillItem(item: Item, format: MaskFormat, scene: Scene): Promise<Uint8Array> {
	const { width, height } = scene.size;
	switch (format) {
		case "png":
			return fillPng(item, width, height);
		case "polygons": {
			const holes = (item.holes ?? []) as number[][][];
			return fillPolygons([item.mask as number[][], ...holes], width, height);
		}
		case "flat": {
			const flat = [item.mask as number[], ...((item.holes ?? []) as number[][])];
			return fillPolygons(flat.map(inPairs), width, height);
		}
	}
}

function inPairs(flat: number[]): number[][] {
	return flat.flatMap((value, index) => (index % 2 === 0 ? [[value, flat[index + 1]!]] : []));
}

const truths = new Map<Scene, Promise<Uint8Array>[]>();

/** What each shape alone paints; drawn once for all formats. */
function truthOf(scene: Scene, index: number): Promise<Uint8Array> {
	const drawn = truths.get(scene) ?? scene.shapes.map((_, each) => drawAlone(scene, each));
	truths.set(scene, drawn);
	return drawn[index]!;
}

async function drawAlone(scene: Scene, index: number): Promise<Uint8Array> {
	const alone = { ...scene, background: undefined, shapes: [scene.shapes[index]!] };
	const { data } = await scenePixels(alone);
	const painted = new Uint8Array(data.length / 4);
	for (let at = 0; at < painted.length; at++) painted[at] = data[at * 4 + 3]! >= 128 ? 1 : 0;
	return painted;
}

function overlap(one: Uint8Array, other: Uint8Array): number {
	let both = 0;
	let either = 0;
	for (let at = 0; at < one.length; at++) {
		both += one[at]! & other[at]!;
		either += one[at]! | other[at]!;
	}
	return both / either;
}

/** Small ones too, in a picture as large as one that is sent. */
const small: Scene = {
	size: { width: 1024, height: 768 },
	background: "#ffffff",
	shapes: [
		shape("red", "circle", 100, 100, 41),
		shape("blue", "triangle", 300.5, 120.3, 44, 42),
		shape("green", "star", 500, 100, 64, 61),
		shape("purple", "ellipse", 700.4, 100.6, 60, 41),
		shape("orange", "diamond", 100, 500, 41, 52),
		shape("black", "hexagon", 300, 500, 45, 42),
	],
};

/** Wide enough for an error in one direction to show. */
const broad: Scene = {
	size: { width: 1500, height: 120 },
	background: "#ffffff",
	shapes: [
		shape("red", "square", 60, 30, 60),
		shape("green", "circle", 500, 20, 70),
		shape("blue", "triangle", 1380, 25, 80, 70),
	],
};

describe("The demo engine's masks", () => {
	const scenes = { plain, broad, transparent, small };
	for (const format of ["png", "polygons", "flat"] as const) {
		it(`overlap the drawn shapes by 97 % and more, as ${format}`, async () => {
			for (const [name, scene] of Object.entries(scenes)) {
				const items = await askMasks(await renderScene(scene, { format: "png" }), format);
				assert.equal(items.length, scene.shapes.length);
				for (const [index, { label }] of scene.shapes.entries()) {
					const item = items.find((one) => one.label === label);
					assert.ok(item, `${label} is missing`);
					const found = await fillItem(item, format, scene);
					const share = overlap(found, await truthOf(scene, index));
					assert.ok(share >= 0.97, `${name}: ${label} overlaps by ${share}`);
				}
			}
		});
	}

	it("leave holes open", async () => {
		const ring = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#fff"/><circle cx="200" cy="150" r="90" fill="none" stroke="#e02b2b" stroke-width="40"/></svg>`;
		const bytes = await sharp(Buffer.from(ring)).png().toBuffer();
		const truth = new Uint8Array(400 * 300);
		for (let y = 0; y < 300; y++) {
			for (let x = 0; x < 400; x++) {
				const radius = Math.hypot(x + 0.5 - 200, y + 0.5 - 150);
				if (radius >= 70 && radius <= 110) truth[y * 400 + x] = 1;
			}
		}
		const scene = { ...plain, size: { width: 400, height: 300 } };
		for (const format of ["png", "polygons", "flat"] as const) {
			const [item] = await askMasks(bytes, format);
			assert.equal(item!.label, "red ring");
			const share = overlap(await fillItem(item!, format, scene), truth);
			assert.ok(share >= 0.97, `${format} overlaps by ${share}`);
		}
	});

	it("have polygons of whole numbers with at most 150 points", async () => {
		const items = await askMasks(await renderScene(many, { format: "png" }), "polygons");
		for (const { mask } of items) {
			const polygon = mask as number[][];
			assert.ok(polygon.length <= 150);
			assert.ok(polygon.flat().every(Number.isInteger));
		}
	});

	it("come under the labels that boxes have", async () => {
		const bytes = await renderScene(many, { format: "png" });
		const labels = labelsFor((await look(bytes)).things);
		assert.deepEqual(
			(await askMasks(bytes, "flat")).map(({ label }) => label),
			labels,
		);
	});

	it("lie around the points that are given for them", async () => {
		const bytes = await renderScene(many, { format: "png" });
		const sight = await look(bytes);
		const task = {
			kind: "objects",
			has: "point",
			listKey: "objects",
			maxItems: 99,
			hasPicture: false,
			words: "",
		} as const;
		const text = [...writeObjects(task, [sight], "polygons")].join("");
		const { objects } = JSON.parse(text) as {
			objects: { point: [number, number]; label: string }[];
		};
		assert.equal(objects.length, many.shapes.length);
		for (const [index, { label }] of many.shapes.entries()) {
			const [y, x] = objects.find((one) => one.label === label)!.point;
			const { width, height } = many.size;
			const at = Math.floor((y / 1000) * height) * width + Math.floor((x / 1000) * width);
			assert.equal((await truthOf(many, index))[at], 1, label);
		}
	});
});
