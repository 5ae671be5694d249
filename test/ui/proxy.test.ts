import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoEngine, type DemoRequest, startDemoEngine } from "../../src/demo/server.ts";
import { root, samples } from "../bed/paths.ts";
import { TestAuthority } from "../bed/testAuthority.ts";
import { testEnv } from "../bed/testEnv.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { ConnectProxy } from "./connectProxy.ts";
import { LoupePage } from "./loupePage.ts";
import { SecureFront } from "./secureFront.ts";
import { Workbench } from "./workbench.ts";

/** No name server knows names under "test" (RFC 6761): whoever gets there went through the proxy. */
const host = "gemini.example.test";
const pictures = "pictures.example.test";
const near = "near.example.test";
const credentials = "person:a-password-for-tests";

describe("Behind a proxy, and a certificate that only this machine knows", () => {
	const requests: DemoRequest[] = [];
	/** Told of each request to the engine by its verb: ":streamGenerateContent". */
	const asked = new EventEmitter();
	const authority = new TestAuthority("Loupe's tests");
	const proxy = new ConnectProxy();
	let engine: DemoEngine;
	let front: SecureFront;
	let web: Server;
	let workspace: TestWorkspace;
	let certificates: string;
	let vscode: Workbench;
	let page: LoupePage;

	before(async () => {
		engine = await startDemoEngine({
			onRequest: (request) => {
				requests.push(request);
				asked.emit(/:\w+/.exec(request.path)?.[0] ?? "another");
			},
		});
		front = await SecureFront.start(authority.issue(host), engine.url);
		const shapes = await readFile(join(samples, "shapes.png"));
		web = createServer((_, response) => void response.end(shapes)).listen(0, "127.0.0.1");
		await once(web, "listening");
		proxy.places.set(`${pictures}:80`, (web.address() as AddressInfo).port);
		await proxy.start();
		certificates = await mkdtemp(join(tmpdir(), "loupe-certificates-"));
		const known = join(certificates, "known.pem");
		await writeFile(known, authority.certificate);
		workspace = await copySamples();
		vscode = await Workbench.start({
			extension: root,
			// OpenSSL's name for the file with the certificates that a machine trusts.
			env: testEnv({ GEMINI_API_KEY: "a-key-for-tests", SSL_CERT_FILE: known }),
			settings: {
				"loupe.engine": "gemini",
				"loupe.baseUrl": `https://${host}/`,
				"loupe.upload": "files",
				"http.proxy": `http://${credentials}@127.0.0.1:${proxy.port}`,
				"http.noProxy": [near],
			},
		});
		await vscode.open(workspace.folder);
		page = new LoupePage(vscode);
	});
	beforeEach(() => {
		proxy.places.set(`${host}:443`, front.port);
		proxy.credentials = credentials;
		front.show(authority.issue(host));
		// What is open already asks for nothing any more.
		proxy.cut();
		proxy.passages.length = 0;
		requests.length = 0;
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		front?.close();
		web?.closeAllConnections();
		web?.close();
		await proxy.stop();
		await engine?.close();
		if (certificates) await rm(certificates, { recursive: true, force: true });
	});

	const detect = () =>
		vscode.chooseFromMenu(vscode.explorerRow("shapes.png"), ["Loupe", "Detect Objects"]);
	/** VS Code looks for extensions through the same proxy. */
	const passages = () => proxy.passages.filter(({ target }) => /\.test:/.test(target));

	async function expectFailure(words: RegExp): Promise<void> {
		await detect();
		const alert = page.alerts.filter({ hasText: words });
		await alert.waitFor();
		await page.settled();
		assert.doesNotMatch((await alert.textContent()) ?? "", /a-password|a-key-for-tests/);
		assert.equal(await alert.getByRole("button", { name: "Open Proxy Settings" }).count(), 1);
		assert.deepEqual(requests, [], "nothing came to the engine");
	}

	it("uploads and asks through the one, and trusts the other", async () => {
		await detect();
		await page.objects.nth(7).waitFor();
		await page.settled();
		assert.equal(await page.alerts.count(), 0);
		assert.deepEqual(
			requests.map(({ path, status }) => [path.replace(/\?.*/, ""), status]),
			[
				["/upload/v1beta/files", 200],
				["/upload/v1beta/files", 200],
				["/v1beta/models/gemini-3.8-flash:streamGenerateContent", 200],
			],
		);
		assert(passages().length > 0);
		for (const passage of passages()) {
			assert.deepEqual(passage, { target: `${host}:443`, status: 200 });
		}
	});

	it("says so when nobody here trusts who issued the certificate, and what to do", async () => {
		front.show(new TestAuthority("A stranger").issue(host));
		await expectFailure(/certificate is not trusted \(.*\)\. .* install its root certificate/);
		await vscode.screenshot("proxy-certificate");
	});

	it("says so when the certificate has ended, or is for another name", async () => {
		front.show(authority.issue(host, Date.now() - 1000));
		await expectFailure(/certificate is not valid at this time \(certificate has expired\)/);
		proxy.cut();
		front.show(authority.issue("other.example.test"));
		await expectFailure(/certificate is for another name/);
	});

	it("says so when the proxy wants other credentials, or does not know the way", async () => {
		proxy.credentials = "person:another";
		await expectFailure(/proxy wants a name and a password, or others/);
		assert.equal(passages().at(-1)?.status, 407);
		proxy.credentials = credentials;
		proxy.places.delete(`${host}:443`);
		await expectFailure(/proxy did not let the request through \(HTTP 502\)/);
	});

	it("names the proxy that is not there, without its password, and goes on when it is back", async () => {
		await proxy.stop();
		await expectFailure(
			new RegExp(`proxy http://127\\.0\\.0\\.1:${proxy.port} cannot be reached.*http\\.proxy`),
		);
		await proxy.start();
		const answered = once(asked, ":streamGenerateContent");
		await page.alerts.last().getByRole("button", { name: "Try Again" }).click();
		await answered;
	});

	it("fetches pictures from addresses that way, but not from one that is to be reached without", async () => {
		const box = vscode.page.locator(".quick-input-widget:visible");
		await vscode.runCommand("Loupe: Open Picture from Address…");
		await vscode.answer(`http://${near}/near.png`);
		await box.getByText("The connection failed (near.example.test)").waitFor();
		assert.deepEqual(passages(), []);
		await vscode.answer(`http://${pictures}/far.png`);
		await page.picture("far.png").waitFor();
		assert.deepEqual(passages(), [{ target: `${pictures}:80`, status: 200 }]);
	});
});
