import assert from "node:assert/strict";
import { commands, type Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

describe("loupe.copyAsCode, called with options", () => {
	let folder: Folder;
	let picture: Uri;
	let restore: () => Promise<void>;
	before(async () => {
		restore = await set("engine", "demo");
		folder = await Folder.make();
		picture = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
	});
	after(async () => {
		await restore();
		await folder.remove();
	});

	const code = (format: string) =>
		Promise.resolve(commands.executeCommand<string>("loupe.copyAsCode", picture, { format }));

	it("refuses before anything was asked", async () => {
		await assert.rejects(code("curl"), { name: "Unsupported" });
	});

	for (const format of ["curl", "python", "javascript", "go"]) {
		it(`resolves with the last request as ${format}, the picture by path, the key by name`, async () => {
			await ask("loupe.detect", picture, { prompt: "the green things" });
			const text = await code(format);
			assert.match(text, /the green things/);
			assert.match(text, /plain\.png/);
			assert.match(text, /GEMINI_API_KEY/);
			assert.match(text, /127\.0\.0\.1/);
		});
	}
});
