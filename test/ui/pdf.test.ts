import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { drawPdf, numberedPages } from "../fixtures/pdf.ts";
import { Workbench } from "./workbench.ts";

describe("A person with a PDF", () => {
	let server: Server;
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		server = createServer();
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		workspace = await copySamples();
		await writeFile(join(workspace.folder, "report.pdf"), drawPdf(numberedPages(12)));
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: { "loupe.engine": "gemini", "loupe.baseUrl": `http://127.0.0.1:${port}` },
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		server?.closeAllConnections();
		server?.close();
	});
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot(`pdf-failed-${++failures}`);
	});

	const box = (): Locator => vscode.page.locator(".quick-input-widget:visible");
	const input = (): Locator => box().locator("input.input");
	/** Waits until the document in front is seen to hold these lines, blank ones aside. */
	const seesLines = async (wanted: readonly string[]): Promise<void> => {
		await vscode.page.waitForFunction((all) => {
			const shown = [...document.querySelectorAll(".editor-instance .view-lines .view-line")]
				.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
				.sort((a, b) => a.top - b.top)
				// The editor writes its blanks unbroken.
				.map(({ text }) => text.replaceAll("\u00a0", " "))
				.filter((text) => text !== "");
			return JSON.stringify(shown) === JSON.stringify(all);
		}, wanted);
	};
	const written = (pages: readonly number[]) =>
		pages.flatMap((page) => [`<!-- page ${page} -->`, `Text of ${page}.`]);
	const event = (text: string, finishReason?: string) => {
		const content = { role: "model", parts: [{ text }] };
		const candidate = { content, index: 0, ...(finishReason && { finishReason }) };
		return `data: ${JSON.stringify({ candidates: [candidate] })}\r\n\r\n`;
	};
	const answer = (pages: readonly number[]) =>
		pages.map((page) => `<!-- page ${page} -->\n\nText of ${page}.\n\n`).join("");
	const asked = async () => (await once(server, "request"))[1] as ServerResponse;

	it("is told what some pages take, and what is wrong with others, before anything is sent", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("report.pdf"), ["Loupe", "Transcribe Text"]);
		await box().getByText("Transcribe report.pdf").waitFor();
		await box()
			.getByText(/^All 12 pages · about [\d,]+ tokens with the answer · \$0\.0\d+/)
			.waitFor();
		await input().fill("11-13");
		await box().getByText("There is no page 13: this document has 12 pages.").waitFor();
		await vscode.screenshot("pdf-pages-refused");
		await input().fill("2-3, 9");
		await box()
			.getByText(/^Pages 2-3, 9 \(3\) · about/)
			.waitFor();
		await vscode.screenshot("pdf-pages");
	});

	it("sees the pages come into a new document, stops, and goes on from there", async () => {
		const first = asked();
		await vscode.page.keyboard.press("Enter");
		const response = await first;
		response.writeHead(200, { "content-type": "text/event-stream" });
		response.write(event(`${answer([2])}<!-- page 3 -->\n\nTex`));
		const progress = vscode.notification("Transcribing report.pdf");
		await progress.getByText("page 2 of 3").waitFor();
		await vscode.page.getByText("<!-- page 3 -->").last().waitFor();
		const closed = once(response, "close");
		await progress.getByRole("button", { name: "Cancel" }).click();
		await closed;
		const stopped = vscode.notification("Page 2 is there, 1 of 3.");
		await stopped.waitFor();
		await seesLines([...written([2]), "<!-- page 3 -->", "Tex"]);
		await vscode.screenshot("pdf-stopped");

		const second = asked();
		await stopped.getByRole("button", { name: "Continue with Page 3" }).click();
		(await second)
			.writeHead(200, { "content-type": "text/event-stream" })
			.end(event(answer([3, 9]), "STOP"));
		await vscode.page.locator(".view-line").getByText("<!-- page 9 -->").waitFor();
		await vscode.notification("Transcribing report.pdf").waitFor({ state: "hidden" });
		await seesLines(written([2, 3, 9]));
		await vscode.screenshot("pdf-written");
	});

	it("finds the pages among the answers that were kept, and reads them again", async () => {
		await vscode.page.getByRole("button", { name: /^Loupe: History.* Section$/ }).click();
		const entry = vscode.page
			.locator(".pane")
			.filter({ hasText: "Loupe: History" })
			.getByRole("treeitem", { name: /^report\.pdf, Transcribe · Text of 2\./ });
		// Locators are strict: one entry, although it was stopped and gone on with.
		await entry.click();
		await vscode.tab("report.pdf.md").waitFor();
		await vscode.page.locator(".view-line").getByText("Pages 2-3, 9").waitFor();
		await vscode.page.locator(".view-line").getByText("<!-- page 9 -->").first().waitFor();
		await vscode.screenshot("pdf-history");
	});
});
