import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { extensions, type Uri, window } from "vscode";
import { plain, transparent } from "../fixtures/scenes.ts";
import { expectBoxes } from "./expectBoxes.ts";
import { ask, closeAll, Folder, set } from "./folder.ts";

/** A file of test/fixtures/heic. */
function fixture(name: string): Promise<Uint8Array> {
	const { extensionPath } = extensions.getExtension("loupe.image-loupe")!;
	return readFile(join(extensionPath, "test", "fixtures", "heic", `${name}.heic`));
}

describe("HEIC through the whole real path", () => {
	let folder: Folder;
	let restore: () => Promise<void>;
	const put = async (name: string): Promise<Uri> =>
		folder.write(`${name}.heic`, await fixture(name));

	before(async () => {
		restore = await set("engine", "demo");
		folder = await Folder.make();
	});
	after(async () => {
		await restore();
		await folder.remove();
	});

	it("puts boxes on one that goes out as it is", async () => {
		await closeAll();
		const result = await ask("loupe.detect", await put("plain"));
		assert.deepEqual(result.image, { width: 240, height: 160 });
		expectBoxes(result, plain, 0.4);
		assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
	});

	it("puts boxes on one that is see-through, and cuts out masks", async () => {
		const result = await ask("loupe.segment", await put("alpha"));
		expectBoxes(result, transparent, 0.5);
		assert.ok(result.objects?.every(({ mask }) => mask));
	});

	it("puts boxes on one that the file turns, once", async () => {
		const result = await ask("loupe.detect", await put("turned"));
		assert.deepEqual(result.image, { width: 160, height: 240 });
		// A quarter with the clock takes what was low to the left.
		const shapes = plain.shapes.map((shape) => {
			const { x, y, width, height } = shape.box;
			const box = { x: plain.size.height - y - height, y: x, width: height, height: width };
			return { ...shape, box };
		});
		const { objects = [] } = result;
		for (const { label, box } of shapes) {
			const [color = ""] = label.split(" ");
			const found = objects.find((object) => object.label.startsWith(color))?.box;
			assert.ok(found, `no ${color} thing among ${objects.map((object) => object.label)}`);
			const off = Math.hypot(found.x - box.x * 0.4, found.y - box.y * 0.4);
			assert.ok(off < 4, `${label} is ${off.toFixed(1)} pixels off`);
		}
	});

	it("says what is wrong with one that is cut short", async () => {
		const whole = await fixture("plain");
		const cut = await folder.write("cut.heic", whole.subarray(0, whole.length - 500));
		await assert.rejects(async () => ask("loupe.caption", cut), { name: "BadImage" });
		// And the next one is there again.
		const result = await ask("loupe.caption", await put("plain"));
		assert.ok(result.text.length > 0);
	});
});
