import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator } from "playwright-core";
import sharp from "sharp";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { type ScenePixels, scenePixels, turnedFile } from "../fixtures/renderScene.ts";
import { many, plain } from "../fixtures/scenes.ts";
import { LoupePage } from "./loupePage.ts";
import { readPixels } from "./pixels.ts";
import { Workbench } from "./workbench.ts";

/** More pixels than a browser is given at once. */
const large = { width: 9000, height: 6000 };

describe("A person whose several pictures are such as a browser does not show right", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;
	let truth: ScenePixels;
	let other: ScenePixels;
	const put = (name: string, bytes: Uint8Array) => writeFile(join(workspace.folder, name), bytes);
	const git = (...args: string[]) =>
		promisify(execFile)(
			"git",
			["-c", "user.name=A Person", "-c", "user.email=person@example.invalid", ...args],
			{ cwd: workspace.folder },
		);
	const tiff = async (pixels: ScenePixels) => {
		const png = await turnedFile(pixels, { format: "png" });
		return sharp(png).tiff({ compression: "lzw" }).toBuffer();
	};

	before(async function () {
		this.timeout(120_000);
		workspace = await copySamples();
		truth = await scenePixels(plain, 0.4);
		other = await scenePixels(many, 0.2);
		await copyFile(
			join(root, "test", "fixtures", "heic", "plain.heic"),
			join(workspace.folder, "one.heic"),
		);
		const png = await turnedFile(truth, { format: "png" });
		await put("scan.tif", await tiff(truth));
		await put("drawing.svg", png);
		await put("turned.webp", await turnedFile(truth, { format: "webp", orientation: 6 }));
		await put("inks.jpg", await sharp(png).toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer());
		const big = sharp(await turnedFile(await scenePixels(plain), { format: "png" }));
		big.resize(large.width, large.height, { kernel: "nearest" });
		await put("large.jpg", await big.jpeg({ quality: 95 }).toBuffer());
		await git("init", "-q");
		await put("kept.tif", await tiff(truth));
		await git("add", "kept.tif");
		await git("-c", "commit.gpgsign=false", "commit", "-qm", "A scan");
		await put("kept.tif", await tiff(other));
		vscode = await Workbench.start({
			extension: root,
			settings: {
				// A click opens a file, and VS Code's own editors complain of such as these.
				"workbench.editorAssociations": { "*.{png,jpg,svg,webp,heic,tif}": "loupe.image" },
				// What is revealed is selected, instead of what the person has selected meanwhile.
				"explorer.autoReveal": false,
				"git.openRepositoryInParentFolders": "never",
			},
		});
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") {
			await vscode.screenshot(`copies-failed-${++failures}`);
		}
		await vscode.runCommand("View: Close All Editors");
	});

	/** The mean difference of what is on the screen from what should be, 0–255. */
	async function offBy(picture: Locator, should: ScenePixels): Promise<number> {
		const clip = await picture.boundingBox();
		assert(clip && clip.width > 50, "the picture has a place on the screen");
		const png = await vscode.page.screenshot({ clip, animations: "disabled" });
		const { data, width, height } = await readPixels(png);
		const { data: pixels, ...of } = should;
		const scaled = await sharp(pixels, { raw: { ...of, channels: 4 } })
			.resize(width, height, { fit: "fill" })
			.removeAlpha()
			.raw()
			.toBuffer();
		return scaled.reduce((sum, value, at) => sum + Math.abs(value - data[at]!), 0) / data.length;
	}
	/** Resolves when the browser can paint what the host has given it. */
	async function painted(picture: Locator): Promise<Locator> {
		await picture.and(page.frame.locator("[src]")).waitFor();
		await picture.evaluate((image: HTMLImageElement) => image.decode());
		return picture;
	}
	async function expectSeen(picture: Locator, should: ScenePixels, most = 6): Promise<void> {
		const off = await offBy(await painted(picture), should);
		assert.ok(off < most, `off by ${off.toFixed(1)}`);
	}
	const side = (name: "a" | "b"): Locator =>
		page.frame.locator(`.side.${name} img.picture:not(.difference)`);
	const mode = (name: string): Locator => page.frame.getByRole("radio", { name, exact: true });
	const changes = (): Locator =>
		page.frame.getByRole("listbox", { name: "Changes" }).getByRole("option");

	async function choose(action: "Compare…" | "Ask…", ...files: string[]): Promise<void> {
		const [first = "", ...more] = files;
		const selected = vscode.page.locator("[aria-selected=true]");
		await vscode.explorerRow(first).click();
		await vscode.explorerRow(first).and(selected).waitFor();
		// Loupe opens it: what comes next is not to meet a page that is half there.
		await page.picture(first).waitFor();
		for (const file of more) {
			await vscode.explorerRow(file).click({ modifiers: ["ControlOrMeta"] });
			await vscode.explorerRow(file).and(selected).waitFor();
		}
		await vscode.chooseFromMenu(vscode.explorerRow(files.at(-1) ?? first), ["Loupe", action]);
	}

	it("compares a HEIC with a TIFF of the same drawing and sees both", async () => {
		await choose("Compare…", "one.heic", "scan.tif");
		await page.frame.getByText("No differences", { exact: true }).waitFor();
		await expectSeen(page.picture("one.heic"), truth);
		await expectSeen(page.picture("scan.tif"), truth);
		const off = await offBy(page.picture("scan.tif"), await scenePixels(many, 0.4));
		assert.ok(off > 12, "told another picture, it is another");
		await vscode.screenshot("copies-compared");
		for (const name of ["Swipe", "Blink"]) {
			await mode(name).check();
			await expectSeen(side("b"), truth);
		}
	});

	it("sees the TIFF's next content once the file has changed, and where it differs", async () => {
		await choose("Compare…", "one.heic", "scan.tif");
		await page.frame.getByText("No differences", { exact: true }).waitFor();
		const before = await (await painted(page.picture("scan.tif"))).getAttribute("src");
		await put("scan.tif", await tiff(other));
		await changes().first().waitFor();
		await page.frame.locator(`.side.b img[src]:not([src="${before}"])`).waitFor();
		await page.frame.locator("body").press("h");
		await expectSeen(page.picture("scan.tif"), other);
		await expectSeen(page.picture("one.heic"), truth);
		await put("scan.tif", await tiff(truth));
		await page.frame.getByText("No differences", { exact: true }).waitFor();
	});

	it("compares a turned WebP with a picture whose name says it is an SVG", async () => {
		await choose("Compare…", "drawing.svg", "turned.webp");
		await page.frame.getByText("No differences", { exact: true }).waitFor();
		await expectSeen(page.picture("turned.webp"), truth);
		await expectSeen(page.picture("drawing.svg"), truth);
		await page.button("Swap A and B").click();
		await vscode.tab("Compare: ").waitFor();
		await page.frame.locator(".side.a").getByRole("img", { name: "turned.webp" }).waitFor();
		await expectSeen(side("a"), truth);
		await expectSeen(side("b"), truth);
	});

	it("compares a TIFF with what the last commit has of it", async () => {
		await choose("Compare…", "kept.tif");
		await vscode.choose("Last Commit (HEAD)");
		await changes().first().waitFor();
		await page.frame.locator("body").press("h");
		await expectSeen(side("a"), truth);
		await expectSeen(side("b"), other);
		await vscode.screenshot("copies-git");
	});

	it("compares a picture of 54 megapixels, whose view is reduced and says so", async () => {
		await choose("Compare…", "large.jpg", "one.heic");
		await page.frame.getByText("B is shown at").waitFor();
		await expectSeen(page.picture("large.jpg"), truth);
		await expectSeen(page.picture("one.heic"), truth);
		const note = page.frame.locator(".side.a .view-note");
		assert.equal(await note.isVisible(), false, "there are more pixels than the screen shows");
		const box = await page.picture("large.jpg").boundingBox();
		assert(box && Math.abs(box.width / box.height - large.width / large.height) < 0.01);
		await side("a").locator("..").focus();
		await vscode.page.keyboard.press("0");
		await note.getByText("Reduced view").waitFor();
		await vscode.screenshot("copies-large");
	});

	it("asks about several, sees each on its card, and is given the rest when one is added", async () => {
		const files = ["one.heic", "scan.tif", "turned.webp", "inks.jpg", "drawing.svg", "large.jpg"];
		await choose("Ask…", ...files);
		await vscode.tab(`Ask: ${files.length} pictures`).waitFor();
		for (const name of files) {
			const picture = page.picture(name);
			// Inks are turned into colours by rules of one's own.
			await expectSeen(picture, truth, name === "inks.jpg" ? 16 : 8);
			const natural = await picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
			assert.equal(natural, name === "large.jpg" ? 640 : truth.width, name);
		}
		await vscode.screenshot("copies-cards");
		await page.frame.getByRole("button", { name: "Picture 1: one.heic" }).focus();
		await vscode.page.keyboard.press("Delete");
		await page.picture("one.heic").waitFor({ state: "detached" });
		await page.button("Undo").click();
		await expectSeen(page.picture("one.heic"), truth, 8);
	});

	it("sees no error and no broken Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
});
