import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { fittingButtons } from "../../src/webview/fittingButtons.ts";
import { type OpenPage, open } from "./bed.ts";
import { classifyRun } from "./dataExamples.ts";
import { captionRun } from "./scene.ts";

const all = [
	"Caption",
	"Detect Objects",
	"Segment",
	"Point",
	"Classify",
	"Extract",
	"Transcribe",
	"Compare",
];

const toolbar = (page: Page) => page.getByRole("toolbar", { name: "Image tools" });

/** The tasks one can reach: in the toolbar and behind "More Tasks". */
async function reachable({ page }: OpenPage): Promise<{ shown: string[]; menu: string[] }> {
	const names = await toolbar(page)
		.locator("[data-task]:visible")
		.evaluateAll((buttons) => buttons.map((button) => button.ariaLabel ?? ""));
	const more = page.getByRole("button", { name: "More Tasks" });
	if (!(await more.isVisible())) return { shown: names, menu: [] };
	await more.click();
	const menu = await page.getByRole("menuitem").allTextContents();
	await page.keyboard.press("Escape");
	return { shown: names, menu };
}

describe("The row of tasks", () => {
	for (const width of [400, 480, 560, 640, 800, 1000, 1400]) {
		it(`has every task within reach at ${width} px`, async () => {
			const opened = await open({ width });
			const { shown, menu } = await reachable(opened);
			assert.deepEqual([...shown, ...menu], all);
			assert(shown.length >= 4, shown.join());
			const fits = await toolbar(opened.page).evaluate((bar) =>
				[...bar.querySelectorAll("button")]
					.filter((button) => button.checkVisibility())
					.every((button) => {
						const { left, right } = button.getBoundingClientRect();
						return left >= 0 && right <= innerWidth;
					}),
			);
			assert(fits);
			assert.equal(menu.length === 0, [640, 1400].includes(width));
		});
	}

	it("follows the window as it grows and shrinks, by one frame", async () => {
		const opened = await open({ width: 1400 });
		const counts: number[] = [];
		for (const width of [800, 400, 1400]) {
			await opened.page.setViewportSize({ width, height: 640 });
			await opened.painted();
			counts.push(await toolbar(opened.page).locator("[data-task]:visible").count());
		}
		assert(counts[0] !== undefined && counts[0] < 8 && counts[0] >= 4);
		assert(counts[1] !== undefined && counts[1] < 8);
		assert.equal(counts[2], 8);
	});

	it("opens the form of a task from the menu, by keyboard, and gives the focus back", async () => {
		const opened = await open({ width: 800 });
		const { page } = opened;
		const more = page.getByRole("button", { name: "More Tasks" });
		await more.focus();
		await page.keyboard.press("Enter");
		const menu = await page.getByRole("menu", { name: "More Tasks" }).boundingBox();
		const button = await more.boundingBox();
		assert(menu && button && menu.x === button.x && menu.y === button.y + button.height);
		await page.keyboard.press("e");
		await page.keyboard.press("Enter");
		const dialog = page.getByRole("dialog", { name: "Extract" });
		await dialog.waitFor();
		const box = await dialog.boundingBox();
		assert(box && box.x >= 0 && box.x + box.width <= 800);
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "hidden" });
		assert(await more.evaluate((one) => one === document.activeElement));
	});

	it("compares from the menu", async () => {
		const { page, host } = await open({ width: 400 });
		await page.getByRole("button", { name: "More Tasks" }).click();
		await page.getByRole("menuitem", { name: "Compare" }).click();
		assert.deepEqual(host.calls, [["compare"]]);
	});

	it("brings Stop out of the menu for what runs", async () => {
		const run = classifyRun({ status: "running", text: "", data: undefined });
		const opened = await open({ width: 400 });
		const { page, host, view } = opened;
		assert(!(await page.getByRole("button", { name: "Classify", exact: true }).isVisible()));
		await view.addRun(run);
		const stop = toolbar(page).getByRole("button", { name: "Stop" });
		await stop.click();
		assert.deepEqual(host.calls, [["stop", run.id]]);
		await stop.focus();
		await view.changeRun(run.id, { status: "stopped", took: 1 });
		await opened.painted();
		assert.equal(
			await page.evaluate(() => document.activeElement?.ariaLabel),
			"More Tasks",
			"the focus stays where the button went",
		);
	});

	it("is walked by ← and →, past what is in the menu", async () => {
		const { page } = await open({ width: 400 });
		await page.getByRole("button", { name: "Caption", exact: true }).focus();
		const names: string[] = [];
		for (let step = 0; step < 8; step++) {
			await page.keyboard.press("ArrowRight");
			names.push((await page.evaluate(() => document.activeElement?.ariaLabel)) ?? "");
		}
		assert(names.includes("More Tasks") && names.includes("Hide Panel"), names.join());
		assert(!names.includes("Compare"));
	});

	it("stays as it is while an answer streams", async () => {
		const run = captionRun({ status: "running", text: "" });
		const opened = await open({ width: 800, state: { runs: [run] } });
		const { page, view } = opened;
		await toolbar(page).evaluate((bar) => {
			const watcher = new MutationObserver((changes) => {
				bar.setAttribute("data-changes", String(changes.length));
			});
			watcher.observe(bar.firstElementChild ?? bar, { subtree: true, attributes: true });
		});
		for (const piece of ["A ", "cup ", "."]) await view.addText(run.id, piece);
		await opened.painted();
		assert.equal(await toolbar(page).getAttribute("data-changes"), null);
	});
});

describe("fittingButtons", () => {
	const widths = [80, 70, 90, 60];
	const row = { widths, gap: 4, more: 30, kept: [] };

	it("keeps all where all fit to the pixel, and none besides", () => {
		assert.deepEqual(fittingButtons({ ...row, room: 312 }), [true, true, true, true]);
		assert.deepEqual(fittingButtons({ ...row, room: 311 }), [true, true, true, false]);
		assert.deepEqual(fittingButtons({ ...row, room: 20 }), [false, false, false, false]);
	});

	it("never puts a later button where an earlier one did not fit", () => {
		const fits = fittingButtons({ ...row, widths: [80, 300, 10], room: 140 });
		assert.deepEqual(fits, [true, false, false]);
	});

	it("keeps what must stay, at the cost of others", () => {
		assert.deepEqual(fittingButtons({ ...row, room: 252, kept: [3] }), [true, true, false, true]);
		assert.deepEqual(fittingButtons({ ...row, room: 251, kept: [3] }), [true, false, false, true]);
	});
});
