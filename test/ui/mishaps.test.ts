import assert from "node:assert/strict";
import { cp, rename } from "node:fs/promises";
import { join } from "node:path";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("What goes wrong is said where the person looks, with a way on", () => {
	let gemini: DemoEngine;
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		// The demo engine in Gemini's place: it knows which keys to refuse.
		gemini = await startDemoEngine({ pause: 0 });
		workspace = await copySamples();
		await cp(join(root, "test/fixtures/bad"), workspace.folder, { recursive: true });
		vscode = await Workbench.start({
			extension: root,
			settings: { "loupe.engine": "gemini", "loupe.baseUrl": gemini.url },
		});
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		await gemini?.close();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("mishaps-failed");
	});

	it("no key: three ways on; a refused key is said in the box, a good one runs what failed", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		for (const name of ["Get a Key", "Use Demo Engine", "Enter API Key"]) {
			await page.button(name).waitFor();
		}
		await vscode.screenshot("mishaps-no-key");
		await page.button("Enter API Key").click();
		await vscode.answer("invalid");
		await vscode.page.getByText("Gemini does not accept this API key.").first().waitFor();
		await vscode.screenshot("mishaps-bad-key");
		await vscode.answer("a-good-key");
		await page.objects.first().waitFor();
		await page.settled();
		assert.equal(await page.alerts.count(), 0);
	});

	const broken: Array<[file: string, message: string]> = [
		["empty.png", "the file is empty"],
		["text.png", "its content is not a picture in a format that Loupe knows"],
	];
	for (const [file, message] of broken) {
		it(`${file}: says "${message}" in the picture's place`, async () => {
			await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Open in Loupe"]);
			await page.alerts.getByText(message).waitFor();
		});
	}

	it("huge.png: is shown, and says that it is too large when it is asked about", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("huge.png"), ["Loupe", "Open in Loupe"]);
		await page.picture("huge.png").waitFor();
		await vscode.chooseFromMenu(vscode.explorerRow("huge.png"), ["Loupe", "Caption"]);
		await page.alerts.getByText("too large (30000 × 30000)").waitFor();
	});

	it("truncated.jpg: says so when it is asked about", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("truncated.jpg"), ["Loupe", "Caption"]);
		await page.alerts.getByText("the file is cut short").waitFor();
	});

	it("script.svg: shows the picture and runs nothing", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("script.svg"), ["Loupe", "Detect Objects"]);
		await page.objects.filter({ hasText: "red circle" }).waitFor();
		assert.equal(await page.picture("script.svg").isVisible(), true);
	});

	it("a file deleted while open: says so, and shows it again when it is back", async () => {
		const file = join(workspace.folder, "kites.webp");
		await vscode.chooseFromMenu(vscode.explorerRow("kites.webp"), ["Loupe", "Open in Loupe"]);
		await page.picture("kites.webp").waitFor();
		await rename(file, `${file}.away`);
		await page.alerts.getByText("kites.webp was deleted or moved").waitFor();
		await rename(`${file}.away`, file);
		await page.picture("kites.webp").waitFor();
		assert.equal(await page.alerts.count(), 0);
	});

	it("after all of this the editor is alive and no page broke its rules", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow("apple.png"), ["Loupe", "Caption"]);
		await page.conversation.getByText(/red/).first().waitFor();
		assert.deepEqual(vscode.problems, []);
	});
});
