import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { shapesSample } from "../fixtures/samples/scenes.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";
import { copied } from "./copied.ts";
import { expectMarked } from "./expectMarked.ts";
import { LoupePage } from "./loupePage.ts";
import { Talk } from "./talk.ts";
import { type Theme, Workbench } from "./workbench.ts";

const file = "shapes.png";
const notes = "notes.md";
const questions = [
	"How many shapes are there?",
	"Where is the blue one?",
	"And the red one?",
] as const;

/** Preset, what its entry is called, and what the demo engine says. */
const captions = [
	["Short", /^Caption · One short sentence$/, /^A picture with /],
	["Detailed", /^Caption · A detailed description: /, /^A picture with /],
	["Alt text", /^Caption · Alt text for a web page/, /^.{20,125}$/],
] as const;

/** So many that to say where each is takes the demo engine many seconds. */
const crowd: Scene = {
	size: { width: 1010, height: 760 },
	background: "#f6f3ec",
	shapes: Array.from({ length: 300 }, (_, index) =>
		shape("red", "circle", 10 + (index % 20) * 50, 10 + Math.floor(index / 20) * 50, 30),
	),
};

describe("A person who asks about a picture", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;
	let talk: Talk;

	before(async () => {
		workspace = await copySamples();
		await writeFile(join(workspace.folder, notes), "# Notes\n");
		await writeFile(
			join(workspace.folder, "crowd.png"),
			await renderScene(crowd, { format: "png" }),
		);
		vscode = await Workbench.start({ extension: root });
		await vscode.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
		talk = new Talk(vscode, page);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot(`ask-failed-${++failures}`);
	});

	const expectPlaces = (...labels: string[]) =>
		expectMarked(vscode, page, file, shapesSample, labels);

	/** The text editor of that file. */
	function textEditor(name: string): Locator {
		return vscode.page
			.locator(".editor-group-container")
			.filter({ has: vscode.page.getByRole("tab", { name }) })
			.locator(".view-lines");
	}

	/** Closes the text editor that has the focus, with what was not saved. */
	async function closeText(name: string): Promise<void> {
		await vscode.runCommand("View: Revert and Close Editor");
		await vscode.tab(name).waitFor({ state: "detached" });
	}

	it("chooses Loupe ▸ Ask… and has the cursor in the question box", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Ask…"]);
		await page.picture(file).waitFor();
		await talk.box.and(page.frame.locator(":focus")).waitFor();
		await vscode.page.keyboard.type("How");
		assert.equal(await talk.box.inputValue(), "How");
		await talk.box.fill("");
	});

	it("has a conversation of three turns, each place that is spoken of marked on its pixels", async () => {
		const first = await talk.ask(questions[0]);
		await first.getByText(/^There are 8 shapes: /).waitFor();
		await expectPlaces(...shapesSample.shapes.map(({ label }) => label));
		const second = await talk.ask(questions[1]);
		await second.getByText(/^The blue triangle is /).waitFor();
		await expectPlaces("blue triangle");
		const third = await talk.ask(questions[2]);
		await third.getByText("The red circle is at the top left.").waitFor();
		await expectPlaces("red circle");
	});

	it("edits a question and asks again: the old branch is there, one click away", async () => {
		const edited = "Where is the green one?";
		await talk.entry(questions[1]).hover();
		await talk.action(questions[1], "Edit").click();
		await page.frame.getByRole("textbox", { name: "Edit the question" }).fill(edited);
		await vscode.page.keyboard.press("Enter");
		const entry = await talk.answered(edited);
		await entry.getByText(/^The green square is /).waitFor();
		await entry.getByText("2 of 2", { exact: true }).waitFor();
		assert.equal(await talk.entry(questions[1]).count(), 0);
		assert.equal(await talk.entry(questions[2]).count(), 0, "what followed the old one has left");
		await talk.action(edited, "Previous Version").click();
		await talk.entry(questions[2]).getByText("The red circle is at the top left.").waitFor();
		assert.equal(await talk.entry(edited).count(), 0);
	});

	it("asks about one object: a chip says so, and the answer speaks of that part alone", async () => {
		const { label, box } = shapesSample.shapes.find(({ color }) => color === "purple")!;
		const question = "What colours do you see?";
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Detect Objects"]);
		await page.frame.getByRole("option", { name: label }).click({ button: "right" });
		await page.frame.getByRole("menuitem", { name: "Ask about This" }).click();
		await page.frame.locator(".composer-chip", { hasText: `${label}270 × 130` }).waitFor();
		await talk.box.and(page.frame.locator(":focus")).waitFor();
		await vscode.screenshot("ask-about-this");
		const entry = await talk.ask(question);
		const place = `${box.width} × ${box.height} at ${box.x}, ${box.y}`;
		await entry.getByText(`About ${place}, sent with the whole picture small`).waitFor();
		const answer = entry.getByText("Only purple.");
		await answer.waitFor();
		const [shown, below] = [await answer.boundingBox(), await talk.box.boundingBox()];
		assert(shown && below && shown.y + shown.height < below.y, "the answer is in view");
		await vscode.screenshot("ask-part");
		assert.equal(await page.frame.locator(".composer-chip").count(), 0);
	});

	it("asks about a region drawn in the picture, as about an object", async () => {
		const { box } = shapesSample.shapes.find(({ color }) => color === "green")!;
		const margin = 4;
		const { toScreen } = await page.look(file);
		const shown = await page.picture(file).boundingBox();
		assert(shown);
		const drawn = toScreen({
			x: box.x - margin,
			y: box.y - margin,
			width: box.width + 2 * margin,
			height: box.height + 2 * margin,
		});
		const left = Math.floor(shown.x) + drawn.x;
		const top = Math.floor(shown.y) + drawn.y;
		const { mouse, keyboard } = vscode.page;
		await keyboard.down("Shift");
		await mouse.move(left, top);
		await mouse.down();
		await mouse.move(left + drawn.width, top + drawn.height, { steps: 5 });
		await mouse.up();
		await keyboard.up("Shift");
		const bar = page.frame.getByRole("toolbar", { name: "Region", exact: true });
		const numbers = (await bar.locator(".region-numbers").textContent()) ?? "";
		await bar.getByRole("button", { name: "Ask about the Region" }).click();
		await talk.box.and(page.frame.locator(":focus")).waitFor();
		await vscode.screenshot("ask-region");
		const question = "What colours are there?";
		const entry = await talk.ask(question);
		await entry.getByText(`About ${numbers}, sent with the whole picture small`).waitFor();
		await entry.getByText("Only green.").waitFor();
		const read = numbers.split(/\D+/).map(Number);
		const should = [
			box.width + 2 * margin,
			box.height + 2 * margin,
			box.x - margin,
			box.y - margin,
		];
		for (const [index, number] of should.entries()) {
			assert(Math.abs(number - (read[index] ?? 0)) <= 3, `${numbers} should be ${should}`);
		}
	});

	it("stops an answer that is long, and keeps what was said", async () => {
		const question = "Where is everything?";
		await vscode.chooseFromMenu(vscode.explorerRow("crowd.png"), ["Loupe", "Ask…"]);
		await page.picture("crowd.png").waitFor();
		await talk.box.click();
		await vscode.page.keyboard.type(question);
		await vscode.page.keyboard.press("Enter");
		await talk
			.entry(question)
			.getByText(/red circle/)
			.waitFor();
		await page.button("Stop").last().click();
		const entry = await talk.answered(question);
		await entry.getByText(/· stopped$/).waitFor();
		const said = (await entry.locator(".answer").textContent()) ?? "";
		assert.match(said, /^The red circle/);
		assert(said.length < 5000, `all of it was said: ${said.length} letters`);
	});

	it("copies an answer, and pastes it into the question box", async () => {
		const words = "The red circle is at the top left.";
		await vscode.tab(file).click();
		await page.picture(file).waitFor();
		await talk.entry(questions[2]).hover();
		assert.equal(await copied(vscode, talk.action(questions[2], "Copy")), words);
		await talk.box.click();
		await vscode.page.keyboard.press("ControlOrMeta+v");
		await page.button("Send").and(page.frame.locator(":enabled")).waitFor();
		assert.equal(await talk.box.inputValue(), words);
		await talk.box.fill("");
	});

	it("inserts an answer into the text file beside, and one Undo takes it away", async () => {
		await vscode.explorerRow(notes).click({ modifiers: ["Alt"] });
		await textEditor(notes).getByText("# Notes").click();
		await vscode.page.keyboard.press("ControlOrMeta+End");
		await talk.entry(questions[2]).hover();
		await talk.action(questions[2], "Insert into Editor").click();
		await textEditor(notes).getByText("The red circle is at the top left.").waitFor();
		await vscode.screenshot("ask-inserted");
		await vscode.page.keyboard.press("ControlOrMeta+z");
		await textEditor(notes).getByText("The red circle").waitFor({ state: "detached" });
		assert.match(await textEditor(notes).innerText(), /^#\sNotes\s*$/);
	});

	it("opens an answer beside as a Markdown document", async () => {
		await talk.entry(questions[2]).hover();
		await talk.action(questions[2], "Open Beside").click();
		await vscode.tab("Untitled-1").waitFor();
		await textEditor("Untitled-1").getByText("The red circle is at the top left.").waitFor();
		await vscode.page.locator("#status\\.editor\\.mode").getByText("Markdown").waitFor();
		await closeText("Untitled-1");
		await closeText(notes);
	});

	it("classifies by labels that are typed, and sees chips of those that fit", async () => {
		const { keyboard } = vscode.page;
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Classify…"]);
		const form = page.frame.getByRole("dialog", { name: "Classify" });
		await form.getByRole("textbox", { name: "Labels to choose from" }).click();
		await keyboard.type("red circle, yellow star, cyan ellipse, ");
		await form.getByRole("radio", { name: "Several" }).check();
		await vscode.screenshot("classify-form");
		await form.getByRole("button", { name: "Classify", exact: true }).click();
		const entry = await talk.answered("Classify");
		const chips = entry.getByRole("list", { name: "Labels that fit" }).getByRole("listitem");
		assert.deepEqual(await chips.allTextContents(), ["red circlehigh", "cyan ellipsehigh"]);
	});

	it("extracts the fields it names as a table, and copies them as CSV", async () => {
		const { keyboard } = vscode.page;
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Extract Data…"]);
		const form = page.frame.getByRole("dialog", { name: "Extract" });
		await form.getByRole("textbox", { name: "Fields to extract" }).click();
		await keyboard.type("background, red circles: number, colors[]");
		await vscode.screenshot("extract-form");
		await keyboard.press("Enter");
		const entry = await talk.answered("Extract");
		const table = entry.getByRole("table", { name: "Extracted data" });
		const colors = shapesSample.shapes.map(({ color }) => color);
		for (const [name, value] of [
			["background", "white"],
			["red circles", "1"],
			["colors", "green, red, blue, orange, purple, cyan, magenta, black"],
		] as const) {
			const cell = table.getByRole("row", { name }).getByRole("cell");
			assert.equal(await cell.textContent(), value);
			if (name === "colors") assert.deepEqual(value.split(", ").toSorted(), colors.toSorted());
		}
		const csv = await copied(vscode, entry.getByRole("button", { name: "Copy as CSV" }));
		const [head, line] = csv.split(/\r?\n/);
		assert.equal(head, "background,red circles,colors");
		assert.match(line ?? "", /^white,1,"\[""green"",.*\]"$/);
	});

	it("transcribes into a Markdown document beside", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("screenshot.png"), ["Loupe", "Transcribe Text"]);
		await vscode.tab("Untitled-").waitFor();
		await vscode.screenshot("transcribe");
		await textEditor("Untitled-").getByText("so I cannot read the text").waitFor();
		await closeText("Untitled-");
	});

	it("asks for captions by presets, the alt text at most 125 letters long", async () => {
		await vscode.tab(file).click();
		await page.picture(file).waitFor();
		for (const [preset, asked, words] of captions) {
			await page.button("Caption").click();
			const form = page.frame.getByRole("dialog", { name: "Caption" });
			await form.getByRole("button", { name: preset }).click();
			const said = await (await talk.answered(asked)).locator(".answer").textContent();
			assert.match(said ?? "", words);
		}
	});

	it("finds everything again after the window was reloaded", async () => {
		await vscode.reload();
		await page.picture(file).waitFor();
		const { conversation } = page;
		await talk.entry(questions[2]).getByText("The red circle is at the top left.").waitFor();
		await talk
			.entry(/colours do you see/)
			.getByText("Only purple.")
			.waitFor();
		await conversation.getByRole("list", { name: "Labels that fit" }).waitFor();
		await conversation.getByRole("table", { name: "Extracted data" }).waitFor();
		for (const [, asked] of captions) await talk.entry(asked).waitFor();
		await talk.action(questions[1], "Next Version").click();
		await talk
			.entry("Where is the green one?")
			.getByText(/^The green square/)
			.waitFor();
		await talk.action("Where is the green one?", "Previous Version").click();
		await talk.entry(questions[2]).waitFor();
	});

	for (const theme of ["Light Modern", "Dark Modern"] satisfies Theme[]) {
		it(`can be looked at in ${theme}`, async () => {
			await vscode.useTheme(theme);
			const [name = ""] = theme.toLowerCase().split(" ");
			for (const [picture, entry] of [
				["ask", talk.entry(questions[2])],
				["classify", talk.entry("Classify")],
				["extract", talk.entry("Extract")],
			] as const) {
				await entry.focus();
				await entry.scrollIntoViewIfNeeded();
				await vscode.screenshot(`${picture}-${name}`);
			}
		});
	}

	it("sees no error and no broken Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
});
