import assert from "node:assert/strict";
import { open } from "./bed.ts";
import { captionRun, detectRun } from "./scene.ts";

describe("Toolbar and conversation", () => {
	it("ask the host for the model", async () => {
		const { page, host } = await open();
		await page.getByRole("button", { name: "Model: gemini-3.8-flash" }).click();
		assert.deepEqual(host.calls, [["selectModel"]]);
	});

	it("show Stop in the task's place and a progress line while it runs", async () => {
		const opened = await open();
		const { page, host, view } = opened;
		const run = captionRun({ status: "running", text: "" });
		assert.equal(await page.getByRole("progressbar").count(), 0);
		const place = await page.getByRole("button", { name: "Caption", exact: true }).boundingBox();
		await view.addRun(run);
		const stop = page.getByRole("button", { name: "Stop" });
		await stop.click();
		assert.deepEqual(host.calls, [["stop", run.id]]);
		assert.equal((await stop.boundingBox())?.x, place?.x);
		const line = await page.getByRole("progressbar").boundingBox();
		const bar = await page.getByRole("toolbar").boundingBox();
		assert(line && bar && Math.abs(line.y + line.height - bar.y - bar.height) <= 1);
		await view.changeRun(run.id, { status: "stopped", took: 300, complete: false });
		await page.getByRole("button", { name: "Caption", exact: true }).waitFor();
		assert.equal(await page.getByRole("progressbar").count(), 0);
		assert.match((await page.getByRole("log").textContent()) ?? "", /stopped/);
	});

	it("hold the progress line still when motion is not wanted", async () => {
		const run = captionRun({ status: "running", text: "" });
		const { page } = await open({ reducedMotion: true, state: { runs: [run] } });
		const animation = await page
			.getByRole("progressbar")
			.evaluate((line) => getComputedStyle(line, "::after").animationName);
		assert.equal(animation, "none");
	});

	it("stream an answer, with what it took small under it", async () => {
		const opened = await open();
		const { page, view } = opened;
		const log = page.getByRole("log", { name: "Conversation" });
		const run = captionRun({ status: "running", text: "", model: { asked: "gemini-3.8-flash" } });
		await view.addRun(run);
		await log.getByText("Waiting for gemini-3.8-flash…").waitFor();
		for (const piece of ["A <b>cup</b>", " on a\n\n", "table."]) await view.addText(run.id, piece);
		await opened.painted();
		assert.deepEqual(await log.locator(".answer p").allTextContents(), [
			"A <b>cup</b> on a",
			"table.",
		]);
		await view.changeRun(run.id, {
			status: "done",
			took: 900,
			model: { asked: "gemini-3.8-flash", answered: "gemini-3.8-flash-002" },
			usage: {
				promptTokens: 1100,
				outputTokens: 104,
				thoughtTokens: 0,
				cachedTokens: 0,
				totalTokens: 1204,
			},
			warnings: ["Another model answered."],
		});
		await log.getByText("gemini-3.8-flash-002 · 1,204 tokens · 0.9 s").waitFor();
		await log.getByText("Another model answered.").waitFor();
	});

	it("never show the raw reply of a search", async () => {
		const { page } = await open({ state: { runs: [detectRun({ text: '[{"box_2d": 1}]' })] } });
		const text = (await page.getByRole("log").textContent()) ?? "";
		assert.match(text, /5 objects found/);
		assert.doesNotMatch(text, /box_2d/);
	});

	it("put a failure where the answer would be, with the buttons that fix it", async () => {
		const opened = await open();
		const { page, host, view } = opened;
		await page.keyboard.press("p");
		const run = captionRun({ status: "running", text: "" });
		await view.addRun(detectRun({ id: "other" }));
		await view.addRun(run);
		await view.changeRun(run.id, {
			status: "failed",
			error: {
				kind: "NoKey",
				message: "Loupe needs a Gemini API key.",
				actions: [
					{ id: "enterKey", title: "Enter Key" },
					{ id: "useDemo", title: "Use the Demo Engine" },
				],
			},
		});
		const alert = page.getByRole("alert");
		await alert.getByText("Loupe needs a Gemini API key.").waitFor();
		await alert.getByRole("button", { name: "Use the Demo Engine" }).click();
		assert.deepEqual(host.calls, [["act", "useDemo", run.id]]);
	});

	it("say in place when the host refuses", async () => {
		const { page, host } = await open();
		host.run = async () => {
			throw new Error("This window is closing.");
		};
		await page.keyboard.press("q");
		await page.keyboard.type("Why?");
		await page.keyboard.press("Enter");
		await page.getByRole("alert").getByText("This window is closing.").waitFor();
		await page.getByRole("button", { name: "Dismiss" }).click();
		await page.getByRole("alert").waitFor({ state: "detached" });
	});

	it("name the demo engine above the results and beside each of its results", async () => {
		const engine = { kind: "demo", model: "loupe-demo" } as const;
		const run = detectRun({ engine: "demo", model: { asked: "loupe-demo" } });
		const opened = await open({ state: { engine, runs: [run] } });
		const { page, host, view } = opened;
		const notice = page.getByText("Demo engine: colours and shapes only, not Gemini");
		assert(await notice.isVisible());
		await page.getByRole("button", { name: "Use Gemini" }).click();
		assert.deepEqual(host.calls, [["act", "enterKey"]]);
		await view.showEngine({ kind: "gemini", model: "gemini-3.8-flash" });
		await notice.waitFor({ state: "detached" });
		assert.match((await page.getByRole("switch").textContent()) ?? "", /Demo/);
		assert.match((await page.getByRole("log").textContent()) ?? "", /Demo engine, not Gemini/);
	});

	it("open and close the list of shortcuts, and the panel", async () => {
		const opened = await open();
		const { page } = opened;
		await page.keyboard.press("?");
		const dialog = page.getByRole("dialog", { name: "Keyboard Shortcuts" });
		await dialog.waitFor();
		await opened.screenshot("shortcuts");
		await page.keyboard.press("p");
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "hidden" });
		const panel = page.getByRole("complementary");
		assert(await panel.isVisible(), "keys do nothing behind the dialog");
		await page.getByRole("button", { name: "Hide Panel" }).click();
		await panel.waitFor({ state: "hidden" });
		await page.keyboard.press("p");
		await panel.waitFor();
	});

	it("speak the words that the host gives", async () => {
		const words = { Caption: "Beschriften", "{0} px": "{0} Pixel" };
		const { page } = await open({ state: { words } });
		await page.getByRole("button", { name: "Beschriften", exact: true }).waitFor();
		await page.getByText("840 × 600 Pixel").waitFor();
	});

	it("follow the conversation's end unless the person scrolled up", async () => {
		const runs = Array.from({ length: 12 }, () => captionRun());
		const opened = await open({ state: { runs }, height: 420 });
		const { page, view } = opened;
		const log = page.getByRole("log");
		const rest = (): Promise<number> =>
			log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
		assert((await rest()) < 2);
		const run = captionRun({ status: "running", text: "" });
		await view.addRun(run);
		await view.addText(run.id, "word\n\n".repeat(20));
		await opened.painted();
		assert((await rest()) < 2);
		await log.evaluate((one) => {
			one.scrollTop = 0;
		});
		await opened.painted();
		await view.addText(run.id, "word\n\n".repeat(20));
		await opened.painted();
		assert.equal(await log.evaluate((one) => one.scrollTop), 0);
	});
});
