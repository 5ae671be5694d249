import assert from "node:assert/strict";
import * as fc from "fast-check";
import { buildRequest, pdfType } from "../../src/gemini/request.ts";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { gridKey } from "../../src/webview/pdf/gridKeys.ts";
import {
	allPages,
	chooseEach,
	clickPage,
	keepWithin,
	type PageChoice,
	pagesOf,
	writePages,
} from "../../src/webview/pdf/pageChoice.ts";
import { aboutPages, chosenPages, openPage } from "../../src/webview/pdf/state.ts";

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
	...{ key: name, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
	...held,
});

describe("which pages a question is about", () => {
	it("is what was clicked, toggled and reached for, as lists have it", () => {
		let choice = clickPage(allPages, 4, {});
		choice = clickPage(choice, 7, { extends: true });
		assert.equal(choice.written, "4-7");
		// The range begins where it began, whichever way it goes.
		choice = clickPage(choice, 2, { extends: true });
		assert.equal(choice.written, "2-4");
		choice = clickPage(choice, 9, { toggles: true });
		choice = clickPage(choice, 11, { toggles: true, extends: true });
		assert.equal(choice.written, "2-4, 9-11");
		choice = clickPage(choice, 10, { toggles: true });
		assert.equal(choice.written, "2-4, 9, 11");
	});

	it("is all of them when the last was taken back", () => {
		const none = clickPage(clickPage(allPages, 2, {}), 2, { toggles: true });
		assert.equal(none.written, "");
		assert.deepEqual(pagesOf(none, 3), [1, 2, 3]);
	});

	it("reads back what it writes, whatever was done", () => {
		const step = fc.record({
			page: fc.integer({ min: 1, max: 30 }),
			toggles: fc.boolean(),
			extends: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				const choice = steps.reduce<PageChoice>(
					(before, { page, ...how }) => clickPage(before, page, how),
					allPages,
				);
				const read = writePages(allPages, choice.written, 30);
				assert.deepEqual(pagesOf(read, 30), pagesOf(choice, 30));
			}),
		);
	});

	it("keeps what was chosen while what is written is wrong, and in a shorter document what is there", () => {
		const chosen = writePages(allPages, "2, 8-9", 12);
		const wrong = writePages(chosen, "2, 8-13", 12);
		assert.equal(wrong.fault?.kind, "outside");
		assert.deepEqual(pagesOf(wrong, 12), [2, 8, 9]);
		assert.equal(keepWithin(chosen, 8).written, "2, 8");
		assert.equal(keepWithin(wrong, 13).fault, undefined);
		assert.equal(keepWithin(chosen, 12), chosen);
		assert.equal(chooseEach(12).written, "1-12");
	});

	it("comes back as it was, also where the file is still being read", () => {
		const shown = {
			...{ uri: "file:///a.pdf", runs: [], recentPrompts: {}, words: {} },
			engine: { kind: "gemini", model: "m" },
			pdf: { kind: "shown", name: "a.pdf", pages: 9, bytes: 1, hash: "h" },
		} as const;
		const state = { ...shown, runs: [] };
		assert.equal(chosenPages(openPage(state, { pages: "2-3" })), "2-3");
		assert.equal(chosenPages(openPage(state, { pages: 7, draft: [] })), "1-9");
		const reading = openPage(
			{ ...state, pdf: { kind: "reading", name: "a.pdf" } },
			{ pages: "2-3" },
		);
		assert.deepEqual([...keepWithin(reading.choice, 9).chosen], [2, 3]);
	});
});

describe("keys on the pages", () => {
	const shape = { count: 10, columns: 4, rows: 2 };
	const focused = (name: string, page: number, held?: Partial<KeyboardEvent>) => {
		const meaning = gridKey(key(name, held), page, shape);
		return meaning?.kind === "focus" ? meaning.page : meaning?.kind;
	};

	it("walk, and stay within", () => {
		assert.equal(focused("ArrowRight", 4), 5);
		assert.equal(focused("ArrowLeft", 1), 1);
		assert.equal(focused("ArrowDown", 3), 7);
		assert.equal(focused("ArrowDown", 8), 8, "nothing is below");
		assert.equal(focused("ArrowUp", 2), 2);
		assert.equal(focused("PageDown", 1), 9);
		assert.equal(focused("PageDown", 4), 10);
		assert.equal(focused("Home", 8), 1);
		assert.equal(focused("End", 1), 10);
	});

	it("choose with Space, Ctrl+A, Escape; others are not the pages'", () => {
		assert.equal(focused(" ", 3), "toggle");
		assert.equal(focused("a", 3, { ctrlKey: true }), "each");
		assert.equal(focused("Escape", 3), "all");
		assert.equal(focused("a", 3), undefined);
		assert.equal(focused("ArrowRight", 3, { altKey: true }), undefined);
		assert.equal(focused("p", 3, { ctrlKey: true, shiftKey: true }), undefined);
	});
});

describe("a conversation about pages", () => {
	const run = (id: string, pages: string): ShownRun =>
		({ id, task: "ask", pages, text: "…", status: "done" }) as ShownRun;
	const runs = [run("a", "1-3")];

	it("goes on about the same pages only", () => {
		const ask = { task: "ask", prompt: "?", after: "a" } as const;
		assert.deepEqual(aboutPages(ask, runs, "1-3"), { ...ask, pages: "1-3" });
		assert.deepEqual(aboutPages(ask, runs, "1-4"), { task: "ask", prompt: "?", pages: "1-4" });
	});

	it("stays about its pages when a question of it is asked again", () => {
		const ask = { task: "ask", prompt: "?", insteadOf: "a" } as const;
		assert.equal(aboutPages(ask, runs, "9").pages, "1-3");
	});

	it("tells the model in each of its turns how its pages are counted and are to be named", () => {
		const { contents } = buildRequest({
			...{ task: "ask", model: "gemini-3.8-flash", maxObjects: 25, language: "de" },
			pictures: [{ mimeType: pdfType, base64: "" }],
			pages: [2, 3, 9],
			prompt: "And then?",
			earlier: [{ task: "ask", prompt: "What?", answer: "This (page 2)." }],
		});
		const turns = contents as Array<{ role: string; parts: Array<{ text?: string }> }>;
		const words = turns.map(({ parts }) => parts.at(-1)?.text ?? "");
		for (const text of [words[0], words[2]]) {
			assert.match(text ?? "", /its 3 pages are pages 2-3, 9 of a document/);
			assert.match(text ?? "", /name it as \(page 2\)/);
			assert.match(text ?? "", /Answer in German/);
			assert.doesNotMatch(text ?? "", /box_2d|fence/);
		}
		assert.match(words[2] ?? "", /^And then\?\n/);
	});
});
