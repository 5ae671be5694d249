import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import type { Content, GenerateContentParameters } from "@google/genai/web";
import { languageName, promptFor } from "../../src/gemini/prompts.ts";
import { buildRequest, type Picture, type RequestInput } from "../../src/gemini/request.ts";
import type { Task } from "../../src/shared/result.ts";

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

const png = { mimeType: "image/png", base64: "iVBORw0KGgo=" };

function inputFor(change: Partial<RequestInput> = {}): RequestInput {
	return {
		task: "detect",
		model: "gemini-3.8-flash",
		pictures: change.task === "compare" ? [png, png] : [png],
		maxObjects: 25,
		labels: ["cat", "dog"],
		schema: { type: "object", properties: { name: { type: ["string", "null"] } } },
		...change,
	};
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

	it("puts every picture before the words, in order and by number", () => {
		const uri = { mimeType: "image/jpeg", uri: "https://example.com/files/a" };
		const parts = partsOf(buildRequest(inputFor({ task: "ask", pictures: [png, uri] })));
		assert.deepEqual(parts.slice(0, 4), [
			{ text: "Picture 1:" },
			{ inlineData: { mimeType: "image/png", data: png.base64 } },
			{ text: "Picture 2:" },
			{ fileData: { mimeType: "image/jpeg", fileUri: uri.uri } },
		]);
		assert.match(parts[4]?.text ?? "", /^What do these pictures show\?/);
		assert.equal(parts.length, 5);
	});

	it("names several pictures by their numbers, and asks which one each object is in", () => {
		const pictures = [png, png, png];
		for (const task of tasks) {
			const words = wordsOf({ task, pictures });
			assert.doesNotMatch(words, /\b[Tt]his picture\b/, task);
			if (task === "ask" || task === "compare" || task === "detect") {
				assert.match(words, /\{"picture": n, "box_2d"/, task);
			}
		}
		for (const task of ["detect", "segment", "point"] as const) {
			const { items } = schemaOf({ task, pictures })!;
			assert.deepEqual(items.properties.picture, { type: "integer" });
			assert.ok(items.required.includes("picture"));
		}
		assert.doesNotMatch(wordsOf({ task: "ask" }), /"picture"/);
	});

	it("carries the person's own words, whatever the task", () => {
		for (const task of tasks) {
			const words = wordsOf({ task, prompt: " the wooden and glass items " });
			assert.match(words, /the wooden and glass items(\n|$)/, task);
			assert.doesNotMatch(words, /prominent objects|What does this picture show|changed/, task);
		}
		assert.match(
			wordsOf({ task: "ask", prompt: "How many cups?" }),
			/^How many cups\?\nIf this asks/,
		);
	});

	it("names no colour and no shape of its own, which would narrow what is looked for", () => {
		const named =
			/\b(red|green|blue|yellow|black|white|gr[ae]y|orange|purple|pink|circles?|squares?|triangles?|rectangles?|stars?)\b/i;
		for (const task of tasks) {
			for (const maskFormat of ["png", "polygons"] as const) {
				assert.doesNotMatch(
					promptFor({ task, maxObjects: 25, maskFormat, pictures: 1, hasCrop: true }),
					named,
				);
			}
		}
	});

	it("asks for the language of the answer by its English name", () => {
		assert.match(wordsOf({ language: "ko" }), /^Write the labels in Korean\.$/m);
		assert.match(wordsOf({ task: "caption", language: "tr" }), /^Write it in Turkish\.$/m);
		assert.match(wordsOf({ task: "ask", language: "id" }), /^Answer in Indonesian, unless/m);
		assert.match(wordsOf({ task: "compare", language: "fr" }), /^Answer in French\.$/m);
		assert.match(
			wordsOf({ task: "classify", language: "ru" }),
			/^Write the confidence in Russian\.$/m,
		);
		assert.doesNotMatch(wordsOf({ task: "transcribe", language: "ru" }), /Russian/);
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
			[
				undefined,
				"MEDIA_RESOLUTION_ULTRA_HIGH",
				undefined,
				"MEDIA_RESOLUTION_ULTRA_HIGH",
				undefined,
			],
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

describe("The request of a conversation", () => {
	const part: Picture = { mimeType: "image/png", base64: "cGFydA==" };
	const inline = ({ mimeType, base64 }: { mimeType: string; base64: string }) => ({
		inlineData: { mimeType, data: base64 },
	});

	it("begins with the very parts of the one before, so that caching finds them again", () => {
		const sent = (change: Partial<RequestInput>) =>
			buildRequest(inputFor({ task: "ask", language: "ko", ...change })).contents as Content[];
		const first = sent({ prompt: "What is this?", crop: part });
		const earlier = [
			{ task: "ask" as const, prompt: "What is this?", crop: part, answer: "A cup." },
		];
		const second = sent({ prompt: "And that?", earlier });
		const answered = [...first, { role: "model", parts: [{ text: "A cup." }] }];
		assert.deepEqual(second.slice(0, 2), answered);
		assert.deepEqual(second.slice(2), [
			{
				role: "user",
				parts: [{ text: wordsOf({ task: "ask", language: "ko", prompt: "And that?" }) }],
			},
		]);

		const third = sent({
			prompt: "Why?",
			earlier: [...earlier, { task: "ask", prompt: "And that?", answer: "A jar." }],
		});
		assert.deepEqual(third.slice(0, 3), second);
		assert.deepEqual(
			third.map(({ role }) => role),
			["user", "model", "user", "model", "user"],
		);
	});

	it("has the pictures in its first turn only, before any words", () => {
		const earlier = [{ task: "caption" as const, answer: "Two cups." }];
		const request = buildRequest(inputFor({ task: "ask", pictures: [png, png], earlier }));
		const [first, , last] = request.contents as Content[];
		assert.deepEqual(first?.parts?.slice(0, 4), [
			{ text: "Picture 1:" },
			inline(png),
			{ text: "Picture 2:" },
			inline(png),
		]);
		assert.equal(last?.parts?.length, 1);
	});

	for (const task of ["caption", "ask", "classify", "extract", "transcribe"] as const) {
		it(`says of a part what it is a part of: ${task}`, () => {
			const parts = partsOf(buildRequest(inputFor({ task, crop: part })));
			assert.deepEqual(parts.slice(0, 2), [inline(png), inline(part as typeof png)]);
			assert.match(
				parts[2]?.text ?? "",
				/The last picture is an enlarged part of picture 1.*All coordinates refer to picture 1 as a whole\.$/,
			);
			assert.doesNotMatch(wordsOf({ task }), /enlarged/);
		});
	}

	it("keeps earlier turns of every task, though their labels and schemas are gone", () => {
		for (const task of tasks) {
			const earlier = [{ task, prompt: "own words", answer: "so" }];
			const input = inputFor({ task: "ask", earlier, labels: undefined, schema: undefined });
			const [first] = buildRequest(input).contents as Content[];
			assert.match(first?.parts?.at(-1)?.text ?? "", /own words/);
		}
	});
});

describe("The request for labels and data", () => {
	const labelsIn = (change: Partial<RequestInput>) => {
		const { config } = buildRequest(inputFor({ task: "classify", ...change }));
		assert.ok(config);
		assert.equal(config.responseMimeType, "application/json");
		const { properties } = config.responseJsonSchema as {
			properties: { labels: { maxItems?: number; items: { properties: { label: object } } } };
		};
		return properties.labels;
	};

	it("has the labels as the only choices, one at most unless many may fit", () => {
		const one = labelsIn({ labels: [" cat", "dog", "cat", ""] });
		assert.deepEqual(one.items.properties.label, { type: "string", enum: ["cat", "dog"] });
		assert.equal(one.maxItems, 1);
		assert.equal(labelsIn({ many: true }).maxItems, undefined);
		assert.match(wordsOf({ task: "classify", labels: ['a "b"', "c"] }), /\["a \\"b\\"","c"\]/);
	});

	it("leaves large sets to the words", () => {
		const labels = Array.from({ length: 101 }, (_, index) => `label ${index}`);
		assert.deepEqual(labelsIn({ labels }).items.properties.label, { type: "string" });
		assert.match(wordsOf({ task: "classify", labels }), /"label 100"/);
	});

	it("has the person's schema as it is", () => {
		const schema = {
			$schema: "x",
			type: "object",
			properties: { a: { type: "string", format: "y" } },
		};
		const { config } = buildRequest(inputFor({ task: "extract", schema }));
		assert.equal(config?.responseMimeType, "application/json");
		assert.equal(config?.responseJsonSchema, schema);
	});

	it("is not made without them", () => {
		for (const labels of [undefined, [], [" "]]) {
			assert.throws(() => buildRequest(inputFor({ task: "classify", labels })), {
				name: "Unsupported",
			});
		}
		assert.throws(() => buildRequest(inputFor({ task: "extract", schema: undefined })), {
			name: "Unsupported",
		});
	});
});
