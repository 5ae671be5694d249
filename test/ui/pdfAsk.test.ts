import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { type DrawnPage, drawPdf, pageSize } from "../fixtures/pdf.ts";
import { Workbench } from "./workbench.ts";

/** Text, a chart on page 2, a table on page 3. */
const report: DrawnPage[] = [
	{ lines: ["Survey of the coast", "", "Made in the spring of the year."] },
	{ lines: ["The rise over five years"], bars: [0.3, 0.5, 0.6, 0.8, 1] },
	{
		lines: ["The reef is 31 metres deep."],
		table: [
			["Place", "Depth"],
			["Reef", "31 m"],
		],
	},
	...Array.from({ length: 21 }, (_, index) => ({
		lines: [`Appendix ${index + 1}`, "The harbour was measured again.", "Nothing had changed."],
	})),
];

describe("A person who asks about a PDF", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let frame: FrameLocator;
	let file: string;

	before(async () => {
		workspace = await copySamples();
		file = join(workspace.folder, "survey.pdf");
		await writeFile(file, drawPdf(report));
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		frame = vscode.editorFrame();
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") {
			await vscode.screenshot(`pdf-ask-failed-${++failures}`);
		}
	});

	const page = (number: number): Locator =>
		frame.getByRole("option", { name: `Page ${number}`, exact: true });
	const log = (): Locator => frame.getByRole("log", { name: "Conversation" });
	const question = (hint: string): Locator =>
		frame.getByRole("textbox", { name: hint, exact: true });
	const drawn = async (number: number): Promise<void> => page(number).locator("canvas").waitFor();

	it("chooses Ask… in the Explorer and sees its pages", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("survey.pdf"), ["Loupe", "Ask…"]);
		await vscode.tab("Ask: survey.pdf").waitFor();
		await drawn(1);
		await drawn(2);
		// The first bar of the chart: 0.2 0.4 0.8 rg, 72…102 points from the left.
		const color = await page(2)
			.locator("canvas")
			.evaluate(
				(element, place) => {
					const canvas = element as HTMLCanvasElement;
					const at = [canvas.width * place.x, canvas.height * place.y] as const;
					return [...canvas.getContext("2d")!.getImageData(at[0], at[1], 1, 1).data.slice(0, 3)];
				},
				{ x: 87 / pageSize.width, y: (pageSize.height - 590) / pageSize.height },
			);
		assert.deepEqual(color, [51, 102, 204]);
		await frame.getByText(/^24 pages · ≈ [\d,]+ tokens$/).waitFor();
	});

	it("chooses two pages and is answered from them", async () => {
		await page(2).click();
		await page(3).click({ modifiers: ["Shift"] });
		assert.equal(
			await frame.getByRole("textbox", { name: "Pages", exact: true }).inputValue(),
			"2-3",
		);
		await question("Ask about pages 2–3").fill("How deep is the reef?");
		await vscode.page.keyboard.press("Enter");
		await log().getByText("The reef is 31 metres deep.").waitFor();
		await log().getByText("Pages 2–3").waitFor();
		await frame.getByRole("progressbar").first().waitFor({ state: "detached" });
		await vscode.useTheme("Light Modern");
		await vscode.screenshot("pdf-ask-light");
		await vscode.useTheme("Dark Modern");
		await vscode.screenshot("pdf-ask-dark");
	});

	it("is led to the page that the answer names", async () => {
		const pages = frame.getByRole("listbox");
		await page(24).evaluate((element) => element.scrollIntoView());
		await drawn(24);
		const isInView = (): Promise<boolean> =>
			page(3).evaluate((element) => {
				const view = element.closest(".page-view")!.getBoundingClientRect();
				const { top, bottom } = element.getBoundingClientRect();
				return top >= view.top && bottom <= view.bottom;
			});
		assert.equal(await isInView(), false);
		await log().getByRole("button", { name: "Show page 3" }).first().press("Enter");
		await pages.locator(".pointed").waitFor();
		assert.equal(await isInView(), true);
		assert.equal(await page(3).getAttribute("tabindex"), "0");
		await vscode.screenshot("pdf-ask-pointed");
	});

	it("finds the pages, the choice and the conversation again after the window was reloaded", async () => {
		await vscode.reload();
		await vscode.tab("Ask: survey.pdf").waitFor();
		await question("Ask about pages 2–3").waitFor();
		await log().getByText("The reef is 31 metres deep.").waitFor();
		await drawn(1);
	});

	it("is told when the file becomes another, breaks, and is gone", async () => {
		await writeFile(file, drawPdf(report.slice(0, 5)));
		await page(6).waitFor({ state: "detached" });
		await drawn(5);
		await log().getByText("How deep is the reef?").waitFor({ state: "detached" });
		await writeFile(file, drawPdf(report.slice(0, 2), { password: "secret" }));
		await frame.getByText("this PDF is protected by a password").waitFor();
		await writeFile(file, drawPdf(report).subarray(0, 900));
		await frame.getByText("This PDF cannot be read: it is no PDF, or it is damaged").waitFor();
		await vscode.screenshot("pdf-ask-broken");
		await rm(file);
		await frame.getByText("This PDF cannot be read: the file does not exist").waitFor();
		await writeFile(file, drawPdf(report));
		await log().getByText("How deep is the reef?").waitFor();
		await drawn(2);
	});

	it("has the chosen pages written down without being asked which", async () => {
		await frame.getByRole("textbox", { name: "Pages", exact: true }).fill("3");
		await frame.getByRole("button", { name: "Transcribe" }).click();
		await vscode.page.locator(".view-line").getByText("<!-- page 3 -->").waitFor();
		await vscode.page.locator(".view-line").getByText("The reef is 31 metres deep.").waitFor();
	});
	it("comes back to the pages from the list of answers", async () => {
		await vscode.tab("Ask: survey.pdf").click();
		await drawn(1);
		await vscode.runCommand("View: Close Editor");
		await vscode.tab("Ask: survey.pdf").waitFor({ state: "detached" });
		await vscode.page.getByRole("button", { name: /^Loupe: History.* Section$/ }).click();
		const entry = vscode.page
			.locator(".pane")
			.filter({ hasText: "Loupe: History" })
			.getByRole("treeitem", { name: /^survey\.pdf, Ask · How deep is the reef\?/ });
		await entry.click();
		await vscode.tab("Ask: survey.pdf").waitFor();
		await log().getByText("How deep is the reef?").waitFor();
		await drawn(1);
	});
});
