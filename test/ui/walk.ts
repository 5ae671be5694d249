import assert from "node:assert/strict";
import { shapesSample } from "../fixtures/samples/scenes.ts";
import { LoupePage } from "./loupePage.ts";
import { edgesDrawn } from "./pixels.ts";
import type { Workbench } from "./workbench.ts";

const scene = shapesSample;
const file = "shapes.png";

/** How far from its true place a box may be drawn, in pixels of the screen; its line is 4 wide. */
const slack = 3;

/**
 * Declares the tests of the main job: from the Explorer to boxes and a caption. `workbench` gives a
 * VS Code in which a copy of samples/ is open; `name` begins the names of the screenshots.
 */
export function describeWalk(name: string, workbench: () => Promise<Workbench>): void {
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		vscode = await workbench();
		page = new LoupePage(vscode);
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed")
			await vscode.screenshot(`${name}-failed-${++failures}`);
	});

	it("Loupe ▸ Detect Objects lists every shape that was drawn", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Detect Objects"]);
		await page.picture(file).waitFor();
		await page.objects.nth(scene.shapes.length - 1).waitFor();
		await page.settled();
		const listed = await page.objects.evaluateAll((options) =>
			options.map((option) => option.getAttribute("aria-label") ?? option.textContent ?? ""),
		);
		const missing = scene.shapes.filter(
			({ label }) => !listed.some((text) => text.startsWith(label)),
		);
		assert.deepEqual(
			missing.map(({ label }) => label),
			[],
			`listed: ${listed.join(", ")}`,
		);
		assert.equal(listed.length, scene.shapes.length);
	});

	it("draws each box on the pixels of its shape, and not elsewhere", async () => {
		await vscode.page.mouse.move(0, 0);
		const labels = page.button("Show Labels");
		const overlays = page.button("Show Objects on the Picture");
		await labels.click();
		const marked = await page.look(file);
		await overlays.click();
		const plain = await page.look(file);
		await overlays.click();
		await labels.click();
		for (const { label, box } of scene.shapes) {
			const { toScreen } = marked;
			const drawn = edgesDrawn(plain.pixels, marked.pixels, toScreen(box), slack);
			assert(Math.min(...Object.values(drawn)) > 0.95, `${label}: ${JSON.stringify(drawn)}`);
			const inside = toScreen(inset(box, 0.2));
			const filled = edgesDrawn(plain.pixels, marked.pixels, inside, 0);
			assert.equal(Math.max(...Object.values(filled)), 0, `${label} is drawn over`);
		}
	});

	it("says that the demo engine answered", async () => {
		await page.frame
			.getByText("Demo engine: colours and shapes only, not Gemini")
			.first()
			.waitFor();
	});

	it("Loupe ▸ Caption puts a sentence into the conversation", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Caption"]);
		await page.conversation
			.getByText(/\bcircle\b.*\btriangle\b.*\./)
			.first()
			.waitFor();
		await page.settled();
	});

	it("looks as it should in a dark and in a light theme", async () => {
		await vscode.useTheme("Light Modern");
		await vscode.screenshot(`${name}-light`);
		await vscode.useTheme("Dark Modern");
		await vscode.screenshot(`${name}-dark`);
	});

	it("reports no error and breaks no Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
}

/** The middle of a box, `share` of its size away from each edge. */
function inset<Box extends { x: number; y: number; width: number; height: number }>(
	{ x, y, width, height }: Box,
	share: number,
): { x: number; y: number; width: number; height: number } {
	return {
		x: x + width * share,
		y: y + height * share,
		width: width * (1 - 2 * share),
		height: height * (1 - 2 * share),
	};
}
