import assert from "node:assert/strict";
import type { InspectResult, Mask, Rect } from "../../src/shared/result.ts";
import { orientations, renderScene, scenePixels } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import type { Scene, Shape } from "../fixtures/shapes.ts";
import { ask, Folder, set } from "./folder.ts";

/** A model of each family, which are asked for, and answer with, different masks. */
const models = {
	"PNG maps": "gemini-2.5-flash",
	polygons: "gemini-3.8-flash",
	"flat polygons": "gemini-robotics-er-2-preview",
};

describe("masks land on the drawn pixels, through the whole real path", () => {
	let folder: Folder;
	let restore: () => Promise<void>;
	before(async () => {
		restore = await set("engine", "demo");
		folder = await Folder.make();
	});
	after(async () => {
		await restore();
		await folder.remove();
	});

	for (const [format, model] of Object.entries(models)) {
		for (const orientation of orientations) {
			it(`${format}, EXIF orientation ${orientation}`, async () => {
				const bytes = await renderScene(scenes.plain, { format: "jpeg", orientation });
				const uri = await folder.write(`${format}${orientation}.jpg`, bytes);
				await expectMasks(await ask("loupe.segment", uri, { model }), scenes.plain);
			});
		}

		it(`${format}, a picture shrunk to be sent`, async () => {
			const bytes = await renderScene(scenes.many, { format: "png" });
			const uri = await folder.write(`${format}.png`, bytes);
			await expectMasks(await ask("loupe.segment", uri, { model }), scenes.many);
		});

		it(`${format}, only a region of it`, async () => {
			const bytes = await renderScene(scenes.many, { format: "png" });
			const uri = await folder.write(`${format}.region.png`, bytes);
			const region = { x: 350, y: 60, width: 560, height: 480 };
			const inside = scenes.many.shapes.filter(({ box }) => holds(region, box));
			assert.ok(inside.length >= 3);
			const result = await ask("loupe.segment", uri, { model, region });
			await expectMasks(result, { ...scenes.many, shapes: inside });
		});
	}

	it("points lie on the things they name", async () => {
		const uri = await folder.write(
			"points.png",
			await renderScene(scenes.plain, { format: "png" }),
		);
		const { objects = [] } = await ask("loupe.point", uri);
		assert.equal(objects.length, scenes.plain.shapes.length);
		for (const shape of scenes.plain.shapes) {
			const point = objects.find(({ label }) => label.startsWith(shape.label))?.point;
			assert.ok(point, `no point on the ${shape.label}`);
			const drawn = await shapeMask(scenes.plain, shape);
			const at = Math.floor(point.y) * scenes.plain.size.width + Math.floor(point.x);
			assert.equal(drawn[at], 1, `${point.x}, ${point.y} is beside the ${shape.label}`);
		}
	});
});

/** Fails unless each drawn shape has a mask that overlaps it by 0.97 of their union at least. */
async function expectMasks(result: InspectResult, scene: Scene): Promise<void> {
	const { objects = [] } = result;
	assert.deepEqual(result.warnings, []);
	const found = objects.map(({ label }) => label).join(", ");
	for (const shape of scene.shapes) {
		const object = objects.find(({ label }) => label.startsWith(shape.label));
		assert.ok(object?.mask, `no mask of a ${shape.label} among ${found}`);
		const overlap = overlapOf(object.mask, await shapeMask(scene, shape), scene.size.width);
		assert.ok(overlap >= 0.97, `${shape.label}: ${overlap.toFixed(4)}`);
	}
}

const drawnMasks = new Map<Shape, Promise<Uint8Array>>();

/** One for each pixel of the picture that the shape paints. */
function shapeMask(scene: Scene, shape: Shape): Promise<Uint8Array> {
	const known = drawnMasks.get(shape) ?? drawShape(scene, shape);
	drawnMasks.set(shape, known);
	return known;
}

async function drawShape(scene: Scene, shape: Shape): Promise<Uint8Array> {
	const { data } = await scenePixels({ ...scene, background: undefined, shapes: [shape] });
	return Uint8Array.from({ length: data.length / 4 }, (_, at) => (data[at * 4 + 3]! > 127 ? 1 : 0));
}

/** Intersection over union, of the mask cut in the middle. */
function overlapOf(mask: Mask, drawn: Uint8Array, width: number): number {
	let both = 0;
	let masked = 0;
	for (let y = 0; y < mask.height; y++) {
		for (let x = 0; x < mask.width; x++) {
			if (mask.data[y * mask.width + x]! <= 127) continue;
			masked++;
			both += drawn[(mask.y + y) * width + mask.x + x]!;
		}
	}
	const painted = drawn.reduce((sum, pixel) => sum + pixel, 0);
	return both / (masked + painted - both);
}

function holds(outer: Rect, inner: Rect): boolean {
	return (
		inner.x >= outer.x &&
		inner.y >= outer.y &&
		inner.x + inner.width <= outer.x + outer.width &&
		inner.y + inner.height <= outer.y + outer.height
	);
}
