import assert from "node:assert/strict";
import type { EngineState } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { requestRecord, sentPicture, shownRequest } from "./requestExamples.ts";
import { captionRun, detectRun } from "./scene.ts";
import { themes } from "./themes.ts";

const engine: EngineState = {
	kind: "gemini",
	model: "gemini-3.8-flash",
	choices: {},
	thinkingLevels: ["low", "medium", "high"],
};

const pictures = [
	sentPicture({ size: { width: 768, height: 549 }, bytes: 81_000 }),
	sentPicture({
		name: "still life.png",
		size: { width: 128, height: 160 },
		bytes: 41_000,
		mimeType: "image/png",
		way: "upload",
		part: { x: 456, y: 304, width: 128, height: 160 },
	}),
];
const record = requestRecord({ pictures });

/** Nothing of it lies outside of the window, or is wider than what it stands in. */
async function expectInside({ page }: OpenPage, selector: string): Promise<void> {
	const lost = await page.locator(selector).evaluate((dialog) => {
		const { left, right, top, bottom } = dialog.getBoundingClientRect();
		const outside = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
		const wide = [...dialog.querySelectorAll<HTMLElement>("*")]
			.filter((one) => one.getBoundingClientRect().right > right + 0.5)
			.map((one) => one.className);
		return [...(outside ? ["the dialog"] : []), ...wide];
	});
	assert.deepEqual(lost, []);
}

describe("The looks of requests", () => {
	const views = [
		...Object.entries(themes).map(([name, theme]) => ({ name, theme, width: 1280, height: 800 })),
		{ name: "340", theme: themes["dark-modern"], width: 340, height: 700 },
	];
	for (const { name, theme, width, height } of views) {
		it(`are drawn: ${name}, ${width} px wide`, async () => {
			const usage = {
				promptTokens: 5000,
				outputTokens: 104,
				thoughtTokens: 0,
				cachedTokens: 4096,
				totalTokens: 5104,
			};
			const about = { request: record, usage, cost: 0.0031 };
			const runs = [detectRun(about), captionRun({ prompt: "Alt text", ...about })];
			const opened = await open({ theme, width, height, state: { engine, runs } });
			const { page, host } = opened;
			const thumbnail = new Uint8Array(
				await (await page.request.get(String(Reflect.get(host.state.picture, "url")))).body(),
			);
			const raw = JSON.stringify([{ box_2d: [456, 181, 800, 473], label: "coffee cup" }], null, 1);
			host.request = await shownRequest({
				record,
				raw,
				estimate: { tokens: 1290, cost: 0.001 },
				thumbnails: [{ mimeType: "image/png", bytes: thumbnail }],
			});
			host.picked = {
				model: "gemini-robotics-er-2-preview-with-a-long-name",
				thinkingLevels: ["low"],
			};
			await page.getByRole("button", { name: "Request Options" }).click();
			const form = page.getByRole("dialog", { name: "Request Options" });
			await opened.screenshot(`request-${name}-options`);
			await form.getByRole("button", { name: /^Model for/ }).click();
			await form.getByText(/robotics/).waitFor();
			await form.getByLabel("Sent size").selectOption("768");
			await opened.painted();
			await opened.screenshot(`request-${name}-options-chosen`);
			await expectInside(opened, ".request-options");
			await form.getByRole("button", { name: "Show Request…" }).click();
			await page.getByRole("region", { name: "Words" }).waitFor();
			await page.getByRole("button", { name: "Count Exactly" }).click();
			await page.getByText("1,234 tokens").waitFor();
			await page.waitForFunction(() => document.querySelector(".request img")?.clientWidth);
			await opened.screenshot(`request-${name}-next`);
			await expectInside(opened, "dialog.request:not(.facts-dialog)");
			await page.keyboard.press("Escape");
			await opened.screenshot(`request-${name}-closed`);
			await page.getByRole("article").last().focus();
			await page.keyboard.press("s");
			await page.getByRole("region", { name: "Raw reply" }).scrollIntoViewIfNeeded();
			await opened.painted();
			await opened.screenshot(`request-${name}-sent`);
			await expectInside(opened, "dialog.request:not(.facts-dialog)");
			await page.keyboard.press("Escape");
			host.previewRequest = async () => {
				throw new Error("This picture cannot be read: the file is cut short.");
			};
			await page.getByRole("button", { name: "Request Options" }).click();
			await form.getByRole("button", { name: "Show Request…" }).click();
			await page.getByRole("alert").waitFor();
			await opened.screenshot(`request-${name}-failed`);
		});
	}

	it("keep the toolbar whole at 340 px", async () => {
		const opened = await open({ width: 340, height: 700, state: { engine } });
		const inside = await opened.page
			.getByRole("toolbar", { name: "Image tools" })
			.evaluate((bar) => bar.scrollWidth <= bar.clientWidth);
		assert(inside);
	});

	it("give every control a name", async () => {
		const opened = await open({ state: { engine, runs: [captionRun({ request: record })] } });
		const { page, host } = opened;
		host.request = await shownRequest({ record, raw: "{}" });
		await page.getByRole("button", { name: "Request Options" }).click();
		await page.getByRole("button", { name: "Show Request…" }).click();
		await page.getByRole("region", { name: "Words" }).waitFor();
		const nameless = await page.evaluate(() =>
			[...document.querySelectorAll("button, select, dialog, section[aria-label], [popover]")]
				.filter((one) => {
					const label = one.closest("label")?.textContent ?? "";
					return `${one.getAttribute("aria-label") ?? one.textContent}${label}`.trim() === "";
				})
				.map((one) => one.outerHTML.slice(0, 200)),
		);
		assert.deepEqual(
			nameless.filter((html) => !html.includes('class="menu"')),
			[],
		);
	});
});
