import assert from "node:assert/strict";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type DrawnPage, drawPdf } from "../fixtures/pdf.ts";
import { PdfBed } from "./pdfBed.ts";
import { captionRun } from "./scene.ts";
import { type Theme, themes } from "./themes.ts";

const sentences = [
	"The survey was made in the spring of the year.",
	"Most of what was measured lies near the coast.",
	"A second party went inland and came back late.",
];

/** Text, a table, a chart; one page lies on its side. */
function report(): DrawnPage[] {
	return Array.from({ length: 14 }, (_, index): DrawnPage => {
		const lines = [
			`Chapter ${index + 1}`,
			"",
			...Array.from({ length: 12 }, (_, row) => sentences[(row + index) % 3]!),
		];
		if (index % 4 === 1) return { lines: lines.slice(0, 6), bars: [0.3, 0.7, 0.5, 1, 0.8] };
		if (index % 4 === 2) {
			return {
				lines: lines.slice(0, 4),
				table: [
					["Place", "Depth"],
					["Harbour", "12 m"],
					["Reef", "31 m"],
				],
			};
		}
		return { lines, ...(index === 7 && { rotate: 90 }) };
	});
}

describe("the page of a PDF, looked at", () => {
	let bed: PdfBed;

	before(async () => {
		bed = await PdfBed.start();
	});
	after(() => bed?.close());
	afterEach(() => bed.expectNoComplaints());

	const runs = (): ShownRun[] => [
		captionRun({
			task: "ask",
			prompt: "Where is it deepest?",
			pages: "1-14",
			text: "At the **reef**, with 31 m (page 3). The harbour is shallower (pages 3, 7) and the chart shows the rise over the year (page 2).",
			usage: {
				...{ promptTokens: 8400, outputTokens: 60, thoughtTokens: 0, cachedTokens: 0 },
				totalTokens: 8460,
			},
		}),
	];

	const views: Array<[name: string, theme: Theme, width: number, height: number]> = [
		["dark", themes["dark-modern"], 1100, 680],
		["light", themes["light-modern"], 1100, 680],
		["high-contrast", themes["hc-dark"], 1100, 680],
		["high-contrast-light", themes["hc-light"], 1100, 680],
		["narrow", themes["light-modern"], 340, 760],
	];
	for (const [name, theme, width, height] of views) {
		it(`fits: ${name}, ${width} pixels wide`, async () => {
			const pages = report();
			const { page, card, drawn, screenshot } = await bed.open(drawPdf(pages), pages.length, {
				...{ state: { runs: runs() }, theme, width, height },
			});
			await card(2).click();
			await card(3).click({ modifiers: ["Shift"] });
			await drawn(1);
			await drawn(5);
			await page.getByText("2 of 14 pages · ≈ 1,200 tokens").waitFor();
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			assert.equal(overflow, 0, "it is wider than the window");
			const covered = await page
				.locator(".toolbar button, .toolbar .facts, .toolbar input")
				.evaluateAll((parts) =>
					parts
						.filter((part) => {
							const { x, y, width, height } = part.getBoundingClientRect();
							const seen = document.elementFromPoint(x + width / 2, y + height / 2);
							return seen === null || !part.contains(seen);
						})
						.map((part) => part.textContent),
				);
			assert.deepEqual(covered, [], "parts of the toolbar lie over each other");
			await screenshot(`pdf-${name}`);
		});
	}

	it("says what is wrong with pages, and with a file", async () => {
		const pages = report();
		const { box, page, screenshot, drawn } = await bed.open(drawPdf(pages), pages.length);
		await drawn(1);
		await box.fill("3-40");
		await page.getByText("There is no page 40").waitFor();
		await screenshot("pdf-fault");
		const message = "This PDF cannot be read: this PDF is protected by a password";
		const broken = await bed.open(drawPdf(pages), 0, {
			state: { pdf: { kind: "broken", name: "secret.pdf", message } },
		});
		await broken.page.getByRole("alert").waitFor();
		await broken.screenshot("pdf-broken");
	});
});
