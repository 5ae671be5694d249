import assert from "node:assert/strict";
import type { CompareState } from "../../src/shared/compareProtocol.ts";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";
import { CompareBed, type OpenCompare } from "./compareBed.ts";

const size = { width: 480, height: 360 };
const background = "#f4efe4";
const circle = shape("red", "circle", 40, 40, 100);
const square = shape("blue", "square", 300, 60, 110);
const triangle = shape("green", "triangle", 170, 220, 100);
const earlierScene: Scene = { size, background, shapes: [circle, square, triangle] };
/** The circle is another colour, the triangle is gone. */
const laterScene: Scene = {
	size,
	background,
	shapes: [shape("orange", "circle", 40, 40, 100), square],
};
/** A pixel of the circle, and one that never changes. */
const [changedAt, sameAt] = [
	[90, 90],
	[355, 115],
] as const;

const isNear = (actual: number[], expected: number[], within = 24): boolean =>
	actual.every((part, index) => Math.abs(part - expected[index]!) <= within);

describe("The comparison of two pictures", () => {
	const bed = new CompareBed();
	let a: Awaited<ReturnType<CompareBed["picture"]>>;
	let b: Awaited<ReturnType<CompareBed["picture"]>>;
	let state: CompareState;

	before(async () => {
		await bed.start();
		a = await bed.picture("before.png", earlierScene);
		b = await bed.picture("after.png", laterScene);
		state = await bed.compared(a, b);
	});
	after(() => bed.close());
	afterEach(() => bed.expectNoComplaints());

	const mode = (opened: OpenCompare, name: string) =>
		opened.page.getByRole("radio", { name, exact: true });
	const changes = ({ page }: OpenCompare) =>
		page.getByRole("listbox", { name: "Changes" }).getByRole("option");
	const color = (opened: OpenCompare, name: string, [x, y]: readonly [number, number]) =>
		opened.colorAt(name, size, x, y);
	const hideMarks = async (opened: OpenCompare): Promise<void> => {
		await opened.page.keyboard.press("h");
		await opened.painted();
	};
	let colors: { before: number[]; after: number[]; same: number[] };
	before(async () => {
		const opened = await bed.open(state);
		await hideMarks(opened);
		colors = {
			before: await color(opened, "before.png", changedAt),
			after: await color(opened, "after.png", changedAt),
			same: await color(opened, "before.png", sameAt),
		};
	});

	it("lays them beside each other, named and with their sizes", async () => {
		const opened = await bed.open(state);
		const [left, right] = [
			await opened.pictureBox("before.png"),
			await opened.pictureBox("after.png"),
		];
		assert(left.x + left.width <= right.x, "A is left of B");
		assert.deepEqual([left.y, left.width, left.height], [right.y, right.width, right.height]);
		assert.equal(isNear(colors.before, colors.after), false, "the circle has another colour");
		for (const name of ["A: before.png", "B: after.png"]) {
			const caption = opened.page.getByRole("button", { name: `Open ${name}` });
			assert.match((await caption.textContent()) ?? "", /480 × 360 px/);
		}
		await opened.screenshot("side-by-side");
	});

	it("has a mode on each of the keys 1 to 4", async () => {
		const opened = await bed.open(state);
		const names = ["Side by Side", "Swipe", "Blink", "Difference"];
		for (const [index, name] of [...names.entries()].reverse()) {
			await opened.page.keyboard.press(String(index + 1));
			await opened.page.locator(".mode:has(:checked)", { hasText: name }).waitFor();
		}
		await mode(opened, "Side by Side").focus();
		await opened.page.keyboard.press("ArrowRight");
		assert(await mode(opened, "Swipe").isChecked(), "arrows go from mode to mode");
	});

	describe("swiped", () => {
		it("shows A left of the divider and B right of it, and moves it by keys", async () => {
			const opened = await bed.open(state);
			await mode(opened, "Swipe").check();
			await hideMarks(opened);
			const slider = opened.page.getByRole("slider", { name: "Divider" });
			await slider.press("End");
			await opened.painted();
			assert.equal(await slider.getAttribute("aria-valuenow"), "100");
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
			await slider.press("Home");
			await opened.painted();
			assert(isNear(await color(opened, "before.png", changedAt), colors.after));
			await slider.press("ArrowRight");
			await slider.press("PageUp");
			await opened.painted();
			assert.equal(await slider.getAttribute("aria-valuenow"), "12");
		});

		it("follows the pointer that drags the divider, and the picture stays", async () => {
			const opened = await bed.open(state);
			await mode(opened, "Swipe").check();
			await hideMarks(opened);
			const box = await opened.pictureBox("before.png");
			const grip = await opened.page.getByRole("slider", { name: "Divider" }).boundingBox();
			assert(grip);
			const y = grip.y + 20;
			await opened.page.mouse.move(grip.x + grip.width / 2, y);
			await opened.page.mouse.down();
			const to = box.x + (box.width * changedAt[0]) / size.width - 20;
			await opened.page.mouse.move(to, y, { steps: 4 });
			await opened.page.mouse.up();
			await opened.painted();
			assert.deepEqual(await opened.pictureBox("before.png"), box);
			assert(
				isNear(await color(opened, "before.png", changedAt), colors.after),
				"B is right of it",
			);
			const left = (to - 8 - box.x) / (box.width / size.width);
			assert(isNear(await color(opened, "before.png", [left, changedAt[1]]), colors.before));
			await opened.screenshot("swipe");
		});
	});

	describe("blinking", () => {
		it("goes on by itself and stops when it is paused", async () => {
			const opened = await bed.open(state);
			await mode(opened, "Blink").check();
			const pause = opened.page.getByRole("button", { name: "Pause", exact: true });
			await pause.waitFor();
			await opened.page.locator(".sides.front-b").waitFor();
			await opened.page.locator(".sides.front-a").waitFor();
			await pause.click();
			await opened.page.getByRole("button", { name: "Play", exact: true }).waitFor();
		});

		it("waits for the person where motion is reduced; Space held shows the other", async () => {
			const opened = await bed.open(state, { reducedMotion: true });
			await hideMarks(opened);
			await opened.page.keyboard.press("3");
			await opened.page.getByRole("button", { name: "Play", exact: true }).waitFor();
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
			await opened.page.keyboard.down(" ");
			await opened.painted();
			assert(isNear(await color(opened, "before.png", changedAt), colors.after));
			await opened.screenshot("blink");
			await opened.page.keyboard.up(" ");
			await opened.painted();
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
			await opened.page.getByRole("button", { name: "Play", exact: true }).click();
			await opened.page.locator(".sides.front-b").waitFor();
		});
	});

	it("draws the difference red where a pixel changed and grey where none did", async () => {
		const opened = await bed.open(state);
		await mode(opened, "Difference").check();
		await hideMarks(opened);
		await opened.page
			.getByRole("img", { name: "Difference" })
			.evaluate((image) => (image as HTMLImageElement).decode());
		assert(isNear(await opened.colorAt("Difference", size, ...changedAt), [255, 0, 0]));
		const [red, green, blue] = await opened.colorAt("Difference", size, ...sameAt);
		assert(red === green && green === blue, "what is the same is grey");
		await opened.screenshot("difference");
	});

	describe("in step", () => {
		it("zooms and moves both by what is done to one", async () => {
			const opened = await bed.open(state);
			const start = await opened.pictureBox("after.png");
			const [x, y] = [start.x + 100, start.y + 80];
			await opened.page.mouse.move(x, y);
			await opened.page.mouse.wheel(0, -240);
			await opened.painted();
			await opened.page.mouse.down();
			await opened.page.mouse.move(x - 40, y + 25, { steps: 3 });
			await opened.page.mouse.up();
			await opened.painted();
			const [left, right] = [
				await opened.pictureBox("before.png"),
				await opened.pictureBox("after.png"),
			];
			assert(right.width > start.width * 1.3, "it grew");
			assert(isNear([left.width, left.y], [right.width, right.y], 0.01), "both zoomed alike");
			const [viewA, viewB] = await Promise.all(
				["Picture A", "Picture B"].map((name) =>
					opened.page.getByRole("group", { name }).boundingBox(),
				),
			);
			assert(viewA && viewB);
			assert(Math.abs(left.x - viewA.x - (right.x - viewB.x)) < 0.01, "both moved alike");
		});

		it("keeps what is in the middle when the mode changes", async () => {
			const opened = await bed.open(state);
			await changes(opened).first().click();
			await opened.painted();
			const middle = async (name: string): Promise<number[]> => {
				const picture = await opened.pictureBox(name);
				const view = await opened.page.getByRole("group", { name: "Picture A" }).boundingBox();
				assert(view);
				const scale = picture.width / size.width;
				return [
					(view.x + view.width / 2 - picture.x) / scale,
					(view.y + view.height / 2 - picture.y) / scale,
				];
			};
			const earlier = await middle("before.png");
			await opened.page.keyboard.press("2");
			await opened.painted();
			const later = await middle("before.png");
			assert(isNear(later, earlier, 1), `${later} is not ${earlier}`);
		});
	});

	describe("its changes", () => {
		it("are counted, listed and framed on both sides", async () => {
			const opened = await bed.open(state);
			assert(state.comparison.kind === "compared");
			const { regions } = state.comparison;
			assert.equal(regions.length, 2);
			assert.equal(await changes(opened).count(), regions.length);
			await opened.page.getByText(/^\d+(\.\d+)? % changed, in 2 places$/).waitFor();
			for (const side of ["a", "b"]) {
				const boxes = opened.page.locator(`.side.${side} .change`);
				assert.equal(await boxes.count(), regions.length);
				const picture = await opened.pictureBox(side === "a" ? "before.png" : "after.png");
				const scale = picture.width / size.width;
				for (const [index, region] of regions.entries()) {
					const box = await boxes.nth(index).boundingBox();
					assert(box);
					const drawn = [box.x - picture.x, box.y - picture.y, box.width, box.height];
					const wanted = [region.x, region.y, region.width, region.height];
					assert(
						isNear(
							drawn,
							wanted.map((part) => part * scale),
							1.5,
						),
					);
				}
			}
			await hideMarks(opened);
			assert.equal(await opened.page.locator(".side.a .change").first().isVisible(), false);
		});

		it("are zoomed to by a click, by arrows in the list, and by N and Shift+N", async () => {
			const opened = await bed.open(state);
			assert(state.comparison.kind === "compared");
			const { regions } = state.comparison;
			const expectCentred = async (index: number): Promise<void> => {
				await opened.painted();
				const box = await opened.page.locator(".side.a .change").nth(index).boundingBox();
				const view = await opened.page.getByRole("group", { name: "Picture A" }).boundingBox();
				assert(box && view && regions[index]);
				const off = [
					box.x + box.width / 2 - view.x - view.width / 2,
					box.y + box.height / 2 - view.y - view.height / 2,
				];
				assert(isNear(off, [0, 0], 1.5), `change ${index + 1} is off by ${off}`);
				const option = changes(opened).nth(index);
				assert.equal(await option.getAttribute("aria-selected"), "true");
			};
			await changes(opened).nth(1).click();
			await expectCentred(1);
			await opened.page.keyboard.press("ArrowUp");
			await expectCentred(0);
			await opened.page.keyboard.press("n");
			await expectCentred(1);
			await opened.page.keyboard.press("n");
			await expectCentred(0);
			await opened.page.keyboard.press("Shift+N");
			await expectCentred(1);
			await opened.page
				.getByRole("status")
				.getByText(/^Change 2 of 2/)
				.waitFor({ state: "attached" });
		});

		it("are none for the same picture, which is said", async () => {
			const opened = await bed.open(await bed.compared(a, { ...a, shown: { ...a.shown } }));
			await opened.page.getByText("No differences", { exact: true }).waitFor();
			await opened.page.getByText("byte for byte").waitFor();
			assert.equal(await changes(opened).count(), 0);
		});
	});

	it("shows that it compares, lets it be stopped, and compares again", async () => {
		const opened = await bed.open({ ...state, comparison: { kind: "comparing" } });
		await opened.page.getByRole("progressbar", { name: "Comparing" }).waitFor();
		await opened.page.getByRole("button", { name: "Stop", exact: true }).click();
		await opened.view.showComparison({ kind: "stopped" });
		await opened.page.getByRole("button", { name: "Compare Again" }).click();
		await opened.view.showComparison(state.comparison);
		await changes(opened).first().waitFor();
		assert.deepEqual(opened.host.calls, [["stopComparing"], ["compareAgain"]]);
		assert.equal(await opened.page.getByRole("progressbar").count(), 0);
	});

	it("says in its half what is wrong with one picture, and still shows the other", async () => {
		const opened = await bed.open(state, {});
		await opened.page.keyboard.press("2");
		const { layout: _, ...rest } = state;
		await opened.view.showPair({
			...rest,
			pictures: {
				a: a.shown,
				b: {
					kind: "missing",
					name: "after.png",
					detail: "shots",
					message: "after.png was deleted or moved.",
				},
			},
		});
		await opened.view.showComparison({ kind: "impossible" });
		const half = opened.page.getByRole("group", { name: "Picture B" });
		await half.getByRole("alert").getByText("after.png was deleted or moved.").waitFor();
		const box = await half.boundingBox();
		const shown = await opened.pictureBox("before.png");
		assert(box && shown.x + shown.width <= box.x, "A is beside it");
		assert(await mode(opened, "Swipe").isDisabled());
		await opened.screenshot("missing");
		await opened.view.showPair(state);
		await opened.view.showComparison(state.comparison);
		await changes(opened).first().waitFor();
		assert(await mode(opened, "Swipe").isChecked(), "it comes back as it was");
	});

	it("says what was resampled, and asks for another alignment", async () => {
		const larger = await bed.picture("larger.png", laterScene, 2);
		const opened = await bed.open(await bed.compared(a, larger));
		await opened.page.getByText("A is shown at 200 % of its size.").waitFor();
		await opened.page.getByText("Compared shrunk to 50 %.").waitFor();
		const [left, right] = [
			await opened.pictureBox("before.png"),
			await opened.pictureBox("larger.png"),
		];
		assert.equal(left.width, right.width);
		await opened.page.getByLabel("Align").selectOption("Top left");
		assert.deepEqual(opened.host.calls, [["setAlign", "topLeft"]]);
		const aligned = await bed.compared(a, larger, "topLeft");
		await opened.view.showPair(aligned);
		await opened.view.showComparison(aligned.comparison);
		await opened.page.getByText("Only in B").first().waitFor();
		await opened.painted();
		assert((await opened.pictureBox("before.png")).width < right.width);
	});

	it("lets A and B be chosen among several, and swapped", async () => {
		const third = { uri: "file:///third.png", name: "third.png", detail: "shots" };
		const opened = await bed.open({ ...state, choices: [...state.choices, third] });
		await opened.page.getByRole("combobox", { name: "Picture B" }).selectOption("2");
		await opened.page.getByRole("button", { name: "Swap A and B" }).click();
		assert.deepEqual(opened.host.calls, [
			["choose", { a: 0, b: 2 }],
			["choose", { a: 1, b: 0 }],
		]);
	});

	describe("while what there is to load is made", () => {
		const note = ({ page }: OpenCompare, side: "a" | "b") =>
			page.locator(`.side.${side} .view-note`);

		it("keeps what it shows of that file, says so when it takes its time, and what is selected", async () => {
			const opened = await bed.open(state);
			await hideMarks(opened);
			const made = { ...a.shown, version: "next", url: "" };
			await opened.view.showPair({ ...state, pictures: { a: made, b: b.shown } });
			await opened.painted();
			assert.equal(await note(opened, "a").isVisible(), false, "nothing is said at once");
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
			await note(opened, "a").getByText("Decoding…").waitFor();
			assert.equal(await note(opened, "b").isVisible(), false);
			await changes(opened).first().click();
			await opened.view.showPicture("a", { ...made, url: b.shown.url });
			await note(opened, "a").waitFor({ state: "hidden" });
			await opened.page.keyboard.press("f");
			await opened.page.waitForFunction((url) => {
				const image = document.querySelector<HTMLImageElement>(".side.a .picture");
				return image?.src === url && image.complete;
			}, b.shown.url);
			await opened.painted();
			assert(isNear(await color(opened, "before.png", changedAt), colors.after));
			assert.equal(await changes(opened).first().getAttribute("aria-selected"), "true");
		});

		it("shows nothing of another file in its place", async () => {
			const third = { uri: "file:///third.png", name: "third.png", detail: "shots" };
			const opened = await bed.open({ ...state, choices: [...state.choices, third] });
			await hideMarks(opened);
			await opened.view.showPair({
				...state,
				choices: [...state.choices, third],
				chosen: { a: 2, b: 1 },
				pictures: { a: { ...a.shown, name: "third.png", url: "" }, b: b.shown },
			});
			await note(opened, "a").getByText("Decoding…").waitFor();
			const image = opened.page.locator(".side.a .picture:not(.difference)");
			assert.equal(await image.getAttribute("alt"), "third.png");
			assert.equal(await image.isVisible(), false);
			await opened.view.showPicture("a", { ...b.shown, name: "third.png" });
			await note(opened, "a").waitFor({ state: "hidden" });
			await image.evaluate((one) => (one as HTMLImageElement).decode());
			await opened.painted();
			assert(isNear(await color(opened, "third.png", changedAt), colors.after));
		});

		it("says in the picture's place why there is nothing, and compares all the same", async () => {
			const opened = await bed.open(state);
			const unseen = "There is no room for it on the disk.";
			await opened.view.showPicture("a", { ...a.shown, url: "", unseen });
			const place = opened.page.getByRole("group", { name: "Picture A" });
			await place.getByRole("alert").getByText(unseen).waitFor();
			assert.equal(await opened.page.locator(".side.a .change").first().isVisible(), false);
			assert.equal(await changes(opened).count(), 2);
			assert(isNear(await color(opened, "after.png", changedAt), colors.after));
			await opened.screenshot("unseen");
			await opened.view.showPicture("a", a.shown);
			await place.getByRole("alert").waitFor({ state: "hidden" });
			await hideMarks(opened);
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
		});

		it("stretches a reduced picture to all its pixels, and says that it is reduced", async () => {
			const times = 10;
			const upright = { width: size.width * times, height: size.height * times };
			const large = (of: typeof a) => ({ ...of.shown, size: upright, reduced: size });
			const place = { x: 0, y: 0, ...upright };
			const opened = await bed.open({
				...state,
				pictures: { a: large(a), b: large(b) },
				layout: { canvas: upright, a: place, b: place },
				comparison: { kind: "impossible" },
			});
			const fitted = await opened.pictureBox("before.png");
			assert(fitted.width < size.width, "there are pixels enough");
			assert.equal(await note(opened, "a").isVisible(), false);
			assert(isNear(await color(opened, "before.png", changedAt), colors.before));
			await opened.page.keyboard.press("0");
			await opened.painted();
			const { width, height } = await opened.pictureBox("before.png");
			assert.deepEqual({ width, height }, upright);
			for (const side of ["a", "b"] as const) {
				assert.equal(await note(opened, side).textContent(), "Reduced view");
			}
			await opened.screenshot("reduced");
			for (let step = 0; step < 8; step++) await opened.page.keyboard.press("+");
			await opened.painted();
			const name = opened.page.getByRole("img", { name: "before.png" });
			assert.doesNotMatch((await name.getAttribute("class")) ?? "", /pixelated/);
		});
	});

	describe("asked what changed", () => {
		const run: ShownRun = {
			id: "run-1",
			task: "compare",
			status: "done",
			startedAt: Date.now(),
			took: 900,
			engine: "gemini",
			model: { asked: "gemini-3.8-flash", answered: "gemini-3.8-flash" },
			text: "The circle turned orange and the triangle is gone.",
			objects: [
				{ label: "triangle", picture: 0, box: { x: 168, y: 218, width: 104, height: 104 } },
				{ label: "orange circle", picture: 1, box: { x: 38, y: 38, width: 104, height: 104 } },
			],
			complete: true,
			warnings: [],
		};

		it("asks with the words that were written", async () => {
			const opened = await bed.open(state);
			await opened.page.getByRole("textbox", { name: "What to look for" }).fill("only colours");
			await opened.page.getByRole("button", { name: "What changed?" }).click();
			assert.deepEqual(opened.host.calls, [["run", { task: "compare", prompt: "only colours" }]]);
			await opened.view.addRun({ ...run, status: "running", text: "", objects: [] });
			await opened.page.locator(".asking").getByRole("button", { name: "Stop" }).click();
			assert.deepEqual(opened.host.calls.at(-1), ["stop", "run-1"]);
		});

		it("puts the answer into the conversation and each box on its own side", async () => {
			const opened = await bed.open(state);
			await opened.view.addRun({ ...run, status: "running", text: "", objects: [] });
			await opened.view.addText(run.id, run.text);
			await opened.view.addObjects(run.id, run.objects ?? []);
			await opened.view.changeRun(run.id, { status: "done" });
			await opened.page.getByRole("log").getByText("the triangle is gone").waitFor();
			const found = opened.page.getByRole("listbox", { name: "Objects" }).getByRole("option");
			assert.equal(await found.count(), 2);
			await found.filter({ hasText: "orange circle" }).waitFor();
			await opened.painted();
			const ink = (side: string, x: number, y: number): Promise<number> =>
				opened.page.locator(`.side.${side}`).evaluate(
					(surface, at) => {
						const image = surface.querySelector("img")?.getBoundingClientRect();
						const canvas = surface.querySelector("canvas");
						const own = canvas?.getBoundingClientRect();
						if (!image || !canvas || !own) return Number.NaN;
						const left = image.left - own.left + at.x * image.width;
						const top = image.top - own.top + at.y * image.height;
						const read = canvas.getContext("2d")?.getImageData(left - 3, top - 3, 6, 6).data;
						return Math.max(...(read ?? []).filter((_, index) => index % 4 === 3));
					},
					{ x: x / size.width, y: y / size.height },
				);
			// The middle of each box's left edge.
			assert((await ink("a", 168, 270)) > 200);
			assert.equal(await ink("b", 168, 270), 0);
			assert((await ink("b", 38, 90)) > 200);
			assert.equal(await ink("a", 38, 90), 0);
			await opened.screenshot("what-changed");
			await opened.page.getByRole("button", { name: "Show Objects on the Pictures" }).click();
			await opened.painted();
			assert.equal(await ink("a", 168, 270), 0);
		});
	});

	it("keeps the pictures, the mode and the place for the next page", async () => {
		const opened = await bed.open(state);
		await opened.page.keyboard.press("2");
		await opened.page.getByRole("slider", { name: "Divider" }).press("End");
		await changes(opened).first().click();
		await opened.painted();
		await opened.page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
		const kept = await opened.page.evaluate(() =>
			JSON.parse(sessionStorage.getItem(location.search) ?? "null"),
		);
		assert.deepEqual(
			[kept.uris, kept.chosen, kept.align],
			[["file:///before.png", "file:///after.png"], { a: 0, b: 1 }, "fit"],
		);
		const box = await opened.pictureBox("before.png");
		const next = await bed.open(state, { kept });
		assert(await mode(next, "Swipe").isChecked());
		assert.deepEqual(await next.pictureBox("before.png"), box);
	});
});
