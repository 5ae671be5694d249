import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeBand, windowOf } from "../../src/image/sourceBand.ts";
import type { EditorState } from "../../src/shared/protocol.ts";
import { animationSize, drawAnimation, frames } from "../fixtures/animation.ts";
import { type OpenOptions, type OpenPage, open, serve } from "./bed.ts";
import { detectRun } from "./scene.ts";

async function openAnimation(
	format: "gif" | "webp" | "png" | "avif" = "gif",
	{ state, ...options }: OpenOptions = {},
): Promise<OpenPage> {
	const bytes = await drawAnimation(format);
	const picture: EditorState["picture"] = {
		kind: "shown",
		name: `film.${format}`,
		url: serve(`/film.${format}`, bytes),
		size: animationSize,
		bytes: bytes.length,
		frames: frames.length,
	};
	return open({ state: { picture, ...state }, ...options });
}

/** The colour in the middle of the picture's right half, as the screen shows it. */
async function colorShown(opened: OpenPage): Promise<string> {
	await opened.painted();
	const [x, y] = await opened.onScreen(animationSize.width * 0.75, animationSize.height / 2);
	return `#${Buffer.from((await opened.pixels()).at(x, y)).toString("hex")}`;
}

/** Of 255. Chromium (156) reads the colours of AVIF sequences a little off; a frame is told by far more. */
const tolerance = { gif: 0, webp: 0, png: 0, avif: 20 };

function offBy(shown: string, wanted: string): number {
	const [a, b] = [shown, wanted].map((color) => Buffer.from(color.slice(1), "hex"));
	return Math.max(...a!.map((value, at) => Math.abs(value - b![at]!)));
}

async function askWhat({ page, painted }: OpenPage): Promise<void> {
	await page.keyboard.press("q");
	await page.keyboard.type("What?");
	await page.keyboard.press("Enter");
	await painted();
}

/** Which frame stands, by what the bar says. */
async function frameSaid({ page }: OpenPage): Promise<number> {
	const words = page.getByRole("group", { name: "Animation" }).getByText(/^Frame \d of 4$/);
	return Number(/\d/.exec((await words.textContent()) ?? "")?.[0]);
}

describe("An animated picture", () => {
	for (const format of ["gif", "webp", "png", "avif"] as const) {
		it(`is stepped through, forth and back and around: ${format}`, async () => {
			const opened = await openAnimation(format);
			const { page } = opened;
			await page.getByText("4 frames").waitFor();
			await page.getByRole("button", { name: "Pause" }).click();
			await page.getByRole("button", { name: "Play" }).waitFor();
			await page.locator("canvas.frame").waitFor();
			let frame = await frameSaid(opened);
			for (const by of [1, 1, 1, 1, -1, -1, -1]) {
				await page.keyboard.press(by > 0 ? "." : ",");
				frame = ((frame - 1 + by + 4) % 4) + 1;
				await page.getByText(`Frame ${frame} of 4`).first().waitFor();
				// Its number comes first, and then it is decoded; the test's own time limit ends this.
				const wanted = frames[frame - 1]!.color;
				while (offBy(await colorShown(opened), wanted) > tolerance[format]);
			}
		});
	}

	it("gives the host any frame, and goes on showing its own", async () => {
		const opened = await openAnimation("avif");
		for (const index of [2, 0]) {
			const png = await opened.view.readFrame(index);
			const { channels } = await sharp(png).stats();
			const mean = Buffer.from(channels.slice(0, 3).map((channel) => Math.round(channel.mean)));
			const color = `#${mean.toString("hex")}`;
			assert(offBy(color, frames[index]!.color) <= tolerance.avif, `${index}: ${color}`);
		}
		await opened.page.getByText("4 frames").waitFor();
		await assert.rejects(opened.view.readFrame(9));
	});

	it("has pixels of the frame that stands, is saved by it, and of none while it moves", async () => {
		const opened = await openAnimation();
		const { page, host } = opened;
		const bytes = await drawAnimation("gif");
		const bands = await Promise.all(frames.map((_, index) => decodeBand(bytes, 0, 1e9, index)));
		const asked: Array<number | undefined> = [];
		host.pixels = async (part, frame) => {
			asked.push(frame);
			return windowOf(bands[frame ?? 0]!, part);
		};
		await page.mouse.move(...(await opened.onScreen(60.5, 40.5)));
		await page.locator("output.readout").getByText("60").waitFor();
		assert.deepEqual(asked, []);
		await page.keyboard.press(" ");
		await page.locator("canvas.frame").waitFor();
		for (let step = 0; step < 2; step++) {
			await page.keyboard.press(".");
			await opened.painted();
			const frame = (await frameSaid(opened)) - 1;
			const color = frames[frame]!.color.toUpperCase();
			await page.locator("output.readout").getByText(color).waitFor();
			assert.equal(asked.at(-1), frame);
		}
		await page.keyboard.press("r");
		const bar = page.getByRole("toolbar", { name: "Region", exact: true });
		await bar.getByRole("button", { name: "Save Region as PNG…" }).click();
		await opened.painted();
		const [, what] = host.calls.find(([name]) => name === "savePng") ?? [];
		assert.equal((what as { frame?: number }).frame, (await frameSaid(opened)) - 1);
	});

	it("stops at the frame that was seen, and plays on from there at any speed", async () => {
		const opened = await openAnimation();
		const { page } = opened;
		const seen = await colorShown(opened);
		await page.keyboard.press(" ");
		await page.locator("canvas.frame").waitFor();
		const stopped = frames.findIndex(({ color }) => color === seen);
		const off = ((await frameSaid(opened)) - 1 - stopped + 4) % 4;
		assert(off <= 1, `stopped ${off} frames after the one that was seen`);
		await page.getByRole("button", { name: "Speed: 1×" }).click();
		await page.getByRole("button", { name: "Speed: 2×" }).click();
		await page.getByRole("button", { name: "Speed: 4×" }).waitFor();
		await page.getByRole("group", { name: "Picture view" }).focus();
		await page.keyboard.press(" ");
		for (const number of [1, 2, 3, 4]) {
			await page
				.getByRole("group", { name: "Animation" })
				.getByText(`Frame ${number} of 4`)
				.waitFor();
		}
		await page.getByRole("button", { name: "Pause" }).waitFor();
	});

	it("is asked about as it is seen, and stands still then", async () => {
		const opened = await openAnimation();
		const { page, host } = opened;
		await page.keyboard.press(" ");
		await page.locator("canvas.frame").waitFor();
		await page.keyboard.press(".");
		await opened.painted();
		const frame = (await frameSaid(opened)) - 1;
		await askWhat(opened);
		const run = host.calls.find(([name]) => name === "run");
		assert.deepEqual(run?.[1], { task: "ask", prompt: "What?", frame });
	});

	it("is asked about from playing, too: it stops first", async () => {
		const opened = await openAnimation();
		const { page, host } = opened;
		await askWhat(opened);
		await page.getByRole("button", { name: "Play" }).waitFor();
		await page.locator("canvas.frame").waitFor();
		const frame = (await frameSaid(opened)) - 1;
		await opened.painted();
		const run = host.calls.find(([name]) => name === "run");
		assert.deepEqual(run?.[1], { task: "ask", prompt: "What?", frame });
	});

	it("shows what was found on the frame it was found on, and goes there for what is selected", async () => {
		const found = detectRun({ frame: 2, image: animationSize });
		const opened = await openAnimation("gif", { state: { runs: [found] } });
		const { page } = opened;
		await page.getByText("frame 3").first().waitFor({ state: "attached" });
		await page.keyboard.press(" ");
		await page.locator("canvas.frame").waitFor();
		await page.getByRole("option").first().click();
		await page.getByText("Frame 3 of 4").first().waitFor();
		await opened.painted();
		const ink = (): Promise<number> =>
			page.locator("canvas.overlay").evaluate((canvas: HTMLCanvasElement) => {
				const { width, height } = canvas;
				const all = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
				return all.filter((value) => value > 0).length;
			});
		assert((await ink()) > 0, "drawn on its own frame");
		await page.keyboard.press(".");
		await page.getByText("Frame 4 of 4").first().waitFor();
		await opened.painted();
		assert.equal(await ink(), 0, "not drawn on another");
	});

	it("stays where it stood when the page was hidden", async () => {
		const opened = await openAnimation();
		const { page } = opened;
		await page.keyboard.press(" ");
		await page.locator("canvas.frame").waitFor();
		await page.keyboard.press(".");
		const frame = await frameSaid(opened);
		await page.reload();
		await page.locator("canvas.frame").waitFor();
		await opened.painted();
		assert.equal(await frameSaid(opened), frame);
		assert.equal(await colorShown(opened), frames[frame - 1]?.color);
	});

	it("stands still from the beginning for who wants less motion", async () => {
		const opened = await openAnimation("gif", { reducedMotion: true });
		await opened.page.locator("canvas.frame").waitFor();
		assert.equal(await frameSaid(opened), 1);
		assert.equal(await colorShown(opened), frames[0]?.color);
		await opened.page.getByRole("button", { name: "Play" }).click();
		await opened.page.getByText("Frame 2 of 4").first().waitFor();
	});

	it("has no bar when it does not move", async () => {
		const { page } = await open();
		assert.equal(await page.getByRole("group", { name: "Animation" }).count(), 0);
	});
});
