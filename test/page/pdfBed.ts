import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { contentHash } from "../../src/history/history.ts";
import type {
	PagesEstimate,
	PdfHostApi,
	PdfPageApi,
	PdfState,
} from "../../src/shared/pdfProtocol.ts";
import type { HostApi, PickedModel, ShownRequest } from "../../src/shared/protocol.ts";
import type { Remote } from "../../src/shared/rpc.ts";
import { out, root } from "../bed/paths.ts";
import { open as openEditor } from "./bed.ts";
import { type PageServer, startPageServer, themeSheet, whenUp, wire } from "./pageServer.ts";
import { type Theme, themes } from "./themes.ts";

/** A host that remembers what the page of a PDF asked of it. */
export class FakePdfHost implements PdfHostApi {
	readonly calls: unknown[][] = [];
	state: PdfState;
	bytes: Uint8Array;
	readonly #worker: Uint8Array;

	constructor(state: PdfState, bytes: Uint8Array, worker: Uint8Array) {
		this.state = state;
		this.bytes = bytes;
		this.#worker = worker;
	}

	async ready(): Promise<PdfState> {
		return this.state;
	}
	async readFile(): Promise<{ bytes: Uint8Array; hash: string }> {
		return { bytes: this.bytes, hash: contentHash(this.bytes) };
	}
	async readWorker(): Promise<Uint8Array> {
		return this.#worker;
	}
	/** Undefined: not known. */
	perPage: { tokens: number; cost?: number } | undefined = { tokens: 600, cost: 0.0005 };
	async estimate(pages: string): Promise<PagesEstimate> {
		this.calls.push(["estimate", pages]);
		const count = pages.split(",").reduce((sum, part) => {
			const [from, to = from] = part.split("-").map(Number);
			return sum + (to ?? 0) - (from ?? 0) + 1;
		}, 0);
		if (!this.perPage) return {};
		const { tokens, cost } = this.perPage;
		const question = { tokens: tokens * count, ...(cost && { cost: cost * count }) };
		return { question, transcript: { ...question, tokens: question.tokens * 2 } };
	}
	async willAsk(): Promise<void> {
		// Not what a test looks at: nothing comes of it on the page.
	}
	async previewRequest(): Promise<ShownRequest> {
		throw new Error("The test has no request");
	}
	async requestOf(): Promise<ShownRequest | undefined> {
		return undefined;
	}
	async countTokens(): Promise<number> {
		return 1234;
	}
	async pickModel(): Promise<PickedModel | undefined> {
		return undefined;
	}
	transcribe = this.#note("transcribe");
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

	/** What was asked of it by this name, without estimates. */
	callsOf(method: string): unknown[] {
		return this.calls.filter(([name]) => name === method).map(([, first]) => first);
	}

	#note(method: string): (...args: unknown[]) => Promise<void> {
		return async (...args) => {
			this.calls.push([method, ...args]);
		};
	}
}

export interface OpenPdfOptions {
	state?: Partial<PdfState>;
	theme?: Theme;
	width?: number;
	height?: number;
	/** Device pixels for each of CSS. */
	sharpness?: number;
}

/** The built page of a PDF, open in a browser and connected to a fake host. */
export interface OpenPdf {
	page: Page;
	host: FakePdfHost;
	/** The page's end of the protocol. */
	view: Remote<PdfPageApi>;
	card(page: number): Locator;
	/** The pages that are chosen, as the page marks them. */
	chosen(): Promise<number[]>;
	box: Locator;
	/** Resolves when this stands in the box. */
	boxHas(pages: string): Promise<void>;
	/** Resolves with the canvas of a page once it is drawn. */
	drawn(page: number): Promise<Locator>;
	screenshot(name: string): Promise<void>;
}

/** One page for a suite: it opens what it is told to, again and again. */
export class PdfBed {
	readonly #server: PageServer;
	readonly #browser: Browser;
	readonly #worker: Uint8Array;
	readonly #pages = new Map<
		number,
		{ page: Page; join: (host: FakePdfHost) => Remote<PdfPageApi> }
	>();
	readonly #complaints: string[] = [];
	#opened = 0;

	private constructor(server: PageServer, browser: Browser, worker: Uint8Array) {
		this.#server = server;
		this.#browser = browser;
		this.#worker = worker;
	}

	static async start(): Promise<PdfBed> {
		const server = await startPageServer();
		const built = join(root, "dist");
		for (const [name, type] of [
			["webview/pdf.js", "text/javascript"],
			["webview/pdf.css", "text/css"],
			["pdfjs/pdf.js", "text/javascript"],
		] as const) {
			server.serve(`/${name}`, await readFile(join(built, name)), type);
		}
		server.serve("/pdf", html(server.origin), "text/html");
		const { page: editor } = await openEditor();
		const worker = new Uint8Array(await readFile(join(built, "pdfjs/pdf.worker.js")));
		return new PdfBed(server, editor.context().browser() as Browser, worker);
	}

	/** `pages`: how many the host says it has. */
	async open(bytes: Uint8Array, pages: number, options: OpenPdfOptions = {}): Promise<OpenPdf> {
		const state: PdfState = {
			uri: "file:///papers/report.pdf",
			pdf: {
				kind: "shown",
				name: "report.pdf",
				pages,
				bytes: bytes.length,
				hash: contentHash(bytes),
			},
			runs: [],
			engine: { kind: "gemini", model: "gemini-3.8-flash" },
			recentPrompts: {},
			words: {},
			...options.state,
		};
		const host = new FakePdfHost(state, bytes, this.#worker);
		const { page, join: joinHost } = await this.#pageOf(options.sharpness ?? 1);
		const view = joinHost(host);
		const theme = themeSheet(options.theme ?? themes["dark-modern"]);
		this.#server.serve("/theme.css", theme, "text/css");
		await page.setViewportSize({ width: options.width ?? 1000, height: options.height ?? 640 });
		const address = `${this.#server.origin}/pdf?${++this.#opened}`;
		await page.goto(address, { waitUntil: "commit" });
		await whenUp(page);
		const card = (number: number) => page.locator(`.page[data-page="${number}"]`);
		return {
			page,
			host,
			view,
			card,
			box: page.getByRole("textbox", { name: "Pages", exact: true }),
			boxHas: async (pages) => {
				await page.waitForFunction(
					(wanted) =>
						document.querySelector<HTMLInputElement>(".pages-box input")?.value === wanted,
					pages,
				);
			},
			chosen: () =>
				page
					.locator(".page[aria-selected=true]")
					.evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.page))),
			drawn: async (number) => {
				const canvas = card(number).locator("canvas");
				await canvas.waitFor();
				return canvas;
			},
			screenshot: async (name) => {
				await page.screenshot({ path: join(out, "screenshots", `page-${name}.png`) });
			},
		};
	}

	/** A PDF of a page of HTML as the browser prints it, with its fonts in it. */
	async print(html: string): Promise<Uint8Array> {
		const page = await this.#browser.newPage();
		try {
			await page.setContent(html);
			return new Uint8Array(await page.pdf({ format: "Letter" }));
		} finally {
			await page.close();
		}
	}

	/** The page neither threw nor broke its policy. */
	async expectNoComplaints(): Promise<void> {
		for (const { page } of this.#pages.values()) await page.evaluate(() => 0);
		assert.deepEqual(this.#complaints.splice(0), []);
	}

	async close(): Promise<void> {
		for (const { page } of this.#pages.values()) await page.close();
		this.#server.close();
	}

	async #pageOf(sharpness: number) {
		const known = this.#pages.get(sharpness);
		if (known) return known;
		const page = await this.#browser.newPage({ deviceScaleFactor: sharpness });
		const wired = await wire(page, (complaint) => {
			// A page that is left while an answer is on its way to it has nothing to complain of.
			if (!/Execution context was destroyed/.test(complaint)) this.#complaints.push(complaint);
		});
		// The wire carries any interface of async methods; its types know the editor's alone.
		const joinHost = (host: FakePdfHost) =>
			wired.join(host as unknown as HostApi) as unknown as Remote<PdfPageApi>;
		const made = { page, join: joinHost };
		this.#pages.set(sharpness, made);
		return made;
	}
}

/** The page as the host writes it, under the same policy. */
function html(source: string): string {
	const policy = [
		"default-src 'none'",
		`img-src ${source} blob:`,
		`style-src ${source}`,
		"script-src 'nonce-test'",
		"worker-src blob:",
	].join("; ");
	return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loupe</title>
<link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="webview/pdf.css"></head>
<body><div id="app"></div><script type="module" nonce="test" src="webview/pdf.js"></script></body></html>`;
}
