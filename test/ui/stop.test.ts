import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("A server that misbehaves", () => {
	let silent: Server;
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		silent = createServer();
		silent.listen(0, "127.0.0.1");
		await once(silent, "listening");
		const { port } = silent.address() as AddressInfo;
		workspace = await copySamples();
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
		silent?.closeAllConnections();
		silent?.close();
	});

	it("that never answers is left alone when the person presses Stop, and the editor goes on", async () => {
		const page = new LoupePage(vscode);
		const asked = once(silent, "request");
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		const [request] = (await asked) as [IncomingMessage];
		const closed = once(request.socket, "close");
		await page.progress.waitFor();
		await page.button("Stop").click();
		await closed;
		await page.settled();
		await page.button("Detect Objects").waitFor();
		assert.equal(await page.button("Stop").count(), 0);
		assert.equal(await page.picture("shapes.png").isVisible(), true);
	});

	it("that answers with a web page is named, and the editor goes on", async () => {
		const page = new LoupePage(vscode);
		silent.once("request", (_, response) => {
			response.setHeader("content-type", "text/html");
			response.end("<html><body>Welcome to the hotel's network</body></html>");
		});
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Caption"]);
		await page.alerts.getByText("answered with a web page").waitFor();
		await page.settled();
		assert.equal(await page.picture("shapes.png").isVisible(), true);
	});
});
