import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import type { Content, GenerateContentParameters } from "@google/genai/web";
import {
	isPrompted,
	languageName,
	promptFor,
	promptedTasks as tasks,
} from "../../src/gemini/prompts.ts";
import { buildRequest, type RequestInput } from "../../src/gemini/request.ts";

const png = { mimeType: "image/png", base64: "iVBORw0KGgo=" };

function inputFor(change: Partial<RequestInput> = {}): RequestInput {
	return { task: "detect", model: "gemini-3.8-flash", pictures: [png], maxObjects: 25, ...change };
}

function partsOf(request: GenerateContentParameters) {
	const [turn, ...more] = request.contents as Content[];
	assert.equal(more.length, 0);
	assert.equal(turn?.role, "user");
	return turn?.parts ?? [];
}

function wordsOf(change: Partial<RequestInput>): string {
	return partsOf(buildRequest(inputFor(change))).at(-1)?.text ?? "";
}

function schemaOf(change: Partial<RequestInput>) {
	return buildRequest(inputFor(change)).config?.responseJsonSchema as
		| { maxItems?: number; items: { properties: Record<string, unknown>; required: string[] } }
		| undefined;
}

describe("The request of a task", () => {
	// `UPDATE_SNAPSHOTS=1 npx mocha test/unit/gemini-request.test.ts`, then `npm run format` and read the diff.
	const file = new URL("gemini-requests.snap.json", import.meta.url);
	const models = [
		"gemini-3.8-flash",
		"gemini-3.5-flash-lite",
		"gemini-2.5-flash",
		"gemini-robotics-er-2-preview",
		"loupe-demo",
	];
	const built = Object.fromEntries(
		models.flatMap((model) =>
			tasks.map((task) => {
				const request = buildRequest(inputFor({ task, model }));
				const parts = partsOf(request).map((part) => (part.text ? part.text.split("\n") : part));
				return [`${task} · ${model}`, { parts, config: request.config ?? {} }];
			}),
		),
	);
	if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, JSON.stringify(built, undefined, "\t"));
	const kept = JSON.parse(readFileSync(file, "utf8")) as typeof built;

	it("has one snapshot per task and model", () =>
		assert.deepEqual(Object.keys(kept), Object.keys(built)));
	for (const [name, request] of Object.entries(built)) {
		it(`is as kept for ${name}`, () => assert.deepEqual(request, kept[name]));
	}

	it("exists for some tasks only", () => {
		assert.equal(isPrompted("segment"), true);
		assert.equal(isPrompted("compare"), false);
	});

	it("puts every picture before the words, in order", () => {
		const uri = { mimeType: "image/jpeg", uri: "https://example.com/files/a" };
		const parts = partsOf(buildRequest(inputFor({ task: "ask", pictures: [png, uri] })));
		assert.deepEqual(parts.slice(0, 2), [
			{ inlineData: { mimeType: "image/png", data: png.base64 } },
			{ fileData: { mimeType: "image/jpeg", fileUri: uri.uri } },
		]);
		assert.equal(typeof parts[2]?.text, "string");
		assert.equal(parts.length, 3);
	});

	it("carries the person's own words, whatever the task", () => {
		for (const task of tasks) {
			const words = wordsOf({ task, prompt: " the wooden and glass items " });
			assert.match(words, /the wooden and glass items(\n|$)/, task);
			assert.doesNotMatch(words, /prominent objects|What does this picture show/, task);
		}
		assert.equal(wordsOf({ task: "ask", prompt: "How many cups?" }), "How many cups?");
	});

	it("names no colour and no shape of its own, which would narrow what is looked for", () => {
		const named =
			/\b(red|green|blue|yellow|black|white|gr[ae]y|orange|purple|pink|circles?|squares?|triangles?|rectangles?|stars?)\b/i;
		for (const task of tasks) {
			for (const maskFormat of ["png", "polygons"] as const) {
				assert.doesNotMatch(promptFor({ task, maxObjects: 25, maskFormat }), named);
			}
		}
	});

	it("asks for the language of the answer by its English name", () => {
		assert.match(wordsOf({ language: "ko" }), /^Write the labels in Korean\.$/m);
		assert.match(wordsOf({ task: "caption", language: "tr" }), /^Write it in Turkish\.$/m);
		assert.match(wordsOf({ task: "ask", language: "id" }), /^Answer in Indonesian, unless/m);
		for (const task of tasks) {
			assert.doesNotMatch(wordsOf({ task }), /\b(Write (it|the labels)|Answer) in /, task);
		}
	});

	it("takes a language in the person's own words as it is", () => {
		assert.equal(languageName("pt-br"), "Brazilian Portuguese");
		assert.equal(languageName("Brazilian Portuguese"), "Brazilian Portuguese");
		assert.equal(languageName("Korean"), "Korean");
		assert.equal(languageName("en_US"), "en_US");
		assert.equal(languageName("en-gb-us"), "en-gb-us");
	});

	it("caps the list in the words, and in the schema as far as the API bears it", () => {
		assert.equal(schemaOf({ maxObjects: 7 })?.maxItems, 7);
		assert.match(wordsOf({ maxObjects: 7 }), /at most 7 entries/);
		assert.equal(schemaOf({ maxObjects: 400 })?.maxItems, undefined);
		assert.match(wordsOf({ maxObjects: 400 }), /at most 400 entries/);
	});

	it("requires of each object what the task is about", () => {
		assert.deepEqual(schemaOf({ task: "detect" })?.items.required, ["box_2d", "label"]);
		assert.deepEqual(schemaOf({ task: "point" })?.items.required, ["point", "label"]);
		assert.deepEqual(schemaOf({ task: "segment" })?.items.required, ["box_2d", "label", "mask"]);
	});

	it("leaves JSON mode off where it turns masks into placeholders", () => {
		const { config } = buildRequest(inputFor({ task: "segment", model: "gemini-2.5-flash" }));
		assert.equal(config?.responseMimeType, undefined);
		assert.equal(config?.responseJsonSchema, undefined);
		assert.deepEqual(config?.thinkingConfig, { thinkingBudget: 0 });
	});

	it("sets no temperature", () => {
		for (const { config } of Object.values(built)) assert.equal("temperature" in config, false);
	});

	it("sends low, medium and high for the whole request, ultra_high with each picture", () => {
		const high = buildRequest(inputFor({ mediaResolution: "high" }));
		assert.equal(high.config?.mediaResolution, "MEDIA_RESOLUTION_HIGH");
		assert.equal("mediaResolution" in (partsOf(high)[0] ?? {}), false);

		const ultra = buildRequest(inputFor({ mediaResolution: "ultra_high", pictures: [png, png] }));
		assert.equal(ultra.config?.mediaResolution, undefined);
		assert.deepEqual(
			partsOf(ultra).map((part) => part.mediaResolution?.level),
			["MEDIA_RESOLUTION_ULTRA_HIGH", "MEDIA_RESOLUTION_ULTRA_HIGH", undefined],
		);
	});

	it("sends 2.5, which knows no ultra_high, the highest it knows", () => {
		const request = buildRequest(
			inputFor({ model: "gemini-2.5-flash", mediaResolution: "ultra_high" }),
		);
		assert.equal(request.config?.mediaResolution, "MEDIA_RESOLUTION_HIGH");
		assert.equal(partsOf(request)[0]?.mediaResolution, undefined);
	});

	it("passes on the system instruction and the safety settings, and nothing for empty ones", () => {
		const { config } = buildRequest(
			inputFor({
				systemInstruction: " Be brief. ",
				safetySettings: { HARM_CATEGORY_HARASSMENT: "BLOCK_NONE" },
			}),
		);
		assert.equal(config?.systemInstruction, "Be brief.");
		assert.deepEqual(config?.safetySettings, [
			{ category: "HARM_CATEGORY_HARASSMENT", threshold: "BLOCK_NONE" },
		]);
		const empty = buildRequest(inputFor({ systemInstruction: "", safetySettings: {} })).config;
		assert.equal("systemInstruction" in (empty ?? {}), false);
		assert.equal("safetySettings" in (empty ?? {}), false);
	});
});
