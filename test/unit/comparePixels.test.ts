import assert from "node:assert/strict";
import { PixelThread } from "../../src/host/pixels/pixelThread.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";

const size = { width: 240, height: 160 };
const background = "#ffffff";
const older: Scene = { size, background, shapes: [shape("red", "square", 20, 20, 60)] };
const newer: Scene = { size, background, shapes: [shape("blue", "square", 20, 20, 60)] };

describe("Comparing in a thread", () => {
	const thread = new PixelThread();
	after(() => thread.dispose());

	it("gives the regions and a PNG that owns its bytes", async () => {
		const a = await renderScene(older, { format: "png" });
		const b = await renderScene(newer, { format: "png" });
		const comparison = await thread.api.compare("one", a, b, "fit");
		assert.deepEqual(
			comparison.regions.map(({ x, y, width, height }) => ({ x, y, width, height })),
			[{ x: 20, y: 20, width: 60, height: 60 }],
		);
		const { difference } = comparison;
		assert.equal(Buffer.from(difference.subarray(1, 4)).toString(), "PNG");
		assert.equal(difference.buffer.byteLength, difference.byteLength);
	});

	it("ends by its id, and leaves others alone", async () => {
		const a = await renderScene(older, { format: "png", scale: 8 });
		const b = await renderScene(newer, { format: "png", scale: 8 });
		const ended = assert.rejects(thread.api.compare("ended", a, b, "fit"), { name: "Cancelled" });
		const other = thread.api.compare("other", a, b, "fit");
		await thread.api.endCompare("ended");
		await ended;
		assert.equal((await other).regions.length, 1);
	});

	it("takes the end of what is not being compared", async () => {
		await thread.api.endCompare("unknown");
	});
});
