import assert from "node:assert/strict";
import { root } from "../bed/paths.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { chunk, event, eventStream, refusal } from "../faults/scripts.ts";
import { LoupePage } from "./loupePage.ts";
import { Talk } from "./talk.ts";
import { Workbench } from "./workbench.ts";

const file = "shapes.png";

describe("A person who wants to know what is sent", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;
	let page: LoupePage;
	let talk: Talk;

	before(async () => {
		workspace = await copySamples();
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
		talk = new Talk(vscode, page);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("request-failed");
	});

	const inspector = () => page.frame.getByRole("dialog", { name: "Request", exact: true });
	const part = (name: string) => inspector().getByRole("region", { name, exact: true });
	/** Resolves with the natural size of the first small picture when it is drawn. */
	const thumbnail = async (): Promise<{ width: number; height: number }> => {
		const image = part("Pictures").getByRole("img").first();
		await image.waitFor();
		return image.evaluate(async (one) => {
			if (!(one instanceof HTMLImageElement)) throw new Error("it is no <img>");
			await one.decode();
			return { width: one.naturalWidth, height: one.naturalHeight };
		});
	};

	it("chooses a sent size, and sees before asking what would go out", async () => {
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Ask…"]);
		await page.picture(file).waitFor();
		await talk.box.click();
		await vscode.page.keyboard.type("How many shapes are there?");
		await page.button("Request Options").click();
		await page.frame.getByLabel("Sent size").selectOption("768");
		await vscode.screenshot("request-options");
		await page.button("Show Request…").click();
		await part("Pictures")
			.getByText(/^768 × \d+ px · [\d.]+ kB · image\/\w+ · inside the request · converted$/)
			.waitFor();
		const { width, height } = await thumbnail();
		assert(width > 100 && width <= 320 && height < width, `${width} × ${height}`);
		await part("Words")
			.getByText(/^How many shapes are there\?/)
			.waitFor();
		await vscode.screenshot("request-before");
		await vscode.page.keyboard.press("Escape");
		await inspector().waitFor({ state: "detached" });
	});

	it("asks, and sees what went out and what came back", async () => {
		await talk.box.click();
		await vscode.page.keyboard.press("Enter");
		const question = "How many shapes are there?";
		const entry = await talk.answered(question);
		await entry.getByText(/· sent.768.×.\d+$/).waitFor();
		await entry.hover();
		await talk.action(question, "Show Request").click();
		await part("Pictures")
			.getByText(/^768 × \d+ px · .* · inside the request · converted$/)
			.waitFor();
		assert((await thumbnail()).width > 100);
		await part("Raw reply")
			.getByText(/^There are 8 shapes[\s\S]*"box_2d"/)
			.waitFor();
		assert.match((await part("Settings as JSON").locator("pre").textContent()) ?? "", /^\{/);
		await vscode.screenshot("request-after");
		await vscode.page.keyboard.press("Escape");
		await talk.action(question, "Show Request").and(page.frame.locator(":focus")).waitFor();
	});

	it("asks as it is set again after Reset", async () => {
		await page.button("Request Options").click();
		await page.button("Reset").click();
		await vscode.page.keyboard.press("Escape");
		const entry = await talk.ask("Is there a star?");
		await entry.getByText(/· sent.\d+.×.\d+$/).waitFor();
		assert.equal(await entry.getByText(/sent.768/).count(), 0);
	});
});

describe("A person whose model is gone", () => {
	const server = new FaultServer();
	const asked: string[] = [];
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		await server.start();
		const missing = refusal(
			404,
			"NOT_FOUND",
			"This model models/gemini-2.0-flash is no longer available.",
		);
		server.play((response, request) => {
			const model = /\/models\/([^:/]+):streamGenerateContent/.exec(request.url ?? "")?.[1];
			if (model === undefined) {
				response.writeHead(200, { "content-type": "application/json" }).end('{"models": []}');
				return;
			}
			asked.push(model);
			if (model === "gemini-2.0-flash") return missing(response, request);
			response.writeHead(200, eventStream);
			response.end(event(chunk({ text: "Eight shapes." }, { finishReason: "STOP" })));
		});
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests" }),
			settings: {
				"loupe.engine": "gemini",
				"loupe.baseUrl": server.url,
				"loupe.model": "gemini-2.0-flash",
			},
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		await server.stop();
	});
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot("request-gone-failed");
	});

	it("switches to another by one click, and the question's words are asked again", async () => {
		const page = new LoupePage(vscode);
		const talk = new Talk(vscode, page);
		const question = "What is drawn here, exactly?";
		await vscode.chooseFromMenu(vscode.explorerRow(file), ["Loupe", "Ask…"]);
		await page.picture(file).waitFor();
		const failed = await talk.ask(question);
		const button = failed.getByRole("button", { name: /^Switch to gemini-/ });
		const model = ((await button.textContent()) ?? "").replace("Switch to ", "");
		await vscode.screenshot("request-gone");
		await button.click();
		const answered = await talk.answered(question);
		await answered.getByText("Eight shapes.", { exact: true }).waitFor();
		await answered.getByText(new RegExp(`^${model} `)).waitFor();
		assert.equal(await page.alerts.count(), 0);
		assert.deepEqual(asked, ["gemini-2.0-flash", model]);
		await page.button(`Model: ${model}`).waitFor();
		await answered.hover();
		await talk.action(question, "Show Request").click();
		const words = page.frame.getByRole("region", { name: "Words", exact: true }).locator("pre");
		await words.getByText(/^What is drawn here, exactly\?/).waitFor();
		await vscode.page.keyboard.press("Escape");
	});

	it("chooses the highest resolution, and sees that it is said with each picture", async () => {
		const page = new LoupePage(vscode);
		await page.button("Request Options").click();
		await page.frame.getByLabel("Resolution").selectOption("ultra_high");
		await page.frame.getByLabel("Thinking").selectOption("high");
		await page.button("Show Request…").click();
		const settings = page.frame.getByRole("region", { name: "Settings", exact: true });
		await settings.getByText("ultra high, said with each picture").waitFor();
		await settings.getByText("high", { exact: true }).waitFor();
		await page.frame
			.getByText(/^≈ [\d,]+ tokens · \$/)
			.last()
			.waitFor();
		await vscode.screenshot("request-ultra");
		await vscode.page.keyboard.press("Escape");
	});
});
