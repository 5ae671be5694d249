import assert from "node:assert/strict";
import type { EditorState } from "../../src/shared/protocol.ts";
import { levelSize, type TilePlace, tileRect } from "../../src/shared/tilePlace.ts";
import { type OpenPage, open, serve } from "./bed.ts";
import { drawPlain } from "./scene.ts";

const size = { width: 40_000, height: 20_000 };
const reduced = { width: 2000, height: 1000 };

type Shown = Extract<EditorState["picture"], { kind: "shown" }>;

async function hugePicture(version = "one"): Promise<Shown> {
	const url = serve(`/first-${version}.png`, await drawPlain(reduced, "#808080"));
	return { kind: "shown", name: "huge.png", url, size, bytes: 9e8, tiles: { version, reduced } };
}

/** A tile of one colour that tells its place. */
async function tileOf(place: TilePlace): Promise<Uint8Array> {
	const { width, height } = tileRect(size, place);
	const [r, g, b] = colorOf(place);
	return new Uint8Array(await drawPlain({ width, height }, `rgb(${r} ${g} ${b})`));
}

function colorOf({ level, column, row }: TilePlace): [number, number, number] {
	return [40 + level * 40, 30 + (column % 7) * 30, 30 + (row % 7) * 30];
}

/** The tile that lies under a point of the screen at a level. */
async function placeAt(opened: OpenPage, x: number, y: number, level: number): Promise<TilePlace> {
	const box = await opened.pictureBox();
	const scale = box.width / size.width;
	const at = (offset: number) => Math.floor(offset / scale / 2 ** level / 512);
	return { level, column: at(x - box.x), row: at(y - box.y) };
}

const tileCalls = (opened: OpenPage): TilePlace[] =>
	opened.host.calls.filter(([name]) => name === "tile").map((call) => call[2] as TilePlace);

const note = (opened: OpenPage) => opened.page.locator(".view-note");

/** Zooms in at the middle of the view by the keyboard. */
async function zoomIn(opened: OpenPage, steps: number): Promise<void> {
	await opened.page.locator(".surface").focus();
	for (let step = 0; step < steps; step++) await opened.page.keyboard.press("+");
	await opened.painted();
}

describe("A huge picture", () => {
	it("needs no tiles while the first view has all that the screen can show", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		await opened.page.getByRole("img", { name: "huge.png" }).waitFor();
		await opened.painted();
		assert.deepEqual(tileCalls(opened), []);
		assert.equal(await note(opened).isVisible(), false);
	});

	it("says that its view is reduced until the tiles in view are there, and shows each in its place", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		const gate = Promise.withResolvers<void>();
		opened.host.tiles = async (place) => {
			await gate.promise;
			return tileOf(place);
		};
		await opened.page.keyboard.press("0");
		await note(opened).getByText("Reduced view").waitFor();
		assert.ok(tileCalls(opened).length <= 4, "no more than four at one time");
		gate.resolve();
		await note(opened).waitFor({ state: "hidden" });
		const places = tileCalls(opened);
		assert.ok(places.every(({ level }) => level === 0));
		const pixels = await opened.pixels();
		for (const [x, y] of [
			[60, 100],
			[300, 300],
			[500, 560],
		] as const) {
			const place = await placeAt(opened, x, y, 0);
			assert.deepEqual(pixels.at(x, y), colorOf(place), JSON.stringify(place));
		}
		const keys = new Set(places.map((place) => JSON.stringify(place)));
		assert.equal(keys.size, places.length, "none is asked for twice");
		assert.ok(places.length <= 12, `${places.length} tiles for a view of 660 × 600`);
	});

	it("asks for the level that the zoom can show", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		opened.host.tiles = tileOf;
		// Fitted it is at about 0.015; eight steps of 1.25 make 0.09.
		await zoomIn(opened, 8);
		await note(opened).waitFor({ state: "hidden" });
		const scale = (await opened.pictureBox()).width / size.width;
		const level = Math.floor(Math.log2(1 / scale));
		const last = tileCalls(opened).at(-1);
		assert.equal(last?.level, level);
		const place = await placeAt(opened, 300, 300, level);
		assert.deepEqual((await opened.pixels()).at(300, 300), colorOf(place));
	});

	it("does not ask for what has left the view before its turn came", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		const gates: Array<() => void> = [];
		opened.host.tiles = async (place) => {
			await new Promise<void>((resolve) => gates.push(resolve));
			return tileOf(place);
		};
		await opened.page.keyboard.press("0");
		await note(opened).getByText("Reduced view").waitFor();
		const before = tileCalls(opened).length;
		assert.equal(before, 4);
		await opened.page.keyboard.press("f");
		await note(opened).waitFor({ state: "hidden" });
		for (const open of gates) open();
		await opened.painted();
		assert.equal(tileCalls(opened).length, before);
	});

	it("keeps a bounded number of tiles, and draws the next picture's instead of the last one's", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		opened.host.tiles = tileOf;
		await opened.page.evaluate(() => {
			const counted = window as unknown as { open: number; most: number };
			counted.open = 0;
			counted.most = 0;
			const make = window.createImageBitmap.bind(window);
			window.createImageBitmap = (async (source: ImageBitmapSource) => {
				const tile = await make(source);
				counted.open++;
				counted.most = Math.max(counted.most, counted.open);
				const close = tile.close.bind(tile);
				tile.close = () => {
					counted.open--;
					close();
				};
				return tile;
			}) as typeof window.createImageBitmap;
		});
		await opened.page.keyboard.press("0");
		await note(opened).waitFor({ state: "hidden" });
		for (let step = 0; step < 70; step++) {
			await opened.page.mouse.move(600, 500);
			await opened.page.mouse.down();
			await opened.page.mouse.move(200, 200);
			await opened.page.mouse.up();
			await opened.painted();
			await note(opened).waitFor({ state: "hidden" });
		}
		const count = () =>
			opened.page.evaluate(() => {
				const { open, most } = window as unknown as { open: number; most: number };
				return { open, most };
			});
		const { most } = await count();
		assert.ok(tileCalls(opened).length > 100, `${tileCalls(opened).length} came through`);
		assert.ok(most <= 96 + 4, `${most} were held at one time`);
		opened.host.tiles = () => new Promise(() => {});
		await opened.view.showPicture(await hugePicture("two"));
		await note(opened).getByText("Reduced view").waitFor();
		assert.equal((await count()).open, 0);
	}).timeout(60_000);

	it("stays at its first view, and says so, where tiles cannot be had", async () => {
		const opened = await open({ state: { picture: await hugePicture() } });
		opened.host.tiles = async () => {
			throw new Error("gone");
		};
		await opened.page.keyboard.press("0");
		await note(opened).getByText("Reduced view").waitFor();
		await opened.painted();
		assert.deepEqual((await opened.pixels()).at(300, 300), [128, 128, 128]);
		const asked = tileCalls(opened).length;
		await opened.page.locator(".surface").focus();
		await opened.page.keyboard.press("+");
		await opened.painted();
		assert.ok(asked > 0);
	});

	it("has fewer pixels on each level, never less than one", () => {
		assert.deepEqual(levelSize(size, 30), { width: 1, height: 1 });
	});
});

describe("A picture that is decoded first", () => {
	it("says so when it takes long, and is shown when it is there", async () => {
		const decoding = { kind: "shown", name: "a.heic", url: "", size: { width: 80, height: 60 } };
		const picture = { ...decoding, bytes: 90 } as Shown;
		const opened = await open({ state: { picture } });
		await note(opened).getByText("Decoding…").waitFor();
		assert.equal(await opened.page.getByRole("alert").isVisible(), false);
		const url = serve("/decoded.png", await drawPlain({ width: 80, height: 60 }, "#cc3366"));
		await opened.view.showPicture({ ...picture, url });
		await note(opened).waitFor({ state: "hidden" });
		await opened.page.getByRole("img", { name: "a.heic" }).waitFor();
	});

	it("goes through the pages of a file that has several", async () => {
		const url = serve("/page.png", await drawPlain({ width: 80, height: 60 }, "#cc3366"));
		const picture: Shown = {
			...{ kind: "shown", name: "scan.tif", url, size: { width: 80, height: 60 }, bytes: 90 },
			page: { index: 0, count: 3 },
		};
		const opened = await open({ state: { picture } });
		const pages = opened.page.getByRole("group", { name: "Pages" });
		await pages.getByText("Page 1 of 3").waitFor();
		assert.ok(await pages.getByRole("button", { name: "Previous Page" }).isDisabled());
		await pages.getByRole("button", { name: "Next Page" }).click();
		assert.deepEqual(opened.host.calls.at(-1), ["showPage", 1]);
		await opened.view.showPicture({ ...picture, page: { index: 2, count: 3 } });
		await pages.getByText("Page 3 of 3").waitFor();
		assert.ok(await pages.getByRole("button", { name: "Next Page" }).isDisabled());
	});
});
