import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { commands, Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

/** Calls the export the silent way. */
async function exportTo(target: unknown, format: string, folder: string): Promise<string[]> {
	const options = { format, folder: Uri.file(folder) };
	const written = await commands.executeCommand<Uri[]>("loupe.export", target, options);
	return written.map(({ fsPath }) => fsPath.slice(folder.length + 1).replaceAll("\\", "/")).sort();
}

describe("loupe.export, called with options", () => {
	let folder: Folder;
	let plain: Uri;
	let wide: Uri;
	let restore: () => Promise<void>;
	before(async () => {
		restore = await set("engine", "demo");
		folder = await Folder.make();
		plain = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
		wide = await folder.write("wide.png", await renderScene(scenes.wide, { format: "png" }));
		await ask("loupe.segment", plain);
		await ask("loupe.detect", wide);
	});
	after(async () => {
		await restore();
		await folder.remove();
	});

	it("writes COCO for a selection, with the drawn boxes, and keeps class ids later", async () => {
		const target = join(folder.path, "coco");
		assert.deepEqual(await exportTo([plain, wide], "coco", target), ["instances.json"]);
		const read = async () => JSON.parse(await readFile(join(target, "instances.json"), "utf8"));
		const first = await read();
		assert.deepEqual(
			first.images.map(({ file_name, width, height }: Record<string, unknown>) => [
				file_name,
				width,
				height,
			]),
			[
				["plain.png", 600, 400],
				["wide.png", 4000, 300],
			],
		);
		const { annotations } = first;
		assert.equal(annotations.length, scenes.plain.shapes.length + scenes.wide.shapes.length);
		const red = first.categories.find(({ name }: { name: string }) => name === "red circle");
		const [x, y, width, height] = annotations.find(
			({ category_id }: { category_id: number }) => category_id === red.id,
		).bbox;
		const drawn = scenes.plain.shapes.find(({ label }) => label === "red circle")!.box;
		for (const [found, wanted] of [
			[x, drawn.x],
			[y, drawn.y],
			[width, drawn.width],
			[height, drawn.height],
		]) {
			assert.ok(Math.abs(found - wanted!) <= 2, `${found}, not ${wanted}`);
		}
		await exportTo(wide, "coco", target);
		assert.deepEqual((await read()).categories, first.categories);
	});

	const expected: Array<[format: string, files: RegExp[]]> = [
		["yolo", [/^data\.yaml$/, /plain\.txt$/]],
		["voc", [/plain\.xml$/]],
		["labelme", [/plain\.json$/]],
		["masks", [/red_circle_\d+_mask\.png$|red circle_\d+_mask\.png$/, /overlay\.png$/]],
		["csv", [/\.csv$/]],
		["json", [/\.json$/]],
	];
	for (const [format, patterns] of expected) {
		it(`writes ${format}`, async () => {
			const target = join(folder.path, format);
			const written = await exportTo(plain, format, target);
			for (const pattern of patterns) {
				assert.ok(
					written.some((path) => pattern.test(path)),
					`no ${pattern} among ${written.join(", ")}`,
				);
			}
			for (const path of written) {
				assert.ok((await readFile(join(target, path))).length > 0, `${path} is empty`);
			}
		});
	}

	it("refuses a picture without results, and a format it does not know", async () => {
		const bare = await folder.write("bare.png", await renderScene(scenes.tall, { format: "png" }));
		const target = join(folder.path, "none");
		await assert.rejects(exportTo(bare, "coco", target), { name: "Unsupported" });
		await assert.rejects(exportTo(plain, "psd", target), { name: "Unsupported" });
	});
});
