import assert from "node:assert/strict";
import { withFacts } from "./factsExample.ts";
import { themes } from "./themes.ts";

describe("The looks of regions and facts", () => {
	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name}`, async () => {
			const opened = await withFacts({ theme, width: 1280, height: 800 });
			const { page } = opened;
			await page.mouse.move(...(await opened.onScreen(520.5, 400.5)));
			await page.keyboard.press("r");
			await page.getByRole("toolbar", { name: "Region", exact: true }).waitFor();
			await page.locator("output.readout").getByText("#D25A48").waitFor();
			await opened.screenshot(`region-${name}`);
			await page.keyboard.press("i");
			await page.getByRole("img", { name: /^Histogram/ }).waitFor();
			await page.getByRole("button", { name: "Show Place" }).waitFor();
			await opened.screenshot(`facts-${name}`);
			await page.keyboard.press("Escape");
		});
	}

	it("fit into 340 pixels", async () => {
		const opened = await withFacts({ width: 340, height: 600 });
		const { page } = opened;
		await page.mouse.move(...(await opened.onScreen(520.5, 400.5)));
		await page.keyboard.press("r");
		const bar = page.getByRole("toolbar", { name: "Region", exact: true });
		await bar.waitFor();
		await opened.painted();
		for (const part of [bar, page.locator("output.readout"), page.locator(".controls")]) {
			const box = await part.boundingBox();
			assert(box && box.x >= 0 && box.x + box.width <= 340, JSON.stringify(box));
		}
		await opened.screenshot("region-340");
		await page.keyboard.press("i");
		await page.getByRole("img", { name: /^Histogram/ }).waitFor();
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		assert(wide <= 340, `the page is ${wide} wide`);
		await opened.screenshot("facts-340");
		await page.keyboard.press("Escape");
	});
});
