import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { contentHash } from "../../src/history/history.ts";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type DrawnPage, drawPdf, numberedPages, pageSize } from "../fixtures/pdf.ts";
import { PdfBed } from "./pdfBed.ts";
import { captionRun } from "./scene.ts";

/** A finished answer about pages. */
function askRun(change: Partial<ShownRun> = {}): ShownRun {
	return captionRun({
		id: "first",
		task: "ask",
		prompt: "What is the word?",
		pages: "1-12",
		text: "It is word7 (page 7).",
		...change,
	});
}

describe("the page of a PDF", () => {
	let bed: PdfBed;
	const twelve = drawPdf(numberedPages(12));

	before(async () => {
		bed = await PdfBed.start();
	});
	after(() => bed?.close());
	afterEach(() => bed.expectNoComplaints());

	const open = (...[options]: [Parameters<PdfBed["open"]>[2]?]) => bed.open(twelve, 12, options);

	/** Red, green, blue at a place of a drawn page, in points of the page. */
	const colorAt = (canvas: Locator, x: number, y: number): Promise<number[]> =>
		canvas.evaluate(
			(element, [left, top]) => {
				const drawn = element as HTMLCanvasElement;
				const at = [drawn.width * left!, drawn.height * top!] as const;
				const { data } = drawn.getContext("2d")!.getImageData(at[0], at[1], 1, 1);
				return [...data.slice(0, 3)];
			},
			[x / pageSize.width, y / pageSize.height],
		);

	it("draws the pages themselves, under a policy that lets it load nothing", async () => {
		// Bars of 100 points' height at the most, from the left, one blue as PDFs write it.
		const pages: DrawnPage[] = [
			{ bars: [1, 0.5] },
			{ lines: Array.from({ length: 20 }, () => "Words in a row") },
		];
		const { drawn, page } = await bed.open(drawPdf(pages), 2);
		const canvas = await drawn(1);
		// 0.2 0.4 0.8 rg at 72…102 points from the left and 600…700 from the bottom.
		const blue = [51, 102, 204];
		assert.deepEqual(await colorAt(canvas, 87, pageSize.height - 680), blue);
		assert.deepEqual(await colorAt(canvas, 87, pageSize.height - 610), blue);
		assert.deepEqual(await colorAt(canvas, 127, pageSize.height - 680), [255, 255, 255]);
		assert.deepEqual(await colorAt(canvas, 127, pageSize.height - 610), blue);
		const text = await drawn(2);
		const dark = await text.evaluate((element) => {
			const { width, height } = element as HTMLCanvasElement;
			const { data } = (element as HTMLCanvasElement)
				.getContext("2d")!
				.getImageData(0, 0, width, height);
			return data.filter((value, index) => index % 4 === 0 && value < 230).length;
		});
		assert.ok(dark > 100, `${dark} dark pixels of text in a font of the system`);
		const loaded = await page.evaluate(() =>
			performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
		);
		assert.deepEqual(
			loaded.filter(
				(path) =>
					!/^\/(?:favicon\.ico|theme\.css|webview\/pdf\.(?:js|css)|pdfjs\/pdf\.js)$/.test(path),
			),
			[],
		);
	});

	it("draws text in fonts that the file brings along, which the policy must not forbid", async () => {
		const bytes = await bed.print('<h1 style="font-size: 200px; margin: 0">HHHH</h1>');
		assert.match(Buffer.from(bytes).toString("latin1"), /\/FontFile2/);
		const { drawn, screenshot } = await bed.open(bytes, 1);
		const canvas = await drawn(1);
		const black = await canvas.evaluate((element) => {
			const { width, height } = element as HTMLCanvasElement;
			const { data } = (element as HTMLCanvasElement)
				.getContext("2d")!
				.getImageData(0, 0, width, height);
			return data.filter((value, index) => index % 4 === 0 && value < 60).length / (width * height);
		});
		await screenshot("pdf-own-font");
		assert.ok(black > 0.02 && black < 0.3, `${black} of the page is black`);
	});

	it("draws as sharp as the screen is, and again where pages become larger", async () => {
		const { drawn, page, card } = await open({ sharpness: 2 });
		const canvas = await drawn(1);
		const { width, shown } = await canvas.evaluate((element) => ({
			width: (element as HTMLCanvasElement).width,
			shown: element.getBoundingClientRect().width,
		}));
		assert.ok(Math.abs(width / shown - 2) < 0.05, `${width} for ${shown}`);
		await page.setViewportSize({ width: 420, height: 640 });
		await page.waitForFunction(() => {
			const one = document.querySelector<HTMLCanvasElement>(".page canvas");
			return one && Math.abs(one.width / one.getBoundingClientRect().width - 2) < 0.32;
		});
		await card(1).waitFor();
	});

	it("chooses by clicks as lists do, and writes what is chosen into the box", async () => {
		const { card, chosen, boxHas, page } = await open();
		assert.deepEqual(await chosen(), []);
		await boxHas("");
		await card(3).click();
		await boxHas("3");
		assert.deepEqual(await chosen(), [3]);
		await card(6).click({ modifiers: ["Shift"] });
		await boxHas("3-6");
		assert.deepEqual(await chosen(), [3, 4, 5, 6]);

		await card(5).click({ modifiers: ["ControlOrMeta"] });
		await card(1).click({ modifiers: ["ControlOrMeta"] });
		await boxHas("1, 3-4, 6");
		await page.getByRole("textbox", { name: "Ask about pages 1, 3–4, 6" }).waitFor();
		await card(2).click();
		await boxHas("2");
		assert.deepEqual(await chosen(), [2]);
		await page.getByRole("textbox", { name: "Ask about page 2" }).waitFor();
	});

	it("chooses by keys", async () => {
		const { card, chosen, box, page } = await open();
		await card(1).focus();
		await page.keyboard.press("ArrowRight");
		assert.deepEqual(await chosen(), [], "walking chooses nothing");
		await page.keyboard.press("Space");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Space");
		await page.waitForFunction(
			() => document.querySelectorAll("[aria-selected=true]").length === 2,
		);
		assert.deepEqual(await chosen(), [2, 4]);
		await page.keyboard.press("Shift+ArrowRight");
		await page.keyboard.press("Shift+ArrowRight");
		await page.waitForFunction(() => document.activeElement?.getAttribute("data-page") === "6");
		await page.waitForFunction(
			() => document.querySelectorAll("[aria-selected=true]").length === 3,
		);
		assert.deepEqual(await chosen(), [4, 5, 6]);
		await page.keyboard.press("ControlOrMeta+a");
		await page.waitForFunction(
			() => document.querySelectorAll("[aria-selected=true]").length === 12,
		);
		assert.equal(await box.inputValue(), "1-12");
		await page.keyboard.press("Escape");
		await page.waitForFunction(() => !document.querySelector("[aria-selected=true]"));
		assert.equal(await box.inputValue(), "");
		await page.keyboard.press("End");
		await page.waitForFunction(() => document.activeElement?.getAttribute("data-page") === "12");
	});

	it("reads the box, says what is wrong in it, and asks nothing while it is", async () => {
		const { box, chosen, page, host } = await open();
		await box.fill("1-3, 7");
		await page.getByText("4 of 12 pages · ≈ 2,400 tokens · $0.0020").waitFor();
		assert.deepEqual(await chosen(), [1, 2, 3, 7]);
		await box.fill("1-3, 13");
		await page.getByText("There is no page 13: this document has 12 pages.").waitFor();
		assert.equal(await box.getAttribute("aria-invalid"), "true");
		assert.equal(await page.getByRole("button", { name: "Transcribe" }).isDisabled(), true);
		assert.equal(await page.locator(".composer-box").isDisabled(), true);
		await box.fill("");
		await page.getByText("12 pages · ≈ 7,200 tokens · $0.0060").waitFor();
		await page.getByRole("textbox", { name: "Ask about all 12 pages" }).fill("What is it?");
		await page.keyboard.press("Enter");
		await page.waitForFunction(
			() => !document.querySelector<HTMLTextAreaElement>("textarea")?.value,
		);
		assert.deepEqual(host.callsOf("run"), [{ task: "ask", prompt: "What is it?", pages: "1-12" }]);
		await box.fill("2, 4");
		await page.getByRole("button", { name: "Transcribe" }).click();
		assert.deepEqual(host.callsOf("transcribe"), ["2, 4"]);
	});

	it("goes on with a conversation about the same pages, and begins one about others", async () => {
		const run = askRun({ pages: "2-3" });
		const { box, page, host } = await open({ state: { runs: [run] } });
		const ask = async (words: string): Promise<unknown> => {
			const before = host.callsOf("run").length;
			await page.locator(".composer-box").fill(words);
			await page.locator(".composer-box").press("Enter");
			await page.waitForFunction(
				() => !document.querySelector<HTMLTextAreaElement>(".composer-box")?.value,
			);
			return host.callsOf("run")[before];
		};
		await page.getByText("Pages 2–3", { exact: true }).waitFor();
		await page
			.getByRole("textbox", { name: "Ask about all 12 pages, in a new conversation" })
			.waitFor();
		assert.deepEqual(await ask("Why?"), { task: "ask", prompt: "Why?", pages: "1-12" });
		await box.fill("3, 2");
		await page.getByRole("textbox", { name: "Ask about pages 2–3", exact: true }).waitFor();
		assert.deepEqual(await ask("And then?"), {
			...{ task: "ask", prompt: "And then?", pages: "2-3", after: "first" },
		});
	});

	it("asks again about the pages that were asked about", async () => {
		const run = askRun({ pages: "2-3" });
		const { page, host } = await open({ state: { runs: [run] } });
		await page.getByRole("article").focus();
		await page.keyboard.press("F2");
		await page.locator(".entry textarea").fill("Other words?");
		await page.keyboard.press("Enter");
		await page.waitForFunction(() => !document.querySelector(".entry textarea"));
		assert.deepEqual(host.callsOf("run"), [
			{ task: "ask", prompt: "Other words?", pages: "2-3", insteadOf: "first" },
		]);
	});

	it("links the pages that an answer names, for pointer and keys, and no others", async () => {
		const text =
			"First (page 12), then **strong (pages 2, 9)**, (page 13), page 4, (page <img src=x>), `(page 5)`.";
		const { page, card, screenshot } = await open({
			...{ state: { runs: [askRun({ text })] }, height: 420 },
		});
		const links = page.locator(".answer .link");
		assert.deepEqual(await links.allTextContents(), ["page 12", "pages 2", "9"]);
		await page.locator(".answer").getByText("(page 13)", { exact: false }).first().waitFor();
		const isInView = (number: number): Promise<boolean> =>
			card(number).evaluate((element) => {
				const { top, bottom } = element.getBoundingClientRect();
				const view = element.closest(".page-view")!.getBoundingClientRect();
				return top >= view.top && bottom <= view.bottom;
			});
		assert.equal(await isInView(12), false);
		await links.first().focus();
		await page.keyboard.press("Enter");
		await card(12).locator("xpath=self::*[contains(@class, 'pointed')]").waitFor();
		assert.equal(await isInView(12), true);
		await screenshot("pdf-pointed");
		assert.equal(await card(12).getAttribute("tabindex"), "0");
		await links.nth(1).click();
		await card(2).locator("xpath=self::*[contains(@class, 'pointed')]").waitFor();
		assert.equal(await isInView(2), true);
	});

	it("draws a thousand pages only as far as they are seen, two at a time", async () => {
		const thousand = drawPdf(numberedPages(1000));
		const { page, card, drawn, box } = await bed.open(thousand, 1000);
		await drawn(1);
		await box.fill("1-1000");
		await page.waitForFunction(
			() => document.querySelectorAll("[aria-selected=true]").length === 1000,
		);
		await card(1).focus();
		await page.keyboard.press("End");
		await drawn(1000);
		const spent = await page.evaluate(async () => {
			const view = document.querySelector<HTMLElement>(".page-view")!;
			const frames: number[] = [];
			let last = performance.now();
			for (let step = 0; step < 60; step++) {
				view.scrollTop = (view.scrollHeight * step) / 60;
				await new Promise(requestAnimationFrame);
				frames.push(performance.now() - last);
				last = performance.now();
			}
			return frames.sort((a, b) => a - b);
		});
		console.log(
			`        1,000 pages scrolled through in 60 frames: median ${spent[30]?.toFixed(1)} ms, worst ${spent.at(-1)?.toFixed(1)} ms`,
		);
		assert.ok((spent[30] ?? 1000) < 100, `a frame takes ${spent[30]} ms`);
		await card(500).evaluate((element) => element.scrollIntoView());
		await drawn(500);
		const kept = await page.locator("canvas").count();
		assert.ok(kept <= 130, `${kept} canvases are kept`);
	});

	it("follows the file, keeps of the choice what is there, and says when it is gone", async () => {
		const { view, host, page, box, drawn, chosen } = await open();
		await drawn(1);
		await box.fill("2, 11-12");
		const bytes = drawPdf([{ bars: [1] }, ...numberedPages(4)]);
		host.bytes = bytes;
		const named = { name: "report.pdf" };
		await view.showPdf({
			...{ ...named, kind: "shown", pages: 5, bytes: bytes.length, hash: contentHash(bytes) },
		});
		await page.locator('.page[data-page="6"]').waitFor({ state: "detached" });
		assert.deepEqual(await chosen(), [2]);
		assert.equal(await box.inputValue(), "2");
		await page.waitForFunction(() => {
			const canvas = document.querySelector<HTMLCanvasElement>('[data-page="1"] canvas');
			const data = canvas
				?.getContext("2d")
				?.getImageData(canvas.width * 0.142, canvas.height * 0.2, 1, 1).data;
			return data?.[2] === 204 && data[0] === 51;
		});
		await view.showPdf({
			...named,
			kind: "missing",
			message: "This PDF cannot be read: it is gone",
		});
		await page.getByRole("alert").getByText("This PDF cannot be read: it is gone").waitFor();
		assert.equal(await page.locator(".composer-box").isDisabled(), true);
		assert.equal(await page.locator(".page").count(), 0);
	});

	it("shows hostile names and words as text", async () => {
		const hostile = '"><img src=x onerror="document.title=1">\u202e.pdf';
		const { page } = await open({
			state: {
				pdf: { kind: "broken", name: hostile, message: `This PDF cannot be read: ${hostile}` },
				runs: [askRun({ prompt: hostile, pages: hostile, text: `<b>(page 7)</b> ${hostile}` })],
			},
		});
		await page.getByRole("alert").waitFor();
		assert.equal(await page.locator("img, b").count(), 0);
		assert.equal(await page.locator(".answer .link").count(), 0, "there are no pages to show");
	});

	it("keeps the file, the pages and the question for when it comes back", async () => {
		const { page, box, drawn } = await open();
		await drawn(1);
		await box.fill("2-3");
		await page.locator(".composer-box").fill("Half a ques");
		await page.waitForFunction(() => {
			const kept = JSON.parse(sessionStorage.getItem(location.search) ?? "{}");
			return kept.draft === "Half a ques" && kept.pages === "2-3" && kept.uri;
		});
		await page.reload({ waitUntil: "commit" });
		await page.getByRole("textbox", { name: "Ask about pages 2–3" }).waitFor();
		assert.equal(await page.locator(".composer-box").inputValue(), "Half a ques");
	});
});
