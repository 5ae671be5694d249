import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("A workspace that is not trusted", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		workspace = await copySamples();
		await mkdir(join(workspace.folder, ".vscode"));
		await writeFile(
			join(workspace.folder, ".vscode", "settings.json"),
			JSON.stringify({ "loupe.engine": "gemini", "loupe.baseUrl": "http://127.0.0.1:9" }),
		);
		vscode = await Workbench.start({
			extension: root,
			settings: {
				"security.workspace.trust.enabled": true,
				"security.workspace.trust.startupPrompt": "never",
			},
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});

	it("can be looked at and asked about, and chooses neither engine nor endpoint", async () => {
		await vscode.page.getByText("Restricted Mode").first().waitFor();
		const page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		await page.objects.nth(7).waitFor();
		await page.settled();
		assert.equal(await page.button("Model: loupe-demo").count(), 1);
		assert.equal(await page.alerts.count(), 0);
	});
});
