import assert from "node:assert/strict";
import { LoupePage } from "./loupePage.ts";
import { theWorkbench } from "./theWorkbench.ts";

describe("VS Code's own preview", () => {
	it("stays the default, and is one click from Loupe and back", async () => {
		const vscode = await theWorkbench();
		const loupe = new LoupePage(vscode);
		const action = (name: string) =>
			vscode.page.locator(".editor-actions").getByRole("button", { name, exact: true });
		await vscode.explorerRow("screenshot.png").dblclick();
		await action("Open in Loupe").click();
		await loupe.picture("screenshot.png").waitFor();
		assert.equal(await vscode.tab("screenshot.png").count(), 1);
		await action("Open in VS Code's Image Preview").click();
		await vscode.editorFrame().locator("body.container.image, .container.image").first().waitFor();
		assert.equal(await vscode.tab("screenshot.png").count(), 1);
	});
});
