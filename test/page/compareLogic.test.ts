import assert from "node:assert/strict";
import type { CompareState, Comparison } from "../../src/shared/compareProtocol.ts";
import { readKept } from "../../src/webview/compare/kept.ts";
import { changeAt, changesOf, findingsOf, spotBeside } from "../../src/webview/compare/spots.ts";
import {
	type ComparePageState,
	freshView,
	modeOf,
	openComparePage,
} from "../../src/webview/compare/state.ts";
import { changedWords, formatShare, resamplingWords } from "../../src/webview/compare/words.ts";
import { openingPlacement } from "../../src/webview/viewport.ts";
import { captionRun } from "./scene.ts";

const small = { width: 100, height: 50 };
const large = { width: 200, height: 100 };

const comparison: Comparison = {
	sizeA: small,
	sizeB: large,
	canvas: large,
	placeA: { x: 0, y: 0, ...large },
	placeB: { x: 0, y: 0, ...large },
	scale: 0.5,
	changedShare: 0.06,
	regions: [
		{ x: 0, y: 0, width: 100, height: 60, share: 0.05 },
		{ x: 20, y: 10, width: 10, height: 10, share: 0.01 },
	],
	regionsA: [{ x: 0, y: 0, width: 50, height: 30 }, undefined],
	regionsB: [
		{ x: 0, y: 0, width: 100, height: 60 },
		{ x: 20, y: 10, width: 10, height: 10 },
	],
	difference: new Uint8Array(),
};

function pageWith(change: Partial<CompareState> = {}): ComparePageState {
	const about = { kind: "shown", detail: "", version: "v", url: "", bytes: 1 } as const;
	return openComparePage(
		{
			choices: [],
			chosen: { a: 0, b: 1 },
			pictures: {
				a: { ...about, name: "a.png", size: small },
				b: { ...about, name: "b.png", size: large },
			},
			align: "fit",
			layout: { canvas: large, a: comparison.placeA, b: comparison.placeB },
			comparison: { kind: "compared", ...comparison },
			engine: { kind: "gemini", model: "m" },
			viewer: { wheel: "zoom", background: "theme" },
			runs: [],
			recentPrompts: {},
			words: {},
			...change,
		},
		freshView,
	);
}

describe("A share in words", () => {
	for (const [share, words] of [
		[0, "0 %"],
		[0.000001, "< 0.01 %"],
		[0.0047, "0.47 %"],
		[0.0243, "2.4 %"],
		[0.5, "50 %"],
		[0.99999, "> 99.9 %"],
		[1, "100 %"],
	] as const) {
		it(`is ${words} of ${share}`, () => assert.equal(formatShare(share), words));
	}

	it("never says that nothing changed where there is a region", () => {
		const [region] = comparison.regions;
		assert(region);
		const tiny = { ...comparison, changedShare: 1e-9, regions: [region] };
		assert.equal(changedWords(tiny), "< 0.01 % changed, in 1 place");
		assert.equal(changedWords({ ...tiny, changedShare: 0, regions: [] }), "No differences");
	});
});

describe("What was resampled", () => {
	it("is said of the enlarged picture and of a comparison that was shrunk", () => {
		assert.deepEqual(resamplingWords(pageWith()), [
			"A is shown at 200 % of its size.",
			"Compared shrunk to 50 %.",
		]);
	});

	it("is nothing for pictures of one size", () => {
		const same = { canvas: large, a: comparison.placeA, b: comparison.placeB };
		const page = pageWith({ layout: same, comparison: { kind: "comparing" } });
		const { b } = page.pictures;
		assert.deepEqual(resamplingWords({ ...page, pictures: { a: b, b } }), []);
	});
});

describe("Places that differ", () => {
	it("are numbered by size, and know where only one picture is", () => {
		const found = changesOf(pageWith()).map(({ number, only }) => [number, only]);
		assert.deepEqual(found, [
			[1, undefined],
			[2, "b"],
		]);
	});

	it("are hit smallest first, and not at all when they are hidden", () => {
		const page = pageWith();
		assert.equal(changeAt(page, { x: 25, y: 15 }, 0)?.number, 2);
		assert.equal(changeAt(page, { x: 60, y: 40 }, 0)?.number, 1);
		assert.equal(changeAt(page, { x: 150, y: 90 }, 0), undefined);
		assert.equal(changeAt({ ...page, changesShown: false }, { x: 25, y: 15 }, 0), undefined);
	});

	it("follow each other around the end, in both directions", () => {
		const page = pageWith();
		const [first, second] = changesOf(page).map(({ key }) => key);
		assert.equal(spotBeside(page, 1), first);
		assert.equal(spotBeside(page, -1), second);
		assert.equal(spotBeside({ ...page, selected: second }, 1), first);
		assert.equal(spotBeside({ ...page, selected: first }, -1), second);
		const none = pageWith({ comparison: { kind: "stopped" } });
		assert.equal(spotBeside(none, 1), undefined);
	});
});

describe("What the engine found", () => {
	it("lies on the canvas where its own picture does, without what was left out", () => {
		const run = captionRun({
			task: "compare",
			objects: [
				{ label: "cup", box: { x: 10, y: 5, width: 20, height: 10 } },
				{ label: "gone", picture: 0, box: { x: 0, y: 0, width: 1, height: 1 } },
				{ label: "plate", picture: 1, point: { x: 30, y: 40 } },
			],
			removed: [1],
		});
		const found = findingsOf(pageWith({ runs: [run, captionRun({ task: "ask" })] }));
		assert.deepEqual(
			found.map(({ object: { label }, side, place }) => [label, side, place]),
			[
				["cup", "a", { x: 20, y: 10, width: 40, height: 20 }],
				["plate", "b", { x: 30, y: 40, width: 0, height: 0 }],
			],
		);
	});
});

describe("A comparison with one picture", () => {
	it("is looked at side by side, whatever was chosen", () => {
		const page = { ...pageWith(), mode: "blink" as const };
		assert.equal(modeOf(page), "blink");
		const { layout: _, ...alone } = page;
		assert.equal(modeOf(alone), "sideBySide");
	});
});

describe("What an earlier page kept", () => {
	for (const stored of [undefined, null, 1, "x", [], { view: 1, placement: [] }]) {
		it(`is fresh when it is ${JSON.stringify(stored)}`, () => {
			const { view, placement } = readKept(stored);
			assert.deepEqual(view, freshView);
			assert.deepEqual(placement, { placement: openingPlacement, view: { width: 0, height: 0 } });
		});
	}

	it("is taken as far as it makes sense", () => {
		const view = { mode: "swipe", divider: 7, interval: 1, panelOpen: "yes", changesShown: false };
		assert.deepEqual(readKept({ view }).view, {
			...freshView,
			mode: "swipe",
			divider: 1,
			interval: 350,
			changesShown: false,
		});
	});
});
