import { l10n, Uri, type WebviewPanel, workspace } from "vscode";
import type { History } from "../../history/history.ts";
import type { PagesEstimate, PdfHostApi, PdfPageApi } from "../../shared/pdfProtocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import { pageHtml } from "../editor/html.ts";
import { showRun } from "../editor/shown.ts";
import { oneLine } from "../history/oneLine.ts";
import { readPageWords } from "../pageWords.ts";
import { pictureName } from "../picture.ts";
import { type SubjectEvent, SubjectRuns } from "../runs.ts";
import { onDidChangeSettings, readRequestSettings } from "../settings.ts";
import { type TalkParts, talkApi } from "../talkApi.ts";
import { worded } from "../worded.ts";
import { chosenPages } from "./choosePages.ts";
import { estimatePages, estimateQuestion } from "./estimatePages.ts";
import { readPdf } from "./pdfFile.ts";
import * as pdfWords from "./pdfWords.ts";
import { WatchedPdf } from "./watchedPdf.ts";

export interface PdfSessionParts extends TalkParts {
	history: History;
	extensionUri: Uri;
	/** Writes pages ("1-3, 7"; "": all) into a new document; what fails is said there. */
	transcribe(uri: Uri, pages: string): Promise<void>;
}

/** A PDF in a panel: tells the page what changes, does what the page asks. */
export class PdfSession {
	readonly uri: Uri;
	readonly #panel: WebviewPanel;
	readonly #parts: PdfSessionParts;
	readonly #disposables = new Disposables();
	/** Aborted when the page is closed. */
	readonly #gone = new AbortController();
	readonly #page: Remote<PdfPageApi>;
	readonly #pdf: WatchedPdf;
	readonly #runs: SubjectRuns;

	constructor(uri: Uri, panel: WebviewPanel, parts: PdfSessionParts) {
		this.uri = uri;
		this.#panel = panel;
		this.#parts = parts;
		const { extensionUri, engine, prompts } = parts;
		this.#pdf = this.#disposables.add(new WatchedPdf(uri, parts.report));
		this.#runs = this.#disposables.add(new SubjectRuns([uri], parts));
		const { webview } = panel;
		const port = {
			post: (message: unknown) => void webview.postMessage(message),
			onMessage: (listener: (message: unknown) => void) => {
				this.#disposables.add(webview.onDidReceiveMessage(listener));
			},
		};
		this.#page = this.#disposables.add(connect<PdfPageApi>(port, worded(this.#hostApi()))).remote;
		this.#disposables.add(
			this.#pdf.onDidChange((pdf) => {
				if (pdf.kind === "shown") void this.#runs.restore(pdf.hash);
				this.#send(() => this.#page.showPdf(pdf));
			}),
		);
		this.#disposables.add(this.#runs.onDidChange((event) => this.#send(() => this.#tell(event))));
		// Estimates follow the settings, too; the page asks for them when it hears of the engine.
		const showEngine = () => this.#send(() => this.#page.showEngine(engine.state));
		this.#disposables.add(engine.onDidChange(showEngine));
		this.#disposables.add(onDidChangeSettings(showEngine));
		this.#disposables.add(
			prompts.onDidChange(() => this.#send(() => this.#page.showRecentPrompts(prompts.all))),
		);
		this.#disposables.add(
			panel.onDidDispose(() => {
				this.#gone.abort();
				this.#disposables.dispose();
			}),
		);
		panel.title = l10n.t("Ask: {0}", oneLine(pictureName(uri), 120));
		webview.options = {
			enableScripts: true,
			localResourceRoots: ["webview", "pdfjs"].map((folder) =>
				Uri.joinPath(extensionUri, "dist", folder),
			),
		};
		webview.html = pageHtml(webview, extensionUri, "pdf");
	}

	#hostApi(): PdfHostApi {
		const { extensionUri, engine, prompts, transcribe } = this.#parts;
		return {
			ready: async () => ({
				uri: this.uri.toString(),
				pdf: this.#pdf.shown,
				runs: this.#runs.all.map(showRun),
				engine: engine.state,
				recentPrompts: prompts.all,
				words: readPageWords(),
			}),
			...talkApi(this.#parts, {
				uris: () => [this.uri],
				runs: async () => this.#runs,
				signal: this.#gone.signal,
			}),
			readFile: async () => {
				try {
					const { bytes, hash } = await readPdf(this.uri);
					return { bytes: plain(bytes), hash };
				} catch (error) {
					throw pdfWords.worded(error);
				}
			},
			readWorker: async () => {
				const script = Uri.joinPath(extensionUri, "dist", "pdfjs", "pdf.worker.js");
				return plain(await workspace.fs.readFile(script));
			},
			estimate: (pages) => this.#estimate(pages),
			transcribe: async (pages) => {
				await transcribe(this.uri, pages);
				const { shown } = this.#pdf;
				// What was written down stands in the history now.
				if (shown.kind === "shown") await this.#runs.restore(shown.hash);
			},
		};
	}

	async #estimate(pages: string): Promise<PagesEstimate> {
		const { opened } = this.#pdf;
		if (!opened) return {};
		const chosen = chosenPages(pages, opened.pdf.pages);
		const texts = await opened.texts.read(chosen);
		const settings = readRequestSettings(this.uri);
		const question = estimateQuestion(chosen, texts, settings);
		const transcript = estimatePages(texts, settings);
		// Nothing that the demo engine does costs anything.
		const isFree = this.#parts.engine.state.kind === "demo";
		const shown = (estimate: typeof question) =>
			estimate && isFree ? { tokens: estimate.tokens } : estimate;
		return {
			...(question && { question: shown(question)! }),
			...(transcript && { transcript: shown(transcript)! }),
		};
	}

	#tell(event: SubjectEvent): Promise<void> {
		switch (event.kind) {
			case "restored":
				return Promise.all(event.runs.map((run) => this.#page.addRun(showRun(run)))).then();
			case "added":
				return this.#page.addRun(showRun(event.run));
			case "changed":
				return this.#page.changeRun(event.run.id, event.change);
			case "text":
				return this.#page.addText(event.run.id, event.piece);
			case "objects":
				return this.#page.addObjects(event.run.id, event.shown);
			case "removed":
				return this.#page.removeRun(event.runId);
		}
	}

	/** A hidden page is gone: it is told nothing, and asks for everything with `ready()` when it is back. */
	#send(call: () => Promise<void>): void {
		if (!this.#panel.visible) return;
		call().catch((error: unknown) =>
			this.#parts.report.warn("The page did not take a message", error),
		);
	}
}

/** With a buffer of its own: VS Code's messages know no `Buffer`, which files are read as. */
function plain(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(bytes);
}
