import assert from "node:assert/strict";
import type { EngineState } from "../../src/shared/protocol.ts";
import { metaLines, metaOf } from "../../src/webview/entryWords.ts";
import {
	chooseModel,
	chooseOption,
	freshOptions,
	levelsOf,
	readOptions,
	replaceModel,
	sentChoices,
	withOptions,
} from "../../src/webview/request/requestOptions.ts";
import {
	mostShown,
	pictureWords,
	piecesOf,
	requestJson,
	sentWords,
	settingRows,
	shownText,
} from "../../src/webview/request/requestWords.ts";
import { requestRecord, sentPicture, shownRequest } from "./requestExamples.ts";
import { captionRun } from "./scene.ts";

const engine: EngineState = {
	kind: "gemini",
	model: "gemini-3.8-flash",
	choices: { sentSize: 1024 },
	thinkingLevels: ["low", "medium", "high"],
};
const demo: EngineState = { kind: "demo", model: "loupe-demo" };
const pro = { model: "gemini-3.1-pro-preview", thinkingLevels: ["low", "high"] as const };

describe("What questions choose for themselves", () => {
	it("is sent only where it differs from what is set", () => {
		assert.equal(sentChoices({ engine, options: freshOptions }), undefined);
		const as = chooseOption(freshOptions, "sentSize", 1024);
		assert.equal(sentChoices({ engine, options: as }), undefined);
		const auto = chooseOption(freshOptions, "sentSize", "auto");
		assert.deepEqual(sentChoices({ engine, options: auto }), { sentSize: "auto" });
		const resolution = chooseOption(freshOptions, "mediaResolution", "auto");
		assert.equal(sentChoices({ engine, options: resolution }), undefined);
		const all = chooseOption(chooseOption(auto, "thinking", "high"), "mediaResolution", "low");
		assert.deepEqual(withOptions({ task: "caption" }, { engine, options: all }), {
			task: "caption",
			choices: { sentSize: "auto", thinking: "high", mediaResolution: "low" },
		});
		assert.deepEqual(chooseOption(auto, "sentSize", undefined).choices, {});
	});

	it("has the chosen model's levels of thinking, and drops one that it does not know", () => {
		const medium = chooseOption(freshOptions, "thinking", "medium");
		const options = chooseModel(medium, { ...pro, thinkingLevels: [...pro.thinkingLevels] });
		assert.deepEqual(options.choices, { model: pro.model });
		assert.deepEqual(levelsOf({ engine, options }), ["low", "high"]);
		assert.deepEqual(chooseOption(options, "model", undefined).modelLevels, []);
	});

	it("leaves model and thinking out for the demo engine, and keeps them for Gemini", () => {
		const options = chooseModel(chooseOption(freshOptions, "thinking", "low"), {
			...pro,
			thinkingLevels: [...pro.thinkingLevels],
		});
		assert.equal(sentChoices({ engine: demo, options }), undefined);
		assert.deepEqual(sentChoices({ engine, options }), { model: pro.model, thinking: "low" });
	});

	it("follows the switch from a model that is gone", () => {
		const options = chooseModel(freshOptions, { model: "gemini-2.0-flash", thinkingLevels: [] });
		const switched = replaceModel({ engine, options }, "gemini-2.0-flash", "gemini-3.6-flash");
		assert.equal(switched.choices.model, "gemini-3.6-flash");
		const other = replaceModel({ engine, options }, "gemini-1.5-pro", "gemini-3.6-flash");
		assert.equal(other, options);
	});

	it("is read from what a page kept, whatever that is", () => {
		const options = chooseModel(chooseOption(freshOptions, "sentSize", 768), {
			model: pro.model,
			thinkingLevels: ["low", "high"],
		});
		assert.deepEqual(readOptions(JSON.parse(JSON.stringify(options))), options);
		assert.deepEqual(readOptions(undefined), freshOptions);
		const odd = { choices: { model: 7, thinking: "a lot", sentSize: 800 }, modelLevels: "low" };
		assert.deepEqual(readOptions(odd), freshOptions);
	});
});

describe("A request in words", () => {
	it("says of a picture how it went out", () => {
		assert.equal(
			pictureWords(sentPicture()),
			"1024 × 731 px · 214 kB · image/jpeg · inside the request · converted",
		);
		const part = { x: 456, y: 304, width: 128, height: 160 };
		assert.equal(
			pictureWords(sentPicture({ way: "upload", asItWas: true, part })),
			"1024 × 731 px · 214 kB · image/jpeg · uploaded · as it was · part 128 × 160 at 456, 304",
		);
		const pdf = { mimeType: "application/pdf", size: { width: 595, height: 842 }, asItWas: true };
		assert.match(pictureWords(sentPicture(pdf)), /^595 × 842 pt · /);
	});

	it("says under an answer what size was sent, and more where the pointer rests", () => {
		const usage = {
			promptTokens: 5000,
			outputTokens: 100,
			thoughtTokens: 0,
			cachedTokens: 4096,
			totalTokens: 5100,
		};
		const run = captionRun({ request: requestRecord(), usage });
		assert.match(metaOf(run), /5,100 tokens · 0\.9 s · sent\u00a01024\u00a0×\u00a0731$/);
		assert.deepEqual(metaLines(run)?.split("\n"), [
			"5,000 tokens in",
			"4,096 of them cached",
			"100 tokens out",
			"Sent: still life.png, 1024 × 731 px · 214 kB · image/jpeg · inside the request · converted",
		]);
		const two = [sentPicture(), sentPicture({ size: { width: 300, height: 200 } })];
		assert.equal(sentWords(requestRecord({ pictures: two })), "sent 1024 × 731 + 300 × 200");
		const pdf = { ...two[0]!, mimeType: "application/pdf" };
		assert.equal(sentWords(requestRecord({ pictures: [pdf] })), undefined);
		const many = Array.from({ length: 30 }, () => sentPicture());
		assert.equal(sentWords(requestRecord({ pictures: many })), "30 pictures sent");
		assert.equal(
			metaLines(captionRun({ request: requestRecord({ pictures: many }) })),
			[
				...Array.from({ length: 12 }, () => `Sent: still life.png, ${pictureWords(sentPicture())}`),
				"and 18 more",
			].join("\n"),
		);
	});

	it("explains what is set, and what stands for nothing", () => {
		assert.deepEqual(Object.fromEntries(settingRows(requestRecord())), {
			Model: "gemini-3.8-flash",
			Thinking: "low",
			"Media resolution": "high",
			"System instruction": "You look at pictures for a museum.",
			"Safety settings": "hate speech: block only high\nharassment: block none",
			"Response language": "Korean, in the words",
			"Answer's schema": "JSON Schema, 57 B",
		});
		const text = "Say what it shows.";
		assert.deepEqual(Object.fromEntries(settingRows(requestRecord({ config: {}, text }))), {
			Model: "gemini-3.8-flash",
			Thinking: "the model's own",
			"Media resolution": "the model's own",
			"System instruction": "none",
			"Safety settings": "Gemini's own",
			"Response language": "not said",
			"Answer's schema": "none",
		});
		const own = sentPicture({ mediaResolution: "MEDIA_RESOLUTION_ULTRA_HIGH" });
		const budget = requestRecord({
			pictures: [own],
			config: { thinkingConfig: { thinkingBudget: 8192 } },
		});
		const rows = Object.fromEntries(settingRows(budget));
		assert.equal(rows["Media resolution"], "ultra high, said with each picture");
		assert.equal(rows.Thinking, "at most 8,192 tokens");
	});

	it("shows of a long text its beginning, with nothing that steers what is around it", () => {
		assert.deepEqual(shownText("a\u202eb\u0000\r\nc"), { text: "ab\nc", isCut: false });
		const { text, isCut } = shownText(`${"a".repeat(mostShown - 1)}😀`);
		assert(isCut);
		assert.equal(text, "a".repeat(mostShown - 1), "no half of a character");
	});

	it("is laid out in pieces that lose nothing, and part no character", () => {
		for (const text of [
			"",
			"short",
			"a\n".repeat(5000),
			"가 ".repeat(5000),
			`x${"😀".repeat(5000)}`,
		]) {
			const pieces = piecesOf(text);
			assert.equal(pieces.join(""), text);
			assert(pieces.every((piece) => piece.length <= 2000 && piece.isWellFormed()));
		}
		assert(piecesOf("one line\n".repeat(500)).every((piece) => piece.endsWith("line\n")));
	});

	it("is copied whole as JSON, without the small pictures", async () => {
		const raw = `{"\u202e": "${"a".repeat(mostShown)}"}`;
		const shown = await shownRequest({ raw, estimate: { tokens: 1290, cost: 0.001 } });
		assert.deepEqual(JSON.parse(requestJson(shown)), {
			request: requestRecord(),
			estimate: { tokens: 1290, cost: 0.001 },
			reply: raw,
		});
	});
});
