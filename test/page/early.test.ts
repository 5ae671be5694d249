import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { open, serve } from "./bed.ts";

const boxOf = (page: Page) => page.locator("img.picture").boundingBox();

/** Where the picture is before the page's script and after, and whether it stays the same element. */
async function bothBoxes(options: Parameters<typeof open>[0] = {}) {
	let before: Awaited<ReturnType<typeof boxOf>> = null;
	const opened = await open({
		...options,
		early: async (page) => {
			before = await boxOf(page);
			await page.locator("img.picture").evaluate((image) => {
				(image as unknown as { isFirst: boolean }).isFirst = true;
			});
			assert.equal(await page.locator("[role=toolbar]").count(), 0, "the page is not there yet");
		},
	});
	const after = await opened.pictureBox();
	const isSame = await opened.page
		.locator("img.picture")
		.evaluate((image) => (image as unknown as { isFirst?: boolean }).isFirst === true);
	return { opened, before, after, isSame };
}

describe("The picture that is there before the page", () => {
	for (const [width, height] of [
		[1000, 640],
		[520, 700],
		[340, 600],
	] as const) {
		it(`lies where the page puts it, ${width} pixels wide, and is taken over`, async () => {
			const { opened, before, after, isSame } = await bothBoxes({ width, height });
			// Wherever an earlier page left it.
			assert.deepEqual(before, after);
			assert(isSame);
			await opened.page.evaluate(() => sessionStorage.clear());
		});
	}

	it("lies where an earlier page left it, with the panel folded", async () => {
		const { opened } = await bothBoxes();
		const { page } = opened;
		await page.keyboard.press("p");
		await page.keyboard.press("0");
		for (let step = 0; step < 3; step++) await page.keyboard.press("+");
		await opened.painted();
		const left = await opened.pictureBox();
		// What is kept is written as the page is left.
		const { before, after, isSame } = await bothBoxes();
		assert.deepEqual(before, left);
		assert.deepEqual(after, left);
		assert(isSame);
		await opened.page.evaluate(() => sessionStorage.clear());
	});

	it("is left to the page where it cannot be shown, which says why", async () => {
		const url = serve("/none.png", Buffer.from("no picture"));
		const size = { width: 40, height: 30 };
		const { page } = await open({
			state: { picture: { kind: "shown", name: "none.png", url, size, bytes: 9 } },
			early: (early) => early.locator("img.picture").waitFor({ state: "detached" }),
		});
		await page.getByRole("alert").getByText("This picture cannot be shown").waitFor();
	});
});
