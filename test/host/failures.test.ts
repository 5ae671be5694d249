import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import {
	type AddressInfo,
	createServer as createTcpServer,
	type Server as TcpServer,
} from "node:net";
import { join } from "node:path";
import { extensions, Uri } from "vscode";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { ask, Folder, set } from "./folder.ts";

const root = extensions.getExtension("loupe.image-loupe")?.extensionPath ?? "";
const bad = join(root, "test/fixtures/bad");

describe("what goes wrong has a kind", () => {
	let folder: Folder;
	let plain: Uri;

	before(async () => {
		folder = await Folder.make();
		plain = await folder.write("plain.png", await renderScene(scenes.plain, { format: "png" }));
	});
	after(() => folder.remove());

	describe("with the demo engine", () => {
		let restore: () => Promise<void>;
		before(async () => {
			restore = await set("engine", "demo");
		});
		after(() => restore());

		const files: Array<[name: string, kind: string]> = [
			["empty.png", "BadImage"],
			["text.png", "BadImage"],
			["truncated.jpg", "BadImage"],
		];
		for (const [name, kind] of files) {
			it(`${name}: ${kind}`, async () => {
				const uri = await folder.write(name, await readFile(join(bad, name)));
				await assert.rejects(Promise.resolve(ask("loupe.detect", uri)), { name: kind });
			});
		}

		it("a file that does not exist: BadImage", async () => {
			const gone = Uri.joinPath(plain, "..", "gone.png");
			await assert.rejects(Promise.resolve(ask("loupe.detect", gone)), { name: "BadImage" });
		});

		it("an SVG with a script is looked at as a picture", async () => {
			const uri = await folder.write("script.svg", await readFile(join(bad, "script.svg")));
			const { objects } = await ask("loupe.detect", uri);
			assert.ok(objects?.some(({ label }) => label.startsWith("red circle")));
		});

		it("several pictures for a task of one: Unsupported", async () => {
			const both = Promise.resolve(ask("loupe.detect", [plain, plain]));
			await assert.rejects(both, { name: "Unsupported" });
		});

		it("a signal that is aborted: Cancelled", async () => {
			const signal = AbortSignal.abort();
			const asked = Promise.resolve(ask("loupe.detect", plain, { signal }));
			await assert.rejects(asked, { name: "Cancelled" });
		});
	});

	describe("with Gemini's protocol", () => {
		let restore: () => Promise<void>;
		before(async () => {
			restore = await set("engine", "gemini");
		});
		after(() => restore());
		afterEach(async () => {
			delete process.env.GEMINI_API_KEY;
			await set("baseUrl", undefined);
		});

		it("no key anywhere: NoKey", async () => {
			delete process.env.GOOGLE_API_KEY;
			await assert.rejects(Promise.resolve(ask("loupe.detect", plain)), { name: "NoKey" });
		});

		it("plain http to another machine: Unsupported, before anything is sent", async () => {
			process.env.GEMINI_API_KEY = "test-key";
			await set("baseUrl", "http://192.0.2.1:8080");
			await assert.rejects(Promise.resolve(ask("loupe.detect", plain)), { name: "Unsupported" });
		});

		it("a server that answers HTML: BadReply", async () => {
			process.env.GEMINI_API_KEY = "test-key";
			const server = createServer((_, response) => {
				response.setHeader("content-type", "text/html");
				response.end("<html><body>Welcome to the hotel's network</body></html>");
			});
			await set("baseUrl", await listen(server));
			const asked = Promise.resolve(ask("loupe.detect", plain));
			await assert.rejects(asked, { name: "BadReply" });
			server.close();
		});

		it("a server that never answers: the signal ends it and the server sees the end", async () => {
			process.env.GEMINI_API_KEY = "test-key";
			const abort = new AbortController();
			const closed = Promise.withResolvers<void>();
			const server = createTcpServer((socket) => {
				socket.on("error", () => {});
				socket.on("close", () => closed.resolve());
				socket.once("data", () => abort.abort());
			});
			await set("baseUrl", await listen(server));
			const asked = Promise.resolve(ask("loupe.detect", plain, { signal: abort.signal }));
			await assert.rejects(asked, { name: "Cancelled" });
			await closed.promise;
			server.close();
		});

		it("sends the key of the environment to the endpoint, in the header only", async () => {
			process.env.GEMINI_API_KEY = "test-key-123";
			const seen: Array<{ url: string; key: unknown; body: string }> = [];
			const server = createServer((request, response) => {
				const chunks: Buffer[] = [];
				request.on("data", (chunk: Buffer) => chunks.push(chunk));
				request.on("end", () => {
					const body = Buffer.concat(chunks).toString();
					seen.push({ url: request.url ?? "", key: request.headers["x-goog-api-key"], body });
					response.statusCode = 400;
					response.setHeader("content-type", "application/json");
					const reason = {
						"@type": "type.googleapis.com/google.rpc.ErrorInfo",
						reason: "API_KEY_INVALID",
					};
					const error = {
						code: 400,
						message: "API key not valid",
						status: "INVALID_ARGUMENT",
						details: [reason],
					};
					response.end(JSON.stringify({ error }));
				});
			});
			await set("baseUrl", await listen(server));
			await assert.rejects(Promise.resolve(ask("loupe.detect", plain)), (error: Error) => {
				assert.equal(error.name, "BadKey");
				assert.doesNotMatch(error.message, /test-key-123/);
				return true;
			});
			server.close();
			assert.equal(seen.length, 1);
			assert.equal(seen[0]?.key, "test-key-123");
			assert.match(
				seen[0]?.url ?? "",
				/^\/v1beta\/models\/gemini-3\.8-flash:streamGenerateContent/,
			);
			assert.doesNotMatch((seen[0]?.url ?? "") + (seen[0]?.body ?? ""), /test-key-123/);
		});
	});
});

/** Listens on a free loopback port; resolves with the address. */
function listen(server: Server | TcpServer): Promise<string> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		});
	});
}
