import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { ShownRun } from "../../src/shared/protocol.ts";
import { type OpenPictures, PicturesBed } from "./picturesBed.ts";
import { captionRun, sceneSize } from "./scene.ts";

/** A finished answer about several pictures. */
function askRun(change: Partial<ShownRun> = {}): ShownRun {
	return captionRun({
		task: "ask",
		prompt: "Where is the apple?",
		text: "In Picture 2.",
		image: sceneSize,
		...change,
	});
}

const apple = { label: "apple", box: { x: 420, y: 300, width: 210, height: 150 }, picture: 1 };

describe("the page of several pictures", () => {
	let bed: PicturesBed;
	let current: OpenPictures;

	before(async () => {
		bed = await PicturesBed.start();
	});
	after(() => bed?.close());
	afterEach(() => bed.expectNoComplaints());

	async function open(...args: Parameters<PicturesBed["open"]>): Promise<OpenPictures> {
		current = await bed.open(...args);
		return current;
	}

	const names = (cards: Locator): Promise<Array<string | null>> =>
		cards.evaluateAll((all) => all.map((card) => card.getAttribute("aria-label")));
	const focused = (): Promise<string | null> =>
		current.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
	const question = (page: Page): Locator =>
		page.getByRole("textbox", { name: "Ask about these images" });
	/** As the host does: another order is another subject. */
	const show = (...files: string[]): Promise<void> =>
		current.view.showPictures({
			pictures: files.map((file) => bed.picture(file)),
			runs: [],
			canUndo: true,
		});

	it("shows them in order, numbered as the prompt names them", async () => {
		const { cards, page } = await open();
		assert.deepEqual(await names(cards), [
			"Picture 1: one.png",
			"Picture 2: two.png",
			"Picture 3: three.png",
		]);
		assert.deepEqual(await page.locator(".number").allTextContents(), ["1", "2", "3"]);
		await page.getByText("840 × 600 · 214 kB").first().waitFor();
		await page.waitForFunction(() => document.images[2]?.naturalWidth === 840);
	});

	it("says before a question what it would weigh", async () => {
		const { page, view } = await open();
		await page.getByText("3 pictures · 856 kB of at most 20 MB").waitFor();
		await view.showRequest({
			bytes: 4_200_000,
			certainBytes: 856_000,
			mostBytes: 20_000_000,
			mayUpload: false,
			mostPictures: 3600,
		});
		await page.getByText("3 pictures · about 4.2 MB of at most 20 MB").waitFor();
	});

	it("sends a question, and shows what is answered as it comes", async () => {
		const { page, host, view } = await open();
		await question(page).fill("What differs?");
		await page.keyboard.press("Enter");
		await page.waitForFunction(() => !document.querySelector("textarea")?.value);
		assert.deepEqual(host.calls, [["run", { task: "ask", prompt: "What differs?" }]]);
		const { took: _, ...run } = askRun({ prompt: "What differs?", text: "", status: "running" });
		await view.addRun({ ...run, complete: false });
		await page.getByRole("progressbar").first().waitFor();
		await view.addText(run.id, "Nothing at ");
		await view.addText(run.id, "all.");
		await view.changeRun(run.id, { status: "done", took: 900, complete: true });
		await page.getByRole("log", { name: "Conversation" }).getByText("Nothing at all.").waitFor();
		await page.getByRole("progressbar").first().waitFor({ state: "detached" });
	});

	it("draws what an answer found on the picture it is in, on its pixels", async () => {
		const { page, cards } = await open({ state: { runs: [askRun({ objects: [apple] })] } });
		const label = cards.nth(1).locator(".place-label");
		await label.waitFor();
		assert.equal(await label.textContent(), "apple");
		assert.equal(await page.locator(".place-label").count(), 1);
		const [image, line] = await Promise.all([
			cards.nth(1).locator("img").boundingBox(),
			cards
				.nth(1)
				.locator("path.line")
				.evaluate((path: SVGPathElement) => {
					// Without the stroke, in pixels of the screen.
					const { x, y, width, height } = path.getBBox();
					const { a, d, e, f } = path.getScreenCTM() as DOMMatrix;
					return { x: x * a + e, y: y * d + f, width: width * a, height: height * d };
				}),
		]);
		assert(image);
		const close = (actual: number, wanted: number) =>
			assert.ok(Math.abs(actual - wanted) < 0.5, `${actual} is not ${wanted}`);
		close(line.x, image.x + image.width / 2);
		close(line.y, image.y + image.height / 2);
		close(line.width, image.width / 4);
		close(line.height, image.height / 4);
	});

	it("draws the newest answer's places, or those the person asks for", async () => {
		const older = askRun({ startedAt: 1, objects: [{ ...apple, label: "pear" }] });
		const newer = askRun({ startedAt: 2, objects: [apple], removed: [] });
		const { page, view } = await open({ state: { runs: [older, newer] } });
		assert.deepEqual(await page.locator(".place-label").allTextContents(), ["apple"]);
		await view.removeRun(newer.id);
		await page.locator(".place-label", { hasText: "pear" }).waitFor();
		await view.changeRun(older.id, { removed: [0] });
		await page.locator(".place-label").waitFor({ state: "detached" });
	});

	it("opens a picture by a click", async () => {
		const { cards, host } = await open();
		await cards.nth(1).click();
		assert.deepEqual(host.calls, [["openPicture", bed.picture("two.png").uri]]);
	});

	it("walks by arrows and moves by Alt and arrows; the focus goes along", async () => {
		const { cards, page, host } = await open();
		await cards.first().focus();
		await page.keyboard.press("ArrowRight");
		assert.equal(await focused(), "Picture 2: two.png");
		await page.keyboard.press("Alt+ArrowRight");
		assert.deepEqual(host.calls, [["movePicture", bed.picture("two.png").uri, 2]]);
		await show("one.png", "three.png", "two.png");
		await page.waitForFunction(
			() => document.activeElement?.getAttribute("aria-label") === "Picture 3: two.png",
		);
		await page.keyboard.press("Alt+ArrowRight");
		await page.keyboard.press("Home");
		assert.equal(await focused(), "Picture 1: one.png");
	});

	it("keeps Alt and arrows from the workbench, which would go back", async () => {
		const { cards, page } = await open();
		await page.evaluate(() => {
			window.addEventListener("keydown", ({ key, altKey }) => {
				if (altKey && key.startsWith("Arrow")) document.title = key;
			});
		});
		const title = await page.title();
		await cards.first().focus();
		await page.keyboard.press("Alt+ArrowLeft");
		await page.keyboard.press("Alt+ArrowRight");
		assert.equal(await page.title(), title);
	});

	it("leaves out by Delete, and the neighbour has the focus", async () => {
		const { cards, page, host } = await open();
		await cards.nth(1).focus();
		await page.keyboard.press("Delete");
		assert.deepEqual(host.calls, [["removePictures", [bed.picture("two.png").uri]]]);
		await show("one.png", "three.png");
		await page.waitForFunction(
			() => document.activeElement?.getAttribute("aria-label") === "Picture 2: three.png",
		);
		await page.getByRole("button", { name: "Undo" }).click();
		assert.deepEqual(host.calls.at(-1), ["undo"]);
	});

	it("moves a picture that is dragged to where the line shows", async () => {
		const { cards, host, page } = await open();
		const target = await cards.nth(2).boundingBox();
		assert(target);
		await cards.first().hover();
		await page.mouse.down();
		await page.mouse.move(target.x + target.width - 8, target.y + target.height / 2, { steps: 4 });
		await page.locator(".card.drop-after").waitFor();
		await page.mouse.up();
		await page.locator(".card.drop-after").waitFor({ state: "detached" });
		assert.deepEqual(host.calls, [["movePicture", bed.picture("one.png").uri, 2]]);
	});

	it("adds files that are dropped from VS Code's own views", async () => {
		const { page, host } = await open();
		await page.locator(".gallery").evaluate((gallery) => {
			const dataTransfer = new DataTransfer();
			const uris = ["file:///a/four.png", "file:///a/five.png"];
			dataTransfer.setData("application/vnd.code.uri-list", uris.join("\r\n"));
			for (const type of ["dragover", "drop"]) {
				gallery.dispatchEvent(
					new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
				);
			}
		});
		await page.evaluate(() => 0);
		assert.deepEqual(host.calls, [["addDropped", ["file:///a/four.png", "file:///a/five.png"]]]);
	});

	it("marks a picture that cannot be read, and asks nothing before it is left out", async () => {
		const { uri, name, place } = bed.picture("two.png");
		const broken = { kind: "broken", uri, name, place, message: "The file is cut short." } as const;
		const { page, host, view, cards } = await open();
		await view.changePicture(broken);
		await cards.nth(1).getByText("The file is cut short.").waitFor();
		const alert = page.getByRole("alert");
		await alert.getByText("1 picture cannot be read.").waitFor();
		assert.equal(await question(page).isDisabled(), true);
		await alert.getByRole("button", { name: "Leave Out" }).click();
		assert.deepEqual(host.calls, [["removePictures", [uri]]]);
	});

	it("waits quietly for what is made to be shown, and says when there is nothing to show", async () => {
		const two = bed.picture("two.png");
		const { page, view, cards, host } = await open({
			state: {
				pictures: [bed.picture("one.png"), { ...two, url: "" }],
				runs: [askRun({ objects: [apple] })],
			},
		});
		const card = cards.nth(1);
		const frame = await card.locator(".frame").boundingBox();
		await cards.first().locator("img").waitFor();
		assert.equal(await card.locator("img").count(), 0);
		assert.equal(await card.locator(".place-label").textContent(), "apple");
		assert.match((await card.getAttribute("aria-description")) ?? "", /^840 × 600 · 214 kB/);
		assert.equal(await question(page).isDisabled(), false);
		await view.changePicture(two);
		await page.waitForFunction(() => document.images[1]?.naturalWidth === 840);
		assert.deepEqual(await card.locator("img").boundingBox(), frame);
		const unseen = "There is no room for it on the disk.";
		await view.changePicture({ ...two, url: "", unseen });
		await card.getByText(unseen).waitFor();
		assert.match((await card.getAttribute("aria-description")) ?? "", /no room/);
		assert.equal(await question(page).isDisabled(), false, "it can be asked about");
		await question(page).fill("What is it?");
		await page.keyboard.press("Enter");
		await page.waitForFunction(() => !document.querySelector("textarea")?.value);
		assert.equal(host.calls[0]?.[0], "run");
	});

	it("says what to do when the pictures are too much for one question", async () => {
		const request = { mostBytes: 20_000_000, mayUpload: false, mostPictures: 3600 };
		const { page, view } = await open({
			state: { request: { ...request, bytes: 31_000_000, certainBytes: 2_000_000 } },
		});
		// An estimate alone stops nobody.
		assert.equal(await page.getByRole("alert").count(), 0);
		assert.equal(await question(page).isDisabled(), false);
		await view.showRequest({ ...request, bytes: 31_000_000, certainBytes: 21_000_000 });
		await page.getByRole("alert").getByText("31 MB of at most 20 MB. Leave some").waitFor();
		assert.equal(await question(page).isDisabled(), true);
	});

	it("asks about what is too much for one request where the largest may be uploaded", async () => {
		const request = { mostBytes: 20_000_000, mayUpload: true, mostPictures: 3600 };
		const { page } = await open({
			state: { request: { ...request, bytes: 31_000_000, certainBytes: 31_000_000 } },
		});
		await page.getByText("3 pictures · 31 MB, the largest are uploaded first").waitFor();
		assert.equal(await page.getByRole("alert").count(), 0);
		assert.equal(await question(page).isDisabled(), false);
	});

	it("says how many are too many", async () => {
		const pictures = Array.from({ length: 7 }, (_, index) => bed.picture(`${index}.png`));
		const request = {
			bytes: 7,
			certainBytes: 7,
			mostBytes: 20_000_000,
			mayUpload: false,
			mostPictures: 5,
		};
		const { page } = await open({ state: { pictures, request } });
		await page.getByRole("alert").getByText("at most 5 pictures: leave 2 of them out").waitFor();
	});

	it("of another order has a conversation of its own; the draft stays", async () => {
		const { page } = await open({ state: { runs: [askRun()] } });
		const log = page.getByRole("log", { name: "Conversation" });
		await log.getByText("In Picture 2.").waitFor();
		const box = question(page);
		await box.fill("Which is darker?");
		await show("two.png", "one.png", "three.png");
		await log.getByText("In Picture 2.").waitFor({ state: "detached" });
		assert.equal(await box.inputValue(), "Which is darker?");
	});

	it("keeps the pictures and the draft for a page that comes after it", async () => {
		const { page } = await open();
		await question(page).fill("Which is darker?");
		await page.waitForFunction(() =>
			sessionStorage.getItem(location.search)?.includes("Which is darker?"),
		);
		const kept = await page.evaluate(() =>
			JSON.parse(sessionStorage.getItem(location.search) ?? "null"),
		);
		assert.deepEqual(
			kept.uris,
			["one.png", "two.png", "three.png"].map((name) => bed.picture(name).uri),
		);
	});

	it("shows hostile names as text on one line", async () => {
		const name = '<img src=x onerror="document.title=1">\u202Egnp.exe\n.png';
		const { page, cards } = await open({
			state: { pictures: [{ ...bed.picture("a.png"), name, place: name }] },
		});
		await cards.first().waitFor();
		assert.notEqual(await page.title(), "1");
		assert.equal(await page.locator("img").count(), 1);
		assert.doesNotMatch((await page.locator(".card-name").textContent()) ?? "", /[\u202E\n]/);
	});
});
