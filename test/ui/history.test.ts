import assert from "node:assert/strict";
import { copyFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { shapesSample } from "../fixtures/samples/scenes.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

/** A name that would be a link in a message, and turns what follows it. */
const hostile = "[red\u202e](command:workbench.action.closeWindow).png";

describe("A person who looks for an earlier answer", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		workspace = await copySamples();
		await copyFile(join(workspace.folder, "screenshot.png"), join(workspace.folder, hostile));
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("history-failed");
	});

	/** Its name holds what the history takes. */
	function header(): Locator {
		return vscode.page.getByRole("button", { name: /^Loupe: History.* Section$/ });
	}

	function view(): Locator {
		return vscode.page.locator(".pane").filter({ has: header() });
	}

	function entry(name: RegExp): Locator {
		return view().getByRole("treeitem", { name });
	}

	async function openView(): Promise<void> {
		if ((await header().getAttribute("aria-expanded")) !== "true") await header().click();
	}

	async function closeTabs(): Promise<void> {
		await vscode.runCommand("View: Close All Editors");
		await vscode.page.locator(".tabs-container").getByRole("tab").first().waitFor({
			state: "detached",
		});
	}

	/** Presses a button of a message, which goes by that. */
	async function press(message: string, button: string): Promise<void> {
		await vscode.notification(message).getByRole("button", { name: button, exact: true }).click();
		await vscode.notification(message).waitFor({ state: "detached" });
	}

	function path(name: string): string {
		return join(workspace.folder, name);
	}

	it("is told how to begin while there is none", async () => {
		await openView();
		await view().getByText("Nothing asked yet.").waitFor();
		await vscode.screenshot("history-empty");
	});

	it("sees an answer in the open view as soon as it is kept, and what all of them take", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		await entry(/^shapes\.png, Detect Objects · 8 objects found · demo engine$/).waitFor();
		await view()
			.getByText(/^1 answer · \d+(\.\d)? kB$/)
			.waitFor();
		await vscode.chooseFromMenu(vscode.explorerRow("apple.png"), ["Loupe", "Caption"]);
		await entry(/^apple\.png, Caption · .*brown rectangle.*… · demo engine$/).waitFor();
		await view()
			.getByText(/^2 answers · /)
			.waitFor();
		assert.match((await view().getByRole("treeitem").first().textContent()) ?? "", /Today/);
		assert.equal(shapesSample.shapes.length, 8);
	});

	it("opens the picture with its objects from there, after a reload and with its tab closed", async () => {
		await vscode.reload();
		await closeTabs();
		await openView();
		await entry(/^shapes\.png/).click();
		await page.picture("shapes.png").waitFor();
		await page.objects.nth(7).waitFor();
		await vscode.screenshot("history-open");
	});

	it("is told when the picture is gone, and still reads the answer", async () => {
		await closeTabs();
		await rename(path("shapes.png"), path("moved.png"));
		await entry(/^shapes\.png/).click();
		const message = "shapes.png was deleted or moved. Its answer is kept.";
		await vscode.notification(message).waitFor();
		await vscode.screenshot("history-gone");
		await press(message, "Show Answer");
		await vscode.tab("shapes.png.md").waitFor();
		const editor = vscode.page.locator(".editor-instance .view-lines");
		await editor.getByText("red circle").first().waitFor();
		await vscode.screenshot("history-answer");
		await closeTabs();
		assert.equal(await vscode.page.locator(".monaco-dialog-box").count(), 0);
	});

	it("points at the picture: another one is refused, the right one opens and is known from then on", async () => {
		const find = async (name: string, message: string): Promise<void> => {
			await press(message, "Find Picture…");
			const title = vscode.page.locator(".quick-input-title", { hasText: "Find shapes.png" });
			await title.waitFor();
			await vscode.choose(name);
			await title.waitFor({ state: "hidden" });
		};
		await entry(/^shapes\.png/).click();
		await find("apple.png", "shapes.png was deleted or moved.");
		await find("moved.png", "apple.png is not the picture of this answer: its content differs.");
		await page.picture("moved.png").waitFor();
		await page.objects.nth(7).waitFor();
		await entry(/^moved\.png, Detect Objects/).waitFor();
		assert.equal(await entry(/^shapes\.png/).count(), 0);
	});

	it("is told when the picture has changed since, and opens it all the same", async () => {
		await closeTabs();
		await writeFile(path("moved.png"), await readFile(path("kites.webp")));
		await entry(/^moved\.png/).click();
		await press("moved.png has changed since this answer", "Open Picture");
		await page.picture("moved.png").waitFor();
	});

	it("meets a hostile name as a name: on one line, and no link in a message", async () => {
		const name = /^\[red \]\(command:workbench\.action\.closeWindow\)\.png, Caption/;
		await vscode.chooseFromMenu(vscode.explorerRow(hostile), ["Loupe", "Caption"]);
		await entry(name).waitFor();
		await closeTabs();
		await rename(path(hostile), path("harmless.png"));
		await entry(name).click();
		const message = vscode.notification("was deleted or moved");
		await message.waitFor();
		assert.equal(await message.locator("a:not([role=button])").count(), 0);
		await vscode.screenshot("history-hostile");
	});

	it("deletes the answer that has the focus with the key, once asked", async () => {
		const dialog = vscode.page.locator(".monaco-dialog-box");
		const list = view().locator(".monaco-list");
		const press = async (...keys: string[]): Promise<void> => {
			await list.focus();
			for (const key of keys) await vscode.page.keyboard.press(key);
		};
		await entry(/^\[red/).click();
		await vscode.notification("was deleted or moved").first().waitFor();
		// What was clicked stays selected; what is focused is meant.
		await press("ArrowDown", "Delete");
		await dialog.getByText("Delete this answer about apple.png?").waitFor();
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
		assert.equal(await entry(/^apple\.png/).count(), 1);
		await press("ArrowUp", "Delete");
		await dialog.getByText("Delete this answer about [red").waitFor();
		await dialog.getByRole("button", { name: "Delete", exact: true }).click();
		await entry(/^\[red/).waitFor({ state: "detached" });
		assert.equal(await entry(/^apple\.png/).count(), 1);
	});

	it("cleans up what is about pictures that are gone, told what that frees", async () => {
		await rename(path("moved.png"), path("away.png"));
		const rows = vscode.page.locator(".quick-input-list .monaco-list-row");
		const dialog = vscode.page.locator(".monaco-dialog-box");
		await vscode.runCommand("Loupe: Clean Up History…");
		await rows.filter({ hasText: /Pictures that are gone.*1 answer · / }).waitFor();
		await vscode.screenshot("history-clean-up");
		assert.deepEqual(await rows.filter({ hasText: "Older than" }).count(), 0);
		await rows.filter({ hasText: "Pictures that are gone" }).click();
		await dialog.getByText(/^Delete 1 answer and free \d/).waitFor();
		await dialog.getByText("moved.png").waitFor();
		await dialog.getByRole("button", { name: "Delete", exact: true }).click();
		await entry(/^moved\.png/).waitFor({ state: "detached" });
		await view()
			.getByText(/^1 answer · /)
			.waitFor();
		assert.equal(await entry(/^apple\.png/).count(), 1);
		assert.deepEqual(vscode.problems, []);
	});
});
