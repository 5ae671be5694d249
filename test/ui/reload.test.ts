import { LoupePage } from "./loupePage.ts";
import { theWorkbench } from "./theWorkbench.ts";

/** Not the picture of the walk, whose answers must be its own. */
const file = "kites.webp";

describe("A window that is reloaded", () => {
	it("shows the picture and its objects again", async () => {
		const vscode = await theWorkbench();
		const page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Detect Objects"]);
		await page.objects.first().waitFor();
		await page.settled();
		await vscode.reload();
		await page.picture(file).waitFor();
		await page.objects.first().waitFor();
	});
});
