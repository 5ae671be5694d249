import assert from "node:assert/strict";
import { appendFile, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { Rect } from "../../src/shared/result.ts";
import { root } from "../bed/paths.ts";
import { copySamples } from "../bed/workspace.ts";
import { drawAnimation } from "../fixtures/animation.ts";
import { LoupePage } from "./loupePage.ts";
import { edgesDrawn } from "./pixels.ts";
import { Talk } from "./talk.ts";
import { Workbench } from "./workbench.ts";

/** Where the ball of samples/bouncing-ball.gif is on a frame, as its drawing has it. */
function ballAt(frame: number): Rect {
	const time = frame / 20;
	const x = 90 + 300 * (1 - Math.abs(2 * time - 1));
	const y = 222 - 150 * Math.abs(Math.sin(time * 4 * Math.PI));
	return { x: x - 40, y: y - 40, width: 80, height: 80 };
}

describe("A folder of pictures", () => {
	let vscode: Workbench;
	let page: LoupePage;
	let folder: string;
	let remove: () => Promise<void>;
	let failures = 0;

	before(async () => {
		const workspace = await copySamples();
		folder = workspace.folder;
		remove = () => workspace.remove();
		vscode = await Workbench.start({ extension: root });
		await vscode.open(folder);
		page = new LoupePage(vscode);
		await vscode.useTheme("Dark Modern");
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed")
			await vscode.screenshot(`folder-failed-${++failures}`);
	});
	after(async () => {
		await vscode.close();
		await remove();
	});

	const status = (text: string | RegExp) => vscode.page.locator(".statusbar-item").getByText(text);
	const tabs = () => vscode.page.locator(".tabs-container").getByRole("tab").count();
	const openPicture = async (name: string): Promise<void> => {
		await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Open in Loupe"]);
		await page.picture(name).waitFor();
	};

	it("is walked through by keys and buttons, in one tab", async () => {
		const names = (await readdir(folder)).filter((name) => !name.endsWith(".md"));
		const count = names.length;
		await openPicture("apple.png");
		await page.frame.getByText(`1 of ${count}`).waitFor();
		await vscode.page.keyboard.press("ArrowRight");
		await page.picture("balloons.jpg").waitFor();
		await page.frame.getByText(`2 of ${count}`).waitFor();
		assert.equal(await tabs(), 1);
		await vscode.page.keyboard.press("ArrowRight");
		await page.picture("bouncing-ball.gif").waitFor();
		await page.button("Previous Picture").click();
		await page.picture("balloons.jpg").waitFor();
		await vscode.page.keyboard.press("End");
		await page.picture("shapes.png").waitFor();
		await page.frame.getByText(`${count} of ${count}`).waitFor();
		assert(await page.button("Next Picture").isDisabled());
		assert.equal(await tabs(), 1);
	});

	it("is followed as pictures come and go", async () => {
		await openPicture("apple.png");
		const words = page.frame.getByText(/^1 of \d+$/);
		const count = Number((await words.textContent())?.split(" ").at(-1));
		const [apple, second] = [join(folder, "apple.png"), join(folder, "apple 2.png")];
		await writeFile(second, await readFile(apple));
		await page.frame.getByText(new RegExp(`^[12] of ${count + 1}$`)).waitFor();
		await rm(second);
		await page.frame.getByText(`1 of ${count}`).waitFor();
	});

	it("has its zoom in the status bar, with a list to choose from", async () => {
		await openPicture("apple.png");
		await status(/^\d+ %$/).click();
		await vscode.pick("200 %");
		await status("200 %").waitFor();
		const box = await page.picture("apple.png").boundingBox();
		const { width } = await sharp(join(folder, "apple.png")).metadata();
		assert(Math.abs((box?.width ?? 0) - width * 2) < 1, `${box?.width} of ${width}`);
		await status(`${width}×`).waitFor();
		await vscode.screenshot("folder-zoom-dark");
		await vscode.explorerRow("README.md").dblclick();
		await status("200 %").waitFor({ state: "detached" });
		await vscode.tab("apple.png").click();
		await status("200 %").waitFor();
	});

	it("shows a file that is overwritten, replaced, deleted and restored where it lay", async () => {
		await openPicture("apple.png");
		await status("200 %").waitFor();
		const path = join(folder, "apple.png");
		const apple = await readFile(path);
		const draw = (background: string) =>
			sharp({ create: { width: 640, height: 500, channels: 3, background } })
				.png()
				.toBuffer();
		await writeFile(path, await draw("#204060"));
		await status("640×500").waitFor();
		await status("200 %").waitFor();

		const temporary = join(folder, ".apple.tmp");
		await writeFile(temporary, apple);
		await rename(temporary, path);
		await status("640×500").waitFor({ state: "detached" });
		await status("200 %").waitFor();
		await page.picture("apple.png").waitFor();

		await rm(path);
		await page.alerts.getByText(/apple\.png was deleted or moved/).waitFor();
		await vscode.screenshot("folder-deleted-dark");
		await writeFile(path, await draw("#602040"));
		await page.picture("apple.png").waitFor();
		await status("640×500").waitFor();
		await status("200 %").waitFor();
		await writeFile(path, apple);
	});

	it("never says that a file is broken which is only half written", async () => {
		await openPicture("balloons.jpg");
		const path = join(folder, "balloons.jpg");
		const whole = await readFile(path);
		const other = await sharp(whole).resize(700).jpeg({ quality: 95 }).toBuffer();
		const alerts = page.frame.getByRole("alert").filter({ visible: true });
		await writeFile(path, "");
		const pieces = 16;
		const length = Math.ceil(other.length / pieces);
		for (let piece = 0; piece < pieces; piece++) {
			await appendFile(path, other.subarray(piece * length, (piece + 1) * length));
			// A look takes about as long as a slow writer does.
			await vscode.page.screenshot();
			assert.equal(await alerts.count(), 0, `after piece ${piece}`);
			assert(await page.picture("balloons.jpg").isVisible());
		}
		await status("700×").waitFor();
		assert.equal(await alerts.count(), 0);
	});

	it("has animations that are stopped, stepped and asked about by frame", async () => {
		await openPicture("bouncing-ball.gif");
		await vscode.page.keyboard.press(" ");
		await page.button("Play").waitFor();
		await page.frame.locator("canvas.frame").waitFor();
		await vscode.page.keyboard.press(".");
		const words = page.frame.getByRole("group", { name: "Animation" }).getByText(/^Frame/);
		const frame = Number(/\d+/.exec((await words.textContent()) ?? "")?.[0]) - 1;
		await vscode.runCommand("Loupe: Detect Objects");
		await page.objects.first().waitFor();
		await page.settled();
		await vscode.screenshot("folder-animation-dark");
		await vscode.useTheme("Light Modern");
		await vscode.screenshot("folder-animation-light");
		await vscode.useTheme("Dark Modern");
		const labels = page.button("Show Labels");
		const overlays = page.button("Show Objects on the Picture");
		await labels.click();
		await vscode.page.mouse.move(0, 0);
		const marked = await page.look("bouncing-ball.gif");
		await overlays.click();
		await vscode.page.mouse.move(0, 0);
		const plain = await page.look("bouncing-ball.gif");
		const drawn = edgesDrawn(plain.pixels, marked.pixels, marked.toScreen(ballAt(frame)), 4);
		assert(Math.min(...Object.values(drawn)) > 0.9, `frame ${frame}: ${JSON.stringify(drawn)}`);
		const elsewhere = marked.toScreen(ballAt((frame + 5) % 20));
		const other = edgesDrawn(plain.pixels, marked.pixels, elsewhere, 4);
		assert(Math.min(...Object.values(other)) < 0.5, "the ball is somewhere else then");
	});

	it("asks about a frame of an AVIF, which only the browser decodes", async () => {
		await writeFile(join(folder, "film.avif"), await drawAnimation("avif"));
		await openPicture("film.avif");
		await vscode.page.keyboard.press(" ");
		await page.frame.locator("canvas.frame").waitFor();
		await vscode.page.keyboard.press(".");
		const words = page.frame.getByRole("group", { name: "Animation" }).getByText(/^Frame/);
		let frame = Number(/\d+/.exec((await words.textContent()) ?? "")?.[0]);
		// The first comes from the file itself.
		if (frame === 1) {
			await vscode.page.keyboard.press(".");
			frame = 2;
			await page.frame.getByText("Frame 2 of 4").first().waitFor();
		}
		const talk = new Talk(vscode, page);
		const entry = await talk.ask("What colours do you see?");
		const color = ["red", "green", "blue", "yellow"][frame - 1];
		await entry.getByText(`Only ${color}.`).waitFor();
	});

	it("reports no error and breaks no Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
});
