import assert from "node:assert/strict";
import type { InspectResult, Rect } from "../../src/shared/result.ts";
import type { Scene } from "../fixtures/shapes.ts";

/** Fails unless there is one object per drawn shape, named like it, each edge within 1 % of the side. */
export function expectBoxes(result: InspectResult, scene: Scene, scale = 1): void {
	const { objects = [], image } = result;
	const found = objects.map(({ label }) => label).sort();
	assert.equal(objects.length, scene.shapes.length, `found ${found.join(", ")}`);
	for (const { label, box } of scene.shapes) {
		const object = objects.find((candidate) => candidate.label.startsWith(label));
		assert.ok(object?.box, `no ${label} among ${found.join(", ")}`);
		const off = worstEdge(object.box, box, scale, image);
		assert.ok(off <= 0.01, `${label} is ${(off * 100).toFixed(2)} % off`);
	}
}

/** The largest distance between like edges, as a share of the picture's side. */
function worstEdge(found: Rect, drawn: Rect, scale: number, image: InspectResult["image"]): number {
	return Math.max(
		Math.abs(found.x - drawn.x * scale) / image.width,
		Math.abs(found.x + found.width - (drawn.x + drawn.width) * scale) / image.width,
		Math.abs(found.y - drawn.y * scale) / image.height,
		Math.abs(found.y + found.height - (drawn.y + drawn.height) * scale) / image.height,
	);
}
