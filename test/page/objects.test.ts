import assert from "node:assert/strict";
import type { ShownObject } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { detectRun, sceneObjects } from "./scene.ts";

const options = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("listbox", { name: "Objects" })
		.getByRole("option")
		.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));

const selected = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("option", { selected: true })
		.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));

const nothingDrawn = (opened: OpenPage): Promise<boolean> =>
	opened.page.locator("canvas.overlay").evaluate((canvas) => {
		const { width, height } = canvas as HTMLCanvasElement;
		const context = (canvas as HTMLCanvasElement).getContext("2d");
		return !context?.getImageData(0, 0, width, height).data.some((byte) => byte !== 0);
	});

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe("Found objects", () => {
	it("appear in the list one by one as they come, and are told when all are there", async () => {
		const opened = await open();
		const { view, page } = opened;
		const { took: _, ...started } = detectRun({ status: "running", objects: [] });
		await view.addRun(started);
		for (const [index, object] of sceneObjects.entries()) {
			await view.addObjects(started.id, [object]);
			await opened.painted();
			assert.equal((await options(opened)).length, index + 1);
		}
		assert.deepEqual(await options(opened), ["coffee cup", "apple", "banana", "spoon", "window"]);
		assert.equal(await page.getByRole("status").last().textContent(), "");
		await view.changeRun(started.id, { status: "done", took: 1400 });
		await page.getByRole("status").getByText("5 objects found").waitFor({ state: "attached" });
		const row = page.getByRole("option", { name: "apple", exact: true });
		assert.equal(await row.textContent(), "apple");
		assert.equal(await row.locator(".numbers").getAttribute("data-text"), "128 × 160");
	});

	it("have their boxes on the right pixels at every zoom", async () => {
		const run = detectRun({ objects: [{ label: "banana", box: box(300, 200, 200, 100) }] });
		const opened = await open({ state: { runs: [run] } });
		const { page } = opened;
		await page.keyboard.press("l");
		const swatch = await page
			.locator(".swatch")
			.evaluate((element) => getComputedStyle(element).backgroundColor);
		for (const key of ["f", "0", "+"]) {
			await page.keyboard.press(key);
			await opened.painted();
			const [left, top] = await opened.onScreen(300, 200);
			const [right, bottom] = await opened.onScreen(500, 300);
			const pixels = await opened.pixels();
			const isLine = (x: number, y: number): boolean =>
				`rgb(${pixels.at(x, y).join(", ")})` === swatch;
			const near = [-1, 0, 1];
			const middle = (left + right) / 2;
			const centre = (top + bottom) / 2;
			for (const [name, edge] of Object.entries({ left, right })) {
				assert(
					near.some((by) => isLine(Math.floor(edge) + by, centre)),
					`${name} after ${key}`,
				);
			}
			for (const [name, edge] of Object.entries({ top, bottom })) {
				assert(
					near.some((by) => isLine(middle, Math.floor(edge) + by)),
					`${name} after ${key}`,
				);
			}
			for (const x of [left - 5, left + 5, right - 5, right + 5]) {
				assert(!isLine(Math.round(x), centre), `no line at ${x} after ${key}`);
			}
		}
	});

	it("light up in the list under the pointer on the picture, the smallest box first", async () => {
		const objects: ShownObject[] = [
			{ label: "small", box: box(300, 300, 40, 40) },
			{ label: "large", box: box(100, 100, 500, 400) },
		];
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		const hovered = page.locator(".object.hovered");
		await page.mouse.move(...(await opened.onScreen(320, 320)));
		await opened.painted();
		assert.equal(await hovered.getAttribute("aria-label"), "small");
		await page.mouse.move(...(await opened.onScreen(200, 200)));
		await opened.painted();
		assert.equal(await hovered.getAttribute("aria-label"), "large");
		await page.mouse.move(...(await opened.onScreen(20, 20)));
		await opened.painted();
		assert.equal(await hovered.count(), 0);
		await page.mouse.click(...(await opened.onScreen(320, 320)));
		await opened.painted();
		assert.deepEqual(await selected(opened), ["small"]);
		await page.mouse.click(...(await opened.onScreen(20, 20)));
		await opened.painted();
		assert.deepEqual(await selected(opened), []);
	});

	it("light up on the picture under the pointer in the list", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page } = opened;
		const [x, y] = await opened.onScreen(640, 220);
		const before = await opened.inkAt(x - 20, y);
		await page.getByRole("option", { name: "window" }).hover();
		await opened.painted();
		assert.notDeepEqual(await opened.inkAt(x - 20, y), before);
		await page.mouse.move(5, 5);
		await opened.painted();
		assert.deepEqual(await opened.inkAt(x - 20, y), before);
	});

	it("are walked with the keyboard: arrows, Home, End, letters, Enter, Escape", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page } = opened;
		const list = page.getByRole("listbox", { name: "Objects" });
		await list.focus();
		const seen: string[] = [];
		for (const key of ["ArrowDown", "ArrowDown", "End", "ArrowUp", "Home", "b", "a"]) {
			await page.keyboard.press(key);
			await opened.painted();
			seen.push(...(await selected(opened)));
		}
		const walked = ["coffee cup", "apple", "window", "spoon", "coffee cup", "banana"];
		assert.deepEqual(seen, [...walked, "banana"], "b and a make ba, which is the banana");
		const active = await list.getAttribute("aria-activedescendant");
		assert.equal(await page.locator(`#${active}`).getAttribute("aria-label"), "banana");
		const before = (await opened.pictureBox()).width;
		await page.keyboard.press("Enter");
		await opened.painted();
		assert((await opened.pictureBox()).width > before * 1.5, "Enter zooms to the object");
		const [x, y] = await opened.onScreen(700, 434);
		assert(Math.abs(x - 330) < 2 && Math.abs(y - 340) < 2, "the object is in the middle");
		await page.keyboard.press("Escape");
		await opened.painted();
		assert.deepEqual(await selected(opened), []);
	});

	it("zoom in by a double-click on their row", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const before = (await opened.pictureBox()).width;
		await opened.page.getByRole("option", { name: "apple" }).dblclick();
		await opened.painted();
		assert((await opened.pictureBox()).width > before * 1.5);
		assert.deepEqual(await selected(opened), ["apple"]);
	});

	it("are hidden and shown by H, and their labels by L", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page } = opened;
		const tag = async (): Promise<number[]> => {
			const [x, y] = await opened.onScreen(518, 36);
			return opened.inkAt(x + 3, y - 12);
		};
		const labelled = await tag();
		await page.keyboard.press("l");
		await opened.painted();
		assert.notDeepEqual(await tag(), labelled);
		assert(!(await nothingDrawn(opened)));
		await page.keyboard.press("h");
		await opened.painted();
		assert(await nothingDrawn(opened));
		await page.getByRole("button", { name: "Show Objects on the Picture" }).click();
		await page.getByRole("button", { name: "Show Labels" }).click();
		await opened.painted();
		assert.deepEqual(await tag(), labelled);
	});

	it("belong to layers: a new answer takes the older one's place, and a click brings it back", async () => {
		const older = detectRun({ objects: [{ label: "old", box: box(10, 10, 90, 90) }] });
		const opened = await open({ state: { runs: [older] } });
		const { page, view } = opened;
		const started = detectRun({ prompt: "the fruit", status: "running", objects: [] });
		await view.addRun(started);
		await opened.painted();
		assert.deepEqual(await options(opened), ["old"], "nothing is there to take its place yet");
		await view.addObjects(started.id, [{ label: "new", box: box(200, 200, 90, 90) }]);
		await opened.painted();
		assert.deepEqual(await options(opened), ["new"]);
		const layers = page.getByRole("switch");
		assert.deepEqual(
			await layers.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))),
			["Detect Objects · the fruit", "Detect Objects"],
		);
		await layers.last().click();
		await opened.painted();
		assert.deepEqual(await options(opened), ["new", "old"]);
		await layers.first().click();
		await opened.painted();
		assert.deepEqual(await options(opened), ["old"]);
		await page.reload();
		await page.getByRole("toolbar").waitFor();
		await opened.painted();
		assert.deepEqual(await options(opened), ["old"]);
	});

	it("may be called anything: markup, bidi controls and a megabyte stay text on one line", async () => {
		const hostile = [
			"<img src=x onerror=alert(1)><script>alert(2)</script>",
			"\u202eevil\u2066 \u200f\u0000name\n\nnext",
			"x".repeat(1_000_000),
			"",
			"שלום עולם",
		];
		const objects = hostile.map((label, index) => ({ label, box: box(60 * index, 100, 50, 50) }));
		const opened = await open({ state: { runs: [detectRun({ objects, prompt: "\u202e<b>" })] } });
		const { page } = opened;
		const shown = await options(opened);
		assert.equal(shown[0], "<img src=x onerror=alert(1)><script>alert(2)</script>");
		assert.equal(shown[1], "evil name next");
		assert.equal(shown[2], `${"x".repeat(120)}…`);
		assert.equal(shown[3], "Unnamed object");
		assert.equal(shown[4], "שלום עולם");
		const rows = await page.getByRole("option").evaluateAll((all) =>
			all.map((row) => {
				const title = row.getAttribute("title")?.length ?? 0;
				return { height: row.clientHeight, wide: row.scrollWidth > row.clientWidth, title };
			}),
		);
		for (const row of rows) {
			assert(row.height < 30 && !row.wide && row.title <= 1001, JSON.stringify(row));
		}
		assert.equal(await page.locator("#app script, .panel img").count(), 0);
	});
});
