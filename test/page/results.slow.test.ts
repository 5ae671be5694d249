import assert from "node:assert/strict";
import { type OpenPage, open } from "./bed.ts";
import { captionRun, detectRun } from "./scene.ts";

const region = { x: 10, y: 20, width: 100, height: 50 };

/** Three layers, none of which hides another. */
function layers() {
	return [
		detectRun({ task: "point", objects: [{ label: "tip", point: { x: 9, y: 9 } }] }),
		detectRun({ task: "segment", prompt: "the fruit", region }),
		detectRun(),
	] as const;
}

const visible = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("switch", { checked: true })
		.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));

async function choose(opened: OpenPage, layer: string, entry: string): Promise<void> {
	const { page } = opened;
	await page.getByRole("switch", { name: layer, exact: true }).hover();
	await page.getByRole("button", { name: `More for ${layer}`, exact: true }).click();
	await page.getByRole("menuitem", { name: entry, exact: true }).click();
	await opened.painted();
}

describe("Results side by side", () => {
	it("can be shown alone, repeated with the same words, exported and deleted, each", async () => {
		const [point, segment, detect] = layers();
		const opened = await open({ state: { runs: [point, segment, detect] } });
		const { host } = opened;
		assert.deepEqual(await visible(opened), ["Detect Objects", "Segment · the fruit", "Point"]);
		await choose(opened, "Segment · the fruit", "Show Only This");
		assert.deepEqual(await visible(opened), ["Segment · the fruit"]);
		await choose(opened, "Segment · the fruit", "Repeat");
		await choose(opened, "Detect Objects", "Repeat");
		await choose(opened, "Point", "Export…");
		await choose(opened, "Detect Objects", "Delete");
		assert.deepEqual(host.calls, [
			["run", { task: "segment", prompt: "the fruit", region }],
			["run", { task: "detect" }],
			["exportRuns", [point.id]],
			["removeRun", detect.id],
		]);
	});

	it("have the same menu by a right click and by the keyboard", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page } = opened;
		const layer = page.getByRole("switch", { name: "Detect Objects" });
		await layer.click({ button: "right" });
		const menu = page.getByRole("menu", { name: "Detect Objects" });
		await menu.waitFor();
		await page.keyboard.press("Escape");
		await menu.waitFor({ state: "hidden" });
		await layer.focus();
		await page.keyboard.press("ContextMenu");
		await menu.waitFor();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		assert.deepEqual(opened.host.calls, [["run", { task: "detect" }]]);
	});

	it("are exported together by the visible ones", async () => {
		const [point, segment, detect] = layers();
		const opened = await open({ state: { runs: [point, segment, detect] } });
		const { page, host } = opened;
		await page.getByRole("switch", { name: "Segment · the fruit" }).click();
		await page.getByRole("button", { name: "Export", exact: true }).click();
		assert.deepEqual(host.calls, [["exportRuns", [detect.id, point.id]]]);
	});

	it("say of a cut reply and of warnings, on the layer and in the conversation", async () => {
		const warning = "2 boxes had no area and were left out.";
		const cut = "The reply was cut: these are the objects that arrived whole.";
		const runs = [
			detectRun({ complete: false, warnings: [warning] }),
			captionRun({ complete: false }),
		];
		const opened = await open({ state: { runs } });
		const { page } = opened;
		const layer = page.getByRole("switch", { name: "Detect Objects" });
		assert.equal(await layer.getAttribute("aria-description"), `${cut}\n${warning}`);
		assert.equal(await layer.locator(".caution").getAttribute("title"), `${cut}\n${warning}`);
		assert.deepEqual(await page.getByRole("log").locator(".warning").allTextContents(), [
			cut,
			warning,
			"The reply was cut: its end is missing.",
		]);
	});

	it("are quiet about nothing: a whole reply, and one that the person stopped", async () => {
		const runs = [detectRun({ task: "point" }), detectRun({ status: "stopped", complete: false })];
		const { page } = await open({ state: { runs } });
		assert.equal(await page.getByRole("switch").count(), 2);
		assert.equal(await page.locator(".caution, .warning").count(), 0);
	});
});
