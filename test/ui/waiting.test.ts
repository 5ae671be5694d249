import assert from "node:assert/strict";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { answer, refusal, ScriptedServer } from "../unit/scriptedServer.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("A server that asks for patience", () => {
	const server = new ScriptedServer();
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		await server.start();
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: { "loupe.engine": "gemini", "loupe.baseUrl": server.baseUrl },
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		await server.stop();
	});

	const slowDown = refusal(429, "RESOURCE_EXHAUSTED", "Slow down.", [{ retryDelay: "50s" }]);

	async function caption(): Promise<void> {
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Caption"]);
	}

	it("is given it, in seconds that count down, or asked again when the person says so", async () => {
		const page = new LoupePage(vscode);
		const { conversation } = page;
		server.play(slowDown, answer);
		await caption();
		const timer = conversation.getByRole("timer");
		const words = (await timer.textContent()) ?? "";
		assert.match(words, /^Rate limit: trying again in (?:50|[1-4]?\d) s$/);
		await timer.filter({ hasNotText: words }).waitFor();
		assert.equal(server.requests, 1);
		await conversation.getByRole("button", { name: "Try Now" }).click();
		await conversation.getByText("ok", { exact: true }).waitFor();
		await page.settled();
		assert.equal(await timer.count(), 0);
		assert.equal(server.requests, 2);
	});

	it("is left alone when the person stops instead", async () => {
		const page = new LoupePage(vscode);
		const { conversation } = page;
		server.play(slowDown, answer);
		await caption();
		await conversation.getByRole("button", { name: "Stop" }).click();
		await conversation.getByText("Stopped.").waitFor();
		await page.settled();
		assert.equal(await conversation.getByRole("timer").count(), 0);
		assert.equal(server.requests, 1);
	});
});
