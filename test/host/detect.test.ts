import assert from "node:assert/strict";
import { type Uri, window } from "vscode";
import { orientations, renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { expectBoxes } from "./expectBoxes.ts";
import { ask, closeAll, Folder, set } from "./folder.ts";

describe("loupe.detect through the whole real path, called with options", () => {
	let folder: Folder;
	let plain: Uri;

	let restore: () => Promise<void>;

	before(async () => {
		restore = await set("engine", "demo");
		folder = await Folder.make();
		plain = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
	});
	after(async () => {
		await restore();
		await folder.remove();
	});

	it("resolves with an InspectResult and shows no dialog and no editor", async () => {
		await closeAll();
		const result = await ask("loupe.detect", plain);
		assert.equal(result.task, "detect");
		assert.deepEqual(result.image, scenes.plain.size);
		assert.equal(result.complete, true);
		assert.deepEqual(result.warnings, []);
		assert.deepEqual(result.model, { asked: "gemini-3.8-flash", answered: "loupe-demo" });
		assert.ok((result.usage?.totalTokens ?? 0) > 0);
		assert.equal(JSON.parse(result.text).length, scenes.plain.shapes.length);
		expectBoxes(result, scenes.plain);
		assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
	});

	for (const orientation of orientations) {
		it(`puts boxes on the upright picture for EXIF orientation ${orientation}`, async () => {
			const bytes = await renderScene(scenes.plain, { format: "jpeg", orientation });
			const result = await ask(
				"loupe.detect",
				await folder.write(`turned${orientation}.jpg`, bytes),
			);
			assert.deepEqual(result.image, scenes.plain.size);
			expectBoxes(result, scenes.plain);
		});
	}

	for (const name of ["wide", "tall", "large", "transparent", "many"] as const) {
		it(`puts boxes on the ${name} picture`, async () => {
			const scene = scenes[name];
			const format = scene.background ? "jpeg" : "png";
			const bytes = await renderScene(scene, { format });
			const result = await ask("loupe.detect", await folder.write(`${name}.${format}`, bytes));
			assert.deepEqual(result.image, scene.size);
			expectBoxes(result, scene);
		});
	}

	it("finds what the person's words name", async () => {
		const result = await ask("loupe.detect", plain, { prompt: "everything red" });
		assert.deepEqual(
			result.objects?.map(({ label }) => label),
			["red circle"],
		);
	});

	it("looks only at the region, and answers in pixels of the whole picture", async () => {
		const region = { x: 230, y: 30, width: 370, height: 160 };
		const result = await ask("loupe.detect", plain, { region });
		expectBoxes(result, {
			...scenes.plain,
			shapes: scenes.plain.shapes.filter(({ label }) => label === "blue triangle"),
		});
	});

	it("writes a caption of what it sees", async () => {
		const { text, objects } = await ask("loupe.caption", plain);
		assert.match(text, /red circle/);
		assert.match(text, /blue triangle/);
		assert.equal(objects, undefined);
	});
});
