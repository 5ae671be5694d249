import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GenerateContentParameters, GoogleGenAI } from "@google/genai/web";
import { type DemoEngine, startDemoEngine } from "../../src/demo/server.ts";
import { asCode } from "../../src/export/code.ts";
import { codeRequest } from "../../src/export/codeRequest.ts";
import { GeminiClient } from "../../src/gemini/client.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import { CodeFolder, type Recorder, startRecorder, textOfReply } from "../fixtures/codeRun.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { plain, transparent } from "../fixtures/scenes.ts";

const model = "gemini-3.8-flash";

describe("Copied code", function () {
	this.timeout(20_000);
	let folder: CodeFolder;
	before(async () => {
		folder = await CodeFolder.make();
	});
	after(() => folder.remove());

	describe("asks the demo engine as the client does", () => {
		let engine: DemoEngine;
		let detect: GenerateContentParameters;
		let talk: GenerateContentParameters;
		let partly: GenerateContentParameters;
		before(async () => {
			engine = await startDemoEngine({ pause: 0 });
			const pictures = [await renderScene(plain, { format: "png" })];
			pictures.push(await renderScene(transparent, { format: "webp" }));
			await writeFile(join(folder.path, "one.png"), pictures[0]!);
			await writeFile(join(folder.path, "it's two.webp"), pictures[1]!);
			const [one, two] = pictures.map((bytes) => Buffer.from(bytes).toString("base64"));
			const png = { mimeType: "image/png", base64: one! };
			detect = buildRequest({
				task: "detect",
				model,
				pictures: [png],
				prompt: "all circles and `stars`",
				safetySettings: { HARM_CATEGORY_HARASSMENT: "BLOCK_NONE" },
				mediaResolution: "ultra_high",
				maxObjects: 25,
			});
			const uploaded = await upload(pictures[0]!);
			talk = buildRequest({
				task: "ask",
				model,
				pictures: [
					{ mimeType: "image/png", uri: uploaded },
					{ mimeType: "image/webp", base64: two! },
				],
				prompt: "How many are there?",
				earlier: [{ task: "ask", prompt: "Where are the circles?", answer: 'In "both".' }],
				systemInstruction: 'Be brief.\nSay "please".',
				maxObjects: 25,
			});
			partly = buildRequest({
				task: "extract",
				model,
				pictures: [png],
				crop: { mimeType: "image/webp", base64: two! },
				earlier: [{ task: "caption", crop: png, answer: "Shapes." }],
				schema: { type: "object", properties: { squares: { type: "integer" } } },
				maxObjects: 25,
			});
		});
		after(() => engine.close());

		async function upload(bytes: Uint8Array): Promise<string> {
			const httpOptions = { baseUrl: engine.url };
			const sdk = new GoogleGenAI({
				apiKey: "any",
				vertexai: false,
				apiVersion: "v1beta",
				httpOptions,
			});
			const file = new Blob([new Uint8Array(bytes)], { type: "image/png" });
			const { uri } = await sdk.files.upload({ file, config: { mimeType: "image/png" } });
			return uri!;
		}

		async function clientsAnswer(request: GenerateContentParameters): Promise<string> {
			const client = new GeminiClient({
				endpoint: async () => ({ key: "any", baseUrl: engine.url }),
			});
			let answer = "";
			for await (const piece of client.stream(request, new AbortController().signal)) {
				if (piece.kind === "text") answer += piece.text;
			}
			return answer;
		}

		it("with curl: a picture by path, a schema and a resolution", async () => {
			const code = asCode(codeRequest(detect, [{ path: "one.png" }], engine.url), "curl");
			const { status, output, errors } = await folder.run("curl", code);
			assert.deepEqual({ status, errors }, { status: 0, errors: "" });
			const answer = textOfReply(output);
			assert.equal(answer, await clientsAnswer(detect));
			assert.match(answer, /red circle/);
		});

		it("with curl: several turns, one picture by path and one uploaded", async () => {
			const code = asCode(codeRequest(talk, [{ path: "it's two.webp" }], engine.url), "curl");
			const { status, output } = await folder.run("curl", code);
			assert.equal(status, 0, output);
			const answer = textOfReply(output);
			assert.equal(answer, await clientsAnswer(talk));
			assert.match(answer, /Picture 2: There is 1 red circle[\s\S]*"picture":2/);
		});

		for (const format of ["curl", "javascript"] as const) {
			it(`with ${format}: a conversation about parts, with a schema`, async () => {
				const part = { x: 0, y: 0, width: 9, height: 9 };
				const paths = [
					{ path: "one.png" },
					{ path: "one.png", part },
					{ path: "it's two.webp", part },
				];
				const code = asCode(codeRequest(partly, paths, engine.url), format);
				const { status, output, errors } = await folder.run(format, code);
				assert.deepEqual({ status, errors }, { status: 0, errors: "" });
				const answer = format === "curl" ? textOfReply(output) : output.trim();
				assert.equal(answer, await clientsAnswer(partly));
				assert.deepEqual(JSON.parse(answer), { squares: 1 });
			});
		}

		it("with JavaScript", async () => {
			const code = asCode(codeRequest(detect, [{ path: "one.png" }], engine.url), "javascript");
			const { status, output, errors } = await folder.run("javascript", code);
			assert.deepEqual({ status, errors }, { status: 0, errors: "" });
			assert.equal(output, `${await clientsAnswer(detect)}\n`);
		});
	});

	describe("with curl", () => {
		let recorder: Recorder;
		beforeEach(async () => {
			recorder = await startRecorder();
		});
		afterEach(() => recorder.close());

		function codeFor(path: string, url = recorder.url, id = model): string {
			const pictures = [{ mimeType: "image/png", base64: "" }];
			const request = buildRequest({ task: "caption", model: id, pictures, maxObjects: 25 });
			return asCode(codeRequest(request, [{ path }], url), "curl");
		}

		it("sends a picture of 20 MB whole, and leaves no file behind", async () => {
			const bytes = Buffer.alloc(20 * 1024 * 1024, "every byte counts ÷ 7");
			await writeFile(join(folder.path, "large.png"), bytes);
			const temporary = await CodeFolder.make();
			const env = { TMPDIR: temporary.path, GEMINI_API_KEY: "k$e`y'" };
			const { status, errors } = await folder.run("curl", codeFor("large.png"), env);
			assert.equal(status, 0, errors);
			const [{ key, body }] = recorder.asked as [Recorder["asked"][0]];
			assert.equal(key, "k$e`y'");
			const sent = body.contents[0]?.parts[0]?.inlineData?.data ?? "";
			assert.ok(Buffer.from(sent, "base64").equals(bytes));
			assert.deepEqual(await readdir(temporary.path), []);
			await temporary.remove();
		});

		it("sends nothing without the picture or without a key", async () => {
			const missing = await folder.run("curl", codeFor("no such.png"));
			assert.notEqual(missing.status, 0);
			assert.match(missing.errors, /no such\.png/);
			await writeFile(join(folder.path, "small.png"), "x");
			const keyless = await folder.run("curl", codeFor("small.png"), { GEMINI_API_KEY: "" });
			assert.notEqual(keyless.status, 0);
			assert.match(keyless.errors, /GEMINI_API_KEY/);
			assert.deepEqual(recorder.asked, []);
		});

		it("keeps the base URL's path and names any model's collection", async () => {
			await writeFile(join(folder.path, "small.png"), "x");
			const url = `${recorder.url}/gate way/`;
			for (const id of [model, "tunedModels/mine", "it's;touch injected"]) {
				const { status, errors } = await folder.run(
					"curl",
					codeFor("small.png", encodeURI(url), id),
				);
				assert.equal(status, 0, errors);
			}
			assert.deepEqual(
				recorder.asked.map(({ path }) => path),
				["models/gemini-3.8-flash", "tunedModels/mine", "models/it's%3Btouch%20injected"].map(
					(path) => `/gate%20way/v1beta/${path}:generateContent`,
				),
			);
		});

		it("fails when the server refuses", async () => {
			await writeFile(join(folder.path, "small.png"), "x");
			const engine = await startDemoEngine({ pause: 0 });
			const code = codeFor("small.png", engine.url, "gemini-1.0-none");
			const { status, output } = await folder.run("curl", code);
			await engine.close();
			assert.notEqual(status, 0);
			assert.match(output, /NOT_FOUND/);
		});
	});
});
