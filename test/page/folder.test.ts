import assert from "node:assert/strict";
import type { FolderPlace } from "../../src/shared/protocol.ts";
import { type OpenPage, open } from "./bed.ts";
import { detectRun } from "./scene.ts";

const middle: FolderPlace = { number: 3, count: 12, hasPrevious: true, hasNext: true };

/** The steps that the page asked for. */
const steps = ({ host }: OpenPage): unknown[] =>
	host.calls.filter(([name]) => name === "goTo").map(([, step]) => step);

describe("The pictures of the folder", () => {
	it("are reached by buttons that say where this one stands, and by keys", async () => {
		const opened = await open({ state: { place: middle } });
		const { page } = opened;
		await page.getByText("3 of 12").waitFor();
		await page.getByRole("button", { name: "Next Picture" }).click();
		await page.getByRole("button", { name: "Previous Picture" }).click();
		await page.getByRole("group", { name: "Picture view" }).focus();
		for (const key of ["ArrowRight", "ArrowLeft", "End", "Home", "PageDown", "PageUp"]) {
			await page.keyboard.press(key);
		}
		assert.deepEqual(steps(opened), [
			...["next", "previous"],
			...["next", "previous", "last", "first", "next", "previous"],
		]);
	});

	it("are reached by keys in a page that has just opened, before anything has the focus", async () => {
		const opened = await open({ state: { place: middle } });
		await opened.page.keyboard.press("ArrowRight");
		await opened.painted();
		assert.deepEqual(steps(opened), ["next"]);
	});

	it("wait while an object is selected, and while the picture is wider than the view", async () => {
		const opened = await open({ state: { place: middle, runs: [detectRun()] } });
		const { page } = opened;
		await page.getByRole("option", { name: "apple" }).click();
		await page.getByRole("group", { name: "Picture view" }).focus();
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Escape");
		for (let times = 0; times < 4; times++) await page.keyboard.press("+");
		await opened.painted();
		const before = await opened.pictureBox();
		await page.keyboard.press("ArrowRight");
		await opened.painted();
		assert((await opened.pictureBox()).x < before.x, "the picture moved");
		assert.deepEqual(steps(opened), []);
		await page.keyboard.press("PageDown");
		await page.keyboard.press("f");
		await opened.painted();
		await page.keyboard.press("ArrowRight");
		assert.deepEqual(steps(opened), ["next", "next"]);
	});

	it("have no button where there is nothing, and follow the folder", async () => {
		const last: FolderPlace = { number: 2, count: 2, hasPrevious: true, hasNext: false };
		const { page, view } = await open({ state: { place: last } });
		assert(await page.getByRole("button", { name: "Next Picture" }).isDisabled());
		await view.showPlace({ ...last, count: 3, hasNext: true });
		await page.getByText("2 of 3").waitFor();
		assert(await page.getByRole("button", { name: "Next Picture" }).isEnabled());
		await view.showPlace({ count: 2, hasPrevious: true, hasNext: true });
		await page.getByText("– of 2").waitFor();
		await view.showPlace({ number: 1, count: 1, hasPrevious: false, hasNext: false });
		await page
			.getByRole("group", { name: "Pictures of the folder" })
			.waitFor({ state: "detached" });
	});

	it("take over how things are shown, not what was written about another", async () => {
		const opened = await open({ state: { place: middle } });
		const { page, host } = opened;
		await page.keyboard.press("f");
		await page.keyboard.press("p");
		await opened.painted();
		await page.keyboard.press("ArrowRight");
		await opened.painted();
		const handed = host.calls.find(([name]) => name === "goTo")?.[2];
		const next = await open({ state: { place: middle, handedOn: handed } });
		assert(await next.page.getByRole("complementary").isHidden());
		const { draft, selected } = (handed as { state: Record<string, unknown> }).state;
		assert.deepEqual([draft, selected], [undefined, undefined]);
		assert.equal(
			(handed as { view: { placement: object } }).view.placement["enlarge" as never],
			true,
		);
	});
});

describe("The background", () => {
	it("is changed by its button and by B, told to the host, and said", async () => {
		const opened = await open();
		const { page, host } = opened;
		await page.getByRole("button", { name: "Background: theme" }).click();
		await page.getByRole("button", { name: "Background: checkerboard" }).waitFor();
		await page.keyboard.press("b");
		await page.getByRole("button", { name: "Background: black" }).waitFor();
		const black = (await opened.pixels()).at(4, 300);
		assert.deepEqual(black, [0, 0, 0]);
		await page.keyboard.press("b");
		await page.getByRole("button", { name: "Background: white" }).waitFor();
		assert.deepEqual((await opened.pixels()).at(4, 300), [255, 255, 255]);
		await page.keyboard.press("b");
		await page.getByRole("button", { name: "Background: theme" }).waitFor();
		const set = host.calls.filter(([name]) => name === "setBackground").map(([, to]) => to);
		assert.deepEqual(set, ["checkerboard", "black", "white", "theme"]);
	});
});

describe("The zoom", () => {
	it("is told to the host and set by it, about the middle of the view", async () => {
		const opened = await open();
		const { view, host } = opened;
		const { width, x } = await opened.pictureBox();
		assert.equal(host.scale, width / 840);
		await view.zoomTo(2);
		await opened.painted();
		const doubled = await opened.pictureBox();
		assert(Math.abs(doubled.width - 1680) < 0.01, String(doubled.width));
		assert(Math.abs(doubled.x + doubled.width / 2 - (x + width / 2)) < 0.5);
		await view.zoomTo("fit");
		await opened.painted();
		assert((await opened.pictureBox()).width < 840);
	});
});
