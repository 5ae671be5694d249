import assert from "node:assert/strict";
import type { ShownObject } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { detectRun } from "./scene.ts";

const selected = (opened: OpenPage): Promise<string[]> =>
	opened.page
		.getByRole("option", { selected: true })
		.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));

const said = (opened: OpenPage): Promise<string | null> =>
	opened.page.getByRole("status").last().textContent();

const row = (opened: OpenPage, name: string) =>
	opened.page.getByRole("option", { name, exact: true });

/** The open menu's entries. */
const entries = (opened: OpenPage): Promise<string[]> =>
	opened.page.getByRole("menu").locator(".menu-title").allTextContents();

/** Opens the scene with a host that really leaves objects out. */
async function openScene() {
	const run = detectRun();
	const opened = await open({ state: { runs: [run] } });
	const { host, view } = opened;
	let removed: number[] = [];
	const tell = async (): Promise<void> => view.changeRun(run.id, { removed });
	host.removeObject = async (runId, index) => {
		host.calls.push(["removeObject", runId, index]);
		removed = [...removed, index];
		await tell();
	};
	host.restoreObject = async (runId, index) => {
		host.calls.push(["restoreObject", runId, index]);
		removed = removed.filter((other) => other !== index);
		await tell();
	};
	return { opened, run };
}

describe("Object actions", () => {
	it("stand in a row under the list for the selected object", async () => {
		const { opened, run } = await openScene();
		const { page, host } = opened;
		assert.equal(await page.getByRole("toolbar", { name: /Actions/ }).count(), 0);
		await row(opened, "apple").click();
		const actions = page.getByRole("toolbar", { name: "Actions for apple" });
		const before = (await opened.pictureBox()).width;
		await actions.getByRole("button", { name: "Zoom to Object" }).click();
		await opened.painted();
		assert((await opened.pictureBox()).width > before * 1.5);
		await actions.getByRole("button", { name: "Cut Out as PNG…" }).click();
		for (const title of ["Copy Box in Pixels", "Copy Box in 0–1000", "Copy as Text"]) {
			await actions.getByRole("button", { name: "Copy…" }).click();
			await page.getByRole("menuitem", { name: title, exact: true }).click();
		}
		assert.deepEqual(host.calls, [
			["cutOut", run.id, 1],
			["copyText", '{"x": 456, "y": 304, "width": 128, "height": 160}'],
			["copyText", '{"box_2d": [507, 543, 773, 695]}'],
			["copyText", "apple, 128 × 160 at 456, 304"],
		]);
		await opened.painted();
		assert.equal(await said(opened), "Copied");
	});

	it("are all in the object's menu, from its row, from the picture and from the keyboard", async () => {
		const { opened } = await openScene();
		const { page } = opened;
		const all = [
			"Zoom to Object",
			"Ask about This",
			"Copy Box in Pixels",
			"Copy Box in 0–1000",
			"Copy as Text",
			"Cut Out as PNG…",
			"Remove from Result",
		];
		const menu = page.getByRole("menu");
		await row(opened, "banana").click({ button: "right" });
		await page.getByRole("menu", { name: "banana" }).waitFor();
		assert.deepEqual(await entries(opened), all);
		await page.keyboard.press("Escape");
		await menu.waitFor({ state: "hidden" });
		await opened.painted();
		assert.deepEqual(await selected(opened), ["banana"], "Escape closed the menu and no more");

		await page.mouse.click(...(await opened.onScreen(640, 100)), { button: "right" });
		await page.getByRole("menu", { name: "window" }).waitFor();
		await opened.painted();
		assert.deepEqual(await selected(opened), ["window"]);
		await page.keyboard.press("Escape");

		await page.getByRole("listbox", { name: "Objects" }).focus();
		await page.keyboard.press("ContextMenu");
		await page.getByRole("menu", { name: "window" }).waitFor();
		for (const key of ["ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
		const focused = () => page.evaluate(() => document.activeElement?.textContent);
		assert.equal(await focused(), "Cut Out as PNG…");
		await page.keyboard.press("Home");
		await page.keyboard.press("c");
		assert.equal(await focused(), "Copy Box in Pixels");
		await page.keyboard.press("Tab");
		await menu.waitFor({ state: "hidden" });

		await page.locator(".surface").focus();
		await page.keyboard.press("ContextMenu");
		await page.getByRole("menu", { name: "window" }).waitFor();
	});

	it("leave the menu of the bare picture to VS Code", async () => {
		const { opened } = await openScene();
		const { page } = opened;
		const prevented = page.evaluate(
			() =>
				new Promise<boolean>((resolve) => {
					window.addEventListener("contextmenu", (event) => resolve(event.defaultPrevented), {
						once: true,
					});
				}),
		);
		await page.mouse.click(...(await opened.onScreen(20, 20)), { button: "right" });
		assert.equal(await prevented, false);
		assert.equal(await page.getByRole("menu").count(), 0);
	});

	it("remove an object by Delete in list and picture, and bring it back by Ctrl+Z and Undo", async () => {
		const { opened, run } = await openScene();
		const { page, host } = opened;
		await row(opened, "apple").click();
		await page.keyboard.press("Delete");
		await row(opened, "apple").waitFor({ state: "detached" });
		assert.deepEqual(await selected(opened), ["banana"], "the next one is at hand");
		assert.equal(await said(opened), "apple removed");
		await page.locator(".surface").focus();
		await page.keyboard.press("Delete");
		await row(opened, "banana").waitFor({ state: "detached" });
		assert.deepEqual(await selected(opened), ["spoon"]);
		assert.match((await page.locator(".removed").textContent()) ?? "", /2 objects removed/);
		assert.match((await page.getByRole("log").textContent()) ?? "", /3 objects found/);
		assert.match((await page.getByRole("switch").textContent()) ?? "", /3 · /);
		await page.keyboard.press("Control+z");
		await page.getByRole("option", { name: "banana", selected: true }).waitFor();
		assert.deepEqual(await selected(opened), ["banana"]);
		assert.equal(await said(opened), "banana is back");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByRole("option", { name: "apple", selected: true }).waitFor();
		assert.deepEqual(await selected(opened), ["apple"]);
		assert.equal(await page.locator(".removed").count(), 0);
		assert.deepEqual(host.calls, [
			["removeObject", run.id, 1],
			["removeObject", run.id, 2],
			["restoreObject", run.id, 2],
			["restoreObject", run.id, 1],
		]);
	});

	it("leave chords alone that are not theirs, Ctrl+Z too when there is nothing to undo", async () => {
		const { opened } = await openScene();
		const { page, host } = opened;
		await row(opened, "apple").click();
		const passed = page.evaluate(
			() =>
				new Promise<string[]>((resolve) => {
					const keys: string[] = [];
					window.addEventListener("keydown", ({ key, defaultPrevented }) => {
						if (key.length > 1) return;
						keys.push(`${key} ${defaultPrevented}`);
						if (keys.length === 3) resolve(keys);
					});
				}),
		);
		for (const chord of ["Control+z", "Control+m", "Control+c"]) await page.keyboard.press(chord);
		assert.deepEqual(await passed, ["z false", "m false", "c false"]);
		assert.deepEqual(host.calls, []);
	});

	it("offer for a mere point only what makes sense", async () => {
		const objects: ShownObject[] = [{ label: "tip", point: { x: 420, y: 150 } }];
		const opened = await open({ state: { runs: [detectRun({ task: "point", objects })] } });
		await row(opened, "tip").click({ button: "right" });
		assert.deepEqual(await entries(opened), [
			"Zoom to Object",
			"Copy Point in Pixels",
			"Copy Point in 0–1000",
			"Copy as Text",
			"Remove from Result",
		]);
		await opened.page.getByRole("menuitem", { name: "Copy Point in 0–1000" }).click();
		assert.deepEqual(opened.host.calls, [["copyText", '{"point": [250, 500]}']]);
	});
});
