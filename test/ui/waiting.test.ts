import assert from "node:assert/strict";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { answer, refusal } from "../faults/scripts.ts";
import { LoupePage } from "./loupePage.ts";
import { keptPlaces, tellingPlaces } from "./tellingPlaces.ts";
import { Workbench } from "./workbench.ts";

const key = "AIzaLeakSearch-7d41c9e0b6f84a2f9c35e1d0";

describe("A server that asks for patience", () => {
	const server = new FaultServer();
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		await server.start();
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: key }),
			settings: { "loupe.engine": "gemini", "loupe.baseUrl": server.url },
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

	it("and quotes the key, is quoted without it, on the page and in all that the window keeps", async () => {
		const page = new LoupePage(vscode);
		const { conversation } = page;
		const denied = `Permission denied: Consumer 'api_key:${key}' has been suspended.`;
		server.play(refusal(400, "INVALID_ARGUMENT", `Unable to process input image. ${denied}`));
		await caption();
		await conversation.getByText("Unable to process input image.").waitFor();
		// From here on the demo engine answers.
		server.reset();
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		await page.objects.nth(0).waitFor();
		await page.settled();
		assert.deepEqual(await tellingPlaces(vscode.page, key), []);
		// A new window has put what it keeps where it keeps it.
		await vscode.reload();
		assert.deepEqual(await tellingPlaces(vscode.page, key), []);
		const places = await keptPlaces(vscode.page);
		assert(
			places.some((place) => /state-db-global/.test(place)),
			places.join(),
		);
		// What is searched has something to tell.
		assert.notDeepEqual(await tellingPlaces(vscode.page, "loupe"), []);
		assert.equal(server.requests > 0, true);
	});
});
