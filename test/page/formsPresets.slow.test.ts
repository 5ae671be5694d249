import assert from "node:assert/strict";
import type { Saved } from "../../src/shared/protocol.ts";
import { open } from "./bed.ts";
import { focusedName, none, openedForm } from "./formsOpened.ts";
import { detectRun } from "./scene.ts";

/** A placeholder as settings write it. */
const blank = (name: string): string => `\${${name}}`;

describe("Own presets", () => {
	const presets: Saved["presets"] = [
		{
			task: "detect",
			title: "Same kind",
			prompt: `All like the ${blank("label")} in ${blank("fileName")}, ${blank("width")} × ${blank("height")}`,
		},
		{ task: "detect", title: "Between", prompt: `From ${blank("start")} to ${blank("end")}` },
		{ task: "caption", title: "Elsewhere", prompt: "Not here" },
	];

	it("stand in their task's form above what was used last", async () => {
		const { form } = await openedForm("Detect Objects", {
			saved: { ...none, presets },
			recentPrompts: { detect: ["the fruit"] },
		});
		const groups = await form.getByRole("group").evaluateAll((all) => all.map((g) => g.ariaLabel));
		assert.deepEqual(groups, ["Presets", "Your Presets", "Recent"]);
		const own = form.getByRole("group", { name: "Your Presets" }).getByRole("button");
		assert.deepEqual(await own.locator(".words:not(.detail)").allTextContents(), [
			"Same kind",
			"Between",
		]);
	});

	it("are filled with the selected object and the picture, and run at once", async () => {
		const opened = await open({
			width: 1280,
			state: { saved: { ...none, presets }, runs: [detectRun()] },
		});
		const { page, host } = opened;
		await page.getByRole("option", { name: "apple" }).click();
		await page.getByRole("button", { name: "Detect Objects", exact: true }).click();
		await page.getByRole("button", { name: /^Same kind/ }).click();
		const prompt = "All like the apple in still life.png, 840 × 600";
		assert.deepEqual(host.calls, [["run", { task: "detect", prompt }]]);
	});

	it("wait in the box for what is not known, one blank after the other", async () => {
		const opened = await openedForm("Detect Objects", { saved: { ...none, presets } });
		const { page, host, form } = opened;
		await form.getByRole("button", { name: /^Between/ }).click();
		await page.keyboard.press("Enter");
		assert.deepEqual(host.calls, [], "an open blank is not sent");
		await page.keyboard.type("the door");
		await page.keyboard.press("Tab");
		await page.keyboard.type("the window");
		await page.keyboard.press("Enter");
		const prompt = "From the door to the window";
		assert.deepEqual(host.calls, [["run", { task: "detect", prompt }]]);
	});

	it("go back to the blank before with Shift+Tab; with none left Tab leaves the box", async () => {
		const opened = await openedForm("Detect Objects", { saved: { ...none, presets } });
		const { page, form } = opened;
		await form.getByRole("button", { name: /^Between/ }).click();
		await page.keyboard.press("Tab");
		await page.keyboard.press("Shift+Tab");
		await page.keyboard.type("here");
		assert.equal(await form.getByRole("textbox").inputValue(), `From here to ${blank("end")}`);
		await page.keyboard.press("Tab");
		await page.keyboard.type("there");
		await page.keyboard.press("Tab");
		assert.equal(await focusedName(opened), "Run");
	});

	it("change while the page is open", async () => {
		const { form, view } = await openedForm("Detect Objects");
		await view.showSaved({ ...none, presets });
		await form.getByRole("button", { name: /^Between/ }).waitFor();
	});
});
