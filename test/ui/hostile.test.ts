import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import {
	deadAddresses,
	hostileExif,
	hostileLabels,
	hostileMarkdown,
	hostileNames,
	hostileSvg,
	theEnd,
} from "./hostileContent.ts";
import { LoupePage } from "./loupePage.ts";
import { PlayedModel } from "./playedModel.ts";
import { Talk } from "./talk.ts";
import { layoutOf, type Watch, watchPage, watchTasks } from "./watchPage.ts";
import { Workbench } from "./workbench.ts";

/** What turns or hides its surroundings. */
const invisible = /[\u200b\u202a-\u202e\u2066-\u2069]/;

const drawing = "drawing.svg";
const photo = "photo.jpg";

describe("Hostile content", () => {
	let model: PlayedModel;
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let watch: Watch;
	let page: LoupePage;
	let talk: Talk;
	/** Elements of the page's own that a hostile text might have made. */
	let own = 0;
	let tidy: Awaited<ReturnType<typeof layoutOf>>;

	before(async () => {
		model = await PlayedModel.start();
		workspace = await copySamples();
		const put = (name: string, bytes: Uint8Array | string) =>
			writeFile(join(workspace.folder, name), bytes);
		const blank = (background: string) =>
			sharp({ create: { width: 640, height: 440, channels: 3, background } });
		await put(hostileNames.html, await blank("#a0c4ff").png().toBuffer());
		await put(hostileNames.link, await blank("#ffd6a5").png().toBuffer());
		await put(hostileNames.bidi, await blank("#caffbf").png().toBuffer());
		await put(drawing, hostileSvg(model.origin));
		const exif = { IFD0: hostileExif(model.origin) };
		await put(photo, await blank("#336699").withExif(exif).jpeg().toBuffer());
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: { "loupe.engine": "gemini", "loupe.baseUrl": model.origin },
		});
		await vscode.open(workspace.folder);
		watch = watchPage(vscode);
		page = new LoupePage(vscode);
		talk = new Talk(vscode, page);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		model?.close();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") {
			await vscode.screenshot(`hostile-failed-${++failures}`);
		}
	});

	/** Nothing ran, nothing left, no rule was broken, and all is where it was. */
	async function expectHarmless(): Promise<void> {
		assert.deepEqual(await layoutOf(page.frame), tidy);
		assert.deepEqual(watch.misdeeds, []);
		assert.deepEqual(model.strays, []);
		assert.deepEqual(vscode.problems, []);
	}

	/** Asks for a caption from the Explorer; resolves when it is there. */
	async function caption(name: string): Promise<void> {
		await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Caption"]);
		await page.picture(name).waitFor();
		await talk.answered("Caption");
	}

	const foreign = "script, img:not([role=img]), iframe, object, embed, link, style, form, base";

	it("file names: a picture is called what it is, and nothing of it is read as HTML", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow(photo), ["Loupe", "Ask…"]);
		await page.picture(photo).waitFor();
		model.answer = "Fine.";
		await talk.ask("Is all well?");
		tidy = await layoutOf(page.frame);
		own = await page.frame.locator(foreign).count();
		assert.deepEqual(tidy, {
			panel: tidy.panel,
			toolbar: tidy.toolbar,
			overflow: 0,
			ran: undefined,
		});
		assert(tidy.panel > 200 && tidy.toolbar > 20, JSON.stringify(tidy));
		for (const name of Object.values(hostileNames)) {
			await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Ask…"]);
			await page.picture(name).waitFor();
			await page.picture(name).evaluate((image) => (image as HTMLImageElement).decode());
			await talk.ask("Is all well?");
			await expectHarmless();
		}
	});

	it("an answer in Markdown: it is words, runs nothing and loads nothing", async () => {
		model.answer = hostileMarkdown(model.origin);
		const entry = await talk.ask("What is on it?");
		await entry.getByText(theEnd).waitFor();
		const answer = entry.locator(".answer");
		assert.equal(await answer.locator(foreign).count(), 0);
		await answer.getByText("<script>", { exact: false }).first().waitFor();
		const addresses = await answer
			.locator("a")
			.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
		assert(addresses.length > 1);
		for (const address of addresses) assert(address.startsWith(`${model.origin}/leak/`), address);
		for (const index of deadAddresses.keys()) await answer.getByText(`dead ${index}`).click();
		assert.doesNotMatch((await answer.textContent()) ?? "", invisible);
		const last = answer.locator(".markdown > :last-child");
		assert.equal(await last.textContent(), theEnd, "what is invisible takes no line end along");
		await expectHarmless();
		await vscode.screenshot("hostile-markdown");
	});

	it("a link asks first, with the whole address; Cancel opens nothing", async () => {
		const dialog = vscode.page.locator(".monaco-dialog-box");
		const link = talk.entry("What is on it?").getByRole("link", { name: "go", exact: true });
		await link.click();
		await dialog.getByText("The answer names this address. Open it?").waitFor();
		const shown = (await dialog.textContent()) ?? "";
		assert(shown.includes(`${model.origin}/leak/link?words=${"a%20b".repeat(40)}`), shown);
		await vscode.screenshot("hostile-link");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
		await expectHarmless();
	});

	for (const [what, answer] of [
		["a line of a megabyte", `${"word ".repeat(200_000)}`],
		["a word of a megabyte", "w".repeat(1_000_000)],
		["10,000 quotes in each other", `${"> ".repeat(10_000)}deep`],
		["10,000 lists in each other", "- ".repeat(10_000)],
		["100,000 open marks", "**_[![`".repeat(15_000)],
		["100,000 invisible letters", `${"\u200b\u202e".repeat(50_000)}seen`],
	] as const) {
		it(`${what}: the page goes on answering`, async () => {
			model.answer = answer;
			const longest = await watchTasks(page.frame);
			await talk.ask(`Is there ${what}?`);
			const took = await longest();
			assert(took < 2000, `the page did not answer for ${took} ms`);
			await expectHarmless();
		});
	}

	it("labels: they are text in the list, the chips, the actions and the menu", async () => {
		const labels = hostileLabels(model.origin);
		model.answer = JSON.stringify(
			labels.map((label, index) => ({
				label,
				box_2d: [100 + index * 80, 100, 170 + index * 80, 700],
			})),
		);
		await vscode.chooseFromMenu(vscode.explorerRow(photo), ["Loupe", "Open in Loupe"]);
		await page.picture(photo).waitFor();
		const longest = await watchTasks(page.frame);
		await vscode.chooseFromMenu(vscode.explorerRow(photo), ["Loupe", "Detect Objects"]);
		await page.objects.nth(labels.length - 1).waitFor();
		await page.settled();
		assert((await longest()) < 2000);
		for (const text of await page.objects.allTextContents()) {
			assert.doesNotMatch(text, invisible);
			assert(text.length < 200, `${text.length} letters in a row`);
		}
		const first = page.objects.filter({ hasText: "<img src=x onerror=" });
		await first.click({ button: "right" });
		const menu = page.frame.getByRole("menu");
		await menu.waitFor();
		await vscode.screenshot("hostile-labels");
		await vscode.page.keyboard.press("Escape");
		await page.frame.getByRole("button", { name: /^<script>.* \(1\)$/ }).waitFor();
		await page.frame.getByRole("toolbar", { name: /^Actions for <img src=x/ }).waitFor();
		assert.equal(await page.frame.locator(foreign).count(), own);
		await expectHarmless();
	});

	it("labels to choose among: the chips that fit are text", async () => {
		const labels = hostileLabels(model.origin).filter((label) => !/[,;\n]|^long/.test(label));
		model.answer = JSON.stringify({
			labels: labels.map((label) => ({ label, confidence: `high<img src=x>\u202e` })),
		});
		await page.button("Classify").click();
		const form = page.frame.getByRole("dialog", { name: "Classify" });
		await form.getByRole("textbox", { name: "Labels to choose from" }).fill(labels.join(", "));
		await form.getByRole("radio", { name: "Several" }).check();
		await form.getByRole("button", { name: "Classify", exact: true }).click();
		const entry = await talk.answered("Classify");
		const chips = entry.getByRole("list", { name: "Labels that fit" }).getByRole("listitem");
		assert.equal(await chips.count(), labels.length);
		for (const text of await chips.allTextContents()) assert.doesNotMatch(text, invisible);
		assert.equal(await page.frame.locator(foreign).count(), own);
		await vscode.screenshot("hostile-chips");
		await expectHarmless();
	});

	it("extracted data: keys and values are text in the table", async () => {
		const labels = hostileLabels(model.origin);
		const data = {
			title: labels[0],
			items: labels,
			...Object.fromEntries(labels.map((one) => [one, one])),
		};
		model.answer = JSON.stringify(data);
		const longest = await watchTasks(page.frame);
		await page.button("More Tasks").click();
		await page.frame.getByRole("menuitem", { name: "Extract" }).click();
		const form = page.frame.getByRole("dialog", { name: "Extract" });
		await form.getByRole("textbox", { name: "Fields to extract" }).fill("title, items[]");
		await form.getByRole("button", { name: "Extract", exact: true }).click();
		const entry = await talk.answered("Extract");
		const table = entry.getByRole("table", { name: "Extracted data" });
		await table.getByText("<img src=x onerror=").first().waitFor();
		assert((await longest()) < 2000);
		assert.equal(await entry.locator(foreign).count(), 0);
		await vscode.screenshot("hostile-data");
		await expectHarmless();
	});

	it("a drawing with a script and EXIF with scripts: shown, asked about, and nothing fetched", async () => {
		model.answer = "A red circle.";
		for (const name of [drawing, photo]) {
			await caption(name);
			await page.picture(name).evaluate((image) => (image as HTMLImageElement).decode());
			await expectHarmless();
		}
	});

	for (const [kind, start, sentence] of [
		["html", "<img src=x", /^<img src=x onerror=alert\('name'\)>\.png was deleted/],
		["link", "[x]", /^\[x\]\(command:workbench\.action\.closeWindow\)\.png was deleted/],
		["bidi", "photo", /^photo gnp\.exe \.png was deleted/],
	] as const) {
		it(`a deleted picture with ${kind} in its name: named by the page, the history and a message`, async () => {
			const header = vscode.page.getByRole("button", { name: /^Loupe: History.* Section$/ });
			if ((await header.getAttribute("aria-expanded")) !== "true") await header.click();
			const view = vscode.page.locator(".pane").filter({ has: header });
			await caption(hostileNames[kind]);
			const entry = view.getByRole("treeitem").filter({ hasText: start }).first();
			await entry.getByText(start).waitFor();
			await rm(join(workspace.folder, hostileNames[kind]));
			await page.alerts.getByText(sentence).waitFor();
			await entry.click();
			const message = vscode.notification("was deleted or moved").filter({ hasText: start });
			await message.waitFor();
			assert.equal(await message.locator("a:not([role=button]), img").count(), 0);
			assert.doesNotMatch((await message.textContent()) ?? "", invisible);
			assert.equal(await view.locator("img").count(), 0);
			await vscode.screenshot(`hostile-gone-${kind}`);
			await expectHarmless();
		});
	}
});
