import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, closeAll, set } from "./folder.ts";

describe("pictures by address, called from elsewhere", () => {
	let server: Server;
	let origin: string;
	let restore: () => Promise<void>;
	const asked: IncomingMessage[] = [];

	before(async () => {
		const plain = await renderScene(scenes.plain, { format: "png" });
		server = createServer((request, response) => {
			asked.push(request);
			if (request.url?.startsWith("/gone")) response.writeHead(404).end();
			else if (request.url?.startsWith("/page")) response.end("<html><body>Sign in");
			else response.end(plain);
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		restore = await set("engine", "demo");
	});
	beforeEach(() => asked.splice(0));
	after(async () => {
		await closeAll();
		await restore?.();
		server?.close();
		server?.closeAllConnections();
	});

	it("a task takes an address as it takes a file", async () => {
		const { objects, image } = await ask("loupe.detect", `${origin}/plain.png`);
		assert.deepEqual(image, scenes.plain.size);
		assert.equal(objects?.length, scenes.plain.shapes.length);
		assert.equal(asked.length, 1);
	});

	it("fetches what it has a copy of no second time", async () => {
		await ask("loupe.caption", `${origin}/twice.png`);
		await ask("loupe.caption", `${origin}/twice.png#there`);
		assert.equal(asked.length, 1);
	});

	it("a question goes to several, in order", async () => {
		const targets = [`${origin}/first.png`, `${origin}/second.png`];
		const { text, image } = await ask("loupe.ask", targets, { question: "What is on them?" });
		assert.notEqual(text, "");
		assert.deepEqual(image, scenes.plain.size);
		assert.deepEqual(
			asked.map(({ url }) => url),
			["/first.png", "/second.png"],
		);
	});

	const failures: Array<[what: string, address: () => string, kind: string]> = [
		["nothing there", () => `${origin}/gone.png`, "BadImage"],
		["a web page", () => `${origin}/page.png`, "Unsupported"],
		["another scheme", () => "file:///etc/passwd", "Unsupported"],
		["a password in it", () => origin.replace("//", "//me:secret@"), "Unsupported"],
	];
	for (const [what, address, kind] of failures) {
		it(`${what}: ${kind}`, async () => {
			await assert.rejects(Promise.resolve(ask("loupe.caption", address())), { name: kind });
		});
	}

	it("one bad address among several: none is fetched", async () => {
		const targets = [`${origin}/good.png`, "ftp://127.0.0.1/bad.png"];
		const asking = Promise.resolve(ask("loupe.ask", targets, { question: "?" }));
		await assert.rejects(asking, { name: "Unsupported" });
		assert.equal(asked.length, 0);
	});

	it("an aborted signal: Cancelled, nothing fetched", async () => {
		const signal = AbortSignal.abort();
		const asking = Promise.resolve(ask("loupe.caption", `${origin}/never.png`, { signal }));
		await assert.rejects(asking, { name: "Cancelled" });
		assert.equal(asked.length, 0);
	});
});
