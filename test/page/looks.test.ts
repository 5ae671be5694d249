import assert from "node:assert/strict";
import { type OpenPage, open } from "./bed.ts";
import { captionRun, detectRun } from "./scene.ts";
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
			await opened.painted();
			const pixels = await opened.screenshot(name);
			const wanted = theme["editor-background"];
			const [red, green, blue] = pixels.at(4, 60);
			const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
			assert.equal(`#${hex}`, wanted);
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
