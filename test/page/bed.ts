import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import type { EditorState, HostApi, WebviewApi } from "../../src/shared/protocol.ts";
import { connect, type Remote } from "../../src/shared/rpc.ts";
import { launchChromium } from "../bed/chromium.ts";
import { out, root } from "../bed/paths.ts";
import { drawScene, sceneSize } from "./scene.ts";
import { type Theme, themes } from "./themes.ts";

declare global {
	interface Window {
		toHost(message: unknown): void;
		toBed(complaint: string): void;
		acquireVsCodeApi(): unknown;
	}
}

/** A host that remembers what the page asked of it. */
export class FakeHost implements HostApi {
	readonly calls: unknown[][] = [];
	state: EditorState;

	constructor(state: EditorState) {
		this.state = state;
	}

	async ready(): Promise<EditorState> {
		return this.state;
	}
	async run(...args: Parameters<HostApi["run"]>): Promise<void> {
		this.calls.push(["run", ...args]);
	}
	async stop(...args: Parameters<HostApi["stop"]>): Promise<void> {
		this.calls.push(["stop", ...args]);
	}
	async removeRun(...args: Parameters<HostApi["removeRun"]>): Promise<void> {
		this.calls.push(["removeRun", ...args]);
	}
	async act(...args: Parameters<HostApi["act"]>): Promise<void> {
		this.calls.push(["act", ...args]);
	}
	async selectModel(): Promise<void> {
		this.calls.push(["selectModel"]);
	}
	async copyText(...args: Parameters<HostApi["copyText"]>): Promise<void> {
		this.calls.push(["copyText", ...args]);
	}
}

export interface OpenOptions {
	state?: Partial<EditorState>;
	theme?: Theme;
	width?: number;
	height?: number;
	reducedMotion?: boolean;
}

/** Pixels of a screenshot. */
export interface Pixels {
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
	/** The picture's rectangle on the screen. */
	pictureBox(): Promise<{ x: number; y: number; width: number; height: number }>;
}

let browser: Browser;
let server: Server;
let origin = "";
const files = new Map<string, { type: string; body: Buffer | string }>();
let opened = 0;
let motionReduced = false;
let shared: Promise<Page> | undefined;
let fromPage = (_: unknown): void => {};
let complaints: string[] = [];

/** Makes `body` loadable by the page and returns its address. */
export function serve(path: string, body: Buffer): string {
	files.set(path, { type: "image/png", body });
	return `${origin}${path}`;
}

before(async function () {
	this.timeout(180_000);
	const bundle = join(root, "dist", "webview");
	const [script, style, scene] = await Promise.all([
		readFile(join(bundle, "main.js")),
		readFile(join(bundle, "main.css")),
		drawScene(),
	]);
	files.set("/main.js", { type: "text/javascript", body: script });
	files.set("/main.css", { type: "text/css", body: style });
	server = createServer((request, response) => {
		const file = files.get((request.url ?? "").split("?")[0] ?? "");
		if (!file) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": file.type }).end(file.body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	files.set("/", { type: "text/html", body: html(origin) });
	serve("/scene.png", scene);
	browser = await launchChromium();
});

after(async () => {
	await browser?.close();
	server?.close();
});

afterEach(async () => {
	// What the page complained of before this call has arrived when it returns.
	await (await shared)?.evaluate(() => 0);
	const found = complaints;
	complaints = [];
	assert.deepEqual(found, [], "the page broke its policy or threw");
});

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
<link rel="icon" href="${source}/scene.png"><link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="main.css"></head>
<body><div id="app"></div><script type="module" nonce="test" src="main.js"></script></body></html>`;
}

/** What the fake host shows unless told otherwise: the scene, Gemini, no runs. */
function defaultState(): EditorState {
	return {
		picture: {
			kind: "shown",
			name: "still life.png",
			url: `${origin}/scene.png`,
			size: sceneSize,
			bytes: 214_000,
		},
		engine: { kind: "gemini", model: "gemini-3.8-flash" },
		viewer: { wheel: "zoom", background: "theme" },
		runs: [],
		words: {},
	};
}

export async function open(options: OpenOptions = {}): Promise<OpenPage> {
	const host = new FakeHost({ ...defaultState(), ...options.state });
	shared ??= makePage();
	const page = await shared;
	let receive = (_: unknown): void => {};
	const { remote: view } = connect<WebviewApi>(
		{
			post: (message) => {
				page
					.evaluate((sent) => window.postMessage(sent, "*"), message)
					.catch((error) => complaints.push(String(error)));
			},
			onMessage: (listener) => {
				receive = listener;
			},
		},
		host,
	);
	fromPage = (message) => receive(message);
	const theme = Object.entries(options.theme ?? themes["dark-modern"]);
	const variables = theme.map(([name, value]) => `--vscode-${name}: ${value};`);
	files.set("/theme.css", { type: "text/css", body: `:root { ${variables.join(" ")} }` });
	const { width = 1000, height = 640, reducedMotion = false } = options;
	const { width: lastWidth, height: lastHeight } = page.viewportSize() ?? {};
	if (width !== lastWidth || height !== lastHeight) await page.setViewportSize({ width, height });
	if (reducedMotion !== motionReduced) {
		motionReduced = reducedMotion;
		await page.emulateMedia({ reducedMotion: reducedMotion ? "reduce" : "no-preference" });
	}
	await page.mouse.move(0, 0);
	// What a page keeps is filed under its address: this one starts with nothing.
	await page.goto(`${origin}/?${++opened}`, { waitUntil: "commit" });
	await page.evaluate(
		() =>
			new Promise<void>((resolve) => {
				const look = (): void => {
					if (!document.querySelector("[role=toolbar]")) return;
					watcher.disconnect();
					resolve();
				};
				const watcher = new MutationObserver(look);
				watcher.observe(document, { childList: true, subtree: true });
				look();
			}),
	);

	const painted = (): Promise<void> =>
		page.evaluate(
			() =>
				new Promise<void>((resolve) =>
					// After the frame: layout and what watches sizes come behind the callbacks.
					requestAnimationFrame(() => setTimeout(resolve)),
				),
		);
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
		pictureBox: async () => {
			const box = await page.locator("img.picture").boundingBox();
			assert(box, "the picture is on the screen");
			return box;
		},
	};
}

async function readPixels(png: Buffer): Promise<Pixels> {
	const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return {
		at: (x, y) => {
			const start = (Math.round(y) * info.width + Math.round(x)) * info.channels;
			return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0];
		},
	};
}

/** One page for all tests: opening another costs more than most of them. */
async function makePage(): Promise<Page> {
	const page = await browser.newPage();
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.exposeFunction("toHost", (message: unknown) => fromPage(message));
	await page.exposeFunction("toBed", (complaint: string) => {
		complaints.push(complaint);
	});
	await page.addInitScript(installVsCode);
	return page;
}

/** Runs in the page before its script: VS Code's API and an ear for violations of the policy. */
function installVsCode(): void {
	document.addEventListener("securitypolicyviolation", (event) => {
		window.toBed(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
	});
	window.acquireVsCodeApi = () => ({
		postMessage: (message: unknown) => window.toHost(message),
		getState: () => JSON.parse(sessionStorage.getItem(location.search) ?? "null"),
		setState: (state: unknown) => sessionStorage.setItem(location.search, JSON.stringify(state)),
	});
}
