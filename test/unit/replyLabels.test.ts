import assert from "node:assert/strict";
import { readLabels } from "../../src/gemini/labels.ts";

const given = ["cat", "Dog", " sea lion ", "US", "us"];

describe("The labels in a reply", () => {
	const replies: [what: string, reply: string, labels: string[]][] = [
		["as asked for", '{"labels": [{"label": "cat"}, {"label": "Dog"}]}', ["cat", "Dog"]],
		["in a fence", '```json\n{"labels": [{"label": "cat"}]}\n```', ["cat"]],
		["between prose", 'I [think]: {"labels": ["cat"]}, clearly.', ["cat"]],
		["as a list", '["Dog", "cat"]', ["Dog", "cat"]],
		["as a list of objects", '[{"label": "Dog"}]', ["Dog"]],
		["as one", '{"label": "cat"}', ["cat"]],
		["under another key", '{"result": {"labels": [{"label": "cat"}]}}', ["cat"]],
		["as JSON text", '"cat"', ["cat"]],
		["as words", "**cat**\n- Dog.", ["cat", "Dog"]],
		["in another case, with other space", '["CAT", " Sea  Lion"]', ["cat", "sea lion"]],
		["that differ in case only", '["us", "US"]', ["us", "US"]],
		["said twice", '["cat", "Cat"]', ["cat"]],
		["nearly as JSON", "{'labels': [{'label': 'cat',}]", ["cat"]],
		["cut after the first", '{"labels": [{"label": "cat"}, {"la', ["cat"]],
		["some of them invented", '["puma", "cat", "category"]', ["cat"]],
		["none, as none fits", '{"labels": []}', []],
		["none, as a list", "[]", []],
	];
	for (const [what, reply, labels] of replies) {
		it(`are read ${what}`, () => {
			assert.deepEqual(readLabels(reply, given, true), { labels });
		});
	}

	it("are one at most where one was asked for", () => {
		const reply = '[{"label": "Dog", "confidence": "high"}, {"label": "cat", "confidence": "low"}]';
		assert.deepEqual(readLabels(reply, given, false), {
			labels: ["Dog"],
			confidence: { Dog: "high" },
		});
	});

	it("have the model's own word for how sure it is, where it gave one", () => {
		const reply =
			'[{"label": "cat", "confidence": " quite\\nsure "}, {"label": "Dog"}, {"label": "us", "confidence": 0.4}, {"label": "US", "confidence": ""}]';
		assert.deepEqual(readLabels(reply, given, true), {
			labels: ["cat", "Dog", "us", "US"],
			confidence: { cat: "quite sure", us: "0.4" },
		});
	});

	it("may be numbers, and words that objects inherit", () => {
		assert.deepEqual(readLabels('{"label": 7}', ["7"], false).labels, ["7"]);
		const reply = '[{"label": "__proto__", "confidence": "high"}]';
		const { confidence } = readLabels(reply, ["__proto__"], false);
		assert.deepEqual(Object.entries(confidence ?? {}), [["__proto__", "high"]]);
	});

	it("are never made up", () => {
		for (const reply of ["", "No cat here.", '["puma"]', '{"labels": [{"label": "puma"}]}', "{}"]) {
			assert.throws(() => readLabels(reply, given, true), { name: "BadReply" }, reply);
		}
	});
});
