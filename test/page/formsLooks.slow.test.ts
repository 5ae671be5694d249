import assert from "node:assert/strict";
import { open } from "./bed.ts";
import { classifyRun, invoiceRun, invoiceSchema } from "./dataExamples.ts";
import { detectRun } from "./scene.ts";
import { themes } from "./themes.ts";

const saved = {
	presets: [
		{ task: "caption", title: "Shop", prompt: `Describe the ${"$"}{label} for a shop page` },
		{ task: "extract", title: "Dates", prompt: "Dates as YYYY-MM-DD" },
	] as const,
	labelSets: {
		Rooms: ["kitchen", "bedroom", "bathroom", "garden"],
		Quality: ["sharp", "blurred", "too dark"],
	},
	schemas: [{ name: "invoice", schema: invoiceSchema }],
};
const state = {
	saved: { ...saved, presets: [...saved.presets] },
	recentPrompts: { caption: ["as a haiku"] },
	runs: [classifyRun(), detectRun(), invoiceRun()],
};

describe("The forms' looks", () => {
	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name}`, async () => {
			const opened = await open({ theme, width: 1280, height: 1100, state });
			const { page } = opened;
			const form = async (title: string): Promise<void> => {
				await page.getByRole("button", { name: title, exact: true }).click();
				await page.getByRole("dialog", { name: title }).waitFor();
			};
			await opened.screenshot(`${name}-data`);
			await form("Caption");
			await opened.screenshot(`${name}-form-caption`);
			await page.keyboard.press("Escape");
			await form("Classify");
			await page.keyboard.type("still life, portrait of a person, land");
			await opened.screenshot(`${name}-form-classify`);
			await page.keyboard.press("Escape");
			await form("Extract");
			await page.keyboard.type("name, date?, total: number, items[] {title, price: number}");
			await opened.painted();
			await opened.screenshot(`${name}-form-extract`);
			assert.equal(await page.getByRole("list", { name: "Fields to be extracted" }).count(), 1);
		});
	}

	it("are drawn at 400 px", async () => {
		const opened = await open({ width: 400, height: 900, state });
		const { page } = opened;
		await opened.screenshot("400-data");
		await page.getByRole("button", { name: "More Tasks" }).click();
		await opened.screenshot("400-more");
		await page.getByRole("menuitem", { name: "Extract" }).click();
		await page.getByRole("button", { name: /^invoice/ }).click();
		await opened.painted();
		await opened.screenshot("400-form");
		const box = await page.getByRole("dialog", { name: "Extract" }).boundingBox();
		assert(box && box.x >= 0 && box.x + box.width <= 400);
	});

	for (const width of [400, 560, 700, 800, 1000]) {
		it(`keep the toolbar whole at ${width} px`, async () => {
			const opened = await open({ width, height: 700, state });
			const { page } = opened;
			await opened.screenshot(`toolbar-${width}`);
			const inside = await page
				.getByRole("toolbar", { name: "Image tools" })
				.evaluate((bar) => bar.scrollWidth <= bar.clientWidth);
			assert(inside);
		});
	}
});
