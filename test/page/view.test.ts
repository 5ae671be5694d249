import assert from "node:assert/strict";
import { type OpenPage, open, serve } from "./bed.ts";
import { detectRun, drawPlain, sceneSize } from "./scene.ts";

/** Where on the picture (its pixels) the screen point lies. */
async function pictureAt(opened: OpenPage, x: number, y: number): Promise<[number, number]> {
	const box = await opened.pictureBox();
	const scale = box.width / sceneSize.width;
	return [(x - box.x) / scale, (y - box.y) / scale];
}

function close(actual: number, expected: number, within: number): void {
	assert(Math.abs(actual - expected) <= within, `${actual} is not ${expected} ± ${within}`);
}

const zoomText = (opened: OpenPage): Promise<string | null> =>
	opened.page.getByLabel("Zoom", { exact: true }).textContent();

describe("The picture", () => {
	it("opens whole, named by its file, with its size and bytes in the toolbar", async () => {
		const opened = await open();
		const picture = opened.page.getByRole("img", { name: "still life.png" });
		const { width, height, x, y } = await opened.pictureBox();
		assert(await picture.isVisible());
		close(width / height, sceneSize.width / sceneSize.height, 0.001);
		assert(x >= 0 && y >= 40 && x + width <= 660 && y + height <= 640, "all of it is in view");
		assert.match(
			(await opened.page.getByRole("toolbar").textContent()) ?? "",
			/840 × 600 px · 214 kB/,
		);
	});

	it("does not wait for the answers that were kept, and loses nothing that was kept about them", async () => {
		const kept = detectRun({ id: "kept" });
		const opened = await open({ state: { runs: [kept] } });
		const { page, host } = opened;
		await page.getByRole("option", { name: "apple" }).click();
		host.state = { ...host.state, runs: [], isRestored: false };
		await page.reload();
		await page.getByRole("img", { name: "still life.png" }).waitFor();
		const welcome = page.getByRole("complementary").getByText("Keyboard shortcuts");
		assert.equal(await welcome.count(), 0, "no welcome flashes");
		host.kept.resolve([kept]);
		const apple = page.getByRole("option", { name: "apple" });
		await apple.waitFor();
		assert.equal(await apple.getAttribute("aria-selected"), "true");
	});

	it("shows a small picture at its own size, and F fills the view with it, in squares", async () => {
		const url = serve("/small.png", await drawPlain({ width: 32, height: 32 }, "#336699"));
		const opened = await open({
			state: {
				picture: { kind: "shown", name: "a.png", url, size: { width: 32, height: 32 }, bytes: 90 },
			},
		});
		assert.equal((await opened.pictureBox()).width, 32);
		await opened.page.keyboard.press("f");
		await opened.painted();
		assert((await opened.pictureBox()).width > 400);
		const rendering = await opened.page
			.locator("img.picture")
			.evaluate((image) => getComputedStyle(image).imageRendering);
		assert.equal(rendering, "pixelated");
	});

	it("keeps the pixel under the pointer while the wheel, Ctrl+wheel and a pinch zoom", async () => {
		const opened = await open();
		const { page } = opened;
		await page.mouse.move(200, 300);
		const before = await pictureAt(opened, 200, 300);
		const fitted = (await opened.pictureBox()).width;
		await page.mouse.wheel(0, -240);
		await page.keyboard.down("Control");
		await page.mouse.wheel(0, -100);
		await page.mouse.wheel(0, -4);
		await page.keyboard.up("Control");
		await opened.painted();
		assert((await opened.pictureBox()).width > fitted * 1.5, "it grew");
		const after = await pictureAt(opened, 200, 300);
		close(after[0], before[0], 0.05);
		close(after[1], before[1], 0.05);
		assert.equal(
			await page.locator(".readout").textContent(),
			`x ${Math.floor(after[0])}  y ${Math.floor(after[1])}`,
		);
	});

	it("stays between the smallest and the largest zoom", async () => {
		const opened = await open();
		const { page } = opened;
		const turnWheel = (deltaY: number): Promise<void> =>
			page.locator(".surface").evaluate((surface, deltaY) => {
				const at = { clientX: 300, clientY: 300, cancelable: true };
				for (let turn = 0; turn < 20; turn++) {
					surface.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY }));
				}
			}, deltaY);
		await turnWheel(-400);
		await opened.painted();
		assert.equal(await zoomText(opened), "6,400 %");
		await turnWheel(400);
		await opened.painted();
		assert.equal(await zoomText(opened), "2.0 %");
	});

	it("scrolls with the plain wheel when the setting says so, and sideways with Shift", async () => {
		const opened = await open({ state: { viewer: { wheel: "scroll", background: "theme" } } });
		const { page } = opened;
		await page.keyboard.press("0");
		await opened.painted();
		const before = await opened.pictureBox();
		await page.mouse.move(300, 300);
		await page.mouse.wheel(0, 60);
		await page.keyboard.down("Shift");
		await page.mouse.wheel(0, 40);
		await page.keyboard.up("Shift");
		await opened.painted();
		const after = await opened.pictureBox();
		assert.equal(after.width, before.width);
		close(after.y, before.y - 60, 0.5);
		close(after.x, before.x - 40, 0.5);
	});

	it("follows a drag, never zooms on a click, and toggles on a double-click", async () => {
		const opened = await open();
		const { page } = opened;
		const fitted = await opened.pictureBox();
		await page.mouse.click(300, 300);
		await opened.painted();
		assert.deepEqual(await opened.pictureBox(), fitted);
		await page.mouse.move(300, 300);
		await page.mouse.down();
		await page.mouse.move(340, 280, { steps: 4 });
		await page.mouse.up();
		await opened.painted();
		const dragged = await opened.pictureBox();
		close(dragged.x, fitted.x + 40, 0.5);
		close(dragged.y, fitted.y - 20, 0.5);
		await page.mouse.dblclick(300, 300);
		await opened.painted();
		assert.equal(await zoomText(opened), "100 %");
		await page.mouse.dblclick(300, 300);
		await opened.painted();
		assert.deepEqual(await opened.pictureBox(), fitted);
	});

	it("obeys F, 0, + and -, and leaves chords with Ctrl, Alt and Cmd alone", async () => {
		const opened = await open();
		const { page } = opened;
		const fitted = await zoomText(opened);
		for (const chord of ["Control+0", "Alt+f", "Meta+0", "Control+p"])
			await page.keyboard.press(chord);
		await opened.painted();
		assert.equal(await zoomText(opened), fitted);
		assert(await page.getByRole("complementary").isVisible(), "Ctrl+P did not fold the panel");
		const seen: (string | null)[] = [];
		for (const key of ["0", "+", "-", "-", "f"]) {
			await page.keyboard.press(key);
			await opened.painted();
			seen.push(await zoomText(opened));
		}
		assert.deepEqual(seen, ["100 %", "125 %", "100 %", "80 %", fitted]);
	});

	it("moves with the arrows when it has the focus, sideways only when it is wider than the view", async () => {
		const opened = await open();
		const { page } = opened;
		await page.locator(".surface").focus();
		const fitted = await opened.pictureBox();
		await page.keyboard.press("ArrowRight");
		await opened.painted();
		assert.equal((await opened.pictureBox()).x, fitted.x);
		await page.keyboard.press("0");
		await opened.painted();
		const before = await opened.pictureBox();
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("ArrowDown");
		await opened.painted();
		const after = await opened.pictureBox();
		close(after.x, before.x - 48, 0.5);
		close(after.y, before.y - 48, 0.5);
	});

	it("stays fitted when the view's size changes, until the person zooms", async () => {
		const opened = await open();
		const { page } = opened;
		const before = await opened.pictureBox();
		await page.setViewportSize({ width: 1200, height: 760 });
		await opened.painted();
		assert((await opened.pictureBox()).width > before.width);
		await page.keyboard.press("0");
		await page.setViewportSize({ width: 900, height: 560 });
		await opened.painted();
		assert.equal(await zoomText(opened), "100 %");
	});

	it("keeps its place, the selection and the folded panel when the page is loaded again", async () => {
		const opened = await open();
		const { page } = opened;
		await page.mouse.move(200, 300);
		await page.mouse.wheel(0, -300);
		await page.keyboard.press("p");
		await opened.painted();
		const before = await opened.pictureBox();
		await page.reload();
		await page.getByRole("toolbar").waitFor();
		await opened.painted();
		assert.deepEqual(await opened.pictureBox(), before);
		assert(await page.getByRole("complementary").isHidden());
	});

	it("loads a changed file and keeps the view", async () => {
		const opened = await open();
		const { page } = opened;
		await page.keyboard.press("0");
		await opened.painted();
		const before = await opened.pictureBox();
		const url = serve("/changed.png", await drawPlain(sceneSize, "#00c800"));
		const name = "still life.png";
		await opened.view.showPicture({ kind: "shown", name, url, size: sceneSize, bytes: 1000 });
		await page.waitForFunction((wanted) => {
			const image = document.querySelector<HTMLImageElement>("img.picture");
			return image?.currentSrc === wanted && image.complete;
		}, url);
		await opened.painted();
		assert.deepEqual(await opened.pictureBox(), before);
		assert.deepEqual((await opened.pixels()).at(300, 300), [0, 200, 0]);
	});

	it("says in its place when it is missing, broken or cannot be loaded, and comes back", async () => {
		const opened = await open({
			state: { picture: { kind: "broken", name: "x.png", message: "This file is not a picture." } },
		});
		const { page } = opened;
		const alert = page.getByRole("alert");
		assert.equal(await alert.textContent(), "This file is not a picture.");
		assert(await page.getByRole("button", { name: "Detect Objects", exact: true }).isDisabled());
		const shown = { kind: "shown", name: "x.png", size: sceneSize, bytes: 1 } as const;
		await opened.view.showPicture({ ...shown, url: `${serve("/bad.png", Buffer.from("no"))}` });
		await page.getByText("This picture cannot be shown").waitFor();
		await opened.view.showPicture({
			...shown,
			url: serve("/good.png", await drawPlain(sceneSize, "#123456")),
		});
		await alert.waitFor({ state: "hidden" });
		assert(await page.getByRole("img", { name: "x.png" }).isVisible());
	});

	it("draws the background that the setting names", async () => {
		const opened = await open();
		await opened.view.showViewer({ wheel: "zoom", background: "white" });
		await opened.painted();
		assert.deepEqual((await opened.pixels()).at(3, 60), [255, 255, 255]);
		await opened.view.showViewer({ wheel: "zoom", background: "black" });
		await opened.painted();
		assert.deepEqual((await opened.pixels()).at(3, 60), [0, 0, 0]);
	});
});
