import assert from "node:assert/strict";
import {
	defaultModel,
	maskFormat,
	modelFacts,
	modelFamily,
	modelRank,
	replacementFor,
	thinkingFor,
} from "../../src/gemini/models.ts";
import { thinkingLevels } from "../../src/shared/choices.ts";

describe("What a Gemini model can do", () => {
	const families = [
		["gemini-3.8-flash", "3"],
		["gemini-3.1-pro-preview", "3"],
		["gemini-4-flash", "3"],
		["gemini-10.2-flash", "3"],
		["gemini-flash-latest", "3"],
		["gemini-2.5-flash", "2.5"],
		["gemini-2.5-flash-lite-preview-09-2025", "2.5"],
		["gemini-2.0-flash", "older"],
		["gemini-1.5-pro-002", "older"],
		["gemini-robotics-er-2-preview", "robotics"],
		["gemma-3-27b-it", "other"],
		["loupe-demo", "other"],
	] as const;
	for (const [id, family] of families) {
		it(`puts ${id} into family ${family}`, () => assert.equal(modelFamily(id), family));
	}

	const thinking = [
		["gemini-3.8-flash", { thinkingLevel: "LOW" }],
		["gemini-3.8-flash-001", { thinkingLevel: "LOW" }],
		["gemini-3.5-flash-lite", { thinkingLevel: "MINIMAL" }],
		["gemini-3.5-flash-lite-preview-07-2026", { thinkingLevel: "MINIMAL" }],
		["gemini-3.6-flash", { thinkingLevel: "MINIMAL" }],
		["gemini-3.6-flash-image", { thinkingLevel: "LOW" }],
		["gemini-9-ultra", { thinkingLevel: "LOW" }],
		["gemini-robotics-er-2-preview", { thinkingLevel: "LOW" }],
		["gemini-2.5-flash", { thinkingBudget: 0 }],
		["gemini-2.5-flash-lite", { thinkingBudget: 0 }],
		["gemini-2.5-pro", { thinkingBudget: 128 }],
		["gemini-2.0-flash", undefined],
		["loupe-demo", undefined],
	] as const;
	for (const [id, least] of thinking) {
		it(`lets ${id} think no more than ${JSON.stringify(least) ?? "it does by itself"}`, () =>
			assert.deepEqual(thinkingFor(id, "minimal"), least));
	}

	it("thinks as much as was chosen, in the family's own way, and never less", () => {
		const told = (id: string) => thinkingLevels.map((level) => thinkingFor(id, level));
		const levels = (...names: string[]) => names.map((thinkingLevel) => ({ thinkingLevel }));
		assert.deepEqual(told("gemini-3.8-flash"), levels("LOW", "LOW", "MEDIUM", "HIGH"));
		assert.deepEqual(told("gemini-3.6-flash"), levels("MINIMAL", "LOW", "MEDIUM", "HIGH"));
		assert.deepEqual(
			told("gemini-2.5-flash"),
			[0, 1024, 8192, 24_576].map((thinkingBudget) => ({ thinkingBudget })),
		);
		assert.deepEqual(told("loupe-demo"), [undefined, undefined, undefined, undefined]);
	});

	it("names another model where one cannot be used, never the same", () => {
		assert.equal(replacementFor("gemini-2.5-flash"), "gemini-3.5-flash-lite");
		assert.equal(replacementFor("gemini-2.0-flash"), defaultModel);
		assert.equal(replacementFor("a-model-of-mine"), defaultModel);
		assert.notEqual(replacementFor(defaultModel), defaultModel);
	});

	it("asks 2.5 for PNG masks and everything later for polygons", () => {
		assert.equal(maskFormat("gemini-2.5-pro"), "png");
		assert.equal(maskFormat(defaultModel), "polygons");
		assert.equal(maskFormat("gemini-robotics-er-2-preview"), "polygons");
		assert.equal(maskFormat("gemini-5-flash"), "polygons");
	});

	it("does not take a model for its smaller sister", () => {
		assert.equal(modelFacts("gemini-2.5-flash-lite")?.ends, undefined);
		assert.equal(modelFacts("gemini-2.5-flash")?.ends?.day, "2026-12-01");
		assert.equal(modelFacts("gemini-3.1-flash-lite")?.staysUntil, "2027-05-07");
		assert.equal(modelFacts("gemini-3.8-flash-lite"), undefined);
	});

	it("knows which model answers for one that has ended", () => {
		const successors = ["gemini-2.5-pro", "gemini-2.5-flash"].map(
			(id) => modelFacts(id)?.ends?.successor,
		);
		assert.deepEqual(successors, ["gemini-3.8-flash", "gemini-3.5-flash-lite"]);
	});

	it("lists the recommended model first, earlier ones later and those never heard of last", () => {
		const ids = ["gemini-9-ultra", "gemini-2.5-pro-001", defaultModel, "gemini-3.6-flash"];
		assert.deepEqual(
			ids.toSorted((a, b) => modelRank(a) - modelRank(b)),
			[defaultModel, "gemini-3.6-flash", "gemini-2.5-pro-001", "gemini-9-ultra"],
		);
	});
});
