import assert from "node:assert/strict";
import type { ListedPicture } from "../../src/shared/picturesProtocol.ts";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { PicturesBed } from "./picturesBed.ts";
import { captionRun, drawPlain, sceneObjects, sceneSize } from "./scene.ts";
import { type Theme, themes } from "./themes.ts";

describe("the page of several pictures, looked at", () => {
	let bed: PicturesBed;

	before(async () => {
		bed = await PicturesBed.start();
	});
	after(() => bed?.close());
	afterEach(() => bed.expectNoComplaints());

	async function pictures(): Promise<ListedPicture[]> {
		const tall = { width: 300, height: 700 };
		const wide = { width: 900, height: 240 };
		const plain = async (name: string, size: typeof tall, color: string) => ({
			...bed.picture(name),
			size,
			url: bed.serve(`/${name.replaceAll(" ", "-")}`, await drawPlain(size, color)),
			bytes: 41_000,
		});
		const { uri: _, kind: __, ...named } = bed.picture("cut short.jpg");
		return [
			bed.picture("still life.png"),
			await plain("tall poster with a rather long file name.png", tall, "#3d6b8e"),
			await plain("banner.webp", wide, "#c58f3a"),
			bed.picture("still life, later.png"),
			{
				...named,
				kind: "broken",
				uri: "file:///pictures/cut.jpg",
				message: "This picture cannot be read: the file is cut short",
			},
		];
	}

	function runs(): ShownRun[] {
		const objects = [0, 3].flatMap((picture) =>
			sceneObjects.map((object) => ({ ...object, picture })),
		);
		return [
			captionRun({
				task: "ask",
				prompt: "What stands on the table, and where?",
				text: "On the table in **Picture 1** stand a cup, an apple, a banana and a spoon.\n\nPicture 4 shows the same table.",
				image: sceneSize,
				objects,
				usage: {
					promptTokens: 2100,
					outputTokens: 90,
					thoughtTokens: 0,
					cachedTokens: 0,
					totalTokens: 2190,
				},
			}),
		];
	}

	const views: Array<[name: string, theme: Theme, width: number, height: number]> = [
		["dark", themes["dark-modern"], 1100, 680],
		["light", themes["light-modern"], 1100, 680],
		["high-contrast", themes["hc-dark"], 1100, 680],
		["narrow", themes["light-modern"], 400, 760],
	];
	for (const [name, theme, width, height] of views) {
		it(`fits: ${name}, ${width} pixels wide`, async () => {
			const state = { pictures: await pictures(), runs: runs(), canUndo: true };
			const { page, screenshot } = await bed.open({ state, theme, width, height });
			await page.waitForFunction(() => document.images[0]?.complete);
			await page.locator(".place-label").first().waitFor();
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			assert.equal(overflow, 0, "it is wider than the window");
			const covered = await page.locator(".toolbar button, .toolbar .facts").evaluateAll((parts) =>
				parts
					.filter((part) => {
						const { x, y, width, height } = part.getBoundingClientRect();
						const seen = document.elementFromPoint(x + width / 2, y + height / 2);
						return seen === null || !part.contains(seen);
					})
					.map((part) => part.textContent),
			);
			assert.deepEqual(covered, [], "parts of the toolbar lie over each other");
			await screenshot(`pictures-${name}`);
		});
	}

	it("loads thousands only as far as they are seen", async () => {
		const pictures = Array.from({ length: 3000 }, (_, index) => ({
			...bed.picture(`${index}.png`),
			url: `${bed.origin}/scene.png?${index}`,
		}));
		const { page, cards } = await bed.open({ state: { pictures } });
		await page.waitForFunction(() => document.images[0]?.complete);
		const loaded = await page.evaluate(
			() => [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length,
		);
		assert.ok(loaded < 300, `${loaded} of 3000 were loaded`);
		await cards.first().focus();
		await page.keyboard.press("End");
		await page.waitForFunction(() => (document.images[2999]?.naturalWidth ?? 0) > 0);
	});
});
