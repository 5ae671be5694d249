import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import type { Memento } from "vscode";
import type { RunEvent } from "../../src/host/inspect.ts";
import type { Spending as SpendingType } from "../../src/host/spending.ts";
import type { Run } from "../../src/shared/protocol.ts";

/** What the module takes from VS Code: its words in English, and a person who answers dialogs. */
const vscode = `
	export const person = { answer: undefined, asked: [], opened: [] };
	export class EventEmitter {
		#listeners = [];
		event = (listener) => { this.#listeners.push(listener); };
		fire(value) { for (const listener of this.#listeners) listener(value); }
		dispose() { this.#listeners = []; }
	}
	export const l10n = {
		t: (text, ...values) => text.replace(/\\{(\\d)\\}/g, (_, index) => values[index]),
	};
	export const env = { language: "en" };
	export const window = {
		showWarningMessage: async (message, options, ...buttons) => {
			person.asked.push([message, options.detail]);
			return buttons.find((button) => button === person.answer);
		},
	};
	export const commands = {
		executeCommand: async (...args) => { person.opened.push(args); },
	};
`;
const vscodeUrl = `data:text/javascript,${encodeURIComponent(vscode)}`;

interface Person {
	answer: string | undefined;
	asked: unknown[][];
	opened: unknown[][];
}

describe("What Gemini cost, and the limit", () => {
	let Spending: typeof SpendingType;
	let estimateDetection: typeof import("../../src/host/spending.ts").estimateDetection;
	let estimateAsk: typeof import("../../src/host/spending.ts").estimateAsk;
	let formatDollars: typeof import("../../src/host/spending.ts").formatDollars;
	let person: Person;
	let stored: Map<string, unknown>;
	let now: Date;
	let limit: number | undefined;

	before(async () => {
		const hooks = registerHooks({
			resolve: (specifier, context, next) =>
				specifier === "vscode" ? { url: vscodeUrl, shortCircuit: true } : next(specifier, context),
		});
		try {
			({ Spending, estimateAsk, estimateDetection, formatDollars } = await import(
				"../../src/host/spending.ts"
			));
			({ person } = (await import(vscodeUrl)) as { person: Person });
		} finally {
			hooks.deregister();
		}
	});

	beforeEach(() => {
		Object.assign(person, { answer: undefined, asked: [], opened: [] });
		stored = new Map();
		now = new Date(2026, 10, 21, 12);
		limit = undefined;
	});

	/** As VS Code keeps it: JSON, read anew by every start. */
	const memento = (): Memento => ({
		keys: () => [...stored.keys()],
		get: (key: string, otherwise?: unknown) => stored.get(key) ?? otherwise,
		update: async (key: string, value: unknown) => {
			stored.set(key, JSON.parse(JSON.stringify(value)));
		},
	});
	const start = () =>
		new Spending(
			memento(),
			() => limit,
			() => now,
		);
	const runOf = (id: string, change: Partial<Run> = {}): Run => ({
		id,
		task: "caption",
		status: "running",
		startedAt: now.getTime(),
		engine: "gemini",
		model: { asked: "gemini-3.8-flash" },
		text: "",
		complete: false,
		warnings: [],
		...change,
	});
	const added = (run: Run): RunEvent => ({ kind: "added", subject: "s", run });
	const ended = (run: Run, cost?: number): RunEvent => {
		const change = { status: "done" as const, ...(cost !== undefined && { cost }) };
		return { kind: "changed", subject: "s", run: { ...run, ...change }, change };
	};
	const spend = async (spending: SpendingType, ...costs: number[]) => {
		for (const cost of costs) await spending.hear(ended(runOf("spent"), cost));
	};

	it("add up by day and month, over restarts", async () => {
		await spend(start(), 0.25, 0.5);
		now = new Date(2026, 10, 22, 0, 1);
		const spending = start();
		await spend(spending, 1);
		assert.deepEqual(spending.today, { cost: 1, runs: 1 });
		assert.deepEqual(spending.thisMonth, { cost: 1.75, runs: 3 });
	});

	it("begin anew with the month, at the person's own midnight", async () => {
		const spending = start();
		now = new Date(2026, 10, 30, 23, 59);
		await spend(spending, 2);
		now = new Date(2026, 11, 1, 0, 0);
		assert.deepEqual(spending.thisMonth, { cost: 0, runs: 0 });
		await spend(spending, 0.5);
		assert.deepEqual(stored.get("spending"), { "2026-12-01": { cost: 0.5, runs: 1 } });
	});

	it("count each run once, and neither the demo engine nor runs without a price", async () => {
		const spending = start();
		let changes = 0;
		spending.onDidChange(() => changes++);
		const run = runOf("1");
		await spending.hear(added(run));
		await spending.hear({ kind: "text", subject: "s", run, piece: "A cup" });
		await spending.hear({ kind: "changed", subject: "s", run, change: { warnings: [] } });
		await spending.hear(ended(run, 0.001));
		await spending.hear({ kind: "changed", subject: "s", run, change: { removed: [0] } });
		await spending.hear(ended(runOf("2")));
		await spending.hear(ended(runOf("3", { engine: "demo" }), 5));
		assert.deepEqual(spending.thisMonth, { cost: 0.001, runs: 1 });
		assert.equal(changes, 1);
	});

	it("lose nothing when two runs end at once", async () => {
		const spending = start();
		await Promise.all([1, 2, 3].map((cost) => spending.hear(ended(runOf(`${cost}`), cost))));
		assert.deepEqual(spending.today, { cost: 6, runs: 3 });
	});

	it("ask nobody while there is no limit, or it is far", async () => {
		const spending = start();
		await spend(spending, 4.98);
		assert.equal(await spending.maySpend(100), true);
		limit = 50;
		assert.equal(await spending.maySpend(0.001), true);
		assert.deepEqual(person.asked, []);
	});

	it("ask before a run goes over, and do as the person says", async () => {
		limit = 5;
		const spending = start();
		await spend(spending, 2.49, 2.49);
		assert.equal(await spending.maySpend(0.02), false, "closed the dialog");
		assert.deepEqual(person.asked, [
			["This month: $4.98 of $5.00. Ask anyway?", "This would cost about $2.49."],
		]);
		person.answer = "Ask Anyway";
		assert.equal(await spending.maySpend(0.02), true);
		person.answer = "Change Limit";
		assert.equal(await spending.maySpend(0.02), false);
		assert.deepEqual(person.opened, [["workbench.action.openSettings", "loupe.spendingLimit"]]);
	});

	it("expect of a run what runs cost on average, which knows of answers", async () => {
		limit = 1;
		const spending = start();
		await spend(spending, 0.3, 0.3);
		assert.equal(spending.goesOver(0.0009), false);
		await spend(spending, 0.3);
		assert.equal(spending.goesOver(0.0009), true);
		assert.equal(spending.goesOver(undefined), true, "though its price is not known");
	});

	it("count what is under way, until it ends", async () => {
		limit = 1;
		const spending = start();
		await spend(spending, 0.3);
		const runs = ["1", "2", "3"].map((id) => runOf(id));
		for (const run of runs) await spending.hear(added(run));
		assert.equal(spending.goesOver(0.25), true);
		const failed = { ...runs[0]!, status: "failed" as const };
		await spending.hear({ kind: "changed", subject: "s", run: failed, change: {} });
		assert.equal(spending.goesOver(0.25), false);
	});

	it("estimate a detection as it would be sent: shrunk, without the answer", () => {
		const settings = { language: "en", systemInstruction: "", safetySettings: {}, maxObjects: 25 };
		const flash = { ...settings, model: "gemini-3.8-flash" };
		const { tokens = 0, cost = 0 } =
			estimateDetection({ width: 8000, height: 6000 }, flash, now) ?? {};
		assert(tokens > 1120 && tokens < 1500, `${tokens} tokens`);
		assert.equal(cost, (tokens * 0.75) / 1e6);
		const pro = { ...settings, model: "gemini-2.5-pro" };
		const sizes = [
			{ width: 8000, height: 6000 },
			{ width: 1024, height: 768 },
		];
		const [large, small] = sizes.map((size) => estimateDetection(size, pro, now));
		assert.deepEqual(large, small);
		assert.equal(small?.cost, undefined);
		assert.equal(estimateDetection(sizes[0]!, { ...settings, model: "loupe-demo" }), undefined);
	});

	it("estimate what was prepared by all its pictures, in the sizes they are sent in", () => {
		const words = {
			task: "ask",
			model: "gemini-3.8-flash",
			prompt: "What?",
			maxObjects: 25,
		};
		const sent = [
			{ width: 768, height: 576 },
			{ width: 200, height: 100 },
		].map((size) => ({
			prepared: { size, mimeType: "image/png" },
		}));
		const asked = (model: string, some = sent) =>
			({
				draft: { words: { ...words, model }, pictures: sent.slice(0, 1), turns: [], crop: sent[1] },
				sent: some,
			}) as unknown as Parameters<typeof estimateAsk>[0];
		const { tokens = 0, cost = 0 } = estimateAsk(asked("gemini-3.8-flash"), now) ?? {};
		assert(tokens > 2240 && tokens < 2500, `${tokens} tokens`);
		assert.equal(cost, (tokens * 0.75) / 1e6);
		const others = tokens - 2240;
		const pro = "gemini-2.5-pro";
		assert.equal(estimateAsk(asked(pro), now)?.tokens, others + 258 * 4 + 258);
		assert.equal(estimateAsk(asked(pro, sent.slice(1)), now), undefined);
	});

	it("are written in cents, and below a dollar as exact as single answers need", () => {
		assert.deepEqual([0, 0.0031, 0.75, 4.98, 1200].map(formatDollars), [
			"$0.00",
			"$0.0031",
			"$0.75",
			"$4.98",
			"$1,200.00",
		]);
	});
});
