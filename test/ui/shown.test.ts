import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { giganticPng } from "../fixtures/giganticPng.ts";
import { type ScenePixels, scenePixels, turnedFile } from "../fixtures/renderScene.ts";
import { many, plain } from "../fixtures/scenes.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

const checked = { width: 400, height: 400, channels: 3 as const };

/** Black and white in squares of two pixels. */
function checks(): Buffer {
	const { width, height } = checked;
	const values = Buffer.alloc(width * height * 3);
	for (let at = 0; at < width * height; at++) {
		const isLight = ((at % width) >> 1) + (Math.floor(at / width) >> 1);
		values.fill(isLight % 2 === 0 ? 255 : 0, at * 3, at * 3 + 3);
	}
	return values;
}

/** A picture of more pixels than a browser is given at once. */
const large = { width: 9000, height: 6000 };

describe("A person who opens pictures that a browser does not show right", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;
	let truth: ScenePixels;
	const put = (name: string, bytes: Uint8Array) => writeFile(join(workspace.folder, name), bytes);
	const git = (...args: string[]) =>
		promisify(execFile)(
			"git",
			["-c", "user.name=A Person", "-c", "user.email=person@example.invalid", ...args],
			{ cwd: workspace.folder },
		);

	before(async function () {
		this.timeout(120_000);
		workspace = await copySamples();
		truth = await scenePixels(plain, 0.4);
		const png = await turnedFile(truth, { format: "png" });
		const heic = join(root, "test", "fixtures", "heic", "plain.heic");
		await copyFile(heic, join(workspace.folder, "one.heic"));
		await copyFile(heic, join(workspace.folder, "telephone.jpg"));
		await put("scan.tif", await sharp(png).tiff({ compression: "lzw" }).toBuffer());
		for (const orientation of [3, 6, 7] as const) {
			const file = await turnedFile(truth, { format: "webp", orientation });
			await put(`turned${orientation}.webp`, file);
		}
		await put("photo.jpg", png);
		await put("drawing.svg", png);
		await put("letters.ico", png);
		const big = sharp(await turnedFile(await scenePixels(plain), { format: "png" }));
		big.resize(large.width, large.height, { kernel: "nearest" });
		big.composite([{ input: checks(), raw: checked, left: 4300, top: 2800 }]);
		await put("large.jpg", await big.jpeg({ quality: 95 }).toBuffer());
		await git("init", "-q");
		await put("kept.png", png);
		await git("add", "kept.png");
		await git("-c", "commit.gpgsign=false", "commit", "-qm", "A picture");
		await put("kept.png", await turnedFile(await scenePixels(many, 0.2), { format: "png" }));
		const associations = "*.{png,jpg,svg,ico,webp,heic,tif}";
		vscode = await Workbench.start({
			extension: root,
			settings: {
				"workbench.editorAssociations": { [associations]: "loupe.image" },
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
		if (this.currentTest?.state === "failed") await vscode.screenshot(`shown-failed-${++failures}`);
		await vscode.runCommand("View: Close All Editors");
	});

	/** The mean difference of what is on the screen from what should be, 0–255. */
	async function offBy(name: string, should: ScenePixels): Promise<number> {
		await page.picture(name).waitFor();
		await vscode.page.mouse.move(0, 0);
		const { pixels } = await page.look(name);
		const { width, height } = pixels;
		const scaled = await sharp(should.data, { raw: { ...size(should), channels: 4 } })
			.resize(width, height, { fit: "fill" })
			.removeAlpha()
			.raw()
			.toBuffer();
		const off = scaled.reduce((sum, value, at) => sum + Math.abs(value - pixels.data[at]!), 0);
		return off / scaled.length;
	}

	async function expectShown(name: string): Promise<void> {
		await vscode.explorerRow(name).dblclick();
		const off = await offBy(name, truth);
		assert.ok(off < 6, `${name} is off by ${off.toFixed(1)}`);
		await vscode.screenshot(`shown-${name}`);
	}

	it("sees another picture where the comparison is told another", async () => {
		await vscode.explorerRow("scan.tif").dblclick();
		assert.ok((await offBy("scan.tif", await scenePixels(many, 0.4))) > 12);
	});

	for (const name of ["one.heic", "scan.tif", "turned3.webp", "turned6.webp", "turned7.webp"]) {
		it(`sees ${name} upright`, () => expectShown(name));
	}

	for (const name of ["photo.jpg", "drawing.svg", "letters.ico", "telephone.jpg"]) {
		it(`sees ${name}, whose name says another format than it has`, () => expectShown(name));
	}

	it("sees what the last commit has of a file that has changed", async () => {
		await vscode.explorerRow("kept.png").dblclick();
		await page.picture("kept.png").waitFor();
		assert.ok((await offBy("kept.png", truth)) > 12, "the file on disk is another");
		await vscode.page.getByRole("tab", { name: /^Source Control/ }).click();
		const changed = vscode.page.getByRole("treeitem", { name: /^kept\.png/ });
		await vscode.chooseFromMenu(changed, ["Open File (HEAD)"]);
		await vscode.tab("kept.png (HEAD)").or(vscode.tab("kept.png (Index)")).first().waitFor();
		await vscode.page.getByRole("tab", { name: /^Explorer/ }).click();
		const off = await offBy("kept.png", truth);
		assert.ok(off < 6, `off by ${off.toFixed(1)}`);
	});

	it("sees a picture of 54 megapixels whole, and at 100 % each of its pixels", async () => {
		await vscode.explorerRow("large.jpg").dblclick();
		const whole = await offBy("large.jpg", await scenePixels(plain));
		assert.ok(whole < 6, `the whole is off by ${whole.toFixed(1)}`);
		const natural = await page
			.picture("large.jpg")
			.evaluate((image: HTMLImageElement) => image.naturalWidth);
		assert.equal(natural, 2040, "the browser was given a reduced one");
		await page.frame.locator(".surface").focus();
		await vscode.page.keyboard.press("0");
		const canvas = page.frame.locator("canvas.tiles");
		await canvas.waitFor();
		await page.frame.locator(".view-note").waitFor({ state: "hidden" });
		const box = await page.picture("large.jpg").boundingBox();
		const view = await canvas.boundingBox();
		assert.ok(box && view);
		assert.ok(Math.abs(box.width - large.width) < 1);
		const shot = await sharp(await vscode.page.screenshot({ clip: view }))
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		await vscode.screenshot("shown-large");
		// In a reduced view all of them are grey.
		let [light, dark, grey] = [0, 0, 0];
		const middle = { x: large.width / 2, y: large.height / 2 };
		for (let y = middle.y - 100; y < middle.y + 100; y++) {
			for (let x = middle.x - 100; x < middle.x + 100; x++) {
				const column = Math.floor(box.x - view.x + x + 0.5);
				const row = Math.floor(box.y - view.y + y + 0.5);
				const value = shot.data[(row * shot.info.width + column) * 3]!;
				if (value > 215) light++;
				else if (value < 40) dark++;
				else grey++;
			}
		}
		assert.ok(light > 18_000 && dark > 18_000, `${light} light, ${dark} dark, ${grey} grey`);
	});

	it("sees a PNG of 65,500 × 65,500 pixels, and goes on to the next picture", async function () {
		this.timeout(120_000);
		const side = 65_500;
		await put("gigantic.png", await giganticPng(side, side));
		await vscode.explorerRow("gigantic.png").dblclick();
		await page.picture("gigantic.png").waitFor({ timeout: 90_000 });
		assert.match((await page.factsButton.textContent()) ?? "", /^65500 × 65500 px/);
		await vscode.page.mouse.move(0, 0);
		const { pixels } = await page.look("gigantic.png");
		await vscode.screenshot("shown-gigantic");
		const squares = side / 4096;
		for (const [column, row] of [
			[0, 0],
			[1, 0],
			[7, 12],
			[14, 3],
			[15, 15],
		] as const) {
			const x = Math.floor(((column + 0.4) / squares) * pixels.width);
			const y = Math.floor(((row + 0.4) / squares) * pixels.height);
			const value = pixels.data[(y * pixels.width + x) * 3]!;
			const isLight = (column + row) % 2 === 1;
			assert.ok(isLight ? value > 230 : value < 25, `${column}, ${row}: ${value}`);
		}
		await page.frame.locator(".surface").focus();
		await vscode.page.keyboard.press("0");
		await page.frame.getByRole("status").getByText("Reduced view").waitFor();
		await vscode.explorerRow("photo.jpg").dblclick();
		assert.ok((await offBy("photo.jpg", truth)) < 6);
	});
});

function size({ width, height }: ScenePixels) {
	return { width, height };
}
