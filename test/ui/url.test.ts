import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { root, samples } from "../bed/paths.ts";
import { copySamples, type TestWorkspace } from "../bed/workspace.ts";
import { LoupePage } from "./loupePage.ts";
import { Workbench } from "./workbench.ts";

describe("A person with the address of a picture", () => {
	let server: Server;
	let origin: string;
	const asked: string[] = [];
	let workspace: TestWorkspace;
	let vscode: Workbench;

	before(async () => {
		const shapes = await readFile(join(samples, "shapes.png"));
		server = createServer((request, response) => {
			asked.push(request.url ?? "");
			if (request.url === "/slow.png") response.write(shapes.subarray(0, 1000));
			else if (request.url === "/page.png") response.end("<!doctype html><p>Sign in");
			else response.end(shapes);
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		workspace = await copySamples();
		vscode = await Workbench.start({ extension: root });
		await vscode.open(workspace.folder);
	});
	after(async () => {
		await vscode?.close();
		await workspace?.remove();
		server?.closeAllConnections();
		server?.close();
	});
	beforeEach(() => asked.splice(0));
	let failures = 0;
	afterEach(async function () {
		if (this.currentTest?.state === "failed") await vscode.screenshot(`url-failed-${++failures}`);
	});

	const box = (): Locator => vscode.page.locator(".quick-input-widget:visible");
	const openBox = async (address: string): Promise<void> => {
		await vscode.runCommand("Loupe: Open Picture from Address…");
		await box().getByText("Open Picture from Address").waitFor();
		await box().locator("input.input").fill(address);
	};

	it("types it, presses Enter, and sees the picture in Loupe; before Enter nothing is fetched", async () => {
		await openBox(`${origin}/a%20b/shapes.php`);
		await box().getByText("It is fetched when you press Enter.").waitFor();
		assert.deepEqual(asked, []);
		await vscode.page.keyboard.press("Enter");
		await new LoupePage(vscode).picture("shapes.php.png").waitFor();
		await vscode.tab("shapes.php.png").waitFor();
		assert.deepEqual(asked, ["/a%20b/shapes.php"]);
		await vscode.screenshot("url-picture");
	});

	it("opens the copy the next time, and fetches it again by the button", async () => {
		await openBox(`${origin}/a%20b/shapes.php`);
		await box().getByText("A copy is kept").waitFor();
		await vscode.page.keyboard.press("Enter");
		await box().waitFor({ state: "hidden" });
		assert.deepEqual(asked, []);
		await openBox(`${origin}/a%20b/shapes.php`);
		await box().getByRole("button", { name: "Fetch Again" }).click();
		await box().waitFor({ state: "hidden" });
		assert.deepEqual(asked, ["/a%20b/shapes.php"]);
	});

	it("is told in the box what is wrong with an address, and corrects it there", async () => {
		await openBox("file:///etc/passwd");
		await box().getByText("only http and https addresses can be opened").waitFor();
		await box().locator("input.input").fill(`${origin}/page.png`);
		await vscode.page.keyboard.press("Enter");
		await box().getByText("there is a web page at this address").waitFor();
		await vscode.screenshot("url-refused");
		await box().locator("input.input").fill(`${origin}/other.png`);
		await vscode.page.keyboard.press("Enter");
		await new LoupePage(vscode).picture("other.png").waitFor();
	});

	it("cancels one that never comes, and its connection ends", async () => {
		const request = once(server, "request");
		await openBox(`${origin}/slow.png`);
		await vscode.page.keyboard.press("Enter");
		const [{ socket }] = await request;
		const closed = once(socket, "close");
		await box().getByText("Fetching… 1.0 kB so far.").waitFor();
		await box().getByRole("button", { name: "Cancel" }).click();
		await closed;
		await box().getByText("It is fetched when you press Enter.").waitFor();
		await vscode.page.keyboard.press("Escape");
		await box().waitFor({ state: "hidden" });
	});

	it("asks about it beside a file", async () => {
		const frame = vscode.editorFrame();
		await vscode.explorerRow("apple.png").click();
		await vscode.explorerRow("bouncing-ball.gif").click({ modifiers: ["ControlOrMeta"] });
		await vscode.chooseFromMenu(vscode.explorerRow("bouncing-ball.gif"), ["Loupe", "Ask…"]);
		await frame.getByRole("button", { name: "Add from Address…" }).click();
		await vscode.answer(`${origin}/third.png`);
		await frame.getByRole("button", { name: "Picture 3: third.png" }).waitFor();
		await frame
			.getByRole("img", { name: "third.png" })
			.evaluate((image) => (image as HTMLImageElement).decode());
		assert.deepEqual(asked, ["/third.png"]);
		// What the animation weighs when sent is known once it was prepared: no "about" any more.
		await frame.getByText(/^3 pictures · [\d.]+ kB of at most 20 MB$/).waitFor();
	});

	it("sees no error and no broken Content Security Policy", () => {
		assert.deepEqual(vscode.problems, []);
	});
});
