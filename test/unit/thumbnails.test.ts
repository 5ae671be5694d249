import assert from "node:assert/strict";
import type { OpenDocument } from "../../src/webview/pdf/openDocument.ts";
import { Thumbnails } from "../../src/webview/pdf/thumbnails.ts";

/** A document whose pages are drawn when the test says so. */
class FakeDocument {
	readonly drawing = new Map<number, { finish(): void; fail(): void }>();
	readonly begun: number[] = [];
	readonly cancelled: number[] = [];
	most = 0;
	isClosed = false;
	#changed = Promise.withResolvers<void>();

	get open(): OpenDocument {
		const document = { getPage: async (number: number) => this.#page(number) };
		const close = () => {
			this.isClosed = true;
		};
		return { document, close } as unknown as OpenDocument;
	}

	/** Resolves when exactly these are being drawn. */
	async draws(...pages: number[]): Promise<void> {
		while ([...this.drawing.keys()].sort((a, b) => a - b).join() !== pages.join()) {
			await this.#changed.promise;
		}
	}

	#page(number: number) {
		const getViewport = ({ scale }: { scale: number }) => ({
			width: 600 * scale,
			height: 800 * scale,
		});
		return { getViewport, render: () => this.#render(number), cleanup: () => {} };
	}

	#render(number: number) {
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const end = (settle: () => void) => {
			this.drawing.delete(number);
			settle();
			this.#tell();
		};
		this.begun.push(number);
		this.drawing.set(number, {
			finish: () => end(resolve),
			fail: () => end(() => reject(new Error("broken"))),
		});
		this.most = Math.max(this.most, this.drawing.size);
		this.#tell();
		const cancel = () => {
			this.cancelled.push(number);
			end(() => reject(new Error("cancelled")));
		};
		return { promise, cancel };
	}

	#tell(): void {
		this.#changed.resolve();
		this.#changed = Promise.withResolvers();
	}
}

/** What of an element the drawing looks at. */
class FakePlace {
	clientWidth = 100;
	clientHeight = 140;
	canvas: { width: number; height: number } | undefined;
	readonly #shown = Promise.withResolvers<void>();
	readonly shown = this.#shown.promise;

	replaceChildren(canvas: { width: number; height: number }): void {
		this.canvas = canvas;
		this.#shown.resolve();
	}
	get element(): HTMLElement {
		return this as unknown as HTMLElement;
	}
}

describe("the drawing of pages", () => {
	const fakes = {
		document: { createElement: () => ({ width: 0, height: 0, remove: () => {} }) },
		devicePixelRatio: 2,
	};
	const real = Object.keys(fakes).map((name) => [name, Reflect.get(globalThis, name)] as const);
	let thumbnails: Thumbnails;
	let pdf: FakeDocument;

	beforeEach(() => {
		Object.assign(globalThis, fakes);
		thumbnails = new Thumbnails();
		pdf = new FakeDocument();
	});
	after(() => {
		for (const [name, value] of real) Reflect.set(globalThis, name, value);
	});

	/** Puts pages into view. */
	function show(...pages: number[]): FakePlace[] {
		return pages.map((page) => {
			const place = new FakePlace();
			thumbnails.show(page, place.element);
			return place;
		});
	}

	it("goes on two at a time, the first pages first, as sharp as the screen", async () => {
		thumbnails.use(pdf.open);
		const places = show(5, 6, 3, 4);
		await pdf.draws(5, 6);
		pdf.drawing.get(5)?.finish();
		await pdf.draws(3, 6);
		pdf.drawing.get(6)?.finish();
		await pdf.draws(3, 4);
		pdf.drawing.get(3)?.finish();
		pdf.drawing.get(4)?.finish();
		await Promise.all(places.map(({ shown }) => shown));
		assert.equal(pdf.most, 2);
		assert.deepEqual(pdf.cancelled, []);
		// 3:4 in 100 × 140 at two pixels each.
		assert.deepEqual([places[0]?.canvas?.width, places[0]?.canvas?.height], [200, 267]);
	});

	it("leaves off what went out of view, and draws a page that fails once", async () => {
		thumbnails.use(pdf.open);
		show(1, 2, 3);
		await pdf.draws(1, 2);
		thumbnails.hide(1);
		assert.deepEqual(pdf.cancelled, [1]);
		await pdf.draws(2, 3);
		pdf.drawing.get(2)?.fail();
		const [place] = show(4);
		await pdf.draws(3, 4);
		pdf.drawing.get(3)?.finish();
		pdf.drawing.get(4)?.finish();
		await place?.shown;
		thumbnails.resize();
		assert.deepEqual(pdf.begun, [1, 2, 3, 4]);
	});

	it("keeps what was drawn for when it comes back, and not more than is bounded", async () => {
		thumbnails.use(pdf.open);
		for (let page = 1; page <= 130; page++) {
			const [place] = show(page);
			await pdf.draws(page);
			pdf.drawing.get(page)?.finish();
			await place?.shown;
			thumbnails.hide(page);
		}
		const begun = pdf.begun.length;
		await show(130)[0]?.shown;
		assert.equal(pdf.begun.length, begun, "drawn again");
		show(1);
		await pdf.draws(1);
	});

	it("draws again where a page became larger, and from another document", async () => {
		thumbnails.use(pdf.open);
		const [place] = show(1);
		await pdf.draws(1);
		pdf.drawing.get(1)?.finish();
		await place?.shown;
		place!.clientWidth = 200;
		thumbnails.resize();
		await pdf.draws(1);
		const other = new FakeDocument();
		thumbnails.use(other.open);
		assert.ok(pdf.isClosed);
		await other.draws(1);
	});
});
