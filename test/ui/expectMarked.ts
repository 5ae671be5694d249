import assert from "node:assert/strict";
import type { Scene } from "../fixtures/shapes.ts";
import type { LoupePage } from "./loupePage.ts";
import { edgesDrawn } from "./pixels.ts";
import type { Workbench } from "./workbench.ts";

/** How far from its true place a box may be drawn, in pixels of the screen; its line is 4 wide. */
const slack = 3;

/**
 * Fails unless the shapes of these labels, and no others of the scene, are listed and have a box on
 * their own pixels. The picture is looked at with its objects and without them, their labels hidden.
 */
export async function expectMarked(
	vscode: Workbench,
	page: LoupePage,
	file: string,
	scene: Scene,
	labels: readonly string[],
): Promise<void> {
	await page.objects.nth(labels.length - 1).waitFor();
	const listed = await page.objects.evaluateAll((all) =>
		all.map((one) => one.getAttribute("aria-label")),
	);
	assert.deepEqual(listed.toSorted(), labels.toSorted());

	const showLabels = page.button("Show Labels");
	const showObjects = page.button("Show Objects on the Picture");
	await vscode.page.mouse.move(0, 0);
	await showLabels.click();
	const marked = await page.look(file);
	await showObjects.click();
	const plain = await page.look(file);
	await showObjects.click();
	await showLabels.click();
	for (const { label, box } of scene.shapes) {
		const edges = edgesDrawn(plain.pixels, marked.pixels, marked.toScreen(box), slack);
		const share = Math.min(...Object.values(edges));
		if (labels.includes(label)) assert(share > 0.95, `${label} is not marked: ${share}`);
		else assert(share < 0.5, `${label} is marked: ${share}`);
	}
}
