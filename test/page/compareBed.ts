import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { comparePictures } from "../../src/image/compare.ts";
import { layOut } from "../../src/image/compareLayout.ts";
import type {
	Align,
	ComparedPicture,
	ComparePageApi,
	CompareState,
} from "../../src/shared/compareProtocol.ts";
import type { HostApi } from "../../src/shared/protocol.ts";
import type { Rect, Size } from "../../src/shared/result.ts";
import type { Remote } from "../../src/shared/rpc.ts";
import { launchChromium } from "../bed/chromium.ts";
import { out, root } from "../bed/paths.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import type { Scene } from "../fixtures/shapes.ts";
import { type Pixels, readPixels } from "../ui/pixels.ts";
import { CompareFakeHost } from "./compareFakeHost.ts";
import {
	type PageServer,
	startPageServer,
	themeSheet,
	type Wire,
	whenUp,
	wire,
} from "./pageServer.ts";
import { type Theme, themes } from "./themes.ts";

export interface OpenCompareOptions {
	state?: Partial<CompareState>;
	theme?: Theme;
	width?: number;
	height?: number;
	reducedMotion?: boolean;
	/** What an earlier page of that panel kept. */
	kept?: unknown;
}

/** The built comparing page, open in a browser and connected to a fake host. */
export interface OpenCompare {
	page: Page;
	host: CompareFakeHost;
	/** The page's end of the protocol. */
	view: Remote<ComparePageApi>;
	/** Resolves when what was changed is on the screen. */
	painted(): Promise<void>;
	screenshot(name: string): Promise<Pixels>;
	/** A picture's rectangle on the screen, by its file name. */
	pictureBox(name: string): Promise<Rect>;
	/** Red, green and blue of the screen over a pixel of that picture. */
	colorAt(name: string, size: Size, x: number, y: number): Promise<number[]>;
}

/** Pages of the comparison, for one test file. */
export class CompareBed {
	#server: PageServer | undefined;
	#browser: Browser | undefined;
	#page: Page | undefined;
	#wire: Wire | undefined;
	#opened = 0;
	#complaints: string[] = [];

	async start(): Promise<void> {
		const bundle = join(root, "dist", "webview");
		const [server, browser, script, style] = await Promise.all([
			startPageServer(),
			launchChromium(),
			readFile(join(bundle, "compare.js"), "utf8"),
			readFile(join(bundle, "compare.css"), "utf8"),
		]);
		server.serve("/compare.js", script, "text/javascript");
		server.serve("/compare.css", style, "text/css");
		server.serve("/compare", html(server.origin), "text/html");
		this.#server = server;
		this.#browser = browser;
		this.#page = await browser.newPage();
		this.#wire = await wire(this.#page, (complaint) => this.#complaints.push(complaint));
	}

	async close(): Promise<void> {
		await this.#browser?.close();
		this.#server?.close();
	}

	/** Fails when the page broke its policy or threw since the last call. */
	async expectNoComplaints(): Promise<void> {
		// What the page complained of before this call has arrived when it returns.
		await this.#page?.evaluate(() => 0);
		const found = this.#complaints;
		this.#complaints = [];
		assert.deepEqual(found, [], "the page broke its policy or threw");
	}

	/** A picture that the page can load. */
	async picture(
		name: string,
		scene: Scene,
		scale = 1,
	): Promise<{ bytes: Uint8Array; shown: Extract<ComparedPicture, { kind: "shown" }> }> {
		const bytes = await renderScene(scene, { format: "png", scale });
		assert(this.#server, "the bed was started");
		const url = this.#server.serve(`/${name}`, Buffer.from(bytes));
		const size = { width: scene.size.width * scale, height: scene.size.height * scale };
		const about = { name, detail: "shots", version: `${name} ${scale}`, size, bytes: bytes.length };
		return { bytes, shown: { kind: "shown", ...about, url } };
	}

	/** What a host shows of two pictures, compared for real. */
	async compared(
		a: { bytes: Uint8Array; shown: ComparedPicture },
		b: { bytes: Uint8Array; shown: ComparedPicture },
		align: Align = "fit",
	): Promise<CompareState> {
		const comparison = await comparePictures(a.bytes, b.bytes, { align });
		const { canvas, a: placeA, b: placeB } = layOut(comparison.sizeA, comparison.sizeB, align);
		return {
			choices: [a, b].map(({ shown: { name } }) => ({
				uri: `file:///${name}`,
				name,
				detail: "shots",
			})),
			chosen: { a: 0, b: 1 },
			pictures: { a: a.shown, b: b.shown },
			align,
			layout: { canvas, a: placeA, b: placeB },
			comparison: { kind: "compared", ...comparison },
			engine: { kind: "gemini", model: "gemini-3.8-flash" },
			viewer: { wheel: "zoom", background: "theme" },
			runs: [],
			recentPrompts: {},
			words: {},
		};
	}

	async open(state: CompareState, options: OpenCompareOptions = {}): Promise<OpenCompare> {
		const [page, server, wire] = [this.#page, this.#server, this.#wire];
		assert(page && server && wire, "the bed was started");
		const host = new CompareFakeHost(state);
		// The wire knows the picture page's two interfaces; it carries any.
		const view = wire.join(host as unknown as HostApi) as unknown as Remote<ComparePageApi>;
		const {
			width = 1100,
			height = 640,
			reducedMotion = false,
			theme = themes["dark-modern"],
		} = options;
		server.serve("/theme.css", themeSheet(theme), "text/css");
		await page.setViewportSize({ width, height });
		await page.emulateMedia({ reducedMotion: reducedMotion ? "reduce" : "no-preference" });
		await page.mouse.move(0, 0);
		const search = `?${++this.#opened}`;
		if (options.kept !== undefined) {
			await page.evaluate(([key, kept]) => sessionStorage.setItem(key, kept), [
				search,
				JSON.stringify(options.kept),
			] as const);
		}
		await page.goto(`${server.origin}/compare${search}`, { waitUntil: "load" });
		await whenUp(page);
		const painted = (): Promise<void> =>
			page.evaluate(
				() =>
					new Promise<void>((resolve) =>
						requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))),
					),
			);
		const pictureBox = async (name: string): Promise<Rect> => {
			const box = await page.getByRole("img", { name, exact: true }).boundingBox();
			assert(box, `${name} is on the screen`);
			return box;
		};
		for (const { kind, name } of Object.values(state.pictures)) {
			if (kind === "shown") await loaded(page, name);
		}
		await painted();
		return {
			page,
			host,
			view,
			painted,
			pictureBox,
			screenshot: async (name) =>
				readPixels(
					await page.screenshot({ path: join(out, "screenshots", `compare-page-${name}.png`) }),
				),
			colorAt: async (name, size, x, y) => {
				const box = await pictureBox(name);
				const pixels = await readPixels(await page.screenshot());
				const left = Math.round(box.x + ((x + 0.5) * box.width) / size.width);
				const top = Math.round(box.y + ((y + 0.5) * box.height) / size.height);
				const at = (top * pixels.width + left) * 3;
				return [...pixels.data.subarray(at, at + 3)];
			},
		};
	}
}

/** Resolves when the picture of that name can be drawn, or cannot. */
async function loaded(page: Page, name: string): Promise<void> {
	await page.waitForFunction((alt) => {
		const image = [...document.images].find((one) => one.alt === alt);
		return image?.complete && image.src !== "";
	}, name);
}

/** The page as the host writes it, under the same policy. */
function html(source: string): string {
	const policy = [
		"default-src 'none'",
		`img-src ${source} blob:`,
		`style-src ${source}`,
		"script-src 'nonce-test'",
	].join("; ");
	return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loupe</title>
<link rel="icon" href="${source}/scene.png"><link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="compare.css"></head>
<body><div id="app"></div><script type="module" nonce="test" src="compare.js"></script></body></html>`;
}
