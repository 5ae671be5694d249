import assert from "node:assert/strict";
import sharp from "sharp";
import type { PixelWindow } from "../../src/shared/pixelProtocol.ts";
import { type OpenPage, open, serve } from "./bed.ts";
import { hostile, openScene, exampleSheet as sheet, withFacts } from "./factsExample.ts";

const readout = ({ page }: OpenPage) => page.locator("output.readout");
const region = ({ page }: OpenPage) => page.getByRole("group", { name: /^Region:/ });
const bar = ({ page }: OpenPage) => page.getByRole("toolbar", { name: "Region", exact: true });
const last = ({ host }: OpenPage, method: string) =>
	host.calls.findLast(([name]) => name === method);

describe("The pixel under the pointer", () => {
	it("has its place and its values in the readout, and is told to the status bar", async () => {
		const opened = await openScene();
		await opened.page.mouse.move(...(await opened.onScreen(520.5, 400.5)));
		await readout(opened).getByText("#D25A48").waitFor();
		assert.equal(
			(await readout(opened).textContent())?.replace(/\s+/g, " "),
			"x 520 y 400R 210 G 90 B 72 A 255#D25A48",
		);
		assert.deepEqual(last(opened, "showPixel"), [
			"showPixel",
			{ x: 520, y: 400, values: "R 210 G 90 B 72 A 255", hex: "#D25A48", copied: "#D25A48" },
		]);
		await opened.page.keyboard.press("c");
		assert.deepEqual(last(opened, "copyText"), ["copyText", "#D25A48"]);
	});

	it("shows 16 bits as such, and copies them", async () => {
		const size = { width: 40, height: 30 };
		const values = new Uint16Array(40 * 30 * 3).fill(51_234);
		const source: PixelWindow = {
			...{ x: 0, y: 0, ...size, channels: 3, depth: 16, values },
			srgb: new Uint8Array(values.length).fill(200),
		};
		const url = serve(
			"/deep.png",
			await sharp({ create: { ...size, channels: 3, background: "#c8c8c8" } })
				.png()
				.toBuffer(),
		);
		const opened = await open({
			state: { picture: { kind: "shown", name: "deep.png", url, size, bytes: 90 } },
		});
		opened.host.source = source;
		await opened.page.mouse.move(...(await opened.onScreen(10.5, 10.5)));
		await readout(opened).getByText("R 51234 G 51234 B 51234").waitFor();
		assert.equal(await readout(opened).locator(".readout-hex").textContent(), "#C8C8C8");
		await opened.page.keyboard.press("c");
		assert.deepEqual(last(opened, "copyText"), ["copyText", "R 51234 G 51234 B 51234"]);
	});

	it("is asked for one request at a time, and not again where it is known", async () => {
		const opened = await openScene();
		const { page, host } = opened;
		for (const x of [20, 180, 330, 480, 620, 780]) {
			await page.mouse.move(...(await opened.onScreen(x, 300)));
		}
		await page.mouse.move(...(await opened.onScreen(245.5, 294.5)));
		await readout(opened).getByText("#5A2F20").waitFor();
		assert.equal(host.mostAsking, 1);
		const asked = host.pixelsAsked.map((part) => JSON.stringify(part));
		assert.equal(new Set(asked).size, asked.length);
		await page.mouse.move(...(await opened.onScreen(250.5, 294.5)));
		await opened.painted();
		assert.equal(host.pixelsAsked.length, asked.length);
	});

	it("has a magnifier with the source's own pixels", async () => {
		const opened = await openScene();
		await opened.page.mouse.move(...(await opened.onScreen(457.5, 400.5)));
		await opened.page.keyboard.press("g");
		const lens = opened.page.locator(".lens");
		await lens.getByText("#8A5836").waitFor();
		// Eleven pixels across: the apple begins at 458, one to the right of the middle.
		const colors = await lens.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
			const context = canvas.getContext("2d");
			return [1, 9].map((cell) => [
				...(context?.getImageData(cell * 16 + 8, 5 * 16 + 8, 1, 1).data ?? []),
			]);
		});
		assert.deepEqual(colors, [
			[0x8a, 0x58, 0x36, 255],
			[0xd2, 0x5a, 0x48, 255],
		]);
		await opened.screenshot("pixels-lens");
		const [shown, below] = [await lens.boundingBox(), await readout(opened).boundingBox()];
		assert(shown && below && shown.y + shown.height <= below.y, "what it would say is to be read");
		await opened.page.keyboard.press("g");
		assert(await lens.isHidden());
	});

	it("has a grid from 16 times on, and stands in it with its values from 48 times on", async () => {
		const opened = await openScene();
		const { page } = opened;
		const at = await opened.onScreen(458, 400);
		await page.mouse.move(...at);
		const grid = page.locator(".pixel-grid");
		const zoomTo = async (least: number): Promise<void> => {
			// More than enough steps; who never gets there fails below.
			for (let step = 0; step < 60; step++) {
				const zoom = await page.getByLabel("Zoom", { exact: true }).textContent();
				if (Number.parseFloat((zoom ?? "").replace(/[,\s]/g, "")) >= least) return;
				await page.keyboard.press("+");
				await opened.painted();
			}
		};
		assert(await grid.isHidden());
		await zoomTo(1600);
		assert(await grid.isVisible());
		await zoomTo(4800);
		// Black digits on the light wall in the middle; they come with the values.
		await page.waitForFunction(() => {
			const canvas = document.querySelector<HTMLCanvasElement>(".pixel-grid");
			const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
			let black = 0;
			for (let at = 0; data && at < data.length; at += 4) {
				if (data[at]! < 20 && data[at + 3]! > 200) black++;
			}
			return black > 100;
		});
		await opened.screenshot("pixels-grid");
	});
});

describe("A region", () => {
	it("is drawn with Shift, in whole pixels, with its numbers", async () => {
		const opened = await openScene();
		const { page } = opened;
		await page.keyboard.down("Shift");
		await page.mouse.move(...(await opened.onScreen(100.5, 120.5)));
		await page.mouse.down();
		await page.mouse.move(...(await opened.onScreen(200.5, 180.5)), { steps: 3 });
		await page.mouse.up();
		await page.keyboard.up("Shift");
		await region(opened).waitFor();
		assert.equal(await region(opened).getAttribute("aria-label"), "Region: 101 × 61 at 100, 120");
		await bar(opened).getByText("101 × 61 at 100, 120").click();
		assert.deepEqual(last(opened, "copyText"), ["copyText", "100, 120, 101, 61"]);
		const box = await opened.pictureBox();
		assert.equal(box.x, (await opened.pictureBox()).x, "the picture did not move");
	});

	it("begins with R, moves with arrows, resizes with Alt, ends with Escape", async () => {
		const opened = await openScene();
		const { page } = opened;
		const name = () => region(opened).getAttribute("aria-label");
		await page.keyboard.press("r");
		await page.waitForFunction(() => document.activeElement?.classList.contains("region"));
		assert.equal(await name(), "Region: 420 × 300 at 210, 150");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Shift+ArrowDown");
		await page.keyboard.press("Alt+ArrowLeft");
		await page.keyboard.press("Alt+Shift+ArrowDown");
		await opened.painted();
		assert.equal(await name(), "Region: 419 × 310 at 211, 160");
		for (let press = 0; press < 30; press++) await page.keyboard.press("Shift+ArrowLeft");
		await opened.painted();
		assert.equal(await name(), "Region: 419 × 310 at 0, 160", "it stays in the picture");
		await page.keyboard.press("Escape");
		await region(opened).waitFor({ state: "hidden" });
		await bar(opened).waitFor({ state: "hidden" });
	});

	it("is resized by its handles and moved by its edges; inside, the picture is dragged", async () => {
		const opened = await openScene();
		const { page } = opened;
		await page.keyboard.press("r");
		await region(opened).waitFor();
		const name = () => region(opened).getAttribute("aria-label");
		const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
			await page.mouse.move(...from);
			await page.mouse.down();
			await page.mouse.move(...to, { steps: 4 });
			await page.mouse.up();
			await opened.painted();
		};
		await drag(await opened.onScreen(210, 150), await opened.onScreen(180, 110));
		assert.equal(await name(), "Region: 450 × 340 at 180, 110");
		await drag(await opened.onScreen(300, 450), await opened.onScreen(340, 470));
		assert.equal(await name(), "Region: 450 × 340 at 220, 130");
		const before = await opened.pictureBox();
		await drag([300, 300], [330, 320]);
		const after = await opened.pictureBox();
		assert.deepEqual([after.x - before.x, after.y - before.y], [30, 20]);
		assert.equal(await name(), "Region: 450 × 340 at 220, 130");
	});

	it("is asked about, searched, saved and copied", async () => {
		const opened = await openScene();
		const { page, host } = opened;
		await page.keyboard.press("r");
		await region(opened).waitFor();
		const part = { x: 210, y: 150, width: 420, height: 300 };
		await bar(opened).getByRole("button", { name: "Ask about the Region" }).click();
		await page.keyboard.type("What is here?");
		await page.keyboard.press("Enter");
		assert.deepEqual(last(opened, "run"), [
			"run",
			{ task: "ask", prompt: "What is here?", region: part },
		]);
		await bar(opened).getByRole("button", { name: "Tasks in the Region" }).click();
		await page.getByRole("menuitem", { name: "Detect Objects in the Region" }).click();
		assert.deepEqual(last(opened, "run"), ["run", { task: "detect", region: part }]);
		await bar(opened).getByRole("button", { name: "Save Region as PNG…" }).click();
		assert.deepEqual(last(opened, "savePng"), ["savePng", { part }]);
		await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
		host.png = new Uint8Array(
			await sharp({ create: { width: 3, height: 2, channels: 3, background: "#ff0000" } })
				.png()
				.toBuffer(),
		);
		await bar(opened).getByRole("button", { name: "Copy Region", exact: true }).click();
		await page.getByRole("status").getByText("Region copied").waitFor();
		assert.deepEqual(last(opened, "pictureAsPng"), ["pictureAsPng", { part }]);
		const size = await page.evaluate(async () => {
			const [item] = await navigator.clipboard.read();
			const bitmap = await createImageBitmap(await item!.getType("image/png"));
			return [bitmap.width, bitmap.height];
		});
		assert.deepEqual(size, [3, 2]);
	});

	it("is kept through a reload", async () => {
		const opened = await openScene();
		await opened.page.keyboard.press("r");
		await region(opened).waitFor();
		await opened.page.keyboard.press("ArrowUp");
		await opened.painted();
		const name = await region(opened).getAttribute("aria-label");
		await opened.page.reload();
		await region(opened).waitFor();
		assert.equal(await region(opened).getAttribute("aria-label"), name);
	});
});

describe("Picture facts", () => {
	const dialog = ({ page }: OpenPage) => page.getByRole("dialog", { name: "Picture Facts" });

	it("say what the file says, as text, and copy it", async () => {
		const opened = await withFacts();
		const { page } = opened;
		await page.keyboard.press("i");
		await dialog(opened).getByText("Display P3").waitFor();
		for (const text of [
			"840 × 600 px",
			"JPEG",
			"300 dpi",
			"6; shown and sent upright",
			"12 more",
		]) {
			assert(await dialog(opened).getByText(text).first().isVisible(), text);
		}
		assert(await dialog(opened).getByText(hostile, { exact: true }).isVisible());
		assert.equal(await dialog(opened).locator("img").count(), 0);
		await dialog(opened).getByRole("button", { name: "Copy Artist" }).click();
		assert.deepEqual(last(opened, "copyText"), ["copyText", "A. Person"]);
		await dialog(opened)
			.getByRole("img", { name: /^Histogram: Red: half .* 190 of 255/ })
			.waitFor();
		await page.keyboard.press("Escape");
		assert(await dialog(opened).isHidden());
		await page.getByRole("button", { name: "Picture Facts" }).click();
		assert(await dialog(opened).isVisible());
	});

	it("keep the place behind a click, out of what is copied too", async () => {
		const opened = await withFacts();
		await opened.page.keyboard.press("i");
		await dialog(opened).getByRole("button", { name: "Show Place" }).waitFor();
		assert.equal(await dialog(opened).getByText("51.508972").count(), 0);
		const copyAll = dialog(opened).getByRole("button", { name: "Copy All as JSON" });
		await copyAll.click();
		const copied = () =>
			JSON.parse(String(last(opened, "copyText")?.[1])) as Record<string, unknown>;
		assert.equal(copied().coordinates, undefined);
		assert.equal(copied().gps, undefined);
		assert.deepEqual(copied().exif, { Artist: "A. Person" });
		assert(
			await dialog(opened)
				.getByText(/this goes along/)
				.isVisible(),
		);
		await dialog(opened).getByRole("button", { name: "Show Place" }).click();
		await dialog(opened).getByText("51.508972, -0.128794").waitFor();
		await copyAll.click();
		assert.deepEqual(copied().coordinates, sheet.coordinates);
	});

	it("say what keeps them from being read", async () => {
		const opened = await openScene();
		await opened.page.keyboard.press("i");
		await dialog(opened).getByRole("alert").getByText("The file is damaged.").waitFor();
		assert(await dialog(opened).getByText("840 × 600 px").isVisible());
	});
});
