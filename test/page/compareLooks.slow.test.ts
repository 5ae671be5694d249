import assert from "node:assert/strict";
import type { CompareState } from "../../src/shared/compareProtocol.ts";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type Scene, shape } from "../fixtures/shapes.ts";
import { CompareBed, type OpenCompare } from "./compareBed.ts";
import { themes } from "./themes.ts";

const size = { width: 900, height: 640 };
const kept = [
	shape("blue", "square", 560, 90, 180),
	shape("green", "triangle", 330, 380, 170),
	shape("purple", "star", 90, 420, 120),
];
const earlier: Scene = {
	size,
	background: "#f4efe4",
	shapes: [...kept, shape("red", "circle", 90, 90, 190), shape("black", "diamond", 660, 430, 90)],
};
const later: Scene = {
	size,
	background: "#f4efe4",
	shapes: [...kept, shape("orange", "circle", 90, 90, 190), shape("cyan", "hexagon", 400, 120, 60)],
};

const answer: ShownRun = {
	id: "run-1",
	task: "compare",
	status: "done",
	startedAt: Date.now(),
	took: 2100,
	engine: "demo",
	model: { asked: "loupe-demo", answered: "loupe-demo" },
	text: "The circle at the top left turned from red to orange. The black diamond is gone; a small cyan hexagon is new.",
	objects: [
		{ label: "black diamond", picture: 0, box: { x: 658, y: 428, width: 94, height: 94 } },
		{ label: "cyan hexagon", picture: 1, box: { x: 398, y: 118, width: 64, height: 64 } },
	],
	complete: true,
	warnings: [],
};

/** Every control is in view, or inside something that scrolls to it. */
async function expectReachable({ page }: OpenCompare): Promise<void> {
	const lost = await page.evaluate(() => {
		const controls = [...document.querySelectorAll<HTMLElement>("button, select, [tabindex='0']")];
		const outside: string[] = [];
		for (const control of controls) {
			if (control.closest("dialog") || !control.checkVisibility()) continue;
			control.scrollIntoView({ block: "nearest", inline: "nearest" });
			const { left, right, top, bottom } = control.getBoundingClientRect();
			const inside = left >= 0 && right <= innerWidth && top < innerHeight && bottom > 0;
			if (!inside) outside.push(control.getAttribute("aria-label") ?? control.textContent);
		}
		if (document.documentElement.scrollWidth > innerWidth) outside.push("the page is too wide");
		return outside;
	});
	assert.deepEqual(lost, []);
}

describe("The comparing page's looks", () => {
	const bed = new CompareBed();
	let state: CompareState;

	before(async () => {
		await bed.start();
		const a = await bed.picture("home.png", earlier);
		const b = await bed.picture("home-new.png", later);
		const compared = await bed.compared(a, b);
		state = { ...compared, runs: [answer], engine: { kind: "demo", model: "loupe-demo" } };
	});
	after(() => bed.close());
	afterEach(() => bed.expectNoComplaints());

	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name} in each mode`, async () => {
			const opened = await bed.open(state, {
				theme,
				width: 1280,
				height: 800,
				reducedMotion: true,
			});
			const { page } = opened;
			await page.getByRole("listbox", { name: "Changes" }).getByRole("option").nth(1).hover();
			for (const [index, mode] of ["side", "swipe", "blink", "difference"].entries()) {
				await page.keyboard.press(String(index + 1));
				await opened.painted();
				const { data, width } = await opened.screenshot(`${name}-${mode}`);
				const at = (60 * width + 4) * 3;
				const hex = [...data.subarray(at, at + 3)].map((part) =>
					part.toString(16).padStart(2, "0"),
				);
				assert.equal(`#${hex.join("")}`, theme["editor-background"]);
			}
		});
	}

	it("leave every control reachable at 400 px, the pictures below each other", async () => {
		const opened = await bed.open(state, { width: 400, height: 800 });
		const { page } = opened;
		const [a, b] = [await opened.pictureBox("home.png"), await opened.pictureBox("home-new.png")];
		assert(a.y + a.height <= b.y && a.x === b.x, "B is below A");
		await opened.screenshot("400");
		await expectReachable(opened);
		for (const mode of ["2", "3", "4"]) {
			await page.keyboard.press(mode);
			await opened.painted();
			await expectReachable(opened);
		}
		await opened.screenshot("400-difference");
	});

	it("give every control a name", async () => {
		const opened = await bed.open(state, { reducedMotion: true });
		const { page } = opened;
		for (const mode of ["1", "2", "3", "4"]) {
			await page.keyboard.press(mode);
			await opened.painted();
			const nameless = await page.evaluate(() => {
				const controls = "button, input, select, fieldset, [role], section[aria-label]";
				const unnamed = new Set(["status", "alert"]);
				return [...document.querySelectorAll<HTMLElement>(controls)]
					.filter((element) => !unnamed.has(element.role ?? ""))
					.filter((element) => {
						const label = element.closest("label")?.textContent ?? "";
						const own = element.getAttribute("aria-label") ?? element.textContent;
						const alt = element instanceof HTMLImageElement ? element.alt : "";
						return `${own}${label}${alt}`.trim() === "";
					})
					.map((element) => element.outerHTML.slice(0, 200));
			});
			assert.deepEqual(nameless, []);
		}
	});
});
