import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import type {
	ListedPicture,
	PicturesHostApi,
	PicturesPageApi,
	PicturesState,
} from "../../src/shared/picturesProtocol.ts";
import type { HostApi, PickedModel, ShownRequest } from "../../src/shared/protocol.ts";
import type { Remote } from "../../src/shared/rpc.ts";
import { out, root } from "../bed/paths.ts";
import { open as openEditor } from "./bed.ts";
import { type PageServer, startPageServer, themeSheet, whenUp, wire } from "./pageServer.ts";
import { drawScene, sceneSize } from "./scene.ts";
import { type Theme, themes } from "./themes.ts";

/** A host that remembers what the page of several pictures asked of it. */
export class FakePicturesHost implements PicturesHostApi {
	readonly calls: unknown[][] = [];
	state: PicturesState;

	constructor(state: PicturesState) {
		this.state = state;
	}

	async ready(): Promise<PicturesState> {
		return this.state;
	}
	async willAsk(): Promise<void> {
		// Not what a test looks at: nothing comes of it on the page.
	}
	/** What would be sent, or was; resolves with it. */
	request: ShownRequest | undefined;
	async previewRequest(...args: Parameters<HostApi["previewRequest"]>): Promise<ShownRequest> {
		this.calls.push(["previewRequest", ...args]);
		if (!this.request) throw new Error("The test has no request");
		return this.request;
	}
	async requestOf(...args: Parameters<HostApi["requestOf"]>): Promise<ShownRequest | undefined> {
		this.calls.push(["requestOf", ...args]);
		return this.request;
	}
	async countTokens(...args: Parameters<HostApi["countTokens"]>): Promise<number> {
		this.calls.push(["countTokens", ...args]);
		return 1234;
	}
	/** What the person chooses. */
	picked: PickedModel | undefined;
	async pickModel(): Promise<PickedModel | undefined> {
		this.calls.push(["pickModel"]);
		return this.picked;
	}
	run = this.#note("run");
	stop = this.#note("stop");
	tryNow = this.#note("tryNow");
	removeRun = this.#note("removeRun");
	act = this.#note("act");
	selectModel = this.#note("selectModel");
	copyText = this.#note("copyText");
	copyData = this.#note("copyData");
	insertText = this.#note("insertText");
	openAnswer = this.#note("openAnswer");
	openLink = this.#note("openLink");
	movePicture = this.#note("movePicture");
	removePictures = this.#note("removePictures");
	undo = this.#note("undo");
	addFiles = this.#note("addFiles");
	addAddress = this.#note("addAddress");
	addDropped = this.#note("addDropped");
	openPicture = this.#note("openPicture");

	#note(method: string): (...args: unknown[]) => Promise<void> {
		return async (...args) => {
			this.calls.push([method, ...args]);
		};
	}
}

export interface OpenPicturesOptions {
	state?: Partial<PicturesState>;
	theme?: Theme;
	width?: number;
	height?: number;
}

/** The built page of several pictures, open in a browser and connected to a fake host. */
export interface OpenPictures {
	page: Page;
	host: FakePicturesHost;
	/** The page's end of the protocol. */
	view: Remote<PicturesPageApi>;
	/** The cards' buttons, in order. */
	cards: Locator;
	screenshot(name: string): Promise<void>;
}

/** One page for a suite: it opens what it is told to, again and again. */
export class PicturesBed {
	readonly #server: PageServer;
	readonly #page: Page;
	readonly #join: (host: FakePicturesHost) => Remote<PicturesPageApi>;
	readonly #complaints: string[];
	#opened = 0;

	private constructor(
		server: PageServer,
		page: Page,
		join: (host: FakePicturesHost) => Remote<PicturesPageApi>,
		complaints: string[],
	) {
		this.#server = server;
		this.#page = page;
		this.#join = join;
		this.#complaints = complaints;
	}

	static async start(): Promise<PicturesBed> {
		const server = await startPageServer();
		const bundle = join(root, "dist", "webview");
		for (const [name, type] of [
			["pictures.js", "text/javascript"],
			["pictures.css", "text/css"],
		] as const) {
			server.serve(`/${name}`, await readFile(join(bundle, name)), type);
		}
		server.serve("/pictures", html(server.origin), "text/html");
		server.serve("/scene.png", await drawScene());
		const { page: editor } = await openEditor();
		const browser = editor.context().browser() as Browser;
		const page = await browser.newPage();
		const complaints: string[] = [];
		const wired = await wire(page, (complaint) => complaints.push(complaint));
		// The wire carries any interface of async methods; its types know the editor's alone.
		const joinHost = (host: FakePicturesHost) =>
			wired.join(host as unknown as HostApi) as unknown as Remote<PicturesPageApi>;
		return new PicturesBed(server, page, joinHost, complaints);
	}

	get origin(): string {
		return this.#server.origin;
	}

	/** Makes a PNG loadable by the page and returns its address. */
	serve(path: string, body: Buffer): string {
		return this.#server.serve(path, body);
	}

	async open(options: OpenPicturesOptions = {}): Promise<OpenPictures> {
		const host = new FakePicturesHost({ ...this.#defaultState(), ...options.state });
		const page = this.#page;
		const view = this.#join(host);
		const theme = themeSheet(options.theme ?? themes["dark-modern"]);
		this.#server.serve("/theme.css", theme, "text/css");
		await page.setViewportSize({ width: options.width ?? 1000, height: options.height ?? 640 });
		await page.goto(`${this.origin}/pictures?${++this.#opened}`, { waitUntil: "commit" });
		await whenUp(page);
		return {
			page,
			host,
			view,
			cards: page.getByRole("list", { name: "Pictures" }).locator(".card-open"),
			screenshot: async (name) => {
				await page.screenshot({ path: join(out, "screenshots", `page-${name}.png`) });
			},
		};
	}

	/** A picture that can be seen: the scene. */
	picture(name: string): ListedPicture & { kind: "shown" } {
		return {
			kind: "shown",
			uri: `file:///pictures/${encodeURIComponent(name)}`,
			name,
			place: `pictures/${name}`,
			url: `${this.origin}/scene.png`,
			size: sceneSize,
			bytes: 214_000,
		};
	}

	/** The page neither threw nor broke its policy. */
	async expectNoComplaints(): Promise<void> {
		await this.#page.evaluate(() => 0);
		assert.deepEqual(this.#complaints.splice(0), []);
	}

	async close(): Promise<void> {
		await this.#page.close();
		this.#server.close();
	}

	#defaultState(): PicturesState {
		return {
			pictures: ["one.png", "two.png", "three.png"].map((name) => this.picture(name)),
			runs: [],
			canUndo: false,
			request: {
				bytes: 856_000,
				certainBytes: 856_000,
				mostBytes: 20_000_000,
				mayUpload: false,
				mostPictures: 3600,
			},
			engine: { kind: "gemini", model: "gemini-3.8-flash" },
			recentPrompts: {},
			words: {},
		};
	}
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
<link rel="stylesheet" href="pictures.css"></head>
<body><div id="app"></div><script type="module" nonce="test" src="pictures.js"></script></body></html>`;
}
