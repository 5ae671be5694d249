import assert from "node:assert/strict";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("Uploads, as a person sees them", () => {
	const server = new FaultServer();
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		await server.start();
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: {
				"loupe.engine": "gemini",
				"loupe.baseUrl": server.url,
				"loupe.upload": "files",
			},
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		await server.stop();
	});

	const row = (name: string | RegExp) =>
		vscode.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: name });
	const deletions = () => server.seen.filter(({ method }) => method === "DELETE").length;

	/** Asks from the Explorer; resolves when so many answers stand there. */
	async function caption(name: string, answers = 1): Promise<void> {
		await vscode.chooseFromMenu(vscode.explorerRow(name), ["Loupe", "Caption"]);
		const page = new LoupePage(vscode);
		await page.picture(name).waitFor();
		// The answer's length in tokens stands under it once it is whole.
		await page.conversation
			.getByText(/ tokens · /)
			.nth(answers - 1)
			.waitFor();
	}

	it("are listed with size, picture and expiry, and deleted one by one or all", async () => {
		for (const name of ["shapes.png", "apple.png", "lighthouse.jpg"]) {
			await caption(name);
		}
		await vscode.runCommand("Loupe: Manage Uploads");
		await row("shapes.png").waitFor();
		assert.match((await row("shapes.png").textContent()) ?? "", /36 kB · expires in 4[78] hours/);
		await row(/Delete All of Loupe's Uploads/).waitFor();
		await vscode.screenshot("uploads-list");

		await row("shapes.png").click();
		const dialog = vscode.page.locator(".monaco-dialog-box");
		await dialog.getByText("Delete the upload of shapes.png from the server?").waitFor();
		assert.equal(deletions(), 0);
		await vscode.screenshot("uploads-delete");
		await dialog.getByRole("button", { name: "Delete", exact: true }).click();
		await row("shapes.png").waitFor({ state: "detached" });
		await row("apple.png").waitFor();
		assert.equal(deletions(), 1);

		await row(/Delete All of Loupe's Uploads/).click();
		await dialog.getByText("Delete these uploads from the server?").waitFor();
		await dialog.getByRole("button", { name: "Delete", exact: true }).click();
		await vscode.page.getByText("Nothing is left on the server.").first().waitFor();
		assert.equal(deletions(), 3);
	});

	it("that were deleted are sent again, unseen, when the picture is asked about", async () => {
		const starts = () => server.seen.filter(({ phase }) => phase === "start").length;
		const before = starts();
		await vscode.runCommand("View: Close All Editors");
		await caption("shapes.png", 2);
		assert.equal(starts(), before + 1);
		assert.equal(await new LoupePage(vscode).frame.getByRole("alert").count(), 0);
	});
});
