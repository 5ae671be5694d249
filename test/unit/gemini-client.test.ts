import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { registerHooks } from "node:module";
import {
	type AddressInfo,
	createServer as createSocketServer,
	type Server as SocketServer,
} from "node:net";
import { inspect } from "node:util";
import { GeminiClient, type ReplyPiece } from "../../src/gemini/client.ts";
import { checkBaseUrl, type Endpoint } from "../../src/gemini/endpoint.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import { type ErrorKind, LoupeError } from "../../src/shared/errors.ts";
import { FakeClock } from "../faults/fakeClock.ts";

const key = "not-a-real-key-0123456789";
const request = buildRequest({
	task: "detect",
	model: "gemini-3.8-flash",
	pictures: [{ mimeType: "image/png", base64: "iVBORw0KGgo=" }],
	maxObjects: 25,
});

type Script = (response: ServerResponse, asked: IncomingMessage) => void;

describe("The Gemini client, through the real SDK", () => {
	let server: Server;
	let baseUrl: string;
	let script: Script;
	let clock: FakeClock;
	let seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];

	before(async () => {
		server = createServer(async (asked, response) => {
			let body = "";
			for await (const piece of asked) body += piece;
			const { method = "", url = "", headers } = asked;
			seen.push({ method, url, headers, body });
			script(response, asked);
		});
		baseUrl = await listening(server);
	});
	beforeEach(() => {
		seen = [];
		clock = new FakeClock();
		script = (response) => response.writeHead(500).end("no script");
	});
	after(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, "close");
	});

	const clientFor = (endpoint: Partial<Endpoint> = {}) =>
		new GeminiClient({ endpoint: async () => ({ key, baseUrl, ...endpoint }), clock });

	async function read(client = clientFor(), signal = new AbortController().signal) {
		const pieces: ReplyPiece[] = [];
		for await (const piece of client.stream(request, signal)) pieces.push(piece);
		return pieces;
	}

	async function failure(of: Promise<unknown> = read()): Promise<LoupeError> {
		const error = await of.then(
			() => assert.fail("it did not fail"),
			(reason: unknown) => reason,
		);
		assert(error instanceof LoupeError, inspect(error));
		assert.doesNotMatch(inspect(error, { depth: 10 }), new RegExp(key));
		return error;
	}

	describe("streams", () => {
		it("text as it comes, then one end with what was used and who answered", async () => {
			script = events(
				chunk({ text: '[{"box_2d"' }),
				chunk({ text: ": [1,2,3,4]}]" }, { finishReason: "STOP" }),
				{
					usageMetadata: {
						promptTokenCount: 1120,
						candidatesTokenCount: 30,
						thoughtsTokenCount: 4,
						cachedContentTokenCount: 100,
						totalTokenCount: 1154,
					},
					modelVersion: "gemini-3.8-flash-001",
					responseId: "r1",
				},
			);
			const usage = {
				promptTokens: 1120,
				outputTokens: 30,
				thoughtTokens: 4,
				cachedTokens: 100,
				totalTokens: 1154,
			};
			assert.deepEqual(await read(), [
				{ kind: "text", text: '[{"box_2d"' },
				{ kind: "text", text: ": [1,2,3,4]}]" },
				{ kind: "usage", usage },
				{
					kind: "end",
					finishReason: "STOP",
					modelVersion: "gemini-3.8-flash-001",
					responseId: "r1",
					usage,
				},
			]);
		});

		it("before the answer is whole", async () => {
			let finish = () => {};
			script = (response) => {
				response.writeHead(200, eventStream).write(event(chunk({ text: "first" })));
				finish = () => response.end(event(chunk({ text: "last" }, { finishReason: "STOP" })));
			};
			const stream = clientFor().stream(request, new AbortController().signal);
			assert.deepEqual((await stream.next()).value, { kind: "text", text: "first" });
			finish();
			assert.deepEqual((await stream.next()).value, { kind: "text", text: "last" });
			assert.equal((await stream.next()).value?.kind, "end");
			assert.equal((await stream.next()).done, true);
		});

		it("letters that were cut between two packets", async () => {
			const bytes = Buffer.from(event(chunk({ text: "빨간 원" }, { finishReason: "STOP" })));
			const cut = bytes.indexOf("간") + 1;
			script = (response) => {
				response.writeHead(200, eventStream);
				response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
			};
			assert.deepEqual((await read())[0], { kind: "text", text: "빨간 원" });
		});

		it("no thoughts", async () => {
			script = events(
				chunk({ text: "Let me look closely", thought: true }),
				chunk({ text: "A cup." }, { finishReason: "STOP" }),
			);
			const pieces = await read();
			assert.deepEqual(
				pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.kind)),
				["A cup.", "end"],
			);
		});

		it("an answer cut at the token cap, and says so at its end", async () => {
			script = events(chunk({ text: "[" }, { finishReason: "MAX_TOKENS" }));
			assert.deepEqual((await read()).at(-1), {
				kind: "end",
				finishReason: "MAX_TOKENS",
				modelVersion: undefined,
			});
		});

		it("what was said before the model was stopped", async () => {
			script = events(chunk({ text: "[" }), chunk({}, { finishReason: "SAFETY" }));
			const pieces = await read();
			assert.deepEqual(pieces[0], { kind: "text", text: "[" });
			assert.equal(pieces[1]?.kind === "end" && pieces[1].finishReason, "SAFETY");
		});
	});

	describe("sends", () => {
		it("the request as built to v1beta, with the key in a header only", async () => {
			script = events(chunk({ text: "[]" }, { finishReason: "STOP" }));
			await read(clientFor({ baseUrl: `${baseUrl}/some/path/` }));
			const [asked] = seen;
			assert.equal(asked?.method, "POST");
			assert.equal(
				asked.url,
				"/some/path/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
			);
			assert.equal(asked.headers["x-goog-api-key"], key);
			const body = JSON.parse(asked.body);
			assert.deepEqual(body.contents, request.contents);
			assert.deepEqual(body.generationConfig, { ...request.config });
		});

		it("to the endpoint of that moment", async () => {
			script = events(chunk({ text: "[]" }, { finishReason: "STOP" }));
			const keys = ["first-key", "second-key", "second-key"];
			const client = new GeminiClient({
				endpoint: async () => ({ key: keys.shift() ?? "", baseUrl }),
			});
			for (let turn = 0; turn < 3; turn++) await read(client);
			assert.deepEqual(
				seen.map(({ headers }) => headers["x-goog-api-key"]),
				["first-key", "second-key", "second-key"],
			);
		});

		it("through the given fetch, to Google when no address is set", async () => {
			const urls: string[] = [];
			const client = new GeminiClient({
				endpoint: async () => ({ key, baseUrl: "" }),
				fetch: async (input) => {
					urls.push(String(input));
					return Response.json({ models: [] });
				},
			});
			await client.checkKey(new AbortController().signal);
			assert.deepEqual(urls, [
				"https://generativelanguage.googleapis.com/v1beta/models?pageSize=1",
			]);
		});

		it("nowhere else, whatever the environment says", async () => {
			const environment = {
				GOOGLE_GENAI_USE_VERTEXAI: "true",
				GOOGLE_CLOUD_PROJECT: "elsewhere",
				GOOGLE_CLOUD_LOCATION: "global",
				GOOGLE_API_KEY: "another-key",
				GEMINI_API_KEY: "another-key",
				GOOGLE_GEMINI_BASE_URL: "https://example.invalid",
				GEMINI_BASE_URL: "https://example.invalid",
				GOOGLE_VERTEX_BASE_URL: "https://example.invalid",
				GEMINI_NEXT_GEN_API_BASE_URL: "https://example.invalid",
			};
			const before = { ...process.env };
			Object.assign(process.env, environment);
			try {
				script = events(chunk({ text: "[]" }, { finishReason: "STOP" }));
				await read();
			} finally {
				for (const name of Object.keys(environment)) {
					if (before[name] === undefined) delete process.env[name];
					else process.env[name] = before[name];
				}
			}
			assert.equal(seen.length, 1);
			assert.match(seen[0]?.url ?? "", /^\/v1beta\/models\//);
			assert.equal(seen[0]?.headers["x-goog-api-key"], key);
		});

		it("nothing before it is asked to", () => {
			clientFor().stream(request, new AbortController().signal);
			assert.equal(seen.length, 0);
		});
	});

	describe("lists the models of this key", () => {
		const model = (id: string, more: object = {}) => ({
			name: `models/${id}`,
			displayName: `The ${id}`,
			inputTokenLimit: 1_048_576,
			outputTokenLimit: 65_536,
			supportedGenerationMethods: ["generateContent", "countTokens"],
			...more,
		});

		it("over all pages, only those that generate content", async () => {
			script = (response, { url }) =>
				json(
					response,
					url?.includes("pageToken=2")
						? { models: [model("c", { displayName: undefined, inputTokenLimit: undefined })] }
						: {
								models: [model("a"), model("b", { supportedGenerationMethods: ["embedContent"] })],
								nextPageToken: "2",
							},
				);
			assert.deepEqual(await clientFor().listModels(new AbortController().signal), [
				{
					id: "a",
					displayName: "The a",
					inputTokenLimit: 1_048_576,
					outputTokenLimit: 65_536,
				},
				{ id: "c", displayName: "c", outputTokenLimit: 65_536 },
			]);
			assert.equal(seen.length, 2);
		});

		it("to check a key, one of them at most", async () => {
			script = (response) => json(response, { models: [model("a")], nextPageToken: "2" });
			await clientFor().checkKey(new AbortController().signal);
			assert.deepEqual(
				seen.map(({ url }) => url),
				["/v1beta/models?pageSize=1"],
			);
		});

		it("and says what is wrong with a key", async () => {
			script = refusal(400, "INVALID_ARGUMENT", "API key not valid.", [
				{ reason: "API_KEY_INVALID" },
			]);
			const error = await failure(clientFor().checkKey(new AbortController().signal));
			assert.deepEqual([error.name, error.detail], ["BadKey", "API key not valid."]);
		});
	});

	describe("fails as", () => {
		const none = new AbortController().signal;
		const scripted: [ErrorKind, string, Script, RegExp?][] = [
			[
				"BadKey",
				"the key is wrong",
				refusal(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
					{ reason: "API_KEY_INVALID" },
				]),
			],
			[
				"BadKey",
				"the answer quotes the key",
				refusal(403, "PERMISSION_DENIED", `Consumer 'api_key:${key}' has been suspended.`),
				/^Consumer 'api_key:…' has been suspended\.$/,
			],
			[
				"Quota",
				"the day's quota is used up",
				refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", [
					{ violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier" }] },
					{ retryDelay: "7s" },
				]),
			],
			[
				"ModelGone",
				"the model has ended",
				refusal(404, "NOT_FOUND", "This model is no longer available to new users."),
				/^gemini-3\.8-flash$/,
			],
			[
				"ModelGone",
				"this key may not use the model",
				refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: m, limit: 0, model: m"),
				/^gemini-3\.8-flash$/,
			],
			[
				"BadImage",
				"the picture cannot be read",
				refusal(400, "INVALID_ARGUMENT", "Unable to process input image."),
			],
			[
				"Blocked",
				"the prompt is blocked",
				events({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }),
				/^PROHIBITED_CONTENT$/,
			],
			[
				"Blocked",
				"the answer is blocked",
				events(chunk({}, { finishReason: "IMAGE_SAFETY" })),
				/^IMAGE_SAFETY$/,
			],
			[
				"BadReply",
				"a web page answers",
				(response) =>
					response
						.writeHead(200, { "content-type": "text/html" })
						.end("<html>Sign in\n\n</html>\n\n"),
				/web page/,
			],
			[
				"BadReply",
				"the events are garbage",
				(response) => response.writeHead(200, eventStream).end("data: {oops\n\n"),
				/not JSON/,
			],
			[
				"BadReply",
				"the answer is JSON, but no answer",
				(response) => response.writeHead(200, eventStream).end("data: null\n\n"),
			],
			[
				"BadReply",
				"the events end in the middle of one",
				(response) =>
					response.writeHead(200, eventStream).end(event(chunk({ text: "[" })).slice(0, -9)),
				/cut off/,
			],
			["BadReply", "there is no event at all", events(), /empty/],
			[
				"BadReply",
				"the model wrote something malformed",
				events(chunk({}, { finishReason: "MALFORMED_RESPONSE" })),
				/MALFORMED_RESPONSE/,
			],
			[
				"BadReply",
				"the address points elsewhere",
				(response) => response.writeHead(307, { location: `${baseUrl}/elsewhere` }).end(),
				/redirects/,
			],
		];
		for (const [kind, what, how, detail = /./] of scripted) {
			it(`${kind} when ${what}`, async () => {
				script = how;
				const error = await failure();
				assert.equal(error.name, kind, error.message);
				assert.match(error.detail ?? "", detail);
				assert.equal(seen.length, 1);
			});
		}

		it("RateLimit, with the wait the server asks for", async () => {
			script = refusal(429, "RESOURCE_EXHAUSTED", "Slow down.", [
				{ violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel" }] },
				{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "7s" },
			]);
			const { name, detail, retryAfter } = await failure();
			assert.deepEqual([name, detail, retryAfter], ["RateLimit", "Slow down.", 7000]);
		});

		it("RateLimit in the middle of an answer, after the text that came", async () => {
			script = (response) => {
				response.writeHead(200, eventStream).write(event(chunk({ text: "[" })));
				response.end(
					event({ error: { code: 429, message: "Slow down.", status: "RESOURCE_EXHAUSTED" } }),
				);
			};
			const stream = clientFor().stream(request, none);
			assert.equal((await stream.next()).value?.kind, "text");
			const error = await failure(stream.next());
			assert.deepEqual([error.name, error.detail], ["RateLimit", "Slow down."]);
		});

		it("NoKey when there is none, as the endpoint throws it or gives an empty one", async () => {
			const thrown = new LoupeError("NoKey", "No API key is set");
			const client = new GeminiClient({ endpoint: () => Promise.reject(thrown) });
			assert.equal(await failure(read(client)), thrown);
			assert.equal((await failure(read(clientFor({ key: " " })))).name, "NoKey");
			assert.equal(seen.length, 0);
		});

		it("BadKey, before anything is sent, for text that cannot be a key", async () => {
			for (const text of [`${key}\r\nx-evil: 1`, `${key} ${key}`, `${key}…`, "auth_tokens/abc"]) {
				assert.equal((await failure(read(clientFor({ key: text })))).name, "BadKey");
			}
			assert.equal(seen.length, 0);
		});

		it("Unsupported, before anything is sent, for an address that may not have the key", async () => {
			const client = clientFor({ baseUrl: "http://example.com" });
			assert.equal((await failure(read(client))).name, "Unsupported");
		});

		it("Offline when nobody listens", async () => {
			const closed = createSocketServer();
			const url = await listening(closed);
			closed.close();
			await once(closed, "close");
			const error = await failure(read(clientFor({ baseUrl: url })));
			assert.equal(error.name, "Offline");
			assert.match(error.detail ?? "", /ECONNREFUSED/);
			assert.deepEqual(clock.slept, [], "nobody will listen in a second either");
		});

		it("Offline when the socket dies in the middle of an answer, after the text that came", async () => {
			let drop = () => {};
			script = (response) => {
				response.writeHead(200, eventStream).write(event(chunk({ text: "[" })));
				drop = () => response.socket?.destroy();
			};
			const stream = clientFor().stream(request, none);
			assert.equal((await stream.next()).value?.kind, "text");
			drop();
			assert.equal((await failure(stream.next())).name, "Offline");
		});
	});

	describe("closes the connection", () => {
		/** Answers with `first` and never ends; resolves when the client hangs up. */
		function neverEnding(first?: string) {
			const asked = Promise.withResolvers<void>();
			const closed = Promise.withResolvers<boolean>();
			script = (response) => {
				response.on("close", () => closed.resolve(response.writableFinished));
				if (first) response.writeHead(200, eventStream).write(first);
				asked.resolve();
			};
			return { asked: asked.promise, closed: closed.promise };
		}

		it("when stopped before the first byte", async () => {
			const { asked, closed } = neverEnding();
			const stop = new AbortController();
			const failed = failure(read(clientFor(), stop.signal));
			await asked;
			stop.abort();
			assert.equal((await failed).name, "Cancelled");
			assert.equal(await closed, false);
		});

		it("when stopped in the middle of the answer", async () => {
			const { closed } = neverEnding(event(chunk({ text: "[" })));
			const stop = new AbortController();
			const stream = clientFor().stream(request, stop.signal);
			assert.equal((await stream.next()).value?.kind, "text");
			const failed = failure(stream.next());
			stop.abort();
			assert.equal((await failed).name, "Cancelled");
			assert.equal(await closed, false);
		});

		it("when the reader leaves the loop", async () => {
			const { closed } = neverEnding(event(chunk({ text: "[" })));
			for await (const piece of clientFor().stream(request, new AbortController().signal)) {
				assert.equal(piece.kind, "text");
				break;
			}
			assert.equal(await closed, false);
		});

		it("when the reply turns out to be a web page that never ends", async () => {
			const closed = Promise.withResolvers<void>();
			script = (response) => {
				response.on("close", () => closed.resolve());
				response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).write("<html>");
			};
			assert.equal((await failure()).name, "BadReply");
			await closed.promise;
		});

		it("when the list of models is no longer wanted", async () => {
			const { asked, closed } = neverEnding();
			const stop = new AbortController();
			const failed = failure(clientFor().listModels(stop.signal));
			await asked;
			stop.abort();
			assert.equal((await failed).name, "Cancelled");
			assert.equal(await closed, false);
		});

		it("and opens none when stopped beforehand, nor asks where to", async () => {
			const client = new GeminiClient({ endpoint: () => assert.fail("the endpoint was asked") });
			assert.equal((await failure(read(client, AbortSignal.abort()))).name, "Cancelled");
			assert.equal(seen.length, 0);
		});

		it("and opens none when stopped while the key is looked up", async () => {
			const stop = new AbortController();
			const client = new GeminiClient({
				endpoint: async () => {
					stop.abort();
					return { key, baseUrl };
				},
			});
			assert.equal((await failure(read(client, stop.signal))).name, "Cancelled");
			assert.equal(seen.length, 0);
		});

		it("nor waits for a key that is looked up for ever", async () => {
			const stop = new AbortController();
			const client = new GeminiClient({
				endpoint: () => {
					queueMicrotask(() => stop.abort());
					return new Promise(() => {});
				},
			});
			assert.equal((await failure(read(client, stop.signal))).name, "Cancelled");
		});

		it("and yields nothing more once stopped, even of what already arrived", async () => {
			script = events(chunk({ text: "a" }), chunk({ text: "b" }, { finishReason: "STOP" }));
			const stop = new AbortController();
			const pieces: ReplyPiece[] = [];
			const reading = async () => {
				for await (const piece of clientFor().stream(request, stop.signal)) {
					pieces.push(piece);
					stop.abort();
				}
			};
			assert.equal((await failure(reading())).name, "Cancelled");
			assert.deepEqual(pieces, [{ kind: "text", text: "a" }]);
		});
	});

	it("loads the SDK with the first request, not with the module", async () => {
		const asked: string[] = [];
		const hooks = registerHooks({
			resolve(specifier, context, next) {
				asked.push(specifier);
				return next(specifier, context);
			},
		});
		try {
			// A query makes Node read the module anew, though it was imported above.
			const url = new URL("../../src/gemini/client.ts?anew", import.meta.url).href;
			const fresh = (await import(url)) as { GeminiClient: typeof GeminiClient };
			const client = new fresh.GeminiClient({ endpoint: async () => ({ key, baseUrl }) });
			assert(asked.includes("./errors.ts"));
			assert.deepEqual(
				asked.filter((specifier) => specifier.startsWith("@google")),
				[],
			);
			script = (response) => json(response, { models: [] });
			await client.checkKey(new AbortController().signal);
			assert(asked.includes("@google/genai/web"));
		} finally {
			hooks.deregister();
		}
	});
});

describe("The address of an endpoint", () => {
	for (const address of [
		"https://generativelanguage.googleapis.com",
		" https://proxy.example.com:8443/gemini/ ",
		"http://localhost:8080",
		"http://127.0.0.1:9",
		"http://127.1.2.3",
		"http://127.1",
		"http://[::1]:4000/path",
	]) {
		it(`may be ${address.trim()}`, () => assert.equal(checkBaseUrl(address) instanceof URL, true));
	}

	for (const address of [
		"",
		"example.com",
		"http://example.com",
		"http://192.168.1.2",
		"http://0.0.0.0",
		"http://[::]",
		"http://localhost.example.com",
		"http://127.0.0.1.example.com",
		"ftp://localhost",
		"file:///etc/hosts",
		"https://name:word@example.com",
		"http://name@localhost",
		"https://example.com/?key=abc",
		"https://example.com/#part",
	]) {
		it(`may not be "${address}"`, () =>
			assert.throws(
				() => checkBaseUrl(address),
				(error) => error instanceof LoupeError && error.name === "Unsupported" && !!error.detail,
			));
	}
});

const eventStream = { "content-type": "text/event-stream" };

async function listening(server: SocketServer): Promise<string> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function chunk(part: object, candidate: object = {}): object {
	const parts = Object.keys(part).length > 0 ? [part] : [];
	return { candidates: [{ content: { role: "model", parts }, index: 0, ...candidate }] };
}

function event(value: object): string {
	return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

function events(...values: object[]): Script {
	return (response) => response.writeHead(200, eventStream).end(values.map(event).join(""));
}

function json(response: ServerResponse, value: object, status = 200): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function refusal(code: number, status: string, message: string, details: object[] = []): Script {
	return (response) => json(response, { error: { code, status, message, details } }, code);
}
