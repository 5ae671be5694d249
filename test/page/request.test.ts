import assert from "node:assert/strict";
import type { EngineState, ShownRequest } from "../../src/shared/protocol.ts";
import { mostShown } from "../../src/webview/request/requestWords.ts";
import { type OpenPage, open } from "./bed.ts";
import { requestRecord, sentPicture, shownRequest } from "./requestExamples.ts";
import { captionRun, detectRun } from "./scene.ts";

const engine: EngineState = {
	kind: "gemini",
	model: "gemini-3.8-flash",
	choices: { thinking: "low" },
	thinkingLevels: ["low", "medium", "high"],
};
const hostile = '<img src=x onerror="document.title=1">\u202e<script>alert(1)</script>';

const optionsButton = ({ page }: OpenPage) =>
	page.getByRole("button", { name: "Request Options", exact: true });
const options = ({ page }: OpenPage) => page.getByRole("dialog", { name: "Request Options" });
const inspector = ({ page }: OpenPage) =>
	page.getByRole("dialog", { name: "Request", exact: true });
const part = (opened: OpenPage, name: string) =>
	inspector(opened).getByRole("region", { name, exact: true });
const calls = ({ host }: OpenPage, name: string) =>
	host.calls.filter(([method]) => method === name);

/** What the page told the host before the next frame has arrived when it resolves. */
async function pressed({ page, painted }: OpenPage, key: string): Promise<void> {
	await page.keyboard.press(key);
	await painted();
}

describe("What the questions of a page choose", () => {
	it("goes along with every task and question until it is put back", async () => {
		const opened = await open({ state: { engine } });
		const { page, host, painted } = opened;
		await optionsButton(opened).click();
		const form = options(opened);
		const size = form.getByLabel("Sent size");
		assert.deepEqual(await size.locator("option").allTextContents(), [
			"As set: Auto",
			"Original",
			"At most 768 px",
			"At most 1024 px",
			"At most 1536 px",
			"At most 3072 px",
		]);
		const thinking = form.getByLabel("Thinking");
		assert.deepEqual(await thinking.locator("option").allTextContents(), [
			"As set: Low",
			"Auto",
			"Low",
			"Medium",
			"High",
		]);
		await size.selectOption("768");
		await thinking.selectOption("auto");
		await form.getByLabel("Resolution").selectOption("ultra_high");
		await pressed(opened, "Escape");
		assert.equal(await form.isVisible(), false);
		assert(await optionsButton(opened).evaluate((one) => one.matches(":focus.chosen")));
		assert.equal(
			await optionsButton(opened).getAttribute("title"),
			"Request Options\nThinking: Auto\nResolution: Ultra high\nSent size: At most 768 px",
		);
		const choices = { thinking: "auto", mediaResolution: "ultra_high", sentSize: 768 };
		await page.getByRole("textbox", { name: "Ask about this image" }).fill("Why?");
		await pressed(opened, "Enter");
		await page.getByRole("button", { name: "Caption", exact: true }).click();
		await pressed(opened, "Enter");
		assert.deepEqual(calls(opened, "run"), [
			["run", { task: "ask", prompt: "Why?", choices }],
			["run", { task: "caption", choices }],
		]);

		await optionsButton(opened).click();
		await form.getByRole("button", { name: "Reset" }).click();
		await painted();
		assert.equal(await form.getByLabel("Sent size").inputValue(), "");
		await pressed(opened, "Escape");
		assert.equal(await optionsButton(opened).evaluate((one) => one.matches(".chosen")), false);
		await page.getByRole("button", { name: "Caption", exact: true }).click();
		await pressed(opened, "Enter");
		assert.deepEqual(host.calls.at(-1), ["run", { task: "caption" }]);
	});

	it("has a model of its own, with the levels that this one knows, and stays through a reload", async () => {
		const opened = await open({ state: { engine } });
		const { page, host, painted } = opened;
		host.picked = { model: "gemini-3.1-pro-preview", thinkingLevels: ["low", "high"] };
		await optionsButton(opened).click();
		const form = options(opened);
		const model = form.getByRole("button", { name: /^Model for These Questions/ });
		assert.equal(await model.textContent(), "As set: gemini-3.8-flash");
		await model.click();
		await form.getByText("gemini-3.1-pro-preview").waitFor();
		const levels = form.getByLabel("Thinking").locator("option");
		assert.deepEqual(await levels.allTextContents(), ["As set: Low", "Auto", "Low", "High"]);
		await form.getByLabel("Thinking").selectOption("high");
		await page.reload();
		await page.getByRole("toolbar").waitFor();
		await page.getByRole("button", { name: "Caption", exact: true }).click();
		await pressed(opened, "Enter");
		const choices = { model: "gemini-3.1-pro-preview", thinking: "high" };
		assert.deepEqual(host.calls.at(-1), ["run", { task: "caption", choices }]);
		await optionsButton(opened).click();
		await form.getByRole("button", { name: "Model As Set" }).click();
		await painted();
		assert(await model.evaluate((one) => one.matches(":focus")));
		assert.equal(await model.textContent(), "As set: gemini-3.8-flash");
	});

	it("is left as it was when the person chooses no model", async () => {
		const opened = await open({ state: { engine } });
		await optionsButton(opened).click();
		await options(opened)
			.getByRole("button", { name: /^Model for/ })
			.click();
		await opened.painted();
		assert.equal(calls(opened, "pickModel").length, 1);
		assert.equal(await optionsButton(opened).evaluate((one) => one.matches(".chosen")), false);
	});

	it("offers neither model nor thinking for the demo engine, and says why", async () => {
		const opened = await open({ state: { engine: { kind: "demo", model: "loupe-demo" } } });
		await optionsButton(opened).click();
		const form = options(opened);
		await form.getByText(/The demo engine is no model and does not think/).waitFor();
		assert.equal(await form.getByLabel("Thinking").count(), 0);
		assert.equal(await form.getByRole("button", { name: /^Model/ }).count(), 0);
		assert.equal(await form.getByLabel("Sent size").count(), 1);
	});

	it("says where a model's thinking cannot be chosen", async () => {
		const opened = await open({
			state: { engine: { kind: "gemini", model: "gemma-4", thinkingLevels: [] } },
		});
		await optionsButton(opened).click();
		await options(opened)
			.getByText(/How long this model thinks cannot be chosen/)
			.waitFor();
		assert.equal(await options(opened).getByLabel("Thinking").count(), 0);
	});

	it("is walked by keys: Tab through the fields, ↑ and ↓ through the buttons, Escape back", async () => {
		const opened = await open({ state: { engine } });
		const { page } = opened;
		await optionsButton(opened).focus();
		await page.keyboard.press("Enter");
		const focused = () =>
			page.evaluate(() => {
				const { activeElement: one } = document;
				return one?.closest("label")?.firstElementChild?.textContent ?? one?.textContent;
			});
		assert.equal(await focused(), "As set: gemini-3.8-flash");
		for (const name of ["Thinking", "Resolution", "Sent size"]) {
			await page.keyboard.press("Tab");
			assert.equal(await focused(), name);
		}
		await page.keyboard.press("Tab");
		assert.equal(await focused(), "Show Request…");
		await page.keyboard.press("ArrowDown");
		assert.equal(await focused(), "As set: gemini-3.8-flash");
		await page.keyboard.press("ArrowUp");
		assert.equal(await focused(), "Show Request…");
		await page.keyboard.press("Escape");
		assert(await optionsButton(opened).evaluate((one) => one.matches(":focus")));
	});

	it("asks another model where the chosen one is gone, now and from then on", async () => {
		const gone = "gemini-2.0-flash";
		const title = "Switch to gemini-3.6-flash";
		const run = captionRun({
			status: "failed",
			text: "",
			model: { asked: gone },
			choices: { model: gone },
			error: {
				kind: "ModelGone",
				message: `${gone} is no longer available.`,
				actions: [
					{ id: "switchModel", title, model: "gemini-3.6-flash" },
					{ id: "selectModel", title: "Select Model…" },
				],
			},
		});
		const opened = await open({ state: { engine, runs: [run] } });
		const { page, host, painted } = opened;
		host.picked = { model: gone, thinkingLevels: [] };
		await optionsButton(opened).click();
		await options(opened)
			.getByRole("button", { name: /^Model for/ })
			.click();
		await options(opened).getByText(gone).waitFor();
		await page.keyboard.press("Escape");
		const button = page.getByRole("button", { name: title });
		assert.equal(await button.getAttribute("class"), "button", "it is the primary one");
		await button.click();
		await painted();
		assert.deepEqual(host.calls.at(-1), ["act", "switchModel", run.id]);
		await page.getByRole("button", { name: "Caption", exact: true }).click();
		await pressed(opened, "Enter");
		const choices = { model: "gemini-3.6-flash" };
		assert.deepEqual(host.calls.at(-1), ["run", { task: "caption", choices }]);
	});
});

describe("The request inspector", () => {
	it("shows what was sent for an answer and what came back, and copies each", async () => {
		const run = captionRun({ request: requestRecord() });
		const opened = await open({ state: { runs: [run] } });
		const { page, host } = opened;
		host.request = await shownRequest({ raw: '{"labels": ["cup"]}' });
		const article = page.getByRole("article").first();
		await article.hover();
		const button = article.getByRole("button", { name: "Show Request" });
		await button.click();
		await part(opened, "Pictures")
			.getByText("1024 × 731 px · 214 kB · image/jpeg · inside the request · converted")
			.waitFor();
		assert.deepEqual(host.calls, [["requestOf", run.id]]);
		const thumbnail = part(opened, "Pictures").getByRole("img", { name: "still life.png" });
		await thumbnail.and(page.locator("[src^='blob:']")).waitFor();
		await page.waitForFunction(
			() => document.querySelector<HTMLImageElement>(".request img")?.naturalWidth === 96,
		);
		const words = part(opened, "Words");
		await words.getByText("With 2 earlier questions and their answers").waitFor();
		assert.equal(await words.locator("pre").textContent(), requestRecord().text);
		await part(opened, "Settings").getByText("Korean, in the words").waitFor();
		const json = await part(opened, "Settings as JSON").locator("pre").textContent();
		assert.deepEqual(JSON.parse(json ?? ""), requestRecord().config);
		for (const [name, copied] of [
			["Copy the Words", requestRecord().text],
			["Copy the Raw Reply", '{"labels": ["cup"]}'],
			["Copy the Settings as JSON", JSON.stringify(requestRecord().config, undefined, 2)],
		] as const) {
			await inspector(opened).getByRole("button", { name, exact: true }).click();
			await inspector(opened).getByText("Copied").waitFor();
			assert.deepEqual(host.calls.at(-1), ["copyText", copied]);
		}
		await inspector(opened).getByRole("button", { name: "Copy All as JSON" }).click();
		await inspector(opened).getByText("Copied").waitFor();
		const all = JSON.parse(String(host.calls.at(-1)?.[1]));
		assert.deepEqual(all.request.pictures, [sentPicture()]);

		const url = await thumbnail.getAttribute("src");
		await pressed(opened, "Escape");
		assert.equal(await inspector(opened).count(), 0);
		assert(await button.evaluate((one) => one.matches(":focus")), "the focus is back");
		const isGone = await page.evaluate(
			(address) =>
				new Promise<boolean>((resolve) => {
					const image = new Image();
					image.onload = () => resolve(false);
					image.onerror = () => resolve(true);
					image.src = address ?? "";
				}),
			url,
		);
		assert(isGone, "the small picture's memory was given back");
	});

	it("opens from a layer's menu and by R where an answer has the focus; R elsewhere shows what would be sent", async () => {
		const found = detectRun({ request: requestRecord() });
		const said = captionRun({ request: requestRecord(), startedAt: found.startedAt + 1 });
		const opened = await open({ state: { runs: [found, said] } });
		const { page, host } = opened;
		host.request = await shownRequest();
		await page.getByRole("button", { name: "More for Detect Objects" }).click();
		await page.getByRole("menuitem", { name: "Show Request" }).click();
		await part(opened, "Words").waitFor();
		assert.deepEqual(host.calls.at(-1), ["requestOf", found.id]);
		await pressed(opened, "Escape");
		await page.getByRole("article").last().focus();
		await page.keyboard.press("s");
		await part(opened, "Words").waitFor();
		assert.deepEqual(host.calls.at(-1), ["requestOf", said.id]);
		await page.keyboard.press("f");
		await pressed(opened, "Escape");
		await page.getByRole("article").last().blur();
		await page.keyboard.press("s");
		await part(opened, "Words").waitFor();
		assert.deepEqual(host.calls.at(-1), ["previewRequest", { task: "ask", after: said.id }]);
	});

	it("is not offered where nothing is known of what was sent, and says so by S", async () => {
		const opened = await open({ state: { runs: [captionRun()] } });
		const { page } = opened;
		assert.equal(await page.getByRole("button", { name: "Show Request" }).count(), 0);
		await page.getByRole("article").focus();
		await page.keyboard.press("s");
		await inspector(opened).getByText("What was sent for this was not kept.").waitFor();
	});

	it("shows before anything is sent what would be, for each task, as it is chosen", async () => {
		const labels = ["cat", "dog"];
		const runs = [captionRun({ task: "classify", labels, data: { labels: ["cat"] } })];
		const opened = await open({ state: { engine, runs } });
		const { page, host } = opened;
		host.request = await shownRequest({ estimate: { tokens: 1287, cost: 0.00096 } });
		await page.getByRole("textbox", { name: "Ask about this image" }).fill("  Is it ripe? ");
		await optionsButton(opened).click();
		await options(opened).getByLabel("Sent size").selectOption("768");
		await options(opened).getByRole("button", { name: "Show Request…" }).click();
		await inspector(opened).getByText("≈ 1,290 tokens · $0.0010").waitFor();
		const choices = { sentSize: 768 };
		assert.deepEqual(host.calls.at(-1), [
			"previewRequest",
			{ task: "ask", prompt: "Is it ripe?", choices },
		]);
		const tasks = inspector(opened).getByLabel("Would be sent for");
		assert.deepEqual(await tasks.locator("option").allTextContents(), [
			"Ask · Is it ripe?",
			"Caption",
			"Detect Objects",
			"Segment",
			"Point",
			"Classify",
			"Transcribe",
		]);
		host.request = await shownRequest({ record: requestRecord({ text: "Which label fits?" }) });
		await tasks.selectOption({ label: "Classify" });
		await part(opened, "Words").getByText("Which label fits?").waitFor();
		assert.deepEqual(host.calls.at(-1), ["previewRequest", { task: "classify", labels, choices }]);
		await inspector(opened).getByText("The pictures are sent to Gemini for it.").waitFor();
		assert.equal(calls(opened, "countTokens").length, 0);
		await inspector(opened).getByRole("button", { name: "Count Exactly" }).click();
		await inspector(opened).getByText("1,234 tokens, as Gemini counts").waitFor();
		assert.deepEqual(host.calls.at(-1), ["countTokens", { task: "classify", labels, choices }]);
		assert.equal(calls(opened, "run").length, 0, "nothing was asked");
		await pressed(opened, "Escape");
		assert(await optionsButton(opened).evaluate((one) => one.matches(":focus")));
	});

	it("says what failed, and counts nothing with the demo engine", async () => {
		const opened = await open({ state: { engine: { kind: "demo", model: "loupe-demo" } } });
		await opened.page.keyboard.press("s");
		const alert = inspector(opened).getByRole("alert");
		await alert.getByText("The test has no request").waitFor();
		await inspector(opened)
			.getByText(/goes to the demo engine on this machine/)
			.waitFor();
		const copy = inspector(opened).getByRole("button", { name: "Copy All as JSON" });
		assert(await copy.isDisabled());
		assert.equal(await inspector(opened).getByRole("button", { name: "Count Exactly" }).count(), 0);
	});

	it("says what keeps Gemini from counting", async () => {
		const opened = await open({ state: { engine } });
		const { page, host } = opened;
		host.request = await shownRequest();
		host.countTokens = async () => {
			throw new Error("Google does not accept this API key.");
		};
		await page.keyboard.press("s");
		await inspector(opened).getByRole("button", { name: "Count Exactly" }).click();
		await inspector(opened)
			.getByRole("alert")
			.getByText(/does not accept/)
			.waitFor();
	});

	it("opens at once, and says that it takes a while only when it does", async () => {
		const opened = await open();
		const { page, host } = opened;
		const shown = Promise.withResolvers<ShownRequest>();
		host.previewRequest = () => shown.promise;
		const took = await page.evaluate(() => {
			const begin = performance.now();
			document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true }));
			document.querySelector("dialog.request")?.getBoundingClientRect();
			return performance.now() - begin;
		});
		assert(await inspector(opened).isVisible());
		assert(took < 100, `${took} ms`);
		const words = inspector(opened).getByText("Preparing…");
		assert.equal(await words.isVisible(), false);
		await words.waitFor({ state: "visible" });
		shown.resolve(await shownRequest());
		await part(opened, "Words").waitFor();
		assert.equal(await words.count(), 0);
	});

	it("stays when it is opened again as soon as it was closed", async () => {
		const opened = await open({ state: { runs: [captionRun({ request: requestRecord() })] } });
		const { page, host } = opened;
		host.request = await shownRequest();
		await page.keyboard.press("s");
		await part(opened, "Words").waitFor();
		await page.evaluate(
			() =>
				new Promise<void>((resolve) => {
					const dialog = document.querySelector<HTMLDialogElement>("dialog.request");
					dialog?.addEventListener("close", () => resolve());
					dialog?.close();
					document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true }));
				}),
		);
		await part(opened, "Words").waitFor();
		assert.equal(calls(opened, "previewRequest").length, 2);
	});

	it("drops what comes late for a task that was left", async () => {
		const opened = await open();
		const { page, host } = opened;
		const late = Promise.withResolvers<ShownRequest>();
		const record = requestRecord({ text: "Write a caption." });
		const caption = await shownRequest({ record });
		host.previewRequest = (ask) => (ask.task === "ask" ? late.promise : Promise.resolve(caption));
		await page.keyboard.press("s");
		await inspector(opened).getByLabel("Would be sent for").selectOption({ label: "Caption" });
		await part(opened, "Words").getByText("Write a caption.").waitFor();
		late.resolve(await shownRequest());
		await opened.painted();
		await opened.painted();
		assert.equal(await part(opened, "Words").locator("pre").textContent(), "Write a caption.");
	});

	it("lays out a reply of a million letters without a stop, whatever its script", async () => {
		const run = captionRun({ request: requestRecord() });
		const opened = await open({ state: { runs: [run] } });
		const { page, host } = opened;
		host.request = await shownRequest({ raw: "가나다라 ".repeat(200_000) });
		await page.evaluate(() => {
			const longest = { duration: 0 };
			Object.assign(window, { longest });
			new PerformanceObserver((list) => {
				for (const { duration } of list.getEntries()) {
					longest.duration = Math.max(longest.duration, duration);
				}
			}).observe({ type: "longtask" });
		});
		await page.getByRole("article").focus();
		await page.keyboard.press("s");
		await part(opened, "Raw reply")
			.getByText(/^The first 200,000 of/)
			.waitFor();
		await opened.painted();
		const longest = await page.evaluate(() => Reflect.get(window, "longest").duration as number);
		assert(longest < 1000, `${longest} ms`);
	});

	it("shows hostile and very long text as text, its beginning, and copies all of it", async () => {
		const raw = `${hostile}${"x".repeat(1_000_000)}`;
		const record = requestRecord({
			text: hostile,
			pictures: [sentPicture({ name: hostile })],
			config: { systemInstruction: hostile },
		});
		const run = captionRun({ request: record });
		const opened = await open({ state: { runs: [run] } });
		const { page, host, painted } = opened;
		host.request = await shownRequest({ record, raw });
		await page.getByRole("article").focus();
		await page.keyboard.press("s");
		const reply = part(opened, "Raw reply");
		await reply.getByText(/^The first 199,999 of 1,000,064 characters/).waitFor();
		const shown = (await reply.locator("pre").textContent()) ?? "";
		assert.equal(shown, raw.slice(0, mostShown).replace("\u202e", ""));
		assert.equal(await inspector(opened).locator("script, img[src='x']").count(), 0);
		assert.notEqual(await page.title(), "1", "nothing of it ran");
		assert(!(await inspector(opened).innerHTML()).includes("\u202e"));
		const wide = await inspector(opened).evaluate((one) => one.scrollWidth > one.clientWidth);
		assert.equal(wide, false);
		await inspector(opened).getByRole("button", { name: "Copy the Raw Reply" }).click();
		await painted();
		assert.equal(host.calls.at(-1)?.[1], raw);
	});
});
