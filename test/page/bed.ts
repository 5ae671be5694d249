import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import type { EditorState, WebviewApi } from "../../src/shared/protocol.ts";
import type { Remote } from "../../src/shared/rpc.ts";
import { launchChromium } from "../bed/chromium.ts";
import { out } from "../bed/paths.ts";
import { FakeHost } from "./fakeHost.ts";
import {
	html,
	type PageServer,
	startPageServer,
	themeSheet,
	type Wire,
	whenUp,
	wire,
} from "./pageServer.ts";
import { drawScene, sceneSize } from "./scene.ts";
import { type Theme, themes } from "./themes.ts";

export interface OpenOptions {
	state?: Partial<EditorState>;
	theme?: Theme;
	width?: number;
	height?: number;
	reducedMotion?: boolean;
	/** What is looked at before the page's own script is there. */
	early?: (page: Page) => Promise<void>;
}

/** Pixels of a screenshot. */
export interface Pixels {
	width: number;
	at(x: number, y: number): [red: number, green: number, blue: number];
}

/** The built page, open in a browser and connected to a fake host. */
export interface OpenPage {
	page: Page;
	host: FakeHost;
	/** The page's end of the protocol. */
	view: Remote<WebviewApi>;
	/** Resolves when what was changed is on the screen. */
	painted(): Promise<void>;
	pixels(): Promise<Pixels>;
	/** What the overlay holds at a point of the screen: red, green, blue, opacity. */
	inkAt(x: number, y: number): Promise<number[]>;
	screenshot(name: string): Promise<Pixels>;
	/** Where a pixel of the picture lies on the screen. */
	onScreen(x: number, y: number): Promise<[x: number, y: number]>;
	/** The picture's rectangle on the screen. */
	pictureBox(): Promise<{ x: number; y: number; width: number; height: number }>;
}

let browser: Browser;
let server: PageServer;
let opened = 0;
let motionReduced = false;
let shared: Promise<{ page: Page; wire: Wire }> | undefined;
let complaints: string[] = [];

/** Makes `body` loadable by the page and returns its address. */
export function serve(path: string, body: Buffer, type?: string): string {
	return server.serve(path, body, type);
}

/**
 * Mocha's root hooks, loaded with `--require` (mochajs.org, "Root Hook Plugins"): in parallel runs
 * each process starts a browser of its own, and ends it with its file.
 */
export const mochaHooks = {
	async beforeAll(this: Mocha.Context): Promise<void> {
		this.timeout(180_000);
		[server, browser] = await Promise.all([startPageServer(), launchChromium()]);
		serve("/scene.png", await drawScene());
	},

	async afterAll(): Promise<void> {
		shared = undefined;
		await browser?.close();
		server?.close();
	},

	async afterEach(): Promise<void> {
		// What the page complained of before this call has arrived when it returns.
		await (await shared)?.page.evaluate(() => 0);
		const found = complaints;
		complaints = [];
		assert.deepEqual(found, [], "the page broke its policy or threw");
	},
};

/** What the fake host shows unless told otherwise: the scene, Gemini, no runs. */
function defaultState(): EditorState {
	return {
		picture: {
			kind: "shown",
			name: "still life.png",
			url: `${server.origin}/scene.png`,
			size: sceneSize,
			bytes: 214_000,
		},
		engine: { kind: "gemini", model: "gemini-3.8-flash" },
		viewer: { wheel: "zoom", background: "theme" },
		runs: [],
		isRestored: true,
		recentPrompts: {},
		saved: { presets: [], labelSets: {}, schemas: [] },
		words: {},
	};
}

export async function open(options: OpenOptions = {}): Promise<OpenPage> {
	const host = new FakeHost({ ...defaultState(), ...options.state });
	shared ??= makePage();
	const { page, wire } = await shared;
	const view = wire.join(host);
	server.serve("/theme.css", themeSheet(options.theme ?? themes["dark-modern"]), "text/css");
	const { width = 1000, height = 640, reducedMotion = false } = options;
	const { width: lastWidth, height: lastHeight } = page.viewportSize() ?? {};
	if (width !== lastWidth || height !== lastHeight) await page.setViewportSize({ width, height });
	if (reducedMotion !== motionReduced) {
		motionReduced = reducedMotion;
		await page.emulateMedia({ reducedMotion: reducedMotion ? "reduce" : "no-preference" });
	}
	await page.mouse.move(0, 0);
	// What a page keeps is filed under its address: this one starts with nothing.
	const { early } = options;
	if (early) await openEarly(page, host.state, early);
	else await page.goto(`${server.origin}/?${++opened}`, { waitUntil: "commit" });
	await whenUp(page);

	const painted = (): Promise<void> =>
		page.evaluate(
			() =>
				new Promise<void>((resolve) =>
					// After the frame: layout and what watches sizes come behind the callbacks.
					requestAnimationFrame(() => setTimeout(resolve)),
				),
		);
	const pictureBox = async () => {
		const box = await page.locator("img.picture").boundingBox();
		assert(box, "the picture is on the screen");
		return box;
	};
	await painted();
	return {
		page,
		host,
		view,
		painted,
		pixels: async () => readPixels(await page.screenshot()),
		inkAt: (x, y) =>
			page.locator("canvas.overlay").evaluate(
				(canvas: HTMLCanvasElement, at) => {
					const { left, top } = canvas.getBoundingClientRect();
					const context = canvas.getContext("2d");
					const read = context?.getImageData(at.x - left, at.y - top, 1, 1).data ?? [];
					return [...read];
				},
				{ x: Math.round(x), y: Math.round(y) },
			),
		screenshot: async (name) =>
			readPixels(await page.screenshot({ path: join(out, "screenshots", `page-${name}.png`) })),
		onScreen: async (x, y) => {
			const box = await pictureBox();
			const { picture } = host.state;
			const scale = picture.kind === "shown" ? box.width / picture.size.width : Number.NaN;
			return [box.x + x * scale, box.y + y * scale];
		},
		pictureBox,
	};
}

/** The script waits until `look` has seen the page without it; kept is what the last such page kept. */
async function openEarly(
	page: Page,
	{ picture, viewer }: EditorState,
	look: (page: Page) => Promise<void>,
): Promise<void> {
	assert(picture.kind === "shown");
	const early = { picture, background: viewer.background };
	server.serve("/early", html(server.origin, early), "text/html");
	const held = Promise.withResolvers<void>();
	await page.route("**/main.js", async (route) => {
		await held.promise;
		await route.continue();
	});
	await page.goto(`${server.origin}/early?`, { waitUntil: "commit" });
	await page.locator(".surface").waitFor();
	await look(page);
	held.resolve();
	await page.unroute("**/main.js");
}

async function readPixels(png: Buffer): Promise<Pixels> {
	const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return {
		width: info.width,
		at: (x, y) => {
			const start = (Math.round(y) * info.width + Math.round(x)) * info.channels;
			return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0];
		},
	};
}

/** One page for all tests: opening another costs more than most of them. */
async function makePage(): Promise<{ page: Page; wire: Wire }> {
	const page = await browser.newPage();
	return { page, wire: await wire(page, (complaint) => complaints.push(complaint)) };
}
