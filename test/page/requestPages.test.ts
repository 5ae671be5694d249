import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Scene, shape } from "../fixtures/shapes.ts";
import { CompareBed } from "./compareBed.ts";
import { PicturesBed } from "./picturesBed.ts";
import { requestRecord, sentPicture, shownRequest } from "./requestExamples.ts";
import { captionRun } from "./scene.ts";

const gone = "gemini-2.0-flash";
const failed = captionRun({
	task: "ask",
	prompt: "And now?",
	status: "failed",
	text: "",
	model: { asked: gone },
	error: {
		kind: "ModelGone",
		message: `${gone} is no longer available.`,
		actions: [
			{ id: "switchModel", title: "Switch to gemini-3.6-flash", model: "gemini-3.6-flash" },
		],
	},
});

const inspector = (page: Page) => page.getByRole("dialog", { name: "Request", exact: true });

/** Chooses a sent size in the popover, and closes it. */
async function chooseSize(page: Page, value: string): Promise<void> {
	await page.getByRole("button", { name: "Request Options" }).click();
	await page.getByLabel("Sent size").selectOption(value);
	await page.keyboard.press("Escape");
}

/** Opens what would be sent from the popover. */
async function showNext(page: Page): Promise<void> {
	await page.getByRole("button", { name: "Request Options" }).click();
	await page.getByRole("button", { name: "Show Request…" }).click();
	await inspector(page).getByRole("region", { name: "Words" }).waitFor();
}

describe("Requests on the page of several pictures", () => {
	let bed: PicturesBed;
	before(async () => {
		bed = await PicturesBed.start();
	});
	after(() => bed?.close());
	afterEach(() => bed.expectNoComplaints());

	it("are chosen for, seen before and after, and asked of another model", async () => {
		const pictures = ["one.png", "two.png", "three.png"].map((name) => sentPicture({ name }));
		const record = requestRecord({ pictures });
		const said = captionRun({
			task: "ask",
			prompt: "What is it?",
			request: record,
			startedAt: failed.startedAt - 1,
		});
		const { page, host, screenshot } = await bed.open({
			state: { runs: [said, { ...failed, after: said.id }] },
		});
		host.request = await shownRequest({ record });
		await chooseSize(page, "original");
		const box = page.getByRole("textbox", { name: "Ask about these images" });
		await box.fill("Which is red?");
		await showNext(page);
		const choices = { sentSize: "original" };
		const asked = { task: "ask", prompt: "Which is red?", after: said.id, choices };
		assert.deepEqual(host.calls.at(-1), ["previewRequest", asked]);
		const tasks = inspector(page).getByLabel("Would be sent for").locator("option");
		assert.deepEqual(await tasks.allTextContents(), ["Ask · Which is red?"]);
		const listed = inspector(page).getByRole("region", { name: "Pictures" }).getByRole("listitem");
		assert.equal(await listed.count(), 3);
		await screenshot("request-pictures");
		await page.keyboard.press("Escape");
		await box.focus();
		await page.keyboard.press("Enter");
		await page.waitForFunction(() => document.querySelector("textarea")?.value === "");
		assert.deepEqual(
			host.calls.find(([method]) => method === "run"),
			["run", asked],
		);
		const answered = page.getByRole("article", { name: "What is it?" });
		await answered.getByText(/3.pictures.sent/).waitFor();
		await answered.hover();
		await answered.getByRole("button", { name: "Show Request" }).click();
		await inspector(page).getByRole("region", { name: "Words" }).waitFor();
		assert.deepEqual(host.calls.at(-1), ["requestOf", said.id]);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Switch to gemini-3.6-flash" }).click();
		assert.deepEqual(host.calls.at(-1), ["act", "switchModel", failed.id]);
	});

	it("keep what was chosen through a reload", async () => {
		const { page } = await bed.open();
		await chooseSize(page, "1536");
		await page.reload();
		await page.getByRole("button", { name: "Request Options" }).click();
		assert.equal(await page.getByLabel("Sent size").inputValue(), "1536");
	});
});

describe("Requests on the comparing page", () => {
	const bed = new CompareBed();
	const size = { width: 240, height: 180 };
	const scene = (color: "red" | "orange"): Scene => ({
		size,
		background: "#f4efe4",
		shapes: [shape(color, "circle", 40, 40, 100)],
	});
	before(() => bed.start());
	after(() => bed.close());
	afterEach(() => bed.expectNoComplaints());

	it("are chosen for, seen before and after, and asked of another model", async () => {
		const a = await bed.picture("before.png", scene("red"));
		const b = await bed.picture("after.png", scene("orange"));
		const record = requestRecord({ pictures: [sentPicture(), sentPicture()] });
		const said = captionRun({ task: "compare", request: record, startedAt: failed.startedAt - 1 });
		const state = { ...(await bed.compared(a, b)), runs: [said, failed] };
		const { page, host, painted, screenshot } = await bed.open(state);
		host.request = await shownRequest({ record });
		await chooseSize(page, "768");
		const choices = { sentSize: 768 };
		await page.getByRole("button", { name: "What changed?" }).click();
		await painted();
		assert.deepEqual(host.calls.at(-1), ["run", { task: "compare", choices }]);
		await showNext(page);
		host.request = await shownRequest({ record: { ...record, text: "What changed?" } });
		await inspector(page).getByLabel("Would be sent for").selectOption({ label: "Compare" });
		await inspector(page).getByText("What changed?", { exact: true }).waitFor();
		assert.deepEqual(host.calls.at(-1), ["previewRequest", { task: "compare", choices }]);
		await screenshot("request");
		await page.keyboard.press("Escape");
		await page.getByRole("article", { name: "Compare" }).focus();
		await page.keyboard.press("s");
		await inspector(page).getByRole("region", { name: "Words" }).waitFor();
		assert.deepEqual(host.calls.at(-1), ["requestOf", said.id]);
		await page.keyboard.press("2");
		await page.keyboard.press("Escape");
		assert(await page.getByRole("radio", { name: "Side by Side" }).isChecked(), "keys stay inside");
		await page.getByRole("button", { name: "Switch to gemini-3.6-flash" }).click();
		await painted();
		assert.deepEqual(host.calls.at(-1), ["act", "switchModel", failed.id]);
		await page.reload();
		await page.getByRole("button", { name: "Request Options" }).click();
		assert.equal(await page.getByLabel("Sent size").inputValue(), "768");
	});
});
