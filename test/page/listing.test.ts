import assert from "node:assert/strict";
import fc from "fast-check";
import type { EditorState, ShownMask, ShownObject } from "../../src/shared/protocol.ts";
import { traceMask } from "../../src/webview/contour.ts";
import { asText, inPixels, inThousandths } from "../../src/webview/copyObject.ts";
import { objectsUnder } from "../../src/webview/hit.ts";
import {
	drawnObjects,
	keyOf,
	labelCounts,
	lastRemoved,
	listedObjects,
	placeOf,
} from "../../src/webview/listing.ts";
import { sortObjects } from "../../src/webview/sorting.ts";
import {
	addText,
	changeRun,
	freshState,
	neighbourOf,
	openPage,
	type PageState,
	showOnly,
	toggleFilter,
	toggleLayer,
} from "../../src/webview/state.ts";
import { roundOutline } from "./crowd.ts";
import { detectRun } from "./scene.ts";

function pageWith(...runs: EditorState["runs"]): PageState {
	const size = { width: 1000, height: 500 };
	const picture = { kind: "shown", name: "a.png", url: "u", size, bytes: 1 } as const;
	const engine = { kind: "gemini", model: "m" } as const;
	const viewer = { wheel: "zoom", background: "theme" } as const;
	return openPage(
		{
			picture,
			engine,
			viewer,
			runs,
			recentPrompts: {},
			isRestored: true,
			saved: { presets: [], labelSets: {}, schemas: [] },
			words: {},
		},
		freshState,
	);
}

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const names = (entries: readonly { object: ShownObject }[]): string[] =>
	entries.map(({ object }) => object.label);

/** A mask of one sample a character: # is sure, . is not there. */
function maskOf(rows: readonly string[], place = box(0, 0, rows[0]?.length ?? 0, rows.length)) {
	const data = Uint8Array.from(rows.join(""), (sample) => (sample === "#" ? 255 : 0));
	return { place, width: rows[0]?.length ?? 0, height: rows.length, data } satisfies ShownMask;
}

describe("What is listed", () => {
	const objects: ShownObject[] = [
		{ label: "cup", box: box(10, 10, 50, 50) },
		{ label: "Apple 10", box: box(300, 28, 20, 20) },
		{ label: "apple 9", box: box(5, 200, 10, 10) },
		{ label: "cup", point: { x: 400, y: 205 } },
	];

	it("is sorted by label, size and place, and as it came", () => {
		const entries = objects.map((object) => ({ object }));
		assert.deepEqual(names(sortObjects(entries, "found")), names(entries));
		assert.deepEqual(names(sortObjects(entries, "label")), ["apple 9", "Apple 10", "cup", "cup"]);
		assert.deepEqual(names(sortObjects(entries, "size")), ["cup", "Apple 10", "apple 9", "cup"]);
		const places = sortObjects(entries, "position").map(({ object }) => objects.indexOf(object));
		assert.deepEqual(places, [0, 1, 2, 3], "line by line, in a line from left to right");
		const backwards = [...entries].reverse();
		assert.deepEqual(
			sortObjects(backwards, "position").map(({ object }) => objects.indexOf(object)),
			[0, 1, 2, 3],
		);
	});

	it("passes the pressed labels, whatever their case; none pressed means all", () => {
		const state = pageWith(detectRun({ objects: [...objects, { label: " CUP " }] }));
		assert.deepEqual(
			labelCounts(state).map(({ label, count }) => [label, count]),
			[
				["cup", 3],
				["Apple 10", 1],
				["apple 9", 1],
			],
		);
		const cups = toggleFilter(state, "cup");
		assert.deepEqual(names(listedObjects(cups)), ["cup", "cup", " CUP "]);
		assert.equal(listedObjects(toggleFilter(cups, "apple 9")).length, 4);
		assert.equal(listedObjects(toggleFilter(cups, "cup")).length, 5);
		assert.equal(
			listedObjects({ ...state, filter: ["gone"] }).length,
			5,
			"lost labels say nothing",
		);
	});

	it("drops the selection when its label is filtered away", () => {
		const run = detectRun({ objects });
		const state = { ...pageWith(run), selected: keyOf(run.id, 0) };
		assert.equal(toggleFilter(state, "apple 9").selected, undefined);
		assert.equal(toggleFilter(state, "cup").selected, state.selected);
	});

	it("leaves out what the person removed, from the counts too, and knows what came last", () => {
		const older = detectRun({ task: "point", objects, removed: [3] });
		const run = detectRun({ objects, removed: [2, 0] });
		const state = pageWith(older, run);
		assert.equal(listedObjects(state).length, 5);
		assert.equal(labelCounts(state).find(({ label }) => label === "cup")?.count, 2);
		assert.deepEqual(lastRemoved(state), { key: keyOf(run.id, 0), count: 3 });
		const hinted = { ...state, thinnedRun: older.id };
		assert.deepEqual(lastRemoved(hinted), { key: keyOf(older.id, 3), count: 3 });
		const back = changeRun(state, run.id, { removed: [] });
		assert.deepEqual(lastRemoved(back), { key: keyOf(older.id, 3), count: 1 });
		assert.equal(lastRemoved(toggleLayer(back, older.id)), undefined, "hidden layers do not count");
	});

	it("goes on to the next object after one that leaves, and at the end to the one before", () => {
		const run = detectRun({ objects });
		const state = pageWith(run);
		assert.equal(neighbourOf(state, keyOf(run.id, 1)), keyOf(run.id, 2));
		assert.equal(neighbourOf(state, keyOf(run.id, 3)), keyOf(run.id, 2));
	});

	it("stays the same thing while text streams, so that nothing is drawn anew", () => {
		const run = detectRun({ status: "running", objects });
		const before = pageWith(run);
		const drawn = drawnObjects(before);
		assert.equal(drawnObjects(addText(before, run.id, "more")), drawn);
		assert.notEqual(drawnObjects({ ...before, overlaysShown: false }), drawn);
	});

	it("is one layer's alone when the person says so", () => {
		const runs = [detectRun(), detectRun({ task: "segment" }), detectRun({ task: "point" })];
		const only = showOnly(pageWith(...runs), runs[1]?.id ?? "");
		assert(listedObjects(only).every(({ key }) => placeOf(key).runId === runs[1]?.id));
		assert.equal(listedObjects(only).length, 5);
	});
});

describe("What the pointer is on", () => {
	const reach = { slop: 0, pointSlop: 8, shapes: true, maskCut: 127 };
	const under = (objects: ShownObject[], x: number, y: number, change = {}) =>
		objectsUnder(
			objects.map((object, index) => ({ key: String(index), object })),
			{ x, y },
			{ ...reach, ...change },
		);

	it("is everything there, the smallest first", () => {
		const nested: ShownObject[] = [
			{ label: "large", box: box(0, 0, 100, 100) },
			{ label: "small", box: box(40, 40, 20, 20) },
			{ label: "point", point: { x: 52, y: 50 } },
		];
		assert.deepEqual(under(nested, 50, 50), ["2", "1", "0"]);
		assert.deepEqual(under(nested, 5, 5), ["0"]);
		assert.deepEqual(under(nested, 101, 50), []);
		assert.deepEqual(under(nested, 101, 50, { slop: 2 }), ["0"]);
	});

	it("goes by masks above the cut and by outlines with their holes, where they can be seen", () => {
		const ring = maskOf(["####", "#..#", "#..#", "####"], box(100, 100, 40, 40));
		const square = [
			[
				{ x: 0, y: 0 },
				{ x: 60, y: 0 },
				{ x: 60, y: 60 },
				{ x: 0, y: 60 },
			],
			[
				{ x: 20, y: 20 },
				{ x: 40, y: 20 },
				{ x: 40, y: 40 },
				{ x: 20, y: 40 },
			],
		];
		const shapes: ShownObject[] = [
			{ label: "ring", box: ring.place, mask: ring },
			{ label: "square", box: box(0, 0, 60, 60), outline: square },
			{ label: "all", box: box(0, 0, 200, 200) },
		];
		assert.deepEqual(under(shapes, 105, 105), ["0", "2"]);
		assert.deepEqual(under(shapes, 120, 120), ["2"], "the mask's hole");
		assert.deepEqual(under(shapes, 10, 30), ["1", "2"]);
		assert.deepEqual(under(shapes, 30, 30), ["2"], "the outline's hole");
		assert.deepEqual(under(shapes, 30, 30, { shapes: false }), ["1", "2"]);
		assert.deepEqual(under(shapes, 105, 105, { maskCut: 255 }), ["2"]);
		assert.deepEqual(under(shapes.slice(0, 1), 120, 120), ["0"], "better the box than nothing");
	});
});

describe("The line around a mask", () => {
	const areaOf = (line: readonly { x: number; y: number }[]): number =>
		line.reduce((sum, { x, y }, index) => {
			const next = line[(index + 1) % line.length] ?? { x, y };
			return sum + (x * next.y - next.x * y) / 2;
		}, 0);

	it("runs along the edges of its pixels, around its holes the other way", () => {
		const lines = traceMask(
			maskOf(["######", "######", "##..##", "##..##", "######", "######"], box(10, 20, 60, 60)),
			127,
		);
		const areas = lines.map(areaOf).sort((a, b) => Math.abs(b) - Math.abs(a));
		assert.equal(areas.length, 2);
		// Corners are cut by half a sample, which is 10 pixels wide.
		const [outer = 0, hole = 0] = areas.map(Math.abs);
		assert(Math.abs(outer - 3600) <= 60 && Math.abs(hole - 400) <= 60, areas.join(" "));
		assert(Math.sign(areas[0] ?? 0) === -Math.sign(areas[1] ?? 0));
		const xs = lines.flat().map(({ x }) => x);
		assert(Math.abs(Math.min(...xs) - 10) < 0.1 && Math.abs(Math.max(...xs) - 70) < 0.1);
	});

	it("moves with the cut between samples", () => {
		const slope = {
			place: box(0, 0, 3, 1),
			width: 3,
			height: 1,
			data: Uint8Array.of(240, 160, 80),
		};
		const reach = (cut: number) =>
			Math.max(
				...traceMask(slope, cut)
					.flat()
					.map(({ x }) => x),
			);
		assert(Math.abs(reach(119.5) - 2) < 1e-6);
		assert(reach(100) > reach(140) && reach(140) > reach(200));
		assert.deepEqual(traceMask(slope, 250), []);
	});

	it("encloses as many samples as lie above the cut, for any mask", () => {
		const masks = fc
			.record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
			.chain(({ width, height }) =>
				fc.record({
					width: fc.constant(width),
					height: fc.constant(height),
					place: fc.constant(box(0, 0, width, height)),
					data: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
				}),
			);
		fc.assert(
			fc.property(masks, fc.integer({ min: 0, max: 255 }), (mask, cut) => {
				const outline = traceMask(mask, cut);
				const [traced] = [{ label: "", outline }];
				for (let y = 0; y < mask.height; y++) {
					for (let x = 0; x < mask.width; x++) {
						const value = mask.data[y * mask.width + x] ?? 0;
						// Flattening moves the line by less than a third of a sample.
						if (Math.abs(value - cut) < 200) continue;
						const met = objectsUnder(
							[{ key: "mask", object: traced }],
							{ x: x + 0.5, y: y + 0.5 },
							{ slop: 0, pointSlop: 0, shapes: true, maskCut: cut },
						);
						assert.equal(met.length === 1, value > cut, `${x} ${y}: ${value} cut at ${cut}`);
					}
				}
			}),
		);
	});
});

describe("An object on the clipboard", () => {
	const picture = { width: 1000, height: 500 };
	const apple: ShownObject = { label: "apple", box: box(100.126, 50, 200, 25) };
	const tip: ShownObject = { label: "tip", point: { x: 500, y: 125 } };

	it("is JSON in pixels, in Gemini's coordinates, or words", () => {
		assert.deepEqual(JSON.parse(inPixels(apple)), box(100.13, 50, 200, 25));
		assert.deepEqual(JSON.parse(inPixels(tip)), { x: 500, y: 125 });
		assert.deepEqual(JSON.parse(inThousandths(apple, picture)), { box_2d: [100, 100, 150, 300] });
		assert.deepEqual(JSON.parse(inThousandths(tip, picture)), { point: [250, 500] });
		assert.equal(asText(apple), "apple, 200 × 25 at 100, 50");
		assert.equal(asText(tip), "tip at 500, 125");
	});

	it("goes by its outline or mask when it came without a box", () => {
		const outline = [roundOutline(box(100, 100, 100, 100))];
		const { x, width } = JSON.parse(inPixels({ label: "", outline }));
		assert(x > 100 && x < 110 && width > 80 && width < 100);
		const mask = maskOf(["#"], box(7, 8, 9, 10));
		assert.deepEqual(JSON.parse(inPixels({ label: "", mask })), box(7, 8, 9, 10));
	});
});
