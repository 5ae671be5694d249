import assert from "node:assert/strict";
import {
	costOf,
	costOfRun,
	costOfRuns,
	nextPrice,
	priceOn,
	promptCost,
} from "../../src/gemini/prices.ts";
import type { Run } from "../../src/shared/protocol.ts";
import type { Usage } from "../../src/shared/result.ts";

const million = 1_000_000;
const november = new Date("2026-11-21T12:00:00Z");
const lastDay = new Date("2026-12-31T23:59:59Z");
const january = new Date("2027-01-01T00:00:00Z");

function usageOf(counts: Partial<Usage>): Usage {
	const nothing = { promptTokens: 0, outputTokens: 0, thoughtTokens: 0, cachedTokens: 0 };
	return { ...nothing, totalTokens: 0, ...counts };
}

function near(actual: number | undefined, expected: number): void {
	assert(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`);
}

describe("What a request costs", () => {
	const listed: Array<[model: string, date: Date, input: number, output: number]> = [
		["gemini-3.8-flash", november, 0.75, 3.75],
		["gemini-3.8-flash", lastDay, 0.75, 3.75],
		["gemini-3.8-flash", january, 1.5, 7.5],
		["gemini-3.8-flash-001", november, 0.75, 3.75],
		["gemini-3.5-flash-lite", november, 0.3, 2.5],
		["gemini-3.6-flash", january, 1.5, 7.5],
		["gemini-3.1-pro-preview", november, 2, 12],
	];
	for (const [model, date, input, output] of listed) {
		it(`is ${input} / ${output} dollars a million tokens with ${model} on ${date.toISOString()}`, () => {
			const { input: paidIn, output: paidOut } = priceOn(model, date) ?? {};
			assert.deepEqual([paidIn, paidOut], [input, output]);
			// Below the length at which prompts cost more.
			near(costOf(usageOf({ promptTokens: 100_000 }), model, date), input / 10);
			near(costOf(usageOf({ outputTokens: million }), model, date), output);
		});
	}

	it("counts thoughts as output", () => {
		near(costOf(usageOf({ thoughtTokens: million }), "gemini-3.8-flash", november), 3.75);
	});

	it("counts a tenth of the price for what was cached of the prompt", () => {
		const usage = usageOf({ promptTokens: million, cachedTokens: 600_000 });
		near(costOf(usage, "gemini-3.8-flash", november), 0.75 * (0.4 + 0.06));
		const strange = usageOf({ promptTokens: 10, cachedTokens: million });
		near(costOf(strange, "gemini-3.8-flash", november), 0.75e-6);
	});

	it("is more for the whole of a prompt longer than 200,000 tokens, where that is so", () => {
		const long = { promptTokens: 200_001, outputTokens: 1000 };
		near(costOf(usageOf(long), "gemini-3.1-pro-preview", november), 0.800004 + 0.018);
		const most = { ...long, promptTokens: 200_000 };
		near(costOf(usageOf(most), "gemini-3.1-pro-preview", november), 0.4 + 0.012);
		near(costOf(usageOf(long), "gemini-3.6-flash", november), 0.3000015 + 0.0075);
	});

	it("is the price of the model that answers when the one asked has ended", () => {
		const december = new Date("2026-12-01T00:00:00Z");
		assert.equal(priceOn("gemini-2.5-flash", november), undefined);
		assert.equal(priceOn("gemini-2.5-flash", december)?.output, 2.5);
		assert.equal(priceOn("gemini-2.5-pro", december)?.output, 3.75);
	});

	it("is known before it changes", () => {
		const { from, input, output } = nextPrice("gemini-3.8-flash", lastDay) ?? {};
		assert.deepEqual([from, input, output], ["2027-01-01", 1.5, 7.5]);
		assert.equal(nextPrice("gemini-3.8-flash", january), undefined);
		assert.equal(nextPrice("gemini-3.6-flash", november), undefined);
	});

	it("is not guessed where no price is established", () => {
		for (const model of ["gemini-robotics-er-2-preview", "gemini-2.5-flash-lite", "gemma-3-27b-it"])
			assert.equal(costOf(usageOf({ promptTokens: 1 }), model, january), undefined);
	});

	it("is known for a prompt before there is an answer", () => {
		near(promptCost(1190, "gemini-3.8-flash", november), 0.0008925);
		assert.equal(promptCost(1190, "loupe-demo", november), undefined);
	});
});

describe("What runs cost", () => {
	const run: Run = {
		id: "1",
		task: "detect",
		status: "done",
		startedAt: november.getTime(),
		engine: "gemini",
		model: { asked: "gemini-3.8-flash" },
		text: "",
		complete: true,
		warnings: [],
		usage: usageOf({ promptTokens: million }),
	};

	it("is by the model that really answered", () => {
		near(costOfRun(run), 0.75);
		const model = { asked: "gemini-3.8-flash", answered: "gemini-3.5-flash-lite" };
		near(costOfRun({ ...run, model }), 0.3);
	});

	it("is by the day they were asked", () => {
		near(costOfRun({ ...run, startedAt: january.getTime() }), 1.5);
	});

	it("is nothing anyone would show for the demo engine, nor without counted tokens", () => {
		assert.equal(costOfRun({ ...run, engine: "demo" }), undefined);
		const { usage: _, ...uncounted } = run;
		assert.equal(costOfRun(uncounted), undefined);
	});

	it("is what was noted of each, or worked out from its tokens", () => {
		near(costOfRuns([run, { ...run, cost: 0.5 }, { ...run, engine: "demo" }]), 1.25);
	});
});
