import assert from "node:assert/strict";
import { animationSize, drawAnimation, frames } from "../fixtures/animation.ts";
import { drawPdf } from "../fixtures/pdf.ts";
import { plain } from "../fixtures/scenes.ts";
import { faultsOf } from "./axe.ts";
import { type OpenOptions, open, serve } from "./bed.ts";
import { CompareBed } from "./compareBed.ts";
import { drawCrowd } from "./crowd.ts";
import { classifyRun, invoiceRun } from "./dataExamples.ts";
import { withFacts } from "./factsExample.ts";
import { PdfBed } from "./pdfBed.ts";
import { PicturesBed } from "./picturesBed.ts";
import { shownRequest } from "./requestExamples.ts";
import { captionRun, detectRun, sceneObjects, sceneSize } from "./scene.ts";
import { themes } from "./themes.ts";

/** Runs of every kind, one that failed among them. */
function runs() {
	return [
		detectRun({ prompt: "the fruit" }),
		captionRun({
			text: "A cup.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`code` and [a link](https://e.org)",
		}),
		captionRun({
			status: "failed",
			text: "",
			error: {
				kind: "BadKey",
				message: "Google does not accept this API key.",
				actions: [{ id: "enterKey", title: "Enter Key" }],
			},
		}),
		invoiceRun(),
		classifyRun(),
		detectRun({
			task: "segment",
			complete: false,
			warnings: ["1 object had a box without area and was left out."],
			objects: drawCrowd(sceneSize, { count: 4, shaped: 2, points: 1, shape: "mask", most: 190 }),
			removed: [1],
		}),
		detectRun({ status: "running", objects: [] }),
	];
}

const place = { number: 2, count: 3, hasPrevious: true, hasNext: true };

for (const [name, theme] of Object.entries(themes)) {
	describe(`For everyone, in ${name}`, () => {
		const opened = (options: OpenOptions = {}) =>
			open({ theme, width: 1280, height: 800, ...options });

		it("the editor, empty", async () => {
			const { page } = await opened();
			assert.deepEqual(await faultsOf(page), []);
		});

		it("the editor with answers of every kind, and an object selected", async () => {
			const { page, painted } = await opened({ state: { runs: runs(), place } });
			await page.getByRole("option").first().click();
			await painted();
			assert.deepEqual(await faultsOf(page), []);
		});

		it("the editor as narrow as a side column, folded", async () => {
			const { page, painted } = await opened({ width: 340, state: { runs: runs(), place } });
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("p");
			await painted();
			assert.deepEqual(await faultsOf(page), []);
		});

		it("a picture that is gone, and one that is broken", async () => {
			const missing = { kind: "missing", name: "a.png", message: "a.png was deleted" } as const;
			const { page } = await opened({ state: { picture: missing, place } });
			assert.deepEqual(await faultsOf(page), []);
		});

		it("an animation that stands still", async () => {
			const bytes = await drawAnimation("gif");
			const { page } = await opened({
				reducedMotion: true,
				state: {
					picture: {
						kind: "shown",
						name: "film.gif",
						url: serve("/film.gif", bytes),
						size: animationSize,
						bytes: bytes.length,
						frames: frames.length,
					},
				},
			});
			await page.locator("canvas.frame").waitFor();
			assert.deepEqual(await faultsOf(page), []);
		});

		for (const title of ["Caption", "Segment", "Classify", "Extract"]) {
			it(`the form of ${title}`, async () => {
				const saved = {
					presets: [{ task: "segment" as const, title: "Mine", prompt: "the fruit" }],
					labelSets: { fruit: ["apple", "banana"] },
					schemas: [],
				};
				const recentPrompts = { segment: ["the wooden items"] };
				const { page } = await opened({ state: { saved, recentPrompts } });
				await page.getByRole("button", { name: title, exact: true }).click();
				await page.getByRole("dialog", { name: title }).waitFor();
				assert.deepEqual(await faultsOf(page), []);
			});
		}

		it("the shortcuts, a menu, the options and what is sent", async () => {
			const { page, host, painted } = await opened({ state: { runs: runs() } });
			await page.keyboard.press("?");
			await page.getByRole("dialog").waitFor();
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("Escape");
			await page.getByRole("option").first().click({ button: "right" });
			await page.getByRole("menu").waitFor();
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("Escape");
			await page.getByRole("button", { name: /^Request Options/ }).click();
			await painted();
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("Escape");
			host.request = await shownRequest({ raw: "[]" });
			await page.keyboard.press("s");
			await page.getByRole("dialog").waitFor();
			await painted();
			assert.deepEqual(await faultsOf(page), []);
		});

		it("a region with its bar, the magnifier, and what the file says of itself", async () => {
			const opened = await withFacts({ theme, width: 1280, height: 800 });
			const { page } = opened;
			await page.mouse.move(...(await opened.onScreen(520.5, 400.5)));
			await page.keyboard.press("g");
			await page.keyboard.press("r");
			await page.getByRole("toolbar", { name: "Region", exact: true }).waitFor();
			await page.locator("output.readout").getByText("#D25A48").waitFor();
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("i");
			await page.getByRole("button", { name: "Show Place" }).click();
			await page.getByRole("img", { name: /^Histogram/ }).waitFor();
			assert.deepEqual(await faultsOf(page), []);
		});

		it("shows where the focus is, wherever Tab takes it", async () => {
			const { page } = await opened({ state: { runs: runs(), place } });
			const seen = new Set<string>();
			for (let presses = 0; presses < 80; presses++) {
				await page.keyboard.press("Tab");
				const found = await page.evaluate(() => {
					const focused = document.activeElement;
					if (!focused || focused === document.body) return undefined;
					const ring = (pseudo?: string) => {
						const style = getComputedStyle(focused, pseudo);
						const { outlineStyle, outlineWidth, borderTopWidth, content } = style;
						if (pseudo) return content !== "none" && borderTopWidth !== "0px";
						return outlineStyle !== "none" && outlineWidth !== "0px";
					};
					const name = focused.outerHTML.slice(0, 120);
					// A box without a ring has a frame around it that shows the focus.
					const frame = focused.closest(".composer-frame");
					const framed = frame && getComputedStyle(frame).outlineStyle !== "none";
					return { name, isSeen: ring() || ring("::after") || framed };
				});
				if (!found) continue;
				if (!found.isSeen) seen.add(found.name);
			}
			assert.deepEqual([...seen], []);
		});
	});
}

describe("For everyone, the other pages", () => {
	let compare: CompareBed;
	let pictures: PicturesBed;
	let pdfs: PdfBed;

	before(async () => {
		compare = new CompareBed();
		await compare.start();
		pictures = await PicturesBed.start();
		pdfs = await PdfBed.start();
	});
	after(async () => {
		await compare?.close();
		await pictures?.close();
		await pdfs?.close();
	});

	for (const [name, theme] of Object.entries(themes)) {
		it(`two pictures compared, in ${name}`, async () => {
			const [a, b] = [
				await compare.picture("a.png", plain),
				await compare.picture("b.png", { ...plain, shapes: plain.shapes.slice(1) }),
			];
			const state = await compare.compared(a, b);
			const { page, painted } = await compare.open({ ...state, runs: runs() }, { theme });
			await painted();
			assert.deepEqual(await faultsOf(page), []);
			await page.keyboard.press("?");
			await page.getByRole("dialog").waitFor();
			assert.deepEqual(await faultsOf(page), []);
		});

		it(`several pictures, in ${name}`, async () => {
			const objects = sceneObjects.map((object) => ({ ...object, picture: 0 }));
			const run = captionRun({ task: "ask", prompt: "What?", image: sceneSize, objects });
			const listed = [pictures.picture("still life.png"), pictures.picture("later.png")];
			const { page } = await pictures.open({
				theme,
				width: 1280,
				height: 800,
				state: { pictures: listed, runs: [run] },
			});
			assert.deepEqual(await faultsOf(page), []);
		});

		it(`the pages of a PDF, in ${name}`, async () => {
			const run = captionRun({ task: "ask", prompt: "Where?", pages: "1-2", text: "On page 2." });
			const file = drawPdf([{ lines: ["One"] }, { lines: ["Two"] }, { lines: ["Three"] }]);
			const { page, drawn } = await pdfs.open(file, 3, { theme, state: { runs: [run] } });
			await drawn(1);
			assert.deepEqual(await faultsOf(page), []);
		});
	}
});
