import assert from "node:assert/strict";
import fc from "fast-check";
import type { EditorState } from "../../src/shared/protocol.ts";
import type { Rect } from "../../src/shared/result.ts";
import { colorLabels, contrast, palette, textOn } from "../../src/webview/color.ts";
import { readKept } from "../../src/webview/kept.ts";
import { commandOf } from "../../src/webview/keys.ts";
import { layersOf } from "../../src/webview/layers.ts";
import { keyOf, listedObjects } from "../../src/webview/listing.ts";
import {
	addObjects,
	addRun,
	changeRun,
	freshState,
	keptOf,
	openPage,
	type PageState,
	removeRun,
	showPlaces,
	toggleLayer,
} from "../../src/webview/state.ts";
import { TagLayout, type TagWish } from "../../src/webview/tags.ts";
import { formatBytes, formatDay, formatSeconds, oneLine } from "../../src/webview/text.ts";
import { TypeAhead } from "../../src/webview/typeAhead.ts";
import {
	clampScale,
	fit,
	intersects,
	onWholePixels,
	pan,
	toPicture,
	toView,
	zoomAt,
	zoomToRect,
} from "../../src/webview/viewport.ts";
import { wheelMeaning } from "../../src/webview/wheel.ts";
import { captionRun, detectRun } from "./scene.ts";

const view = { width: 800, height: 600 };
const sides = fc.record({
	width: fc.integer({ min: 1, max: 100_000 }),
	height: fc.integer({ min: 1, max: 100_000 }),
});

function pageWith(...runs: EditorState["runs"]): PageState {
	const size = { width: 100, height: 100 };
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

const labels = (state: PageState): string[] =>
	listedObjects(state).map(({ object }) => object.label);

describe("Viewport", () => {
	it("fits any picture wholly into the view and centres it", () => {
		fc.assert(
			fc.property(sides, fc.boolean(), (picture, enlarge) => {
				const viewport = fit(picture, view, enlarge);
				const whole = toView(viewport, { x: 0, y: 0, ...picture });
				assert(whole.x >= 0 && whole.x + whole.width <= view.width + 1e-6);
				assert(whole.y >= 0 && whole.y + whole.height <= view.height + 1e-6);
				assert(Math.abs(whole.x * 2 + whole.width - view.width) < 1e-6);
				if (!enlarge) assert(viewport.scale <= 1);
			}),
		);
	});

	it("keeps the pixel under the pointer through any zoom", () => {
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		const scales = fc.double({ min: 0.001, max: 200, noNaN: true });
		fc.assert(
			fc.property(sides, share, share, scales, (picture, shareX, shareY, scale) => {
				const before = fit(picture, view, false);
				const at = {
					x: before.x + shareX * picture.width * before.scale,
					y: before.y + shareY * picture.height * before.scale,
				};
				const after = zoomAt(before, scale, at, picture, view);
				const pixel = toPicture(before, at);
				assert(Math.abs(toPicture(after, at).x - pixel.x) * after.scale < 0.01);
				assert(Math.abs(toPicture(after, at).y - pixel.y) * after.scale < 0.01);
				assert(after.scale <= 64 && after.scale >= Math.min(0.02, before.scale));
			}),
		);
	});

	it("is drawn on whole pixels of the screen where its own are whole there, and else where it lies", () => {
		const at = (scale: number) => ({ scale, x: 10.4, y: -3.7 });
		assert.deepEqual(onWholePixels(at(1), 1), { scale: 1, x: 10, y: -4 });
		assert.deepEqual(onWholePixels(at(1), 2), { scale: 1, x: 10.5, y: -3.5 });
		assert.deepEqual(onWholePixels(at(0.5), 2), { scale: 0.5, x: 10.5, y: -3.5 });
		assert.deepEqual(onWholePixels(at(1.3), 1), at(1.3));
		assert.deepEqual(onWholePixels(at(0.02), 1), at(0.02));
	});

	it("never loses the picture while panning", () => {
		const step = fc.integer({ min: -10_000, max: 10_000 });
		fc.assert(
			fc.property(sides, step, step, (picture, x, y) => {
				const moved = pan(fit(picture, view, true), { x, y }, picture, view);
				const whole = toView(moved, { x: 0, y: 0, ...picture });
				assert(intersects(whole, { x: 0, y: 0, ...view }));
			}),
		);
	});

	it("goes below 2 % only for pictures that need it", () => {
		assert.equal(clampScale(0.001, { width: 1000, height: 1000 }, view), 0.02);
		const huge = { width: 100_000, height: 1000 };
		assert.equal(clampScale(0.0001, huge, view), fit(huge, view, false).scale);
	});

	it("zooms to an object so that it lies in the middle, but not into single pixels", () => {
		const picture = { width: 4000, height: 3000 };
		const rect = { x: 1000, y: 900, width: 200, height: 100 };
		const shown = toView(zoomToRect(rect, picture, view), rect);
		assert.deepEqual(shown, { x: 160, y: 180, width: 480, height: 240 });
		assert.equal(zoomToRect({ ...rect, width: 2, height: 2 }, picture, view).scale, 8);
	});
});

describe("Wheel", () => {
	const plain = {
		deltaX: 0,
		deltaY: 100,
		deltaMode: 0,
		ctrlKey: false,
		metaKey: false,
		shiftKey: false,
	};

	it("zooms or scrolls as set, and always zooms with Ctrl or Cmd", () => {
		assert.equal(wheelMeaning(plain, "zoom").kind, "zoom");
		assert.deepEqual(wheelMeaning(plain, "scroll"), { kind: "pan", x: -0, y: -100 });
		for (const key of ["ctrlKey", "metaKey"]) {
			assert.equal(wheelMeaning({ ...plain, [key]: true }, "scroll").kind, "zoom");
		}
	});

	it("pans sideways with Shift, whichever axis the system reports", () => {
		const shifted = { ...plain, shiftKey: true };
		assert.deepEqual(wheelMeaning(shifted, "zoom"), { kind: "pan", x: -100, y: 0 });
		assert.deepEqual(wheelMeaning({ ...shifted, deltaX: 100, deltaY: 0 }, "zoom"), {
			kind: "pan",
			x: -100,
			y: 0,
		});
	});

	it("takes lines and pages for what they are", () => {
		const lines = wheelMeaning({ ...plain, deltaY: 3, deltaMode: 1 }, "scroll");
		assert.deepEqual(lines, { kind: "pan", x: -0, y: -48 });
	});
});

describe("Keys", () => {
	const press = { code: "", ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

	it("work with capitals and on keyboards of other scripts", () => {
		assert.equal(commandOf({ ...press, key: "F" }), "fit");
		assert.equal(commandOf({ ...press, key: "а", code: "KeyF" }), "fit");
		assert.equal(commandOf({ ...press, key: "a", code: "KeyF" }), undefined, "AZERTY and others");
		assert.equal(commandOf({ ...press, key: "constructor" }), undefined);
	});

	it("leave chords and composed text alone", () => {
		for (const modifier of ["ctrlKey", "altKey", "metaKey", "isComposing"]) {
			assert.equal(commandOf({ ...press, key: "f", [modifier]: true }), undefined);
		}
	});
});

describe("Page state", () => {
	it("shows a new answer and hides older ones of its task, once there is something to show", () => {
		const old = detectRun({ objects: [{ label: "old" }] });
		const other = detectRun({ task: "point", objects: [{ label: "point" }] });
		const next = detectRun({ status: "running", objects: [] });
		let state = addRun(pageWith(old, other), next);
		assert.deepEqual(labels(state), ["point", "old"]);
		state = addObjects(state, next.id, [{ label: "new" }]);
		assert.deepEqual(labels(state), ["new", "point"]);
		state = toggleLayer(state, old.id);
		state = changeRun(state, next.id, { status: "done" });
		assert.deepEqual(labels(state), ["new", "point", "old"], "what the person chose stays");
	});

	it("leaves the last good answer on the picture when the next one fails", () => {
		const old = detectRun({ objects: [{ label: "old" }] });
		const next = detectRun({ status: "running", objects: [] });
		const state = changeRun(addRun(pageWith(old), next), next.id, { status: "failed" });
		assert.deepEqual(labels(state), ["old"]);
		assert.deepEqual(
			layersOf(state).map(({ id }) => id),
			[old.id],
		);
	});

	it("replaces a run that is told twice and ignores pieces of runs it does not know", () => {
		const run = detectRun();
		const state = addRun(pageWith(run), run);
		assert.equal(state.runs.length, 1);
		assert.equal(addObjects(state, "unknown", [{ label: "x" }]), state);
	});

	it("makes a layer of an answer once it marks places, and filters nothing from it", () => {
		const run = captionRun({ task: "ask", status: "running" });
		const asked = { ...pageWith(detectRun({ objects: [{ label: "old" }] }), run), filter: ["old"] };
		assert.equal(layersOf(asked).length, 1);
		const marked = addObjects(asked, run.id, [{ label: "door" }]);
		assert.deepEqual(labels(marked), ["door", "old"]);
		const hidden = { ...toggleLayer(marked, run.id), overlaysShown: false, filter: ["old"] };
		assert.deepEqual(labels(hidden), ["old"]);
		const shown = showPlaces(hidden, run.id);
		assert.deepEqual(labels(shown), ["door", "old"]);
		assert(shown.overlaysShown);
	});

	it("drops the selection with its run or its layer", () => {
		const run = detectRun();
		const selected = { ...pageWith(run), selected: keyOf(run.id, 1) };
		assert.equal(toggleLayer(selected, run.id).selected, undefined);
		assert.equal(removeRun(selected, run.id).selected, undefined);
		assert.equal(addRun(selected, captionRun()).selected, selected.selected);
	});

	it("opens the panel for what is read there", () => {
		const folded = { ...pageWith(), panelOpen: false };
		assert(!addRun(folded, detectRun()).panelOpen);
		assert(addRun(folded, captionRun()).panelOpen);
	});

	it("comes back as it was kept, and fresh from anything else", () => {
		const run = detectRun();
		const state: PageState = {
			...toggleLayer(pageWith(run), run.id),
			panelOpen: false,
			draft: "half a question",
			branch: "some run",
			subject: { key: keyOf(run.id, 1) },
		};
		const view = {
			placement: { kind: "free", scale: 2, x: -5, y: 7.5 },
			view: { width: 10, height: 20 },
		} as const;
		const kept = { state: keptOf(state), view };
		assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
		for (const other of [undefined, null, 7, "x", [], { state: 1, view: { placement: [] } }]) {
			assert.deepEqual(readKept(other).state, freshState);
		}
		const broken = { view: { placement: { kind: "free", scale: 0, x: 0, y: 0 } } };
		assert.equal(readKept(broken).view.placement.kind, "fit");
	});
});

describe("Label colours", () => {
	it("differ for up to twelve labels and stay when labels are added", () => {
		const names = Array.from({ length: 12 }, (_, index) => `label ${index}`);
		const colors = colorLabels(names);
		assert.equal(new Set(names.map(colors)).size, 12);
		const more = colorLabels([...names, "another", "label 3"]);
		assert.deepEqual(names.map(more), names.map(colors));
		assert.equal(colors(" LABEL 3"), colors("label 3"));
	});

	it("carry text that reads well, and stand out from the dark edge around them", () => {
		for (const color of palette) {
			assert(contrast(color, textOn(color)) >= 7, `text on ${color}`);
			assert(contrast(color, "#000000") >= 7, `${color} beside the edge`);
		}
	});
});

/** Where each wish's tag goes in the view. */
function placeTags(wishes: readonly TagWish[], layout = new TagLayout()): (Rect | undefined)[] {
	layout.place(wishes, view);
	return wishes.map(({ tag }, index) => {
		const x = layout.x[index] ?? Number.NaN;
		return Number.isNaN(x) ? undefined : { x, y: layout.y[index] ?? Number.NaN, ...tag };
	});
}

describe("Tags", () => {
	const tag = { width: 60, height: 20 };
	const wish = (x: number, y: number, width: number, height: number) => ({
		box: { x, y, width, height },
		tag,
		emphasised: false,
	});

	it("lie above their box, below it at the top of the view, inside when there is no room", () => {
		const [above] = placeTags([wish(100, 100, 200, 100)]);
		assert(above && above.y + above.height < 100);
		const [below] = placeTags([wish(100, 4, 200, 100)]);
		assert(below && below.y > 104);
		const [inside] = placeTags([wish(100, -5, 200, 700)]);
		assert(inside && inside.y >= 0 && intersects(inside, { x: 100, y: 0, width: 200, height: 40 }));
	});

	it("never leave the view, cover a small object or each other", () => {
		const sizes = fc.record({
			x: fc.integer({ min: -100, max: 800 }),
			y: fc.integer({ min: -100, max: 600 }),
			width: fc.integer({ min: 4, max: 400 }),
			height: fc.integer({ min: 4, max: 300 }),
		});
		// One layout for all, as it is used again for every frame.
		const layout = new TagLayout();
		fc.assert(
			fc.property(fc.array(sizes, { maxLength: 120, size: "max" }), (boxes) => {
				const wishes = boxes.map((box) => ({ box, tag, emphasised: false }));
				const placed = placeTags(wishes, layout);
				for (const [index, spot] of placed.entries()) {
					if (!spot) continue;
					assert(spot.x >= 0 && spot.x + spot.width <= view.width);
					assert(spot.y >= 0 && spot.y + spot.height <= view.height);
					for (const [other, second] of placed.entries()) {
						assert(other === index || !second || !intersects(spot, second));
						const box = boxes[other];
						const small = box && box.width * box.height < 48 * 48;
						assert(!small || other === index || !intersects(spot, box));
					}
				}
			}),
		);
	});

	it("are kept for the object that is pointed at", () => {
		const crowd = [wish(100, 100, 200, 100), { ...wish(110, 100, 200, 100), emphasised: true }];
		const [, pointedAt] = placeTags(crowd);
		assert(pointedAt && pointedAt.y + pointedAt.height < 100);
	});
});

describe("Texts", () => {
	it("count bytes, seconds and days as people do", () => {
		assert.deepEqual([0, 999, 1000, 214_000, 999_600, 3_400_000].map(formatBytes), [
			"0 B",
			"999 B",
			"1.0 kB",
			"214 kB",
			"1.0 MB",
			"3.4 MB",
		]);
		assert.deepEqual([40, 1400, 125_000].map(formatSeconds), ["0.0 s", "1.4 s", "125 s"]);
		const noon = new Date(2026, 10, 21, 12);
		assert.equal(formatDay(noon.getTime() - 3_600_000, noon), undefined);
		assert.match(formatDay(noon.getTime() - 86_400_000, noon) ?? "", /20/);
	});

	it("cut a megabyte without reading it all, and never inside a character", () => {
		assert.equal(oneLine("😀".repeat(1_000_000), 3), "😀😀😀…");
		assert.equal(oneLine("a\u202e\tb\n", 10), "a b");
		assert.equal(oneLine("👩‍🚀", 10), "👩‍🚀");
	});

	it("are found in a list by typing", () => {
		const names = ["apple", "banana", "apricot", "bread"];
		const typed = new TypeAhead();
		assert.equal(typed.find("a", 0, names, -1), 0);
		assert.equal(typed.find("a", 100, names, 0), 2, "the same letter goes on");
		assert.equal(typed.find("b", 2000, names, 2), 3);
		assert.equal(typed.find("a", 2100, names, 3), 1, "two letters make a word");
		assert.equal(typed.find("x", 9000, names, 1), -1);
	});
});
