import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { asCode, codeFormats } from "../../src/export/code.ts";
import { codeRequest, googleUrl, type SentRequest } from "../../src/export/codeRequest.ts";
import { shellWord } from "../../src/export/codeText.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import type { Task } from "../../src/shared/result.ts";

const picture = { mimeType: "image/jpeg", base64: "/9j/" };
const uploaded = { mimeType: "image/png", uri: `${googleUrl}/v1beta/files/abc` };
const file = {
	path: "photos/it's a cat.jpg",
	note: "sent upright and smaller: 2048 × 1536 pixels, 412,345 bytes (JPEG)",
};

function detect() {
	return buildRequest({
		task: "detect",
		model: "gemini-3.8-flash",
		pictures: [picture, uploaded],
		prompt: 'all "green" objects',
		systemInstruction: "Be brief.\nBe exact.",
		safetySettings: { HARM_CATEGORY_HARASSMENT: "BLOCK_NONE" },
		mediaResolution: "ultra_high",
		maxObjects: 25,
	});
}

/** A second question about a part, with data by a schema in the end. */
function talk() {
	const crop = { mimeType: "image/png", base64: "iVBO" };
	return buildRequest({
		task: "extract",
		model: "gemini-3.8-flash",
		pictures: [picture],
		crop,
		earlier: [{ task: "ask", prompt: "What's `this`?", crop, answer: 'A "receipt",\nI think.' }],
		schema: { type: "object", properties: { total: { type: ["number", "null"] } } },
		maxObjects: 25,
	});
}

const parts = [
	{ path: "a.jpg" },
	{ path: "a.jpg", part: { x: 10.4, y: 20, width: 300, height: 40 }, note: "300 × 40 pixels, PNG" },
	{ path: "a.jpg", part: { x: 0, y: 0, width: 64, height: 64 } },
];

const tasks = [
	"caption",
	"ask",
	"classify",
	"detect",
	"segment",
	"point",
	"extract",
	"transcribe",
	"compare",
] as const satisfies readonly Task[];

describe("The code of a request", () => {
	// `UPDATE_SNAPSHOTS=1 npx mocha test/unit/codeText.test.ts`, then read the diff.
	for (const format of codeFormats) {
		it(`is as kept in ${format}`, () => {
			const kept = new URL(`../fixtures/code/${format}.txt`, import.meta.url);
			const code = asCode(codeRequest(detect(), [file]), format);
			if (process.env.UPDATE_SNAPSHOTS) writeFileSync(kept, code);
			assert.equal(code, readFileSync(kept, "utf8"));
		});

		it(`is as kept for a conversation about parts in ${format}`, () => {
			const kept = new URL(`../fixtures/code/${format}Talk.txt`, import.meta.url);
			const code = asCode(codeRequest(talk(), parts), format);
			if (process.env.UPDATE_SNAPSHOTS) writeFileSync(kept, code);
			assert.equal(code, readFileSync(kept, "utf8"));
		});

		it(`says every field of the configuration in ${format}`, () => {
			const config = {
				temperature: 0.25,
				maxOutputTokens: 1234,
				mediaResolution: "MEDIA_RESOLUTION_LOW",
				thinkingConfig: { thinkingBudget: 128, includeThoughts: true },
			};
			const code = asCode(codeRequest({ ...detect(), config }, [file]), format);
			for (const said of ["0.25", "1234", '"MEDIA_RESOLUTION_LOW"', "128", "rue"]) {
				assert.ok(code.includes(said), said);
			}
		});

		it(`leaves an empty configuration out in ${format}`, () => {
			const { contents } = detect();
			const code = asCode(codeRequest({ model: "m", contents }, [file]), format);
			assert.doesNotMatch(code, /undefined|generationConfig|schema|\bconfig[:=] ?\{/i);
		});

		it(`names another endpoint than Google's in ${format}`, () => {
			const { contents } = detect();
			const code = asCode(
				codeRequest({ model: "m", contents }, [file], "https://eu.test/x"),
				format,
			);
			assert.match(code, /https:\/\/eu\.test\/x/);
		});

		it(`can be written for every task in ${format}`, () => {
			for (const task of tasks) {
				for (const model of ["gemini-3.8-flash", "gemini-2.5-flash", "loupe-demo"]) {
					const request = buildRequest({
						task,
						model,
						pictures: [picture],
						labels: ["cat"],
						schema: { type: "string" },
						maxObjects: 25,
					});
					const code = asCode(codeRequest(request, [file]), format);
					assert.ok(code.includes(model));
					assert.ok(!code.includes(picture.base64));
				}
			}
		});
	}
});

describe("A request for code", () => {
	const inline = (data: string) => ({ inlineData: { mimeType: "image/png", data } });
	const asking = (...parts: object[]): SentRequest => ({
		model: "m",
		contents: [{ role: "user", parts }],
	});

	it("has the files in place of the pictures' bytes, in order through all turns", () => {
		const { contents } = codeRequest(
			{
				model: "m",
				contents: [
					{ role: "user", parts: [inline("AAAA"), { text: "One?" }] },
					{ role: "model", parts: [{ text: "One." }] },
					{ role: "user", parts: [{ text: "And?" }, inline("BBBB")] },
				],
			},
			[{ path: "a.png" }, { path: "b.heic", mimeType: "image/heic", note: "as PNG" }],
		);
		assert.deepEqual(JSON.parse(JSON.stringify(contents)), [
			{
				role: "user",
				parts: [{ inlineData: { mimeType: "image/png" }, path: "a.png" }, { text: "One?" }],
			},
			{ role: "model", parts: [{ text: "One." }] },
			{
				role: "user",
				parts: [
					{ text: "And?" },
					{ inlineData: { mimeType: "image/heic" }, path: "b.heic", note: "as PNG" },
				],
			},
		]);
	});

	it("says which part of a file was sent", () => {
		const { contents } = codeRequest(talk(), parts);
		const notes = contents.flatMap((turn) =>
			turn.parts.flatMap((part) => ("inlineData" in part ? [part.note] : [])),
		);
		assert.deepEqual(notes, [
			undefined,
			"Cut this part out of the file first: 300 × 40 pixels at 10, 20. 300 × 40 pixels, PNG",
			"Cut this part out of the file first: 64 × 64 pixels at 0, 0",
		]);
	});

	it("takes fields that are not set, and forgets those the API never sees", () => {
		const config = { temperature: undefined, abortSignal: new AbortController().signal };
		assert.deepEqual(codeRequest({ ...asking({ text: "x" }), config }, []).config, {});
	});

	const refused: [what: string, sent: SentRequest, paths: string[]][] = [
		["a picture without a path", asking(inline("AAAA")), []],
		["more pictures than the request has", asking({ text: "x" }), ["a.png"]],
		["part.functionCall", asking({ functionCall: { name: "x" } }), []],
		["an empty part", asking({}), []],
		["contents of another form", { model: "m", contents: "x" }, []],
		["config.tools", { ...asking({ text: "x" }), config: { tools: [] } }, []],
		[
			"thinkingConfig.depth",
			{ ...asking({ text: "x" }), config: { thinkingConfig: { depth: 1 } } },
			[],
		],
		[
			"a system instruction that is not plain text",
			{ ...asking({ text: "x" }), config: { systemInstruction: { parts: [] } } },
			[],
		],
	];
	for (const [what, sent, paths] of refused) {
		it(`is refused rather than cut short for ${what}`, () => {
			const pictures = paths.map((path) => ({ path }));
			assert.throws(() => codeRequest(sent, pictures), { name: "Unsupported", detail: what });
		});
	}
});

describe("A word of a shell", () => {
	it("stays readable unless it hides something", () => {
		assert.equal(shellWord('C:\\a "b" $c'), `'C:\\a "b" $c'`);
		assert.equal(shellWord("it's"), "'it'\\''s'");
		assert.equal(shellWord("a\nb'c\u202e"), "$'a\\x0ab\\x27c\\xe2\\x80\\xae'");
	});
});
