import { LoupePage } from "./loupePage.ts";
import { theWorkbench } from "./theWorkbench.ts";

/** Not the picture of the walk, whose answers must be its own. */
const file = "kites.webp";

describe("A tab that was hidden", () => {
	it("comes back with its picture, its objects and what was chosen", async () => {
		const vscode = await theWorkbench();
		const page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Detect Objects"]);
		await page.objects.nth(1).click();
		await page.settled();
		await vscode.chooseFromMenu(vscode.explorerRow("apple.png"), ["Loupe", "Open in Loupe"]);
		await page.picture("apple.png").waitFor();
		await vscode.tab(file).click();
		await page.picture(file).waitFor();
		await page.frame.getByRole("option", { selected: true }).first().waitFor();
	});
});

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
