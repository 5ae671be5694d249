import assert from "node:assert/strict";
import { type OpenPage, open } from "./bed.ts";
import { captionRun, detectRun } from "./scene.ts";

const button = (opened: OpenPage, name: string) =>
	opened.page.getByRole("button", { name, exact: true });

describe("Tasks", () => {
	it("with nothing to add run at once: Compare", async () => {
		const opened = await open({ width: 1280 });
		await button(opened, "Compare").click();
		assert.deepEqual(opened.host.calls, [["compare"]]);
		assert.equal(await opened.page.getByRole("dialog").count(), 0);
	});

	for (const [title, task] of [
		["Caption", "caption"],
		["Detect Objects", "detect"],
		["Segment", "segment"],
		["Point", "point"],
		["Transcribe", "transcribe"],
	] as const) {
		it(`ask for words in one line: ${title}; Enter alone runs with the default`, async () => {
			const opened = await open({ width: 1280 });
			const { page, host } = opened;
			await button(opened, title).click();
			const dialog = page.getByRole("dialog", { name: title });
			await dialog.waitFor();
			assert.equal(
				await dialog.getByRole("textbox").evaluate((box) => box.matches(":focus")),
				true,
			);
			await page.keyboard.press("Enter");
			await dialog.waitFor({ state: "hidden" });
			await button(opened, title).click();
			await page.keyboard.type("  the wooden and glass items ");
			await page.keyboard.press("Enter");
			assert.deepEqual(host.calls, [
				["run", { task }],
				["run", { task, prompt: "the wooden and glass items" }],
			]);
			await button(opened, title).click();
			assert.equal(await dialog.getByRole("textbox").inputValue(), "", "what ran is not kept");
		});
	}

	it("start from a preset or from words used before by one click", async () => {
		const recentPrompts = { detect: ["all green objects", "People"], point: ["the door"] };
		const opened = await open({ state: { recentPrompts } });
		const { page, host, view } = opened;
		const dialog = page.getByRole("dialog", { name: "Detect Objects" });
		const start = async (name: string): Promise<void> => {
			await button(opened, "Detect Objects").click();
			await dialog.getByRole("button", { name, exact: true }).click();
			await dialog.waitFor({ state: "hidden" });
		};
		await start("All prominent objects");
		await start("People");
		await start("all green objects");
		assert.deepEqual(host.calls, [
			["run", { task: "detect" }],
			["run", { task: "detect", prompt: "People" }],
			["run", { task: "detect", prompt: "all green objects" }],
		]);
		await view.showRecentPrompts({ detect: ["the newest"] });
		await button(opened, "Detect Objects").click();
		const recent = dialog.getByRole("group", { name: "Recent" }).getByRole("button");
		await recent.getByText("the newest").waitFor();
		assert.equal(await recent.count(), 1, "a preset's words and another task's stand elsewhere");
	});

	it("caption short, in detail and as alt text of a length that screen readers take", async () => {
		const opened = await open();
		const { page, host } = opened;
		const dialog = page.getByRole("dialog", { name: "Caption" });
		for (const name of ["Short", "Detailed", "Alt text"]) {
			await button(opened, "Caption").click();
			await dialog.getByRole("button", { name: new RegExp(`^${name}`) }).click();
			await dialog.waitFor({ state: "hidden" });
		}
		const prompts = host.calls.map(([, ask]) => (ask as { prompt: string }).prompt);
		assert.equal(new Set(prompts).size, 3);
		assert.match(prompts[2] ?? "", /at most 125 characters/);
	});

	it("keep their prompt open through a double-click; Escape, a click elsewhere and a second click close it", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page, host } = opened;
		const dialog = page.getByRole("dialog", { name: "Detect Objects" });
		const detect = button(opened, "Detect Objects");
		await page.getByRole("option", { name: "apple" }).click();
		await detect.dblclick();
		await dialog.waitFor();
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "hidden" });
		assert(await detect.evaluate((one) => one === document.activeElement), "the focus is back");
		assert.equal(await page.getByRole("option", { selected: true }).count(), 1);
		await detect.click();
		await page.mouse.click(400, 500);
		await dialog.waitFor({ state: "hidden" });
		await detect.click();
		await dialog.waitFor();
		await opened.painted();
		await detect.click();
		await dialog.waitFor({ state: "hidden" });
		assert.deepEqual(host.calls, []);
	});

	it("take letters in their prompt as words, and ↓ and ↑ as ways through it", async () => {
		const opened = await open();
		const { page, host } = opened;
		await button(opened, "Segment").click();
		await page.keyboard.type("half past p");
		await opened.painted();
		assert(await page.getByRole("complementary").isVisible(), "p folds no panel");
		for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) {
			await page.keyboard.press(key);
		}
		const focused = await page.evaluate(() => document.activeElement?.textContent);
		assert.equal(focused, "The main subject");
		await page.keyboard.press("p");
		await page.keyboard.press("Enter");
		assert.deepEqual(host.calls, [["run", { task: "segment", prompt: "The main subject" }]]);
	});

	it("take Shift+Enter as a new line, through which ↑ and ↓ go before they leave the box", async () => {
		const opened = await open();
		const { page, host } = opened;
		await button(opened, "Segment").click();
		await page.keyboard.type("cups");
		await page.keyboard.press("Shift+Enter");
		await page.keyboard.type("plates");
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("Home");
		await page.keyboard.type("big ");
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("End");
		await page.keyboard.press("ArrowDown");
		const focused = await page.evaluate(() => document.activeElement?.textContent);
		assert.equal(focused, "All prominent objects");
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("Enter");
		assert.deepEqual(host.calls, [["run", { task: "segment", prompt: "big cups\nplates" }]]);
	});

	it("do not run while a letter is being composed", async () => {
		const opened = await open();
		const { page, host } = opened;
		await button(opened, "Segment").click();
		const box = page.getByRole("dialog", { name: "Segment" }).getByRole("textbox");
		await box.evaluate((one) => {
			const composing = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
			one.dispatchEvent(new KeyboardEvent("keydown", composing));
		});
		await opened.painted();
		assert.deepEqual(host.calls, []);
		assert(await box.isVisible());
	});

	it("show Stop instead while they run, which asks for no words", async () => {
		const run = detectRun({ status: "running", objects: [] });
		const opened = await open({ state: { runs: [run, captionRun()] } });
		await button(opened, "Stop").click();
		assert.deepEqual(opened.host.calls, [["stop", run.id]]);
		assert.equal(await opened.page.getByRole("dialog").count(), 0);
	});

	it("have their prompt inside a small window too", async () => {
		const recentPrompts = { point: Array.from({ length: 8 }, (_, index) => `words ${index}`) };
		const opened = await open({ width: 400, height: 300, state: { recentPrompts } });
		await button(opened, "Point").click();
		const dialog = opened.page.getByRole("dialog", { name: "Point" });
		const box = await dialog.boundingBox();
		assert(
			box && box.x >= 0 && box.x + box.width <= 400 && box.y >= 0 && box.y + box.height <= 300,
		);
		await dialog.getByRole("button", { name: "words 7" }).click();
		assert.deepEqual(opened.host.calls, [["run", { task: "point", prompt: "words 7" }]]);
	});
});
