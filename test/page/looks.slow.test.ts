import assert from "node:assert/strict";
import { type OpenPage, open } from "./bed.ts";
import { drawCrowd } from "./crowd.ts";
import { captionRun, detectRun, sceneObjects, sceneSize } from "./scene.ts";
import { themes } from "./themes.ts";

const now = Date.now();

/** Several runs of every kind, as an afternoon leaves them. */
function busyRuns() {
	return [
		detectRun({
			prompt: "the fruit",
			startedAt: now - 86_400_000 * 3,
			engine: "demo",
			model: { asked: "loupe-demo", answered: "loupe-demo" },
			objects: detectRun().objects?.slice(1, 3) ?? [],
		}),
		captionRun({
			text: "A white coffee cup, an apple and a banana stand on a brown table under a window.\n\nA spoon lies in front of the cup.",
			usage: {
				promptTokens: 1100,
				outputTokens: 104,
				thoughtTokens: 0,
				cachedTokens: 0,
				totalTokens: 1204,
			},
		}),
		captionRun({
			status: "failed",
			text: "",
			error: {
				kind: "BadKey",
				message: "Google does not accept this API key.",
				actions: [
					{ id: "enterKey", title: "Enter Key" },
					{ id: "getKey", title: "Get a Key" },
					{ id: "useDemo", title: "Use the Demo Engine" },
				],
			},
		}),
		detectRun({ prompt: "all prominent items", startedAt: now }),
		detectRun({
			task: "segment",
			prompt: "what one can eat",
			startedAt: now,
			complete: false,
			warnings: ["1 object had a box without area and was left out."],
			objects: drawCrowd(sceneSize, { count: 3, shaped: 2, points: 1, shape: "mask", most: 190 }),
			removed: [1],
		}),
	];
}

/** Every control is in view, or inside something that scrolls to it. */
async function expectReachable(opened: OpenPage): Promise<void> {
	const lost = await opened.page.evaluate(async () => {
		const controls = [...document.querySelectorAll<HTMLElement>("button, [tabindex='0']")];
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

describe("The page's looks", () => {
	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name}`, async () => {
			const opened = await open({ theme, width: 1280, height: 800, state: { runs: busyRuns() } });
			await opened.page.getByRole("option", { name: "apple" }).click();
			await opened.page.getByRole("option", { name: "spoon" }).hover();
			await opened.painted();
			const pixels = await opened.screenshot(name);
			const wanted = theme["editor-background"];
			const [red, green, blue] = pixels.at(4, 60);
			const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
			assert.equal(`#${hex}`, wanted);
		});
	}

	for (const [name, theme] of Object.entries(themes)) {
		it(`are drawn in ${name} with a prompt and a menu open`, async () => {
			const recentPrompts = { segment: ["the wooden and glass items", "all green objects"] };
			const state = { runs: busyRuns(), recentPrompts };
			const opened = await open({ theme, width: 800, height: 560, state });
			const { page } = opened;
			await page.getByRole("button", { name: "Segment", exact: true }).click();
			await page.getByRole("button", { name: "The main subject" }).hover();
			await opened.painted();
			await opened.screenshot(`${name}-prompt`);
			await page.keyboard.press("Escape");
			await page.getByRole("option", { name: "apple" }).click({ button: "right" });
			await page.getByRole("menu").waitFor();
			await opened.screenshot(`${name}-menu`);
			assert(await page.getByRole("menuitem").first().isVisible());
		});
	}

	for (const count of [3, 25, 300]) {
		it(`are drawn with ${count} objects`, async () => {
			const crowd = { count, shaped: count >> 1, points: count >> 4, shape: "outline" } as const;
			const objects =
				count === 3
					? sceneObjects.slice(0, 3)
					: drawCrowd(sceneSize, { ...crowd, most: 900 / Math.sqrt(count) });
			const run = detectRun({ task: "segment", objects });
			const opened = await open({ width: 1280, height: 800, state: { runs: [run] } });
			await opened.screenshot(`${count}-objects`);
			assert.equal(await opened.page.getByRole("option").count(), count);
		});
	}

	it("are drawn empty, with the demo engine", async () => {
		const opened = await open({
			width: 1280,
			height: 800,
			state: { engine: { kind: "demo", model: "loupe-demo" } },
		});
		await opened.screenshot("empty");
		await expectReachable(opened);
	});

	it("give every control a name", async () => {
		const recentPrompts = { ask: ["What is it?"], point: ["the door"] };
		const opened = await open({ state: { runs: busyRuns(), recentPrompts } });
		const { page } = opened;
		await page.getByRole("option", { name: "apple" }).click({ button: "right" });
		const nameless = await page.evaluate(() => {
			const named = (element: Element): boolean => {
				const label = element.closest("label")?.textContent ?? "";
				return `${element.getAttribute("aria-label") ?? element.textContent}${label}`.trim() !== "";
			};
			const controls = "button, input, fieldset, [role], section[aria-label]";
			const anonymous = new Set(["status", "alert"]);
			return [...document.querySelectorAll(controls)]
				.filter((element) => !anonymous.has(element.role ?? "") && !named(element))
				.map((element) => element.outerHTML.slice(0, 200));
		});
		assert.deepEqual(
			nameless.filter((html) => !html.includes('role="img"')),
			[],
		);
		const ids = await page.evaluate(() =>
			[...document.querySelectorAll("[id]")].map(({ id }) => id),
		);
		assert.equal(new Set(ids).size, ids.length);
	});

	it("leave every control reachable at 400 px, and the panel as a drawer at the bottom", async () => {
		const opened = await open({
			width: 400,
			height: 700,
			state: {
				engine: { kind: "demo", model: "loupe-demo" },
				runs: [...busyRuns(), captionRun({ status: "running", text: "" })],
			},
		});
		const { page } = opened;
		await opened.screenshot("400");
		const panel = await page.getByRole("complementary").boundingBox();
		const picture = await opened.pictureBox();
		assert(panel && panel.width === 400 && panel.y > picture.y + picture.height / 2);
		await expectReachable(opened);
		await page.setViewportSize({ width: 400, height: 400 });
		await opened.painted();
		await expectReachable(opened);
	});
});
