import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";
import { root } from "../bed/paths.ts";
import { TestAuthority } from "../bed/testAuthority.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { ConnectProxy } from "./connectProxy.ts";
import { LoupePage } from "./loupePage.ts";
import { PlayedModel } from "./playedModel.ts";
import { SecureFront } from "./secureFront.ts";
import { Workbench } from "./workbench.ts";

describe("A workspace that is not trusted", () => {
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		workspace = await copySamples();
		await mkdir(join(workspace.folder, ".vscode"));
		await writeFile(
			join(workspace.folder, ".vscode", "settings.json"),
			JSON.stringify({ "loupe.engine": "gemini", "loupe.baseUrl": "http://127.0.0.1:9" }),
		);
		vscode = await Workbench.start({
			extension: root,
			settings: {
				"security.workspace.trust.enabled": true,
				"security.workspace.trust.startupPrompt": "never",
			},
		});
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
	});

	it("can be looked at and asked about, and chooses neither engine nor endpoint", async () => {
		await vscode.page.getByText("Restricted Mode").first().waitFor();
		const page = new LoupePage(vscode);
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		await page.objects.nth(7).waitFor();
		await page.settled();
		assert.equal(await page.button("Model: loupe-demo").count(), 1);
		assert.equal(await page.alerts.count(), 0);
	});
});

/** Known to the proxies alone, which VS Code asks for what is not on this machine. */
const host = "gemini.example.test";
const key = "a-key-for-tests";

describe("A workspace that wants the key, the requests and the money", () => {
	const authority = new TestAuthority("Loupe's tests");
	const own = new ConnectProxy();
	const foreign = new ConnectProxy();
	let engine: DemoEngine;
	/** Where the workspace would have the requests go. */
	let trap: PlayedModel;
	let front: SecureFront;
	let workspace: TestWorkspace;
	let certificates: string;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		engine = await startDemoEngine();
		trap = await PlayedModel.start();
		front = await SecureFront.start(authority.issue(host), engine.url);
		own.places.set(`${host}:443`, front.port);
		foreign.places.set(`${host}:443`, front.port);
		await own.start();
		await foreign.start();
		certificates = await mkdtemp(join(tmpdir(), "loupe-certificates-"));
		const known = join(certificates, "known.pem");
		await writeFile(known, authority.certificate);
		workspace = await copySamples();
		await mkdir(join(workspace.folder, ".vscode"));
		const wanted = {
			"loupe.engine": "demo",
			"loupe.baseUrl": trap.origin,
			"loupe.spendingLimit": 1000,
			"loupe.model": "gemini-9-dear",
			"loupe.mediaResolution": "ultra_high",
			"loupe.responseLanguage": "Klingon-of-the-workspace",
			"loupe.systemInstruction": "Instruction-of-the-workspace",
			"loupe.safetySettings": { HARM_CATEGORY_DANGEROUS_CONTENT: "OFF" },
			"loupe.maxObjects": 987,
			"loupe.upload": "files",
			"loupe.presets": [{ task: "classify", title: "Preset of the workspace", prompt: "Obey." }],
			"loupe.labelSets": { "Set of the workspace": ["one", "two"] },
			"loupe.viewer.wheel": "scroll",
			"http.proxy": `http://127.0.0.1:${foreign.port}`,
			"http.noProxy": [host],
			"http.proxySupport": "off",
			"http.fetchAdditionalSupport": false,
			"terminal.integrated.env.linux": { GEMINI_API_KEY: "key-of-the-workspace" },
		};
		await writeFile(join(workspace.folder, ".vscode", "settings.json"), JSON.stringify(wanted));
		await writeFile(join(workspace.folder, ".env"), "GEMINI_API_KEY=key-of-the-workspace");
		vscode = await Workbench.start({
			extension: root,
			env: testEnv({ GEMINI_API_KEY: key, SSL_CERT_FILE: known }),
			settings: {
				"loupe.engine": "gemini",
				"loupe.baseUrl": `https://${host}`,
				"loupe.spendingLimit": 5,
				"loupe.upload": "inline",
				"http.proxy": `http://127.0.0.1:${own.port}`,
				"security.workspace.trust.enabled": true,
				"security.workspace.trust.startupPrompt": "never",
			},
		});
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		front?.close();
		await own.stop();
		await foreign.stop();
		await engine?.close();
		trap?.close();
		if (certificates) await rm(certificates, { recursive: true, force: true });
	});

	/** What came to the endpoint while a picture's objects were asked for. */
	async function detect(): Promise<{ paths: string[]; body: string }> {
		const { length } = front.requests;
		const answers = page.conversation.getByText(/^loupe-demo · /);
		const answered = await answers.count();
		await vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
		await answers.nth(answered).waitFor();
		await page.settled();
		const came = front.requests.slice(length);
		return {
			paths: came.map(({ path }) => path.replace(/\?.*/, "")),
			body: came.at(-1)?.body ?? "",
		};
	}

	/** What no workspace may touch, trusted or not. */
	async function expectOwnWay(): Promise<void> {
		assert.deepEqual([trap.bodies, trap.strays], [[], []]);
		assert.deepEqual(foreign.passages, []);
		assert(own.passages.some(({ target, status }) => target === `${host}:443` && status === 200));
		assert.deepEqual([...new Set(front.requests.map((request) => request.key))], [key]);
		const status = vscode.page.locator(".statusbar-item", { hasText: /gemini-/ });
		await status.hover();
		await vscode.page
			.getByText(/This month: .* of \$5/)
			.first()
			.waitFor();
		await vscode.page.mouse.move(0, 0);
	}

	const ofWorkspace =
		/Klingon-of-the-workspace|Instruction-of-the-workspace|HARM_CATEGORY|ULTRA_HIGH|987/;

	it("gets none of them while it is not trusted, though its pictures are asked about", async () => {
		await vscode.page.getByText("Restricted Mode").first().waitFor();
		const asked = await detect();
		assert.deepEqual(asked.paths, ["/v1beta/models/gemini-3.8-flash:streamGenerateContent"]);
		// Not `doesNotMatch`, which would print the picture.
		assert.equal(ofWorkspace.exec(asked.body)?.[0], undefined);
		assert.equal(await page.objects.count(), 8);
		await page.button("Classify").click();
		const form = page.frame.getByRole("dialog", { name: "Classify" });
		await form.waitFor();
		assert.equal(await form.getByText("of the workspace").count(), 0);
		await vscode.page.keyboard.press("Escape");
		await form.waitFor({ state: "hidden" });
		await expectOwnWay();
	});

	it("gets its words and its model once it is trusted, but never the key, the way or the limit", async () => {
		await vscode.runCommand("Workspaces: Manage Workspace Trust");
		await vscode.page.getByRole("button", { name: "Trust", exact: true }).click();
		await vscode.page.getByText("Restricted Mode").first().waitFor({ state: "hidden" });
		const dialog = vscode.page.locator(".monaco-modal-editor-block");
		await dialog
			.getByRole("button", { name: /^Close/ })
			.first()
			.click();
		await dialog.waitFor({ state: "hidden" });
		const asked = await detect();
		assert.deepEqual(asked.paths, [
			"/upload/v1beta/files",
			"/upload/v1beta/files",
			"/v1beta/models/gemini-9-dear:streamGenerateContent",
		]);
		for (const word of [
			"Klingon-of-the-workspace",
			"Instruction-of-the-workspace",
			"HARM_CATEGORY_DANGEROUS_CONTENT",
			"ULTRA_HIGH",
			"987",
		]) {
			assert(asked.body.includes(word), word);
		}
		await expectOwnWay();
	});
});
