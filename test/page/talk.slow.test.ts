import assert from "node:assert/strict";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { captionRun, detectRun, sceneObjects } from "./scene.ts";

type Asked = Partial<ShownRun> & { insteadOf?: string };

function askRun(id: string, change: Asked = {}): ShownRun {
	const run = { id, task: "ask", prompt: `${id}?`, text: `${id}.`, ...change } as const;
	return captionRun(run);
}

const box = ({ page }: OpenPage) => page.getByRole("textbox", { name: "Ask about this image" });
const entries = ({ page }: OpenPage) => page.getByRole("log").getByRole("article");
const questions = (opened: OpenPage) => entries(opened).locator("h3").allTextContents();
const isFocused = (opened: OpenPage) => box(opened).evaluate((one) => one.matches(":focus"));
const button = ({ page }: OpenPage, name: string) =>
	page.getByRole("complementary").getByRole("button", { name, exact: true });

/** What the page told the host before the next frame has arrived when it resolves. */
async function enter({ page, painted }: OpenPage): Promise<void> {
	await page.keyboard.press("Enter");
	await painted();
}

describe("The question box", () => {
	it("asks by Enter, takes a new line by Shift+Enter and a composed letter's Enter for itself", async () => {
		const opened = await open();
		const { page, host } = opened;
		await page.keyboard.press("q");
		assert(await isFocused(opened));
		await enter(opened);
		await page.keyboard.type("  Is it");
		await page.keyboard.press("Shift+Enter");
		await page.keyboard.type("ripe?");
		await box(opened).dispatchEvent("keydown", { key: "Enter", isComposing: true });
		assert.deepEqual(host.calls, []);
		await enter(opened);
		assert.deepEqual(host.calls, [["run", { task: "ask", prompt: "Is it\nripe?" }]]);
		assert.equal(await box(opened).inputValue(), "");
		assert(await isFocused(opened));
		await page.keyboard.type("Why?");
		await button(opened, "Send").click();
		await opened.painted();
		assert.deepEqual(host.calls[1], ["run", { task: "ask", prompt: "Why?" }]);
	});

	it("offers the person's own questions, filled in, what is open selected to type over", async () => {
		const presets = [
			{ task: "ask", title: "Broken?", prompt: "Is anything in ${fileName} like ${what}?" },
			{ task: "detect", title: "Screws", prompt: "all screws" },
		] as const;
		const saved = { presets: [...presets], labelSets: {}, schemas: [] };
		const opened = await open({ state: { saved } });
		const { page } = opened;
		await button(opened, "Own Questions").click();
		assert.deepEqual(await page.getByRole("menuitem").allTextContents(), ["Broken?"]);
		await page.getByRole("menuitem", { name: "Broken?" }).click();
		await page.keyboard.type("rust");
		assert.equal(await box(opened).inputValue(), "Is anything in still life.png like rust?");
	});

	it("opens the folded panel at /, and gives the focus back to the picture at Escape", async () => {
		const opened = await open();
		const { page } = opened;
		await page.keyboard.press("p");
		await page.getByRole("complementary").waitFor({ state: "hidden" });
		await page.keyboard.press("/");
		await page.keyboard.type("h");
		assert.equal(await box(opened).inputValue(), "h");
		await page.keyboard.press("Escape");
		assert(await page.locator(".surface").evaluate((one) => one.matches(":focus")));
		assert.equal(await box(opened).inputValue(), "h", "the words stay");
	});

	it("has the focus where a question is wanted from a menu", async () => {
		const opened = await open({ state: { wanted: "ask" } });
		assert(await isFocused(opened));
		await opened.page.locator(".surface").focus();
		await opened.page.keyboard.press("p");
		await opened.view.openForm("ask");
		await opened.page.locator(".composer-box:focus").waitFor();
	});

	it("leaves other tasks' forms to the toolbar, each time one is wanted", async () => {
		const opened = await open();
		const form = opened.page.getByRole("dialog", { name: "Detect Objects" });
		for (let time = 0; time < 2; time++) {
			await opened.view.openForm("detect");
			await form.waitFor();
			await opened.page.keyboard.press("Escape");
			await form.waitFor({ state: "hidden" });
		}
	});

	it("follows the newest answer of what is shown, also while another is waited for", async () => {
		const waiting = askRun("c", { after: "b", status: "running", text: "" });
		const opened = await open({
			state: { runs: [askRun("a"), askRun("b", { after: "a" }), detectRun(), waiting] },
		});
		const { page, host } = opened;
		await box(opened).click();
		await page.keyboard.type("And?");
		await enter(opened);
		assert.deepEqual(host.calls, [["run", { task: "ask", prompt: "And?", after: "b" }]]);
	});

	it("begins a conversation anew, unless the person thinks better of it", async () => {
		const opened = await open({ state: { runs: [askRun("a")] } });
		const { page, host } = opened;
		const ask = async (words: string): Promise<void> => {
			await box(opened).click();
			await page.keyboard.type(words);
			await enter(opened);
		};
		await button(opened, "New Conversation").click();
		await page.getByText("New conversation", { exact: true }).waitFor();
		await ask("One?");
		await ask("Two?");
		await button(opened, "New Conversation").click();
		await box(opened).click();
		await page.keyboard.press("Backspace");
		await ask("Three?");
		assert.deepEqual(host.calls, [
			["run", { task: "ask", prompt: "One?" }],
			["run", { task: "ask", prompt: "Two?", after: "a" }],
			["run", { task: "ask", prompt: "Three?", after: "a" }],
		]);
	});

	it("has Stop in Send's place while an answer is given", async () => {
		const opened = await open();
		const { view, host, page } = opened;
		await view.addRun(askRun("a", { status: "running", text: "" }));
		await button(opened, "Stop").waitFor();
		assert.equal(await button(opened, "Send").count(), 0);
		await box(opened).click();
		await page.keyboard.type("Another?");
		await button(opened, "Send").waitFor();
		await button(opened, "Stop").click();
		await opened.painted();
		assert.deepEqual(host.calls, [["stop", "a"]]);
		await view.changeRun("a", { status: "stopped" });
		await button(opened, "Stop").waitFor({ state: "detached" });
	});

	it("recalls earlier questions by ↑ and ↓", async () => {
		const opened = await open({ state: { recentPrompts: { ask: ["newer?", "older?"] } } });
		const { page } = opened;
		await box(opened).click();
		const seen: string[] = [];
		for (const key of ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"]) {
			await page.keyboard.press(key);
			seen.push(await box(opened).inputValue());
		}
		assert.deepEqual(seen, ["newer?", "older?", "newer?", ""]);
	});

	it("keeps what is written and what it is about while the tab is hidden", async () => {
		const run = detectRun();
		const opened = await open({ state: { runs: [run] } });
		const { page } = opened;
		await page.getByRole("option", { name: "apple" }).click();
		await page.getByRole("button", { name: "Ask about This" }).click();
		await page.keyboard.type("half a quest");
		await page.reload();
		await box(opened).waitFor();
		assert.equal(await box(opened).inputValue(), "half a quest");
		assert.match((await page.locator(".composer").textContent()) ?? "", /apple128 × 160/);
	});

	it("grows with its words to six lines", async () => {
		const opened = await open();
		const { page } = opened;
		await box(opened).click();
		const height = async () => (await box(opened).boundingBox())?.height ?? 0;
		const one = await height();
		await page.keyboard.insertText("two\nlines");
		assert.equal(Math.round(await height()), Math.round(one + 18));
		await page.keyboard.insertText("\nmore".repeat(30));
		assert.equal(Math.round(await height()), Math.round(one + 5 * 18));
	});

	it("cannot be used where there is no picture", async () => {
		const picture = { kind: "missing", name: "a.png", message: "It was deleted." } as const;
		const opened = await open({ state: { picture } });
		assert(await box(opened).isDisabled());
		assert(await button(opened, "Send").isDisabled());
	});

	for (const [width, height] of [
		[1000, 640],
		[640, 500],
		[400, 700],
		[400, 400],
	] as const) {
		it(`stays in view at ${width} × ${height}, wherever the panel is scrolled to`, async () => {
			const runs = [detectRun(), ...Array.from("abcdefgh", (id) => askRun(id))];
			const opened = await open({ width, height, state: { runs } });
			const panel = opened.page.getByRole("complementary");
			const inView = async (): Promise<void> => {
				const outer = await panel.boundingBox();
				for (const part of [box(opened), button(opened, "Send")]) {
					const inner = await part.boundingBox();
					assert(outer && inner && inner.y >= outer.y && inner.x >= outer.x);
					assert(inner.y + inner.height <= Math.min(height, outer.y + outer.height));
					assert(inner.x + inner.width <= width);
				}
			};
			await inView();
			await panel.evaluate((one) => one.scrollTo(0, one.scrollHeight));
			await opened.painted();
			await inView();
			const last = await entries(opened).last().boundingBox();
			const composer = await opened.page.locator(".composer").boundingBox();
			assert(last && composer && last.y + last.height <= composer.y + 1, "nothing ends behind it");
		});
	}
});

describe("A question about a part", () => {
	it("has the part as a chip that Backspace and its button take away", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page, host } = opened;
		const chip = page.locator(".composer-chip");
		for (const takeAway of [
			() => page.keyboard.press("Backspace"),
			() => button(opened, "Ask about the Whole Image").click(),
		]) {
			await page.getByRole("option", { name: "apple" }).click({ button: "right" });
			await page.getByRole("menuitem", { name: "Ask about This" }).click();
			await chip.waitFor();
			assert.equal(await chip.textContent(), "apple128 × 160");
			assert(await isFocused(opened));
			await page.getByText("Sent at full resolution, with the whole image small.").waitFor();
			await takeAway();
			await chip.waitFor({ state: "detached" });
			assert(await isFocused(opened));
		}
		await page.keyboard.type("What?");
		await enter(opened);
		assert.deepEqual(host.calls, [["run", { task: "ask", prompt: "What?" }]]);
	});

	it("sends the part's place, once", async () => {
		const opened = await open({ state: { runs: [detectRun()] } });
		const { page, host } = opened;
		await page.getByRole("option", { name: "banana" }).click();
		await page.getByRole("button", { name: "Ask about This" }).click();
		for (const words of ["Ripe?", "And now?"]) {
			await page.keyboard.type(words);
			await enter(opened);
		}
		assert.deepEqual(host.calls, [
			["run", { task: "ask", prompt: "Ripe?", region: sceneObjects[2]?.box }],
			["run", { task: "ask", prompt: "And now?" }],
		]);
	});
});

describe("Asking again", () => {
	it("in other words puts a version in the question's place; the old one stays reachable", async () => {
		const first = [askRun("a"), askRun("b", { after: "a" }), askRun("c", { after: "b" })];
		const opened = await open({ state: { runs: first } });
		const { page, host, view } = opened;
		await entries(opened).nth(1).hover();
		await entries(opened).nth(1).getByRole("button", { name: "Edit", exact: true }).click();
		const editor = page.getByRole("textbox", { name: "Edit the question" });
		assert.equal(await editor.inputValue(), "b?");
		await page.keyboard.press("Escape");
		await editor.waitFor({ state: "detached" });
		assert(
			await entries(opened)
				.nth(1)
				.evaluate((one) => one.matches(":focus")),
		);
		await page.keyboard.press("F2");
		await page.keyboard.type("?");
		await enter(opened);
		const ask = { task: "ask", prompt: "b??", after: "a", insteadOf: "b" } as const;
		assert.deepEqual(host.calls, [["run", ask]]);
		await view.addRun(askRun("d", { ...ask, status: "running", text: "" }));
		await page.getByText("2 of 2").waitFor();
		assert.deepEqual(await questions(opened), ["a?", "b??"]);
		await button(opened, "Previous Version").click();
		await page.getByText("1 of 2").waitFor();
		assert.deepEqual(await questions(opened), ["a?", "b?", "c?"]);
		await box(opened).click();
		await page.keyboard.type("On the old branch");
		await enter(opened);
		assert.deepEqual(host.calls[1], [
			"run",
			{ task: "ask", prompt: "On the old branch", after: "c" },
		]);
		await view.addRun(askRun("e", { after: "c", prompt: "On the old branch", status: "running" }));
		await page.getByRole("heading", { name: "On the old branch" }).waitFor();
		assert.deepEqual(await questions(opened), ["a?", "b?", "c?", "On the old branch"]);
		await button(opened, "Next Version").click();
		await page.getByText("2 of 2").waitFor();
		assert.deepEqual(await questions(opened), ["a?", "b??"]);
	});

	it("shows what was asked even when an old branch was looked at", async () => {
		const runs = [askRun("a"), askRun("b", { insteadOf: "a" })];
		const opened = await open({ state: { runs } });
		const { page, view } = opened;
		await button(opened, "Previous Version").click();
		await page.getByText("1 of 2").waitFor();
		await view.addRun(askRun("c", { insteadOf: "a", status: "running", text: "" }));
		await page.getByText("3 of 3").waitFor();
		assert.deepEqual(await questions(opened), ["c?"]);
	});

	it("in the same words sends the same region and goes to the same place", async () => {
		const region = { x: 1, y: 2, width: 30, height: 40 };
		const runs = [askRun("a"), askRun("b", { after: "a", region }), captionRun({ id: "c" })];
		const opened = await open({ state: { runs } });
		for (const index of [1, 2]) {
			const entry = entries(opened).nth(index);
			await entry.hover();
			await entry.getByRole("button", { name: "Retry" }).click();
			await opened.painted();
		}
		assert.deepEqual(opened.host.calls, [
			["run", { task: "ask", prompt: "b?", region, after: "a", insteadOf: "b" }],
			["run", { task: "caption", insteadOf: "c" }],
		]);
	});
});

describe("An entry of the conversation", () => {
	it("is gone through from the keyboard, its buttons too", async () => {
		const opened = await open({ state: { runs: [askRun("a"), askRun("b", { after: "a" })] } });
		const { page, host } = opened;
		await entries(opened).last().focus();
		await page.keyboard.press("ArrowUp");
		const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
		const names: unknown[] = [await focused()];
		await opened.painted();
		for (let step = 0; step < 4; step++) {
			await page.keyboard.press("Tab");
			names.push(await focused());
		}
		assert.deepEqual(names, ["a?", "Edit", "Copy", "Insert into Editor", "Open Beside"]);
		await enter(opened);
		assert.deepEqual(host.calls, [["openAnswer", "a"]]);
		for (let left = 12; left > 0 && !(await isFocused(opened)); left--) {
			await page.keyboard.press("Tab");
		}
		assert(await isFocused(opened), "Tab leads on to the question box");
	});

	it("copies as Markdown and as plain text, inserts and deletes", async () => {
		const text = "A **red** apple";
		const opened = await open({ state: { runs: [askRun("a", { text })] } });
		const { page, host } = opened;
		await entries(opened).first().hover();
		await button(opened, "Copy").click();
		await button(opened, "Insert into Editor").click();
		await button(opened, "More…").click();
		await page.getByRole("menuitem", { name: "Copy as Plain Text" }).click();
		await button(opened, "Delete").click();
		await opened.painted();
		assert.deepEqual(host.calls, [
			["copyText", text],
			["insertText", text],
			["copyText", "A red apple"],
			["removeRun", "a"],
		]);
	});

	it("says what was sent of a part, and how many tokens went which way", async () => {
		const region = { x: 456.2, y: 304, width: 128, height: 160.4 };
		const usage = {
			promptTokens: 1100,
			outputTokens: 104,
			thoughtTokens: 30,
			cachedTokens: 800,
			totalTokens: 1234,
		};
		const opened = await open({ state: { runs: [askRun("a", { region, usage })] } });
		const { page } = opened;
		await page
			.getByText("About 128 × 160 at 456, 304, sent with the whole picture small")
			.waitFor();
		assert.equal(
			await page.getByText("gemini-3.8-flash · 1,234 tokens · 0.9 s").getAttribute("title"),
			"1,100 tokens in\n800 of them cached\n104 tokens out\n30 tokens of thought",
		);
	});

	it("shows the places its answer speaks of as a layer", async () => {
		const run = askRun("a", { objects: sceneObjects.slice(0, 2) });
		const opened = await open({ state: { runs: [run] } });
		const { page } = opened;
		const options = page.getByRole("option");
		assert.equal(await options.count(), 2);
		await page.getByRole("switch", { name: "Ask · a?" }).click();
		await options.first().waitFor({ state: "detached" });
		await button(opened, "2 places marked").click();
		await options.first().waitFor();
		assert.equal(await options.count(), 2);
	});

	it("stands below a button for what is earlier when there are very many", async () => {
		const runs = Array.from({ length: 100 }, (_, index) => askRun(`${index}`));
		const opened = await open({ state: { runs } });
		assert.equal(await entries(opened).count(), 12);
		const first = entries(opened).first();
		await first.scrollIntoViewIfNeeded();
		const log = opened.page.getByRole("log");
		await log.evaluate((one) => one.scrollTo(0, 0));
		const before = (await opened.page.getByRole("article", { name: "88?" }).boundingBox())?.y ?? 0;
		await button(opened, "Show earlier (88)").click();
		await opened.page.getByRole("article", { name: "48?" }).waitFor();
		const after = (await opened.page.getByRole("article", { name: "88?" }).boundingBox())?.y ?? 0;
		assert(Math.abs(after - before) < 40, "what was read stays where it was");
		await button(opened, "Show earlier (48)").click();
		await button(opened, "Show earlier (8)").click();
		await opened.page.getByRole("article", { name: "0?", exact: true }).waitFor();
		assert.equal(await entries(opened).count(), 100);
	});
});
