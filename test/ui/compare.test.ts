import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";
import { LoupePage } from "./loupePage.ts";
import { readPixels } from "./pixels.ts";
import { Workbench } from "./workbench.ts";

const size = { width: 640, height: 440 };
const kept = [shape("blue", "square", 400, 60, 140), shape("green", "triangle", 230, 260, 130)];
const background = "#f6f3ec";
const circle = [60, 50, 150] as const;
const older: Scene = {
	size,
	background,
	shapes: [...kept, shape("red", "circle", ...circle), shape("purple", "star", 60, 270, 110)],
};
const newer: Scene = { size, background, shapes: [...kept, shape("orange", "circle", ...circle)] };
/** A pixel of the circle, and one of the square. */
const [changedAt, sameAt] = [
	[135, 125],
	[470, 130],
] as const;
const colors = { red: [224, 43, 43], orange: [245, 130, 11] };

const files = ["home-1.png", "home-2.png"] as const;

describe("A person who compares two pictures", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	const write = async (name: string, scene: Scene): Promise<void> =>
		writeFile(join(workspace.folder, name), await renderScene(scene, { format: "png" }));
	const git = (...args: string[]) =>
		promisify(execFile)(
			"git",
			[
				"-c",
				"user.name=A Person",
				"-c",
				"user.email=person@example.invalid",
				"-c",
				"commit.gpgsign=false",
				...args,
			],
			{ cwd: workspace.folder },
		);

	before(async () => {
		workspace = await copySamples();
		await write(files[0], older);
		await write(files[1], newer);
		await write("logo.png", older);
		await git("init", "--quiet");
		await git("add", "logo.png");
		await git("commit", "--quiet", "--message", "The first logo");
		await write("logo.png", newer);
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("compare-failed");
	});

	const mode = (name: string): Locator => page.frame.getByRole("radio", { name, exact: true });
	const changes = (): Locator =>
		page.frame.getByRole("listbox", { name: "Changes" }).getByRole("option");
	/** Red, green and blue of the screen over a pixel of a picture. */
	const colorAt = async (picture: Locator, [x, y]: readonly [number, number]) => {
		const box = await picture.boundingBox();
		assert(box, "the picture has a place on the screen");
		const pixels = await readPixels(await vscode.page.screenshot({ animations: "disabled" }));
		const left = Math.round(box.x + ((x + 0.5) * box.width) / size.width);
		const top = Math.round(box.y + ((y + 0.5) * box.height) / size.height);
		const at = (top * pixels.width + left) * 3;
		return [...pixels.data.subarray(at, at + 3)];
	};
	/** Resolves when the picture is painted. */
	const decoded = async (picture: Locator): Promise<void> => {
		await picture.evaluate(async (image) => {
			await (image as HTMLImageElement).decode();
			await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
		});
	};
	const isNear = (actual: number[], expected: number[]): boolean =>
		actual.every((part, index) => Math.abs(part - expected[index]!) <= 24);
	const expectColor = async (name: string, at: readonly [number, number], wanted: number[]) => {
		await decoded(page.picture(name));
		const found = await colorAt(page.picture(name), at);
		assert(isNear(found, wanted), `${name} at ${at} is ${found}, not ${wanted}`);
	};

	/** Chooses from Loupe's submenu: VS Code has entries of these names of its own. */
	const chooseOurs = async (file: string, name: string): Promise<void> => {
		await vscode.explorerRow(file).click({ button: "right" });
		await vscode.page.getByRole("menuitem", { name: "Loupe", exact: true }).hover();
		const item = vscode.page
			.locator(".monaco-submenu")
			.getByRole("menuitem", { name, exact: true });
		await item.hover();
		// A menu that has just opened takes no click yet.
		await vscode.page.locator(".monaco-submenu .action-item.focused").getByText(name).waitFor();
		await vscode.page.keyboard.press("Enter");
		await item.waitFor({ state: "hidden" });
	};

	it("selects both in the Explorer and sees them beside each other, with what differs", async () => {
		await vscode.explorerRow(files[0]).click();
		await vscode.explorerRow(files[1]).click({ modifiers: ["ControlOrMeta"] });
		await vscode.chooseFromMenu(vscode.explorerRow(files[1]), ["Loupe", "Compare…"]);
		await vscode.tab(`Compare: ${files[0]} ↔ ${files[1]}`).waitFor();
		await changes().nth(1).waitFor();
		assert.equal(await changes().count(), 2);
		await expectColor(files[0], changedAt, colors.red);
		await expectColor(files[1], changedAt, colors.orange);
		await vscode.screenshot("compare-side-by-side");
	});

	it("swipes", async () => {
		await mode("Swipe").check();
		const divider = page.frame.getByRole("slider", { name: "Divider" });
		await divider.press("Home");
		await page.frame.locator("[aria-valuenow='0']").waitFor();
		await expectColor(files[1], changedAt, colors.orange);
		await divider.press("End");
		await page.frame.locator("[aria-valuenow='100']").waitFor();
		await expectColor(files[1], changedAt, colors.red);
		for (let step = 0; step < 6; step++) await divider.press("PageDown");
		await vscode.screenshot("compare-swipe");
	});

	it("blinks, and holds Space for the other one", async () => {
		await mode("Blink").check();
		await page.button("Pause").click();
		await page.button("Play").waitFor();
		await mode("Blink").focus();
		const front = await page.frame.locator(".sides.front-a").count();
		await vscode.page.keyboard.down("Space");
		await page.frame.locator(front === 1 ? ".sides.front-b" : ".sides.front-a").waitFor();
		await expectColor(files[0], changedAt, front === 1 ? colors.orange : colors.red);
		await vscode.page.keyboard.up("Space");
		await vscode.screenshot("compare-blink");
	});

	it("sees the difference", async () => {
		await mode("Difference").check();
		const difference = page.frame.getByRole("img", { name: "Difference" });
		await decoded(difference);
		assert(isNear(await colorAt(difference, changedAt), [255, 0, 0]));
		const [red, green, blue] = await colorAt(difference, sameAt);
		assert(red === green && green === blue, "what is the same is grey");
		await vscode.screenshot("compare-difference");
	});

	it("asks what changed and reads it, with places on the pictures", async () => {
		await mode("Side by Side").check();
		await page.button("What changed?").click();
		await page.conversation
			.getByText(/circle|star/i)
			.first()
			.waitFor();
		await page.settled();
		await page.objects.first().waitFor();
		await page.frame
			.getByText("Demo engine: colours and shapes only, not Gemini")
			.first()
			.waitFor();
		await vscode.screenshot("compare-what-changed");
	});

	it("looks as it should in a light theme", async () => {
		await vscode.useTheme("Light Modern");
		await changes().first().click();
		await changes().and(page.frame.locator("[aria-selected=true]")).waitFor();
		for (const name of files) {
			const zoomed = await page.picture(name).boundingBox();
			assert(zoomed && Math.abs(zoomed.width / zoomed.height - size.width / size.height) < 0.01);
		}
		await vscode.screenshot("compare-light");
		await vscode.useTheme("Dark Modern");
	});

	it("compares a picture with its last commit", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("logo.png"), ["Loupe", "Compare…"]);
		await vscode.choose("Last Commit (HEAD)");
		await changes().nth(1).waitFor();
		await vscode.screenshot("compare-git");
		const caption = page.frame.getByRole("button", { name: /^Open A: logo\.png · Last Commit/ });
		await caption.waitFor();
		const pictures = page.frame.getByRole("img", { name: "logo.png", exact: true });
		for (const picture of await pictures.all()) await decoded(picture);
		assert(isNear(await colorAt(pictures.first(), changedAt), colors.red));
		assert(isNear(await colorAt(pictures.last(), changedAt), colors.orange));
	});

	it("leaves a diff of Source Control to VS Code's own preview, and compares from its menu", async () => {
		await vscode.runCommand("View: Close All Editors");
		await vscode.page.keyboard.press("Control+Shift+G");
		const row = vscode.page.locator(".scm-view .monaco-list-row", { hasText: "logo.png" }).first();
		await row.click();
		const previews = vscode.page
			.frameLocator("iframe.webview.ready")
			.first()
			.frameLocator("iframe#active-frame")
			.locator(".container.image");
		await previews.waitFor();
		await vscode.chooseFromMenu(row, ["Compare with Last Commit"]);
		await vscode.tab("Compare: logo.png").waitFor();
		await changes().nth(1).waitFor();
		await vscode.page.keyboard.press("Control+Shift+E");
		await vscode.explorerRow("logo.png").waitFor();
	});

	it("selects one for compare, then another to compare it with", async () => {
		await chooseOurs(files[1], "Select for Compare");
		await chooseOurs(files[0], "Compare with Selected");
		await vscode.tab(`Compare: ${files[1]} ↔ ${files[0]}`).waitFor();
		await changes().nth(1).waitFor();
	});

	it("has the comparison back after the window was reloaded", async () => {
		await vscode.reload();
		await vscode.tab(`Compare: ${files[1]} ↔ ${files[0]}`).waitFor();
		await changes().nth(1).waitFor();
		await expectColor(files[1], changedAt, colors.orange);
	});

	it("follows the files: equal now, then one of them deleted", async () => {
		await write(files[1], older);
		await page.frame.getByText("No differences", { exact: true }).waitFor();
		await rm(join(workspace.folder, files[1]));
		await page.alerts.getByText(`${files[1]} was deleted or moved.`).waitFor();
		await page.picture(files[0]).waitFor();
		await vscode.screenshot("compare-deleted");
	});

	it("works in an editor 400 pixels wide", async () => {
		await write(files[1], newer);
		await changes().nth(1).waitFor();
		await vscode.runCommand("View: Toggle Primary Side Bar Visibility");
		await vscode.page.setViewportSize({ width: 450, height: 800 });
		for (const name of ["Swipe", "Blink", "Difference", "Side by Side"]) {
			await mode(name).check();
		}
		await page.button("What changed?").click({ trial: true });
		await changes().first().click({ trial: true });
		await vscode.screenshot("compare-400");
		assert.deepEqual(vscode.problems, []);
	});
});
