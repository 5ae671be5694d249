import assert from "node:assert/strict";
import type { ShownObject } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { drawCrowd } from "./crowd.ts";
import { detectRun, sceneSize } from "./scene.ts";

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

const options = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("listbox", { name: "Objects" })
		.getByRole("option")
		.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));

const selected = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("option", { selected: true })
		.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));

const chips = (opened: OpenPage) =>
	opened.page.getByRole("group", { name: "Filter by label" }).getByRole("button");

const fruit: ShownObject[] = [
	{ label: "pear", box: box(300, 300, 60, 60) },
	{ label: "apple", box: box(100, 100, 80, 80) },
	{ label: "apple", box: box(500, 100, 120, 120) },
	{ label: "Apple", box: box(500, 400, 40, 40) },
];

describe("The list of objects", () => {
	it("is filtered by chips that count, and the picture with it", async () => {
		const opened = await open({ state: { runs: [detectRun({ objects: fruit })] } });
		const { page } = opened;
		await page.keyboard.press("l");
		assert.deepEqual(await chips(opened).allTextContents(), ["apple", "pear"]);
		const pear = page.getByRole("button", { name: "pear (1)" });
		const ink = async () => opened.inkAt(...(await opened.onScreen(140, 100)));
		assert.equal((await ink())[3], 255);
		await pear.click();
		await opened.painted();
		assert.equal(await pear.getAttribute("aria-pressed"), "true");
		assert.deepEqual(await options(opened), ["pear"]);
		assert.equal((await ink())[3], 0, "apples are off the picture");
		assert.equal(await page.locator(".objects .count").textContent(), "1 of 4");
		assert.equal(await page.getByRole("status").last().textContent(), "1 object found");
		await page.getByRole("button", { name: "Show All" }).click();
		await opened.painted();
		assert.equal((await options(opened)).length, 4);
	});

	it("folds many labels away, but never a pressed one", async () => {
		const objects = Array.from({ length: 25 }, (_, index) => ({
			label: `thing ${index}`,
			box: box(30 * index, 20, 20, 20),
		}));
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		assert.equal(await chips(opened).count(), 9);
		await page.getByRole("button", { name: "17 more" }).click();
		await page.getByRole("button", { name: "thing 20 (1)" }).click();
		await page.getByRole("button", { name: "Fewer" }).click();
		await opened.painted();
		assert(await page.getByRole("button", { name: "thing 20 (1)" }).isVisible());
		assert.deepEqual(await options(opened), ["thing 20"]);
	});

	it("is sorted by a menu, and stays so when the page is loaded again", async () => {
		const opened = await open({ state: { runs: [detectRun({ objects: fruit })] } });
		const { page } = opened;
		const sizes = () =>
			page
				.locator(".list .numbers")
				.evaluateAll((shown: HTMLElement[]) => shown.map(({ dataset: { text } }) => text));
		const sortBy = async (name: string): Promise<void> => {
			await page.getByRole("button", { name: "Sort" }).click();
			await page.getByRole("menuitemradio", { name }).click();
			await opened.painted();
		};
		await sortBy("By Label");
		assert.deepEqual(await options(opened), ["apple", "apple", "Apple", "pear"]);
		await sortBy("By Size");
		assert.deepEqual(await sizes(), ["120 × 120", "80 × 80", "60 × 60", "40 × 40"]);
		await sortBy("By Position");
		assert.deepEqual(await sizes(), ["80 × 80", "120 × 120", "60 × 60", "40 × 40"]);
		await page.reload();
		await page.getByRole("toolbar").first().waitFor();
		assert.deepEqual(await sizes(), ["80 × 80", "120 × 120", "60 × 60", "40 × 40"]);
		await page.getByRole("button", { name: "Sort" }).click();
		const checked = page.getByRole("menuitemradio", { checked: true });
		assert.equal(await checked.textContent(), "By Position");
	});

	it("cycles through what lies over each other by clicks at one place, without zooming", async () => {
		const objects: ShownObject[] = [
			{ label: "room", box: box(50, 50, 700, 500) },
			{ label: "table", box: box(150, 150, 400, 300) },
			{ label: "cup", box: box(250, 250, 60, 60) },
		];
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		const before = await opened.pictureBox();
		const at = await opened.onScreen(280, 280);
		const seen: string[] = [];
		for (let click = 0; click < 4; click++) {
			await page.mouse.click(...at);
			await opened.painted();
			seen.push(...(await selected(opened)));
		}
		assert.deepEqual(seen, ["cup", "table", "room", "cup"]);
		await page.mouse.dblclick(...at);
		await opened.painted();
		assert.deepEqual(await opened.pictureBox(), before);
		await page.mouse.click(...(await opened.onScreen(200, 200)));
		await opened.painted();
		assert.deepEqual(await selected(opened), ["table"], "elsewhere it begins anew");
		assert.equal(await page.getByRole("status").last().textContent(), "table, 2 of 3");
	});

	it("takes the picture along: an object out of view comes into it", async () => {
		const objects: ShownObject[] = [
			{ label: "here", box: box(10, 10, 40, 40) },
			{ label: "there", box: box(780, 540, 40, 40) },
		];
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		await page.getByRole("option", { name: "here", exact: true }).click();
		await page.keyboard.press("Enter");
		await opened.painted();
		await page.keyboard.press("ArrowDown");
		await opened.painted();
		const [x, y] = await opened.onScreen(800, 560);
		assert(x > 0 && x < 660 && y > 40 && y < 640, `${x} ${y}`);
	});

	it("zooms by Z to the selected object, or to all that are listed", async () => {
		const objects: ShownObject[] = [
			{ label: "left", box: box(100, 250, 50, 50) },
			{ label: "right", box: box(400, 250, 50, 50) },
		];
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		await page.keyboard.press("z");
		await opened.painted();
		const both = await opened.pictureBox();
		const middle = await opened.onScreen(275, 275);
		assert(Math.abs(middle[0] - 330) < 2 && Math.abs(middle[1] - 340) < 2);
		await page.mouse.click(...(await opened.onScreen(420, 270)));
		await page.keyboard.press("z");
		await opened.painted();
		assert((await opened.pictureBox()).width > both.width * 2);
	});

	it("holds a thousand objects without delay", async () => {
		const objects = drawCrowd(sceneSize, {
			count: 1000,
			shaped: 0,
			points: 0,
			shape: "mask",
			most: 40,
		});
		const opened = await open({ state: { runs: [detectRun({ objects })] } });
		const { page } = opened;
		await page.getByRole("listbox", { name: "Objects" }).focus();
		await page.keyboard.press("End");
		await opened.painted();
		const last = page.getByRole("option").last();
		assert.equal(await last.getAttribute("aria-selected"), "true");
		const [list, row] = await Promise.all([
			page.getByRole("listbox", { name: "Objects" }).boundingBox(),
			last.boundingBox(),
		]);
		assert(list && row && row.y >= list.y && row.y + row.height <= list.y + list.height + 1);
	});
});
