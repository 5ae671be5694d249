import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

/** At 0.75 and 3.75 dollars a million tokens, 0.0026 dollars; twice that from 2027 on. */
const answer = {
	candidates: [
		{ content: { role: "model", parts: [{ text: "Shapes." }] }, finishReason: "STOP", index: 0 },
	],
	usageMetadata: {
		promptTokenCount: 1190,
		candidatesTokenCount: 50,
		thoughtsTokenCount: 400,
		totalTokenCount: 1640,
	},
	modelVersion: "gemini-3.8-flash",
};
const models = ["gemini-9-ultra", "gemini-3.6-flash", "gemini-3.8-flash"];

describe("Money, as a person sees it", () => {
	let server: Server;
	let listings = 0;
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		server = createServer(async (request, response) => {
			for await (const _ of request);
			if (request.url?.includes(":streamGenerateContent")) {
				response.setHeader("content-type", "text/event-stream");
				response.end(`data: ${JSON.stringify(answer)}\n\n`);
				return;
			}
			listings++;
			response.setHeader("content-type", "application/json");
			const listed = models.map((id) => ({
				name: `models/${id}`,
				displayName: id,
				inputTokenLimit: 1_048_576,
				supportedGenerationMethods: ["generateContent"],
			}));
			response.end(JSON.stringify({ models: listed }));
			server.emit("listed");
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: {
				"loupe.engine": "gemini",
				"loupe.baseUrl": `http://127.0.0.1:${port}`,
				// One answer, but not two.
				"loupe.spendingLimit": 0.004,
			},
		});
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		server?.closeAllConnections();
		server?.close();
	});

	const caption = () =>
		vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Caption"]);
	const status = (model: string) => vscode.page.locator(".statusbar-item", { hasText: model });

	it("is estimated before, and said after, with the answer and in the status bar", async () => {
		await caption();
		await page.conversation.getByText(/1,640 tokens · \$0\.00\d\d · /).waitFor();
		// Where the tasks need the room it gives way.
		await vscode.page.setViewportSize({ width: 1600, height: 800 });
		await page.frame.getByText(/≈ 1,\d\d0 tokens · \$0\.00\d\d/).waitFor();
		await status("gemini-3.8-flash").hover();
		await vscode.page
			.getByText(/This picture: \$0\.00\d\d/)
			.first()
			.waitFor();
		await vscode.page
			.getByText(/This month: \$0\.00\d\d of \$0\.004/)
			.first()
			.waitFor();
		await vscode.screenshot("money-status");
		await vscode.page.mouse.move(0, 0);
	});

	it("is not spent over the limit unless the person says so", async () => {
		const dialog = vscode.page.getByRole("dialog").filter({ hasText: "Ask anyway?" });
		const answers = page.conversation.getByText("Shapes.", { exact: true });
		await caption();
		await dialog.waitFor();
		await vscode.screenshot("money-limit");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await page.settled();
		assert.equal(await answers.count(), 1);
		await caption();
		await dialog.getByRole("button", { name: "Ask Anyway" }).click();
		await answers.nth(1).waitFor();
	});

	it("stands beside each model, which can be chosen for the workspace alone", async () => {
		const list = vscode.page.locator(".quick-input-list");
		const button = (name: string) =>
			vscode.page.locator(".quick-input-titlebar").getByRole("button", { name });
		await vscode.runCommand("Loupe: Select Model…");
		await list.getByText("$1.50 in, $7.50 out per million tokens").first().waitFor();
		await vscode.page.keyboard.press("Escape");
		await vscode.runCommand("Loupe: Select Model…");
		await list.getByText("gemini-9-ultra").waitFor();
		assert.equal(listings, 1, "asked once");
		const again = once(server, "listed");
		await button("Ask Gemini Again Which Models There Are").click();
		await again;
		await button("Choose for This Workspace Instead").click();
		await button("Choose for You Instead").waitFor();
		await vscode.screenshot("money-models");
		await list.getByText("gemini-3.6-flash").click();
		await status("gemini-3.6-flash").waitFor();
		const written = await readFile(join(workspace.folder, ".vscode", "settings.json"), "utf8");
		assert.match(written, /"loupe\.model": "gemini-3\.6-flash"/);
	});
});
