import assert from "node:assert/strict";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Content, type GenerateContentParameters, GoogleGenAI } from "@google/genai/web";
import { asCode } from "../../src/export/code.ts";
import { type CodeRequest, codeRequest } from "../../src/export/codeRequest.ts";
import {
	type Body,
	CodeFolder,
	type Recorder,
	runProgram,
	startRecorder,
} from "../fixtures/codeRun.ts";
import { hostileTexts } from "../fixtures/codeTexts.ts";
import { pythonPackage } from "../fixtures/pythonPackage.ts";

const texts = hostileTexts(300);
const bytes = "not a picture";
/** File names as a file system takes them. */
const names = texts
	.filter((text) => text.length > 1 && Buffer.byteLength(text) < 200 && !/[/\0]/.test(text))
	.slice(0, 60);

/** Every text in every place of a request that takes text. */
const request: GenerateContentParameters = {
	model: "gemini-3.8-flash",
	contents: [
		{
			role: "user",
			parts: [
				{ text: texts.join(" ") },
				...names.map(() => ({
					inlineData: { mimeType: "image/png", data: Buffer.from(bytes).toString("base64") },
				})),
				...texts.map((text) => ({ text })),
				{ text: texts.join("\n") },
				{ fileData: { mimeType: "image/png", fileUri: `https://example.com/${texts.join("")}` } },
			],
		},
	],
	config: {
		systemInstruction: texts.join(""),
		responseMimeType: "application/json",
		responseJsonSchema: {
			type: "object",
			properties: Object.fromEntries(texts.map((text) => [text, { const: text }])),
			required: texts,
			default: JSON.parse('{"__proto__": [true, false, null, -0.5, 1e21], "class": {}, "0": []}'),
		},
	},
};

describe("Code of a hostile request", function () {
	this.timeout(20_000);
	let folder: CodeFolder;
	let recorder: Recorder;
	let sent: CodeRequest;
	let body: Body;
	before(async () => {
		folder = await CodeFolder.make();
		recorder = await startRecorder();
		const pictures = names.map((name, at) => ({ path: name, note: texts[texts.length - at - 1] }));
		for (const name of names) await writeFile(join(folder.path, name), bytes);
		sent = codeRequest(request, pictures, recorder.url);
		const httpOptions = { baseUrl: recorder.url };
		const sdk = new GoogleGenAI({
			apiKey: "any",
			vertexai: false,
			apiVersion: "v1beta",
			httpOptions,
		});
		await sdk.models.generateContent(request);
		body = recorder.asked.pop()!.body;
	});
	afterEach(async () => {
		recorder.asked.length = 0;
		await assert.rejects(access(join(folder.path, "injected")), "something in it was run");
	});
	after(async () => {
		await recorder.close();
		await folder.remove();
	});

	it("in JavaScript sends what the SDK sends", async () => {
		const { errors } = await folder.run("javascript", asCode(sent, "javascript"));
		assert.equal(errors, "");
		assert.deepEqual(recorder.asked[0]?.body, body);
	});

	it("as curl sends what the SDK sends", async () => {
		const { errors } = await folder.run("curl", asCode(sent, "curl"));
		assert.equal(errors, "");
		// The SDK calls the system instruction a user's, which the API does not ask for.
		delete body.systemInstruction?.role;
		assert.deepEqual(recorder.asked[0]?.body, body);
	});

	it("in Python hands the same to its SDK", async function () {
		const { status } = await runProgram("python3", ["--version"], folder.path);
		if (status !== 0) this.skip();
		const place = join(folder.path, "packages");
		for (const [path, source] of Object.entries(pythonPackage)) {
			await mkdir(join(place, path, ".."), { recursive: true });
			await writeFile(join(place, path), source);
		}
		const env = { PYTHONPATH: place, PYTHONDONTWRITEBYTECODE: "1", LC_ALL: "C.UTF-8" };
		const { output, errors } = await folder.run("python", asCode(sent, "python"), env);
		assert.equal(errors, "");
		const { client, ...asked } = JSON.parse(output);
		assert.deepEqual(client, {
			apiKey: "any",
			vertexai: false,
			httpOptions: { apiVersion: "v1beta", baseUrl: recorder.url },
		});
		assert.deepEqual(asked, JSON.parse(JSON.stringify(request)));
	});

	it("in Go holds every text in literals, and nothing but code between them", () => {
		const code = asCode(sent, "go");
		const { literals, between } = readGo(code);
		for (const text of [...texts, ...names, request.config?.systemInstruction]) {
			assert.ok(literals.includes(text as string), JSON.stringify(text));
		}
		const schema = literals.find((literal) => literal.startsWith("{\n  "));
		assert.deepEqual(JSON.parse(schema ?? ""), request.config?.responseJsonSchema);
		assert.doesNotMatch(between, /touch|injected|[^\t\n\x20-\x7e]/);
	});

	it("in Go is as gofmt writes it", async function () {
		await writeFile(join(folder.path, "code.go"), asCode(sent, "go"));
		// Prints the file's name when it would write it otherwise.
		const { status, output, errors } = await runProgram("gofmt", ["-l", "code.go"], folder.path);
		if (status === undefined) this.skip();
		assert.deepEqual({ status, output, errors }, { status: 0, output: "", errors: "" });
	});

	it("shows nothing that hides or turns its surroundings, in any language", () => {
		for (const format of ["curl", "python", "javascript", "go"] as const) {
			const code = asCode(sent, format).replace(/[\n\t\u200c\u200d]/g, "");
			assert.doesNotMatch(code, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, format);
		}
	});
});

describe("Half a surrogate pair", () => {
	it("is the replacement character in every language, as it is on the wire", async () => {
		const contents: Content[] = [{ role: "user", parts: [{ text: "a\ud83cb" }] }];
		const sent = codeRequest({ model: "m", contents }, []);
		for (const format of ["curl", "python", "javascript", "go"] as const) {
			assert.ok(asCode(sent, format).includes('"a\ufffdb"'), format);
		}
	});
});

/** Go's literals, those joined by + as one, and the program without literals and comments (Go's specification). */
function readGo(code: string): { literals: string[]; between: string } {
	const token = /\/\/[^\n]*|`([^`]*)`|"((?:[^"\\\n]|\\.)*)"/g;
	const literals: string[] = [];
	let between = "";
	let end = 0;
	let joins = false;
	for (const match of code.matchAll(token)) {
		const gap = code.slice(end, match.index);
		end = match.index + match[0].length;
		between += gap;
		const [, raw, quoted] = match;
		const text = raw ?? (quoted === undefined ? undefined : unquoteGo(quoted));
		joins = /^\s*\+\s*$/.test(gap);
		if (text === undefined) continue;
		if (joins) literals.push(literals.pop() + text);
		if (!joins) literals.push(text);
	}
	return { literals, between: between + code.slice(end) };
}

function unquoteGo(quoted: string): string {
	const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
	return quoted.replace(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/g, (_, short, long, letter) => {
		if (letter === undefined) return String.fromCodePoint(Number.parseInt(short ?? long, 16));
		return escapes[letter] ?? assert.fail(`Go knows no \\${letter}`);
	});
}
