import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { request as httpRequest } from "node:http";
import { ApiError, type Content, FileState, GoogleGenAI } from "@google/genai/web";
import sharp from "sharp";
import { keptMilliseconds } from "../../src/demo/files.ts";
import { errorKeys } from "../../src/demo/gate.ts";
import {
	type DemoEngine,
	type DemoEngineOptions,
	type DemoRequest,
	startDemoEngine,
} from "../../src/demo/server.ts";
import { ReplyReader } from "../../src/gemini/reply.ts";
import { buildRequest, type RequestInput } from "../../src/gemini/request.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { many, plain } from "../fixtures/scenes.ts";

describe("The demo engine", () => {
	const open: DemoEngine[] = [];
	let picture: Uint8Array;
	let twelve: Uint8Array;
	before(async () => {
		picture = await renderScene(plain, { format: "png" });
		twelve = await renderScene(many, { format: "png" });
	});
	afterEach(async () => {
		await Promise.all(open.splice(0).map((engine) => engine.close()));
	});

	async function start(options: DemoEngineOptions = {}): Promise<DemoEngine> {
		const engine = await startDemoEngine({ pause: 0, ...options });
		open.push(engine);
		return engine;
	}

	function clientOf({ url }: DemoEngine, change: Partial<ClientOptions> = {}): GoogleGenAI {
		const { apiKey = "any", apiVersion = "v1beta", path = "" } = change;
		const httpOptions = { baseUrl: `${url}${path}`, apiVersion };
		return new GoogleGenAI({ apiKey, vertexai: false, httpOptions });
	}

	interface ClientOptions {
		apiKey: string;
		apiVersion: string;
		path: string;
	}

	function ask(text: string, bytes = picture, mimeType = "image/png"): Content[] {
		const data = Buffer.from(bytes).toString("base64");
		return [{ role: "user", parts: [{ inlineData: { mimeType, data } }, { text }] }];
	}

	function requestFor(change: Partial<RequestInput>, bytes = picture) {
		const base64 = Buffer.from(bytes).toString("base64");
		return buildRequest({
			task: "detect",
			model: "gemini-3.8-flash",
			pictures: [{ mimeType: "image/png", base64 }],
			maxObjects: 25,
			...change,
		});
	}

	async function labelsOf(change: Partial<RequestInput>, bytes = picture): Promise<string[]> {
		const client = clientOf(await start());
		const { text } = await client.models.generateContent(requestFor(change, bytes));
		return (JSON.parse(text ?? "") as { label: string }[]).map(({ label }) => label).sort();
	}

	async function rejection(call: Promise<unknown>): Promise<ApiError> {
		const error: unknown = await call.then(
			() => assert.fail("it was answered"),
			(reason: unknown) => reason,
		);
		assert.ok(error instanceof ApiError);
		return error;
	}

	function errorIn({ message }: ApiError) {
		const { error } = JSON.parse(message) as {
			error: { code: number; message: string; status: string; details?: Record<string, unknown>[] };
		};
		return error;
	}

	describe("as a model", () => {
		it("captions, signs its answer and counts tokens", async () => {
			const client = clientOf(await start());
			const answer = await client.models.generateContent(requestFor({ task: "caption" }));
			assert.match(
				answer.text ?? "",
				/^A picture with a red circle at the top left, a blue triangle/,
			);
			assert.equal(answer.modelVersion, "loupe-demo");
			assert.equal(answer.candidates?.[0]?.finishReason, "STOP");
			const usage = answer.usageMetadata!;
			assert.equal(usage.totalTokenCount, usage.promptTokenCount! + usage.candidatesTokenCount!);
			assert.deepEqual(
				usage.promptTokensDetails?.find(({ modality }) => modality === "IMAGE")?.tokenCount,
				1120,
			);
		});

		it("gives the same answer to the same question", async () => {
			const client = clientOf(await start());
			const [one, other] = await Promise.all([
				client.models.generateContent(requestFor({})),
				client.models.generateContent(requestFor({})),
			]);
			assert.equal(one.text, other.text);
			assert.equal(one.responseId, other.responseId);
		});

		for (const task of ["detect", "segment", "point"] as const) {
			it(`finds everything when nothing is named: ${task}`, async () => {
				assert.equal((await labelsOf({ task })).length, 5);
			});
		}

		it("finds boxes, all of them or those that the person's words name", async () => {
			const all = plain.shapes.map(({ label }) => label).sort();
			assert.deepEqual(await labelsOf({}), all);
			assert.deepEqual(await labelsOf({ prompt: "all green objects" }), ["green square"]);
			assert.deepEqual(await labelsOf({ prompt: "circles and\nstars" }), [
				"purple star",
				"red circle",
			]);
			assert.deepEqual(await labelsOf({ prompt: "cats" }), []);
			assert.deepEqual(await labelsOf({ language: "ko", task: "segment" }), all);
			assert.deepEqual(await labelsOf({ prompt: "everything except red", task: "point" }), [
				...all.filter((label) => !label.startsWith("red")),
			]);
		});

		it("understands the words of Google's pages without a schema", async () => {
			const client = clientOf(await start());
			const words = [
				"Detect the all of the prominent items in the image. The box_2d should be [ymin, xmin, ymax, xmax] normalized to 0-1000.",
				'Give the segmentation masks for the shapes. Output a JSON list of segmentation masks where each entry contains the 2D bounding box in the key "box_2d", the segmentation mask in key "mask", and the text label in the key "label". Use descriptive labels.',
				'Point to no more than 10 items in the image. The answer should follow the json format: [{"point": [y, x], "label": "name"}]. The points are in [y, x] format normalized to 0-1000.',
			];
			for (const text of words) {
				const answer = await client.models.generateContent({
					model: "gemini-2.5-flash",
					contents: ask(text),
				});
				assert.equal((JSON.parse(answer.text ?? "") as object[]).length, plain.shapes.length, text);
			}
		});

		it("keeps to the most objects asked for, the largest first to stay", async () => {
			assert.deepEqual(await labelsOf({ maxObjects: 2 }), ["red circle", "yellow rectangle"]);
			assert.equal(
				(await labelsOf({ maxObjects: 3, model: "gemini-2.5-flash", task: "segment" })).length,
				3,
			);
		});

		it("writes masks as the asked family does", async () => {
			const client = clientOf(await start());
			const masks = async (model: string): Promise<unknown[]> => {
				const { text } = await client.models.generateContent(
					requestFor({ task: "segment", model }),
				);
				return (JSON.parse(text ?? "") as { mask: unknown }[]).map(({ mask }) => mask);
			};
			for (const mask of await masks("gemini-2.5-flash")) {
				assert.match(String(mask), /^data:image\/png;base64,iVBOR/);
			}
			for (const mask of await masks("gemini-3.8-flash")) {
				assert.ok(
					Array.isArray(mask) && mask.every((point) => Array.isArray(point) && point.length === 2),
				);
			}
			for (const mask of await masks("gemini-robotics-er-2-preview")) {
				assert.ok(Array.isArray(mask) && mask.length % 2 === 0 && mask.every(Number.isInteger));
			}
		});

		it("is read whole by Loupe's own reader, in every format", async () => {
			const client = clientOf(await start());
			for (const model of [
				"gemini-2.5-flash",
				"gemini-3.8-flash",
				"gemini-robotics-er-2-preview",
			]) {
				const reader = new ReplyReader();
				const { text } = await client.models.generateContent(
					requestFor({ task: "segment", model }),
				);
				const objects = reader.push(text ?? "");
				const end = reader.end();
				assert.deepEqual(end.warnings, []);
				assert.ok(end.complete);
				assert.equal(objects.length + end.objects.length, plain.shapes.length);
				assert.ok(objects.every(({ mask }) => mask !== undefined));
			}
		});

		it("streams in pieces, an object at a time, that add up to the whole answer", async () => {
			const client = clientOf(await start());
			const asked = requestFor({ task: "segment" }, twelve);
			const stream = await client.models.generateContentStream(asked);
			const reader = new ReplyReader();
			const arrivals: number[] = [];
			let text = "";
			let finish: string | undefined;
			for await (const part of stream) {
				assert.equal(part.modelVersion, "loupe-demo");
				text += part.text ?? "";
				arrivals.push(reader.push(part.text ?? "").length);
				finish = part.candidates?.[0]?.finishReason ?? finish;
			}
			assert.equal(finish, "STOP");
			assert.equal(text, (await client.models.generateContent(asked)).text);
			assert.ok(Math.max(...arrivals) <= 1);
			assert.equal(arrivals.filter(Boolean).length, many.shapes.length);
		});

		it("stops at the token cap and says so", async () => {
			const client = clientOf(await start());
			const asked = requestFor({});
			const answer = await client.models.generateContent({
				...asked,
				config: { ...asked.config, maxOutputTokens: 40 },
			});
			assert.equal(answer.candidates?.[0]?.finishReason, "MAX_TOKENS");
			assert.equal(answer.text?.length, 160);
		});

		it("answers a later turn about the picture of an earlier one", async () => {
			const client = clientOf(await start());
			const answer = await client.models.generateContent({
				model: "gemini-3.8-flash",
				contents: [
					...ask("What is in it?"),
					{ role: "model", parts: [{ text: "Shapes." }] },
					{ role: "user", parts: [{ text: "How many red circles?" }] },
				],
			});
			assert.equal(answer.text, "There is 1 red circle.");
		});

		it("stops working when the client leaves", async () => {
			const requests = new EventEmitter<{ ended: [DemoRequest] }>();
			const engine = await start({
				pause: 60_000,
				onRequest: (request) => requests.emit("ended", request),
			});
			const leaving = new AbortController();
			const asked = requestFor({ task: "segment", model: "gemini-2.5-flash" }, twelve);
			const stream = await clientOf(engine).models.generateContentStream({
				...asked,
				config: { ...asked.config, abortSignal: leaving.signal },
			});
			// The second piece is a minute away: the request ends in time only if nothing waits for it.
			await stream.next();
			const ended = once(requests, "ended");
			leaving.abort();
			const [request] = (await ended) as [DemoRequest];
			assert.equal(request.isAnswered, false);
		});

		it("counts tokens by each family's rules", async () => {
			const client = clientOf(await start());
			const count = async (model: string, bytes = picture): Promise<number | undefined> =>
				(await client.models.countTokens({ model, contents: ask("12345678", bytes) })).totalTokens;
			assert.equal(await count("gemini-3.8-flash"), 1120 + 2);
			// 600 × 400: unit 266, 3 × 2 tiles.
			assert.equal(await count("gemini-2.5-flash"), 6 * 258 + 2);
			const tiny = await sharp({
				create: { width: 384, height: 384, channels: 3, background: "#fff" },
			})
				.png()
				.toBuffer();
			assert.equal(await count("gemini-2.5-flash", tiny), 258 + 2);
		});

		it("lists its models by pages and knows each one", async () => {
			const client = clientOf(await start());
			const ids: string[] = [];
			for await (const { name } of await client.models.list({ config: { pageSize: 4 } })) {
				ids.push(name ?? "");
			}
			assert.equal(new Set(ids).size, ids.length);
			assert.ok(ids.includes("models/gemini-3.8-flash") && ids.includes("models/loupe-demo"));
			for (const name of ids) {
				const model = await client.models.get({ model: name });
				assert.equal(model.name, name);
				assert.ok(model.supportedActions?.includes("generateContent"));
			}
		});

		it("answers under every version and behind any path", async () => {
			const engine = await start();
			for (const apiVersion of ["v1", "v1beta", "v1alpha"]) {
				const client = clientOf(engine, { apiVersion, path: "/some/proxy" });
				const contents = ask("How many circles?");
				const answer = await client.models.generateContent({ model: "loupe-demo", contents });
				assert.equal(answer.text, "There is 1 red circle.");
			}
		});
	});

	describe("as a store of files", () => {
		it("takes an upload, answers about it, lists and deletes it", async () => {
			const client = clientOf(await start(), { path: "/proxy" } as Partial<ClientOptions>);
			const file = await client.files.upload({
				file: new Blob([new Uint8Array(picture)]),
				config: { mimeType: "image/png", displayName: "plain" },
			});
			assert.equal(file.state, FileState.ACTIVE);
			assert.equal(file.sizeBytes, `${picture.length}`);
			const hash = createHash("sha256").update(picture).digest("hex");
			assert.equal(Buffer.from(file.sha256Hash ?? "", "base64").toString(), hash);

			const { uri: fileUri = "", mimeType = "", name = "" } = file;
			const parts = [{ fileData: { fileUri, mimeType } }, { text: "Is there a star?" }];
			const answer = await client.models.generateContent({
				model: "gemini-3.8-flash",
				contents: [{ role: "user", parts }],
			});
			assert.equal(answer.text, "Yes, a purple star at the bottom.");

			assert.equal((await client.files.get({ name })).displayName, "plain");
			const listed: (string | undefined)[] = [];
			for await (const one of await client.files.list()) listed.push(one.name);
			assert.deepEqual(listed, [name]);
			await client.files.delete({ name });
			assert.equal((await rejection(client.files.get({ name }))).status, 403);
		});

		it("takes a file in several chunks", async () => {
			const client = clientOf(await start());
			// The SDK sends 8 MiB at a time.
			const bytes = new Uint8Array(17 * 1024 * 1024);
			bytes.set(picture);
			const file = await client.files.upload({
				file: new Blob([bytes]),
				config: { mimeType: "image/png" },
			});
			assert.equal(file.sizeBytes, `${bytes.length}`);
			const hash = createHash("sha256").update(bytes).digest("hex");
			assert.equal(Buffer.from(file.sha256Hash ?? "", "base64").toString(), hash);
		});

		it("says how far an upload got, so that it can be resumed", async () => {
			const { url } = await start();
			const send = async (to: string, headers: Record<string, string>, body?: Uint8Array) => {
				const all = { "x-goog-api-key": "any", ...headers };
				return fetch(to, {
					method: "POST",
					headers: all,
					body: body ? new Uint8Array(body) : null,
				});
			};
			const started = await send(`${url}/upload/v1beta/files`, {
				"X-Goog-Upload-Protocol": "resumable",
				"X-Goog-Upload-Command": "start",
				"X-Goog-Upload-Header-Content-Length": `${picture.length}`,
				"X-Goog-Upload-Header-Content-Type": "image/png",
			});
			const to = started.headers.get("x-goog-upload-url")!;
			const chunk = (command: string, offset: number, end: number) =>
				send(
					to,
					{ "X-Goog-Upload-Command": command, "X-Goog-Upload-Offset": `${offset}` },
					picture.subarray(offset, end),
				);
			assert.equal((await chunk("upload", 0, 1000)).headers.get("x-goog-upload-status"), "active");
			const query = await send(to, { "X-Goog-Upload-Command": "query" });
			assert.equal(query.headers.get("x-goog-upload-size-received"), "1000");

			assert.equal((await chunk("upload", 900, 1100)).status, 400);
			assert.equal((await chunk("upload, finalize", 1000, picture.length - 1)).status, 400);
			const last = await chunk("upload, finalize", picture.length - 1, picture.length);
			assert.equal(last.headers.get("x-goog-upload-status"), "final");
			const { file } = (await last.json()) as { file: { sizeBytes: string; state: string } };
			assert.deepEqual([file.sizeBytes, file.state], [`${picture.length}`, "ACTIVE"]);
			assert.equal((await send(`${to}0`, { "X-Goog-Upload-Command": "query" })).status, 404);
		});

		it("forgets files after 48 hours", async () => {
			let time = Date.UTC(2026, 10, 1);
			const client = clientOf(await start({ now: () => time }));
			const file = await client.files.upload({
				file: new Blob([new Uint8Array(picture)]),
				config: { mimeType: "image/png" },
			});
			assert.equal(Date.parse(file.expirationTime ?? ""), time + keptMilliseconds);
			time += keptMilliseconds - 1;
			await client.files.get({ name: file.name ?? "" });
			time += 1;
			const parts = [{ fileData: { fileUri: file.uri ?? "", mimeType: "image/png" } }];
			const contents = [{ role: "user", parts }];
			const error = await rejection(
				client.models.generateContent({ model: "loupe-demo", contents }),
			);
			assert.equal(errorIn(error).status, "PERMISSION_DENIED");
		});
	});

	describe("in the face of errors", () => {
		async function refusal(contents: Content[], model = "gemini-3.8-flash", config = {}) {
			const client = clientOf(await start());
			return errorIn(await rejection(client.models.generateContent({ model, contents, config })));
		}

		it("refuses what it cannot answer, in Gemini's words", async () => {
			const noPicture = await refusal([{ role: "user", parts: [{ text: "Hello" }] }]);
			assert.deepEqual([noPicture.code, noPicture.status], [400, "INVALID_ARGUMENT"]);
			const noImage = await refusal(ask("What?", Buffer.from("not a picture")));
			assert.match(noImage.message, /^Unable to process input image/);
			assert.match((await refusal(ask("What?", picture, "video/mp4"))).message, /MIME type/);
			const noPdf = await refusal(ask("What?", picture, "application/pdf"));
			assert.match(noPdf.message, /^Unable to process input document/);
			const modelLast = [...ask("What?"), { role: "model", parts: [{ text: "So" }] }];
			assert.equal((await refusal(modelLast)).code, 400);
			const both = { thinkingConfig: { thinkingBudget: 0, thinkingLevel: "LOW" } };
			assert.equal((await refusal(ask("What?"), "gemini-3.8-flash", both)).code, 400);
			const minimal = { thinkingConfig: { thinkingLevel: "MINIMAL" } };
			assert.equal((await refusal(ask("What?"), "gemini-3.8-flash", minimal)).code, 400);
		});

		it("does not know models that ended or never were", async () => {
			for (const model of ["gemini-2.0-flash", "gpt-9", "gemini-1.5-pro"]) {
				const error = await refusal(ask("What?"), model);
				assert.deepEqual([error.code, error.status], [404, "NOT_FOUND"]);
			}
		});

		it("refuses bodies over 20 MiB and bodies that are no request", async () => {
			const { url } = await start();
			const post = async (body: string): Promise<{ error: { code: number; message: string } }> => {
				const headers = { "x-goog-api-key": "any", "content-type": "application/json" };
				const to = `${url}/v1beta/models/loupe-demo:generateContent`;
				const answer = await fetch(to, { method: "POST", headers, body });
				assert.equal(answer.status, 400);
				return (await answer.json()) as { error: { code: number; message: string } };
			};
			const large = await post(JSON.stringify({ contents: "x".repeat(20 * 1024 * 1024) }));
			assert.match(large.error.message, /payload size exceeds the limit: 20971520 bytes/);
			assert.match((await post("{")).error.message, /^Invalid JSON payload/);
			assert.match((await post('{"contents":[]}')).error.message, /contents is not specified/);
			assert.equal((await post("[]")).error.code, 400);
			assert.equal((await post('{"contents":[{"parts":7}]}')).error.code, 400);
		});

		it("has keys that ask for each kind of refusal", async () => {
			const engine = await start();
			const withKey = async (apiKey: string) =>
				errorIn(await rejection(clientOf(engine, { apiKey }).models.list()));
			const bad = await withKey(errorKeys.invalid);
			assert.deepEqual([bad.code, bad.details?.[0]?.reason], [400, "API_KEY_INVALID"]);
			const limited = await withKey(errorKeys.rateLimited);
			assert.equal(limited.code, 429);
			assert.ok(limited.details?.some(({ retryDelay }) => retryDelay === "1s"));
			const spent = await withKey(errorKeys.outOfQuota);
			assert.match(JSON.stringify(spent.details), /PerDay/);
		});

		it("answers nobody without a key, and none but loopback's names", async () => {
			const { url } = await start();
			assert.equal((await fetch(`${url}/v1beta/models`)).status, 403);
			const statusFor = async (host: string): Promise<number | undefined> => {
				const headers = { host, "x-goog-api-key": "any" };
				const [response] = await once(
					httpRequest(`${url}/v1beta/models`, { headers }).end(),
					"response",
				);
				response.resume();
				assert.equal(response.headers["access-control-allow-origin"], undefined);
				return response.statusCode;
			};
			assert.equal(await statusFor("evil.example"), 403);
			assert.equal(await statusFor("127.0.0.1.evil.example:80"), 403);
			assert.equal(await statusFor("localhost:1234"), 200);
			assert.equal(await statusFor("127.0.0.1"), 200);
		});

		it("knows no other paths", async () => {
			const { url } = await start();
			const headers = { "x-goog-api-key": "any" };
			for (const path of [
				"/",
				"/v2/models",
				"/v1beta/models/loupe-demo:dream",
				"/v1beta/files/x/y",
			]) {
				const answer = await fetch(`${url}${path}`, { method: "POST", headers });
				assert.equal(answer.status, 404, path);
			}
		});
	});
});
