import assert from "node:assert/strict";
import type { CDPSession } from "playwright-core";
import type { EditorState, ShownMask, ShownObject } from "../../src/shared/protocol.ts";
import { type OpenPage, open, serve } from "./bed.ts";
import { drawCrowd } from "./crowd.ts";
import { captionRun, detectRun, drawPlain } from "./scene.ts";

const size = { width: 400, height: 300 };
const grey = [96, 96, 96] as const;
const place = { x: 100, y: 60, width: 160, height: 120 };

/** An F, which is the same neither mirrored nor turned; two rows only half sure. */
const letter = ["########", "##......", "##......", "######..", "++......", "++......"];
const probability: Record<string, number> = { "#": 255, "+": 150, ".": 0 };

function letterMask(): ShownMask {
	const data = Uint8Array.from(letter.join(""), (sample) => probability[sample] ?? 0);
	return { place, width: 8, height: 6, data };
}

async function openWith(objects: ShownObject[], state: Partial<EditorState> = {}) {
	const url = serve("/grey.png", await drawPlain(size, `rgb(${grey.join(", ")})`));
	const picture = { kind: "shown", name: "grey.png", url, size, bytes: 90 } as const;
	const run = detectRun({ task: "segment", objects });
	const opened = await open({ state: { picture, runs: [run], ...state } });
	// What is compared with the bare picture needs the picture.
	await opened.page
		.locator("img.picture")
		.evaluate((image) => (image as HTMLImageElement).decode());
	await opened.page.mouse.move(0, 0);
	return { opened, run };
}

/** Whether the colour at the middle of each sample of `place` differs from the bare picture. */
async function tinted(opened: OpenPage, columns: number, rows: number) {
	const [pixels, [left, top], [right]] = await Promise.all([
		opened.pixels(),
		opened.onScreen(0, 0),
		opened.onScreen(size.width, 0),
	]);
	const scale = (right - left) / size.width;
	const density = pixels.width / (opened.page.viewportSize()?.width ?? pixels.width);
	const seen: boolean[][] = [];
	for (let row = 0; row < rows; row++) {
		seen.push([]);
		for (let column = 0; column < columns; column++) {
			const x = place.x + ((column + 0.5) / columns) * place.width;
			const y = place.y + ((row + 0.5) / rows) * place.height;
			const color = pixels.at((left + x * scale) * density, (top + y * scale) * density);
			const differs = color.some((part, index) => Math.abs(part - (grey[index] ?? 0)) > 8);
			seen[row]?.push(differs);
		}
	}
	return seen;
}

const drawn = (rows: readonly string[], marks = "#+") =>
	rows.map((row) => [...row].map((sample) => marks.includes(sample)));

async function setSlider(opened: OpenPage, name: string, value: number): Promise<void> {
	await opened.page.getByRole("slider", { name }).fill(String(value));
	await opened.painted();
}

/** Nothing but what is filled: no labels, and no line where a sample's middle is. */
async function openLetter() {
	const { opened } = await openWith([{ label: "F", box: place, mask: letterMask() }]);
	await opened.page.keyboard.press("l");
	await opened.painted();
	return opened;
}

describe("Masks", () => {
	let session: CDPSession | undefined;

	afterEach(async () => {
		await session?.send("Emulation.clearDeviceMetricsOverride");
		await session?.detach();
		session = undefined;
	});

	it("lie on the right pixels at every zoom", async () => {
		const opened = await openLetter();
		for (const key of ["f", "+", "0", "-", "-", "-"]) {
			await opened.page.keyboard.press(key);
			await opened.painted();
			const scale = (await opened.pictureBox()).width / size.width;
			assert.deepEqual(await tinted(opened, 8, 6), drawn(letter), `at ${scale.toFixed(2)}`);
		}
	});

	it("lie on the right pixels however dense the screen is", async () => {
		const opened = await openLetter();
		session = await opened.page.context().newCDPSession(opened.page);
		for (const deviceScaleFactor of [1.25, 2]) {
			const metrics = { width: 1000, height: 640, mobile: false, deviceScaleFactor };
			await session.send("Emulation.setDeviceMetricsOverride", metrics);
			// What is emulated changes without a word to the page.
			await opened.page.keyboard.press("f");
			await opened.painted();
			const sharp = await opened.page.locator("canvas.overlay").evaluate((canvas) => {
				const { width } = canvas as HTMLCanvasElement;
				return [width, Math.round(canvas.getBoundingClientRect().width * devicePixelRatio)];
			});
			assert.equal(sharp[0], sharp[1], "one pixel of the overlay is one of the screen");
			assert.deepEqual(await tinted(opened, 8, 6), drawn(letter));
		}
	});

	it("show what is surer than the cut, the surer the more", async () => {
		const opened = await openLetter();
		const at = async (column: number, row: number): Promise<number> => {
			const [x, y] = await opened.onScreen(place.x + column * 20, place.y + row * 20);
			return (await opened.inkAt(x, y))[3] ?? 0;
		};
		const sure = await at(1, 2);
		const unsure = await at(1, 5);
		assert(sure > unsure && unsure > 0, `${sure} ${unsure}`);
		await setSlider(opened, "Mask cut", 200);
		assert.deepEqual(await tinted(opened, 8, 6), drawn(letter, "#"));
		await setSlider(opened, "Mask cut", 255);
		assert(!(await tinted(opened, 8, 6)).flat().includes(true));
		await setSlider(opened, "Mask cut", 100);
		assert.deepEqual(await tinted(opened, 8, 6), drawn(letter));
	});

	it("are as opaque as the slider says, which the page remembers", async () => {
		const opened = await openLetter();
		const [x, y] = await opened.onScreen(place.x + 30, place.y + 10);
		const ink = async (): Promise<number> => (await opened.inkAt(x, y))[3] ?? 0;
		assert(Math.abs((await ink()) - 0.32 * 255) < 3);
		await setSlider(opened, "Fill", 80);
		assert(Math.abs((await ink()) - 0.8 * 255) < 3);
		await setSlider(opened, "Fill", 0);
		assert.equal(await ink(), 0);
		await setSlider(opened, "Fill", 60);
		await opened.page.reload();
		await opened.page.getByRole("toolbar").first().waitFor();
		await opened.painted();
		assert.equal(await opened.page.getByRole("slider", { name: "Fill" }).inputValue(), "60");
		assert(Math.abs((await ink()) - 0.6 * 255) < 3);
	});

	it("are left unfilled by M and by Outlines only, which draws around them instead", async () => {
		const opened = await openLetter();
		const { page } = opened;
		await page.keyboard.press("m");
		await opened.painted();
		assert(!(await tinted(opened, 8, 6)).flat().includes(true));
		await page.getByRole("button", { name: "Show Masks" }).click();
		await page.getByLabel("Outlines only").check();
		await setSlider(opened, "Mask cut", 100);
		assert(!(await tinted(opened, 8, 6)).flat().includes(true));
		// Along the inner edge of the F, where its box has no line.
		const [x, y] = await opened.onScreen(place.x + 100, place.y + 20);
		const column = await Promise.all([-2, -1, 0, 1, 2].map((by) => opened.inkAt(x, y + by)));
		assert(column.some((ink) => ink[3] === 255));
		await opened.screenshot("outlines");
	});
});

describe("The overlay", () => {
	it("is drawn once a frame at most, and not at all when nothing on it changed", async () => {
		const { opened } = await openWith([{ label: "F", box: place, mask: letterMask() }]);
		const { page, view } = opened;
		await page.evaluate(() => {
			const { prototype } = CanvasRenderingContext2D;
			const clear = prototype.clearRect;
			const counted = window as unknown as { draws: number };
			counted.draws = 0;
			prototype.clearRect = function (...area) {
				if (this.canvas.isConnected) counted.draws++;
				clear.apply(this, area);
			};
		});
		const draws = () => page.evaluate(() => (window as unknown as { draws: number }).draws);
		const caption = captionRun({ status: "running", text: "" });
		await view.addRun(caption);
		for (const piece of ["one ", "two ", "three"]) await view.addText(caption.id, piece);
		await page.mouse.move(20, 400);
		await opened.painted();
		assert.equal(await draws(), 0);
		await page.locator(".surface").evaluate((surface) => {
			const at = { clientX: 300, clientY: 300, cancelable: true };
			for (let turn = 0; turn < 9; turn++) {
				surface.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -20 }));
			}
		});
		await opened.painted();
		assert.equal(await draws(), 1);
	});
});

describe("A drag", () => {
	it("leaves the same on the overlay as drawing it anew would", async () => {
		const shapes = { count: 60, shaped: 40, points: 8, most: 120 };
		const half = [0, 1].flatMap((side) =>
			drawCrowd(size, { ...shapes, shape: side === 0 ? "mask" : "outline" }),
		);
		const { opened } = await openWith(half);
		const { page } = opened;
		for (const key of ["0", "+", "+", "+", "+"]) await page.keyboard.press(key);
		/** How many pixels of the overlay are opaque, or clearly more or less so than what was kept. */
		const overlay = async (mode: "keep" | "compare"): Promise<number> => {
			await opened.painted();
			return page.locator("canvas.overlay").evaluate((canvas: HTMLCanvasElement, mode) => {
				const { width, height } = canvas;
				const now = canvas.getContext("2d")?.getImageData(0, 0, width, height).data;
				const page = window as unknown as { kept?: Uint8ClampedArray };
				const before = mode === "keep" ? undefined : page.kept;
				if (mode === "keep" && now) page.kept = now;
				// Edges are smoothed a little differently where they lie at another place.
				const differs = (byte: number, at: number) =>
					at % 4 === 3 && Math.abs(byte - (before?.[at] ?? 0)) > 24;
				return now?.filter(differs).length ?? -1;
			}, mode);
		};
		await page.mouse.move(300, 300);
		await page.mouse.down();
		for (const [x, y] of [
			[290, 260],
			[330, 261],
			[390, 420],
			[389, 330],
			[150, 200],
			[190, 240],
		] as const) {
			await page.mouse.move(x, y);
			await opened.painted();
		}
		await page.mouse.up();
		await page.mouse.move(0, 0);
		const drawn = await overlay("keep");
		assert(drawn > 10_000);
		await page.keyboard.press("h");
		assert.equal(await overlay("compare"), drawn, "nothing is left");
		await page.keyboard.press("h");
		assert.equal(await overlay("compare"), 0);
	});
});

describe("Outlines", () => {
	const corner = (x: number, y: number) => ({ x, y });
	const frame = [
		[corner(100, 60), corner(260, 60), corner(260, 180), corner(100, 180)],
		[corner(140, 90), corner(220, 90), corner(220, 150), corner(140, 150)],
	];

	it("are filled with their holes open, at every zoom", async () => {
		const { opened } = await openWith([{ label: "frame", box: place, outline: frame }]);
		await opened.page.keyboard.press("l");
		// Quarters of the box: its middle is the hole.
		const ring = ["####", "#..#", "#..#", "####"];
		for (const key of ["f", "0", "-", "-", "-"]) {
			await opened.page.keyboard.press(key);
			await opened.painted();
			assert.deepEqual(await tinted(opened, 4, 4), drawn(ring), key);
		}
		assert.equal(await opened.page.getByRole("slider", { name: "Mask cut" }).count(), 0);
	});

	it("are pointed at by their shape: through the hole one reaches what lies behind", async () => {
		const behind = { label: "behind", box: { x: 90, y: 50, width: 180, height: 140 } };
		const { opened } = await openWith([{ label: "frame", box: place, outline: frame }, behind]);
		const { page } = opened;
		const hovered = page.locator(".object.hovered");
		await page.mouse.move(...(await opened.onScreen(120, 120)));
		await opened.painted();
		assert.equal(await hovered.getAttribute("aria-label"), "frame");
		await page.mouse.move(...(await opened.onScreen(180, 120)));
		await opened.painted();
		assert.equal(await hovered.getAttribute("aria-label"), "behind");
	});
});

describe("Points", () => {
	it("are rings of one size around a dot, in the right place at every zoom", async () => {
		const { opened } = await openWith([{ label: "tip", point: { x: 200, y: 150 } }]);
		const { page } = opened;
		await page.keyboard.press("l");
		for (const key of ["f", "0", "-", "-"]) {
			await page.keyboard.press(key);
			await opened.painted();
			const [x, y] = (await opened.onScreen(200, 150)).map(Math.round) as [number, number];
			const solid = await page.locator("canvas.overlay").evaluate(
				(canvas: HTMLCanvasElement, at) => {
					const { left, top } = canvas.getBoundingClientRect();
					const row = canvas.getContext("2d")?.getImageData(at.x - left - 14, at.y - top, 29, 1);
					return [...(row?.data ?? [])].filter((_, byte) => byte % 4 === 3).map((ink) => ink > 128);
				},
				{ x, y },
			);
			const first = solid.indexOf(true);
			const last = solid.lastIndexOf(true);
			assert(solid[14] && last - first >= 15 && last - first <= 20, `${key}: ${first} to ${last}`);
			assert(Math.abs(first + last - 28) <= 1, "the dot is in the middle");
			assert(!solid[14 - 4] && !solid[14 + 4], "between dot and ring one sees the picture");
		}
		await page.mouse.move(...(await opened.onScreen(203, 148)));
		await opened.painted();
		assert.equal(await page.locator(".object.hovered").getAttribute("aria-label"), "tip");
		const place = page.getByRole("option").locator(".numbers");
		assert.equal(await place.getAttribute("data-text"), "200, 150");
	});
});
