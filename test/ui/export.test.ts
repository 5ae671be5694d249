import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("A person who takes results away", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		workspace = await copySamples();
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Segment"]);
		await page.objects.nth(7).waitFor();
		await page.settled();
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("export-failed");
	});

	/** From the page's Export button to the folder that VS Code proposes. */
	async function exportCsv(): Promise<void> {
		await page.button("Export").click();
		await vscode.choose("CSV");
		await vscode.acceptPath("Export Into a Folder");
	}

	it("exports what is shown into a folder, and is told so", async () => {
		await exportCsv();
		await vscode.notification("One file was written.").waitFor();
		const rows = (await readFile(join(workspace.folder, "objects.csv"), "utf8")).trim().split("\n");
		assert.equal(rows.length, 9);
		assert.ok(rows.some((row) => row.includes("red circle")));
	});

	it("is asked before a file is written over, and no means no", async () => {
		const file = join(workspace.folder, "objects.csv");
		const { mtimeMs } = await stat(file);
		await exportCsv();
		const dialog = vscode.page.locator(".monaco-dialog-box");
		await dialog.getByText("already there").waitFor();
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
		await page.button("Export").click({ trial: true });
		assert.equal((await stat(file)).mtimeMs, mtimeMs);
	});

	it("cuts an object out as a picture that is see-through around it", async () => {
		await page.objects.filter({ hasText: "red circle" }).click();
		await page.button("Cut Out as PNG…").click();
		await vscode.acceptPath("Cut Out as PNG");
		await vscode.notification("was saved").waitFor();
		const { data, info } = await sharp(join(workspace.folder, "shapes red circle.png"))
			.raw()
			.toBuffer({ resolveWithObject: true });
		assert.ok(Math.abs(info.width - 230) <= 3 && Math.abs(info.height - 230) <= 3);
		assert.equal(data[3], 0, "its corner is see-through");
		const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 4;
		assert.deepEqual([...data.subarray(middle, middle + 4)], [0xe0, 0x2b, 0x2b, 255]);
	});
});
