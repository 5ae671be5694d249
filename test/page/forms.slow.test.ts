import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { Saved } from "../../src/shared/protocol.ts";
import { open } from "./bed.ts";
import { classifyRun, invoiceRun, invoiceSchema } from "./dataExamples.ts";
import { focusedName, none, openedForm } from "./formsOpened.ts";

/** The labels that stand as chips. */
const chips = async (form: Locator): Promise<string[]> =>
	form.locator(".label-chip").allTextContents();

describe("Classify", () => {
	it("makes chips of what is typed and runs by Enter, without the mouse", async () => {
		const opened = await openedForm("Classify");
		const { page, host, form } = opened;
		await page.keyboard.type("cat, dog ,cat,");
		assert.deepEqual(await chips(form), ["cat", "dog"]);
		await page.keyboard.type("  a bird");
		await page.keyboard.press("Enter");
		const labels = ["cat", "dog", "a bird"];
		assert.deepEqual(host.calls, [["run", { task: "classify", labels, many: false }]]);
		await form.waitFor({ state: "hidden" });
		await page.getByRole("button", { name: "Classify", exact: true }).click();
		assert.deepEqual(await chips(form), [], "what ran is not kept");
	});

	it("takes pasted lines and commas of other scripts", async () => {
		const opened = await openedForm("Classify");
		const { page, form } = opened;
		await form.getByRole("textbox", { name: "Labels to choose from" }).evaluate((box) => {
			const area = box as HTMLTextAreaElement;
			area.value = "cat\r\ndog\n猫、犬,";
			area.dispatchEvent(new InputEvent("input", { bubbles: true }));
		});
		await opened.painted();
		assert.deepEqual(await chips(form), ["cat", "dog", "猫", "犬"]);
		await page.keyboard.press("Backspace");
		assert.deepEqual(await chips(form), ["cat", "dog", "猫"]);
		const box = form.getByRole("textbox", { name: "Labels to choose from" });
		assert.equal(await box.inputValue(), "犬", "it comes back as text");
		await form.getByRole("button", { name: "Remove dog" }).click();
		assert.deepEqual(await chips(form), ["cat", "猫"]);
		assert.equal(await focusedName(opened), "Labels to choose from");
	});

	it("says that one label is not enough, and then not any more", async () => {
		const opened = await openedForm("Classify");
		const { page, host, form } = opened;
		await page.keyboard.type("cat");
		await page.keyboard.press("Enter");
		await form.getByRole("status").getByText("At least two labels").waitFor();
		assert(await form.locator(".form-note.urgent").isVisible());
		assert(await form.getByRole("button", { name: "Save…" }).isDisabled());
		assert.deepEqual(host.calls, []);
		await page.keyboard.type(",dog");
		await form.getByRole("status").getByText("2 labels").waitFor();
		assert.equal(await form.locator(".form-note.urgent").count(), 0);
	});

	it("lets several fit, with words, all by keyboard", async () => {
		const opened = await openedForm("Classify");
		const { page, host } = opened;
		await page.keyboard.type("cat,dog");
		await page.keyboard.press("Tab");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Tab");
		await page.keyboard.type("the animal in front");
		await page.keyboard.press("Enter");
		const ask = { task: "classify", labels: ["cat", "dog"], many: true };
		assert.deepEqual(host.calls, [["run", { ...ask, prompt: "the animal in front" }]]);
	});

	it("fills in a saved set and what was chosen from last by one click each", async () => {
		const opened = await openedForm("Classify", {
			saved: { ...none, labelSets: { Rooms: ["kitchen", "bath, or shower"] } },
			runs: [classifyRun({ labels: ["old", "older"] }), classifyRun()],
		});
		const { page, host, form } = opened;
		await form.getByRole("button", { name: /^Rooms/ }).click();
		assert.deepEqual(await chips(form), ["kitchen", "bath, or shower"]);
		await form.getByRole("group", { name: "Recent" }).getByRole("button").click();
		assert.deepEqual(host.calls, []);
		await page.keyboard.press("Enter");
		const labels = ["still life", "portrait", "landscape"];
		assert.deepEqual(host.calls, [["run", { task: "classify", labels, many: false }]]);
	});

	it("keeps labels in the settings, the one being typed too", async () => {
		const { page, host, form } = await openedForm("Classify");
		await page.keyboard.type("cat, dog");
		await form.getByRole("button", { name: "Save…" }).click();
		assert.deepEqual(host.calls, [["saveLabels", ["cat", "dog"]]]);
	});
});

describe("Extract", () => {
	const fields = (form: Locator): Promise<string[]> =>
		form
			.getByRole("list", { name: "Fields to be extracted" })
			.getByRole("listitem")
			.allInnerTexts();

	it("shows the fields of the names that are typed, then runs by Enter", async () => {
		const { page, host, form } = await openedForm("Extract");
		await page.keyboard.type("name, date?, total: number, items[] {title}");
		assert.deepEqual(
			(await fields(form)).map((line) => line.replace(/\s+/g, " ")),
			[
				"name text",
				"date text, may be missing",
				"total number",
				"items list: fields",
				"title text",
			],
		);
		await page.keyboard.press("Enter");
		const [, ask] = host.calls[0] ?? [];
		const { schema, ...rest } = ask as { schema: { required: string[]; properties: object } };
		assert.deepEqual(rest, { task: "extract" });
		assert.deepEqual(schema.required, ["name", "total", "items"]);
		assert.deepEqual(Object.keys(schema.properties), ["name", "date", "total", "items"]);
	});

	it("says what is missing when there is nothing to extract", async () => {
		const { page, host, form } = await openedForm("Extract");
		await page.keyboard.press("Enter");
		await form.locator(".form-note.urgent").waitFor();
		await page.keyboard.type("name: colour");
		await form.getByText(/^Field names with commas/).waitFor();
		await page.keyboard.press("Enter");
		assert.deepEqual(host.calls, []);
	});

	it("takes a schema from a file, shows its fields, and lets go of it again", async () => {
		const opened = await openedForm("Extract");
		const { page, host, form } = opened;
		host.pickedSchema = { name: "receipt", schema: invoiceSchema };
		await form.getByRole("button", { name: "Schema from File…" }).click();
		await form.getByText("receipt", { exact: true }).waitFor();
		assert((await fields(form)).some((line) => /currency\s+EUR \| USD/.test(line)));
		assert.equal(await focusedName(opened), "Words for: Extract");
		await page.keyboard.type("only the first page");
		await page.keyboard.press("Enter");
		const prompt = "only the first page";
		assert.deepEqual(host.calls, [
			["pickSchema"],
			["run", { task: "extract", schema: invoiceSchema, prompt }],
		]);
		await page.getByRole("button", { name: "Extract", exact: true }).click();
		await form.getByRole("textbox", { name: "Fields to extract" }).waitFor();
	});

	it("stays as it was when no file is chosen, and says why one cannot be used", async () => {
		const { page, host, form } = await openedForm("Extract");
		await page.keyboard.type("name");
		await form.getByRole("button", { name: "Schema from File…" }).click();
		await page.waitForFunction(() => document.activeElement !== null);
		assert.equal(
			await form.getByRole("textbox", { name: "Fields to extract" }).inputValue(),
			"name",
		);
		host.pickSchema = async () => {
			throw new Error("Not supported: this file is no JSON");
		};
		await form.getByRole("button", { name: "Schema from File…" }).click();
		await page.getByRole("alert").getByText("this file is no JSON").waitFor();
	});

	it("takes a saved schema or the last one by a click, Enter runs it", async () => {
		const saved = { ...none, schemas: [{ name: "two", schema: { properties: { a: {}, b: {} } } }] };
		const { page, host, form } = await openedForm("Extract", { saved, runs: [invoiceRun()] });
		await form.getByRole("button", { name: /^two/ }).click();
		assert.equal((await fields(form)).length, 2);
		await form.getByRole("button", { name: "Type Field Names Instead" }).click();
		await form.getByRole("group", { name: "Recent" }).getByRole("button").click();
		await page.keyboard.press("Enter");
		assert.deepEqual(host.calls, [["run", { task: "extract", schema: invoiceSchema }]]);
	});

	it("keeps a schema in the settings", async () => {
		const { page, host, form } = await openedForm("Extract");
		assert(await form.getByRole("button", { name: "Save…" }).isDisabled());
		await page.keyboard.type("count: integer?");
		await form.getByRole("button", { name: "Save…" }).click();
		const properties = { count: { type: ["integer", "null"] } };
		assert.deepEqual(host.calls, [["saveSchema", { type: "object", properties }]]);
	});
});

describe("Every form", () => {
	it("opens at its button when a menu of VS Code wants it, at once or later", async () => {
		const opened = await open({ width: 800, state: { wanted: "extract" } });
		const { page, view } = opened;
		await page.getByRole("dialog", { name: "Extract" }).waitFor();
		assert.equal(await focusedName(opened), "Fields to extract");
		await view.openForm("caption");
		const form = page.getByRole("dialog", { name: "Caption" });
		await form.waitFor();
		assert(await page.getByRole("dialog", { name: "Extract" }).isHidden());
		const button = await page.getByRole("button", { name: "Caption", exact: true }).boundingBox();
		const box = await form.boundingBox();
		assert(box && button && box.x === button.x && box.y >= button.y + button.height);
	});

	const long = "x".repeat(1_000_000);
	const steering = "safe\u202egnp.exe\u0000<img src=x onerror=alert(1)>";
	const saved: Saved = {
		presets: [
			{ task: "classify", title: steering, prompt: "y".repeat(4000) },
			{ task: "extract", title: long, prompt: steering },
		],
		labelSets: { [steering]: [long, steering], [long]: ["a", "b"] },
		schemas: [
			{ name: steering, schema: { properties: { [long]: { enum: [long] }, [steering]: {} } } },
			{ name: "circle", schema: { properties: { again: { $ref: "#" } } } },
		],
	};

	it("holds hostile sets, schemas and presets as text, and keeps its shape", async () => {
		for (const title of ["Classify", "Extract"]) {
			const { page, form } = await openedForm(title, { saved });
			for (const button of await form.locator(".suggestion:not([title^=Schema])").all()) {
				await button.click();
				const box = await form.boundingBox();
				assert(box && box.width <= 340 && box.y + box.height <= 640);
			}
			const text = (await form.textContent()) ?? "";
			assert(!["\u202e", "\u0000"].some((steering) => text.includes(steering)));
			assert(text.length < 6000, `${text.length} letters`);
			assert.equal(await page.locator("img[src=x]").count(), 0);
		}
	});

	it("lies inside a small window and scrolls in itself", async () => {
		const many = Object.fromEntries(
			Array.from({ length: 40 }, (_, index) => [`set ${index}`, ["a", "b"]]),
		);
		const opened = await open({
			width: 400,
			height: 300,
			state: { saved: { ...none, labelSets: many } },
		});
		const { page } = opened;
		await page.getByRole("button", { name: "More Tasks" }).click();
		await page.getByRole("menuitem", { name: "Classify" }).click();
		const form = page.getByRole("dialog", { name: "Classify" });
		const box = await form.boundingBox();
		assert(box && box.x >= 0 && box.x + box.width <= 400 && box.y + box.height <= 300);
		await form.getByRole("button", { name: /^set 39/ }).click();
		assert.deepEqual(await chips(form), ["a", "b"]);
		await form.getByRole("button", { name: "Classify" }).click();
		assert.equal(opened.host.calls.length, 1);
	});
});
