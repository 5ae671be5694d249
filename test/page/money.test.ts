import assert from "node:assert/strict";
import type { EditorState, Estimate } from "../../src/shared/protocol.ts";
import { formatDollars, formatEstimate } from "../../src/webview/text.ts";
import { open } from "./bed.ts";
import { captionRun } from "./scene.ts";

const usage = {
	promptTokens: 1100,
	outputTokens: 104,
	thoughtTokens: 0,
	cachedTokens: 0,
	totalTokens: 1204,
};

describe("Tokens and money on the page", () => {
	it("say after size and bytes what looking for objects would send", async () => {
		const { page, host, view, painted } = await open({ width: 1280 });
		const { picture } = host.state;
		assert(picture.kind === "shown");
		const facts = page.getByRole("toolbar").locator(".facts");
		assert.equal(await facts.textContent(), "840 × 600 px · 214 kB");

		await page.getByRole("button", { name: "Zoom In" }).click();
		await painted();
		const zoom = page.getByLabel("Zoom", { exact: true });
		const before = await zoom.textContent();
		await view.showPicture({ ...picture, estimate: { tokens: 1187, cost: 0.00089 } });
		await painted();
		assert.equal(await facts.textContent(), "840 × 600 px · 214 kB · ≈ 1,190 tokens · $0.0009");
		assert.match((await facts.getAttribute("title")) ?? "", /\$0\.0009 to detect objects/);
		assert.equal(await zoom.textContent(), before, "the view stayed");
	});

	it("leave out a price that is not known", async () => {
		const { page } = await open({ width: 1280, state: await shownWith({ tokens: 1187 }) });
		const facts = await page.locator(".facts").textContent();
		assert.equal(facts, "840 × 600 px · 214 kB · ≈ 1,190 tokens");
	});

	it("make room where the page is narrow", async () => {
		const estimate = { tokens: 1187, cost: 0.00089 };
		const { page } = await open({ width: 520, state: await shownWith(estimate) });
		assert(await page.getByText("840 × 600 px").isVisible());
		assert.equal(await page.getByText("1,190 tokens").isVisible(), false);
	});

	it("say under an answer what it cost", async () => {
		const run = captionRun({
			usage,
			cost: 0.00102,
			took: 900,
			model: { asked: "gemini-3.8-flash" },
		});
		const { page } = await open({ state: { runs: [run] } });
		await page.getByText("gemini-3.8-flash · 1,204 tokens · $0.0010 · 0.9 s").waitFor();
	});

	it("say nothing of money under an answer without a price", async () => {
		const run = captionRun({ usage, engine: "demo" });
		const { page } = await open({ state: { runs: [run] } });
		const log = page.getByRole("log", { name: "Conversation" });
		await log.getByText(/1,204 tokens/).waitFor();
		assert.doesNotMatch((await log.textContent()) ?? "", /\$/);
	});

	it("are written as short as they are exact", () => {
		assert.deepEqual([0, 0.00001, 0.00006, 0.00102, 0.5, 4.976, 1234].map(formatDollars), [
			"$0.0000",
			"< $0.0001",
			"$0.0001",
			"$0.0010",
			"$0.5000",
			"$4.98",
			"$1,234.00",
		]);
		assert.deepEqual([87, 1187, 12_345].map(formatEstimate), ["≈ 87", "≈ 1,190", "≈ 12,300"]);
	});
});

/** The picture of the default state, with an estimate. */
async function shownWith(estimate: Estimate): Promise<Partial<EditorState>> {
	const { host } = await open();
	const { picture } = host.state;
	assert(picture.kind === "shown");
	return { picture: { ...picture, estimate } };
}
