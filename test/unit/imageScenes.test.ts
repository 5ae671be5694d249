import assert from "node:assert/strict";
import { scenePixels } from "../fixtures/renderScene.ts";
import { many, plain, transparent } from "../fixtures/scenes.ts";
import { colors } from "../fixtures/shapes.ts";

describe("a drawn scene", () => {
	for (const [name, scene] of Object.entries({ plain, many, transparent })) {
		it(`has every shape within a pixel of its true box: ${name}`, async () => {
			const { width, data } = await scenePixels(scene);
			for (const { color, box, label } of scene.shapes) {
				const wanted = Number.parseInt(colors[color].slice(1), 16);
				let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
				for (let at = 0; at < data.length; at += 4) {
					const found = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
					if (found !== wanted || data[at + 3] !== 255) continue;
					const x = (at >> 2) % width;
					const y = Math.floor((at >> 2) / width);
					left = Math.min(left, x);
					right = Math.max(right, x + 1);
					top = Math.min(top, y);
					bottom = Math.max(bottom, y + 1);
				}
				const off = [
					left - box.x,
					top - box.y,
					right - box.x - box.width,
					bottom - box.y - box.height,
				];
				assert.ok(Math.max(...off.map(Math.abs)) <= 1, `${label}: ${off}`);
			}
		});
	}

	it("names every colour once, so that a label stands for one shape", () => {
		for (const { shapes } of [plain, many, transparent]) {
			assert.equal(new Set(shapes.map(({ label }) => label)).size, shapes.length);
			assert.equal(new Set(shapes.map(({ color }) => color)).size, shapes.length);
		}
	});
});
