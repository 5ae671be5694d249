import { l10n, Uri, type WebviewPanel } from "vscode";
import type {
	EarlyPicture,
	HostApi,
	PictureState,
	Run,
	WebviewApi,
} from "../../shared/protocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import { oneLine } from "../history/oneLine.ts";
import { readPageWords } from "../pageWords.ts";
import { pickSchema, readSaved, saveLabels, saveSchema } from "../saved.ts";
import { onDidChangeSettings, readRequestSettings } from "../settings.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { addressOf } from "../shown/pictureAddress.ts";
import { estimateDetection } from "../spending.ts";
import { type TalkParts, talkApi } from "../talkApi.ts";
import type { WantedForms } from "../wantedForms.ts";
import { worded } from "../worded.ts";
import type { ActivePages } from "./activePages.ts";
import type { DocumentEvent, LoupeDocument } from "./document.ts";
import { pageHtml } from "./html.ts";
import { PixelSession, type PixelSessionParts } from "./pixelSession.ts";
import { showRun } from "./shown.ts";
import { type ViewParts, ViewSession } from "./viewSession.ts";

export interface SessionParts extends TalkParts, ViewParts, PixelSessionParts {
	activePages: ActivePages;
	extensionUri: Uri;
	forms: WantedForms;
	copies: CopyCache;
	/** Saves an object as a PNG of its own; says itself what fails. */
	cutOut(uri: Uri, run: Run, index: number): Promise<void>;
	/** Asks for another picture and opens both beside each other; says itself what fails. */
	compare(uri: Uri): Promise<void>;
	/** Writes these results to files; says itself what fails. */
	exportRuns(uri: Uri, runIds: string[]): Promise<void>;
}

/** One document in one panel: tells the page what changes, does what the page asks. */
export class Session {
	readonly #document: LoupeDocument;
	readonly #panel: WebviewPanel;
	readonly #parts: SessionParts;
	readonly #disposables = new Disposables();
	/** Aborted when the page is closed. */
	readonly #gone = new AbortController();
	readonly #page: Remote<WebviewApi>;
	readonly #view: ViewSession;
	readonly #pixels: PixelSession;
	/** The page has asked for all there is to show. */
	#isUp = false;
	/** The page has asked for what was kept, and is about to get it. */
	#isAwaited = false;

	constructor(document: LoupeDocument, panel: WebviewPanel, parts: SessionParts) {
		this.#document = document;
		this.#panel = panel;
		this.#parts = parts;
		const { webview } = panel;
		webview.options = {
			enableScripts: true,
			localResourceRoots: [
				Uri.joinPath(parts.extensionUri, "dist", "webview"),
				Uri.joinPath(document.uri, ".."),
				Uri.file(parts.copies.folder),
			],
		};
		this.#pixels = this.#disposables.add(new PixelSession(document, panel, parts));
		this.#disposables.add(
			parts.activePages.add({
				isActive: () => panel.active,
				act: async (action) => {
					panel.reveal();
					await this.#page.doAction(action);
				},
			}),
		);
		const port = {
			post: (message: unknown) => void webview.postMessage(message),
			onMessage: (listener: (message: unknown) => void) => {
				this.#disposables.add(webview.onDidReceiveMessage(listener));
			},
		};
		const connection = this.#disposables.add(connect<WebviewApi>(port, worded(this.#hostApi())));
		this.#page = connection.remote;
		this.#view = this.#disposables.add(
			new ViewSession(document, panel, parts, {
				page: this.#page,
				send: (call) => this.#send(call),
			}),
		);
		this.#disposables.add(document.onDidChange((event) => this.#send(() => this.#tell(event))));
		this.#disposables.add(
			parts.engine.onDidChange(() =>
				this.#send(async () => {
					await this.#page.showEngine(parts.engine.stateFor(document.uri));
					// Another model counts otherwise, at another price.
					await this.#page.showPicture(this.#picture());
				}),
			),
		);
		this.#disposables.add(
			onDidChangeSettings(() =>
				this.#send(async () => {
					await this.#page.showViewer(parts.backgrounds.viewerOf(document.uri));
					await this.#page.showSaved(readSaved(document.uri));
				}),
			),
		);
		this.#disposables.add(
			parts.forms.onDidWant((uri) => {
				// A page that is not up yet asks for it with all the rest.
				if (uri.toString() !== document.uri.toString() || !this.#isUp) return;
				const task = parts.forms.take(uri);
				if (task) this.#send(() => this.#page.openForm(task));
			}),
		);
		this.#disposables.add(
			parts.prompts.onDidChange(() =>
				this.#send(() => this.#page.showRecentPrompts(parts.prompts.all)),
			),
		);
		this.#disposables.add(
			panel.onDidChangeViewState(() => {
				this.#isUp &&= panel.visible;
			}),
		);
		this.#disposables.add(
			panel.onDidDispose(() => {
				this.#gone.abort();
				this.#disposables.dispose();
			}),
		);
		webview.html = pageHtml(webview, parts.extensionUri, "main", this.#early());
	}

	/** Not where it is to lie as its neighbour did: that is told when the page is up. */
	#early(): EarlyPicture | undefined {
		const { uri } = this.#document;
		const picture = this.#picture();
		const isThere = picture.kind === "shown" && picture.url !== "" && !picture.tiles;
		if (!isThere || this.#parts.handedOn.has(uri)) return undefined;
		const { background } = this.#parts.backgrounds.viewerOf(uri);
		return { picture, background };
	}

	#hostApi(): HostApi {
		const { engine, prompts, forms } = this.#parts;
		return {
			ready: async () => {
				this.#isUp = true;
				const { uri } = this.#document;
				const wanted = forms.take(uri);
				const view = this.#view.open();
				// A page that has no answers to wait for says nothing more.
				if (!this.#document.hasUnread) this.#view.readAhead();
				return {
					picture: this.#picture(),
					engine: engine.stateFor(uri),
					runs: this.#document.runs.all.map(showRun),
					isRestored: !this.#document.hasUnread,
					recentPrompts: prompts.all,
					saved: readSaved(this.#document.uri),
					...(wanted && { wanted }),
					...view,
					words: readPageWords(),
				};
			},
			restored: async () => {
				this.#isAwaited = true;
				this.#view.readAhead();
				await this.#document.restore().finally(() => {
					this.#isAwaited = false;
				});
				return this.#document.runs.all.map(showRun);
			},
			...talkApi(this.#parts, {
				uris: () => [this.#document.uri],
				runs: async () => this.#document.runs,
				signal: this.#gone.signal,
			}),
			...this.#pixels.api,
			removeObject: (runId, index) => this.#document.runs.removeObject(runId, index),
			restoreObject: (runId, index) => this.#document.runs.restoreObject(runId, index),
			cutOut: (runId, index) => this.#cutOut(runId, index),
			exportRuns: (runIds) => this.#parts.exportRuns(this.#document.uri, runIds),
			pickSchema,
			saveLabels,
			saveSchema,
			compare: () => this.#parts.compare(this.#document.uri),
			tile: (version, place) => this.#document.shown.tile(version, place),
			showPage: (page) => this.#document.shown.showPage(page),
			tellScale: (scale) => this.#view.api.tellScale(scale),
			setBackground: (background) => this.#view.api.setBackground(background),
			goTo: (step, view) => this.#view.api.goTo(step, view),
		};
	}

	#run(runId: string): Run | undefined {
		return this.#document.runs.all.find(({ id }) => id === runId);
	}

	async #cutOut(runId: string, index: number): Promise<void> {
		const run = this.#run(runId);
		if (run) await this.#parts.cutOut(this.#document.uri, run, index);
	}

	#tell(event: DocumentEvent): Promise<void> {
		switch (event.kind) {
			case "file":
				return this.#page.showPicture(this.#picture()).then(() => this.#document.restore());
			case "shown":
				return this.#page.showPicture(this.#picture());
			case "restored":
				if (this.#isAwaited) return Promise.resolve();
				return this.#page.showRuns(event.runs.map(showRun));
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

	#picture(): PictureState {
		const { name, file, uri } = this.#document;
		switch (file.kind) {
			case "shown": {
				const { bytes, frames } = file;
				const shown = addressOf(this.#document.shown, uri, this.#panel.webview);
				if (shown.kind === "failed") return { kind: "broken", name, message: shown.message };
				const { kind: _, ...place } = shown;
				const { size } = place;
				const isFree = this.#parts.engine.state.kind === "demo";
				const estimate = isFree ? undefined : estimateDetection(size, readRequestSettings(uri));
				return {
					...{ kind: "shown", name, bytes },
					...place,
					...(frames > 1 && { frames }),
					...(estimate && { estimate }),
				};
			}
			case "missing":
				return {
					kind: "missing",
					name,
					message: l10n.t(
						"{0} was deleted or moved. What was found in it is kept.",
						oneLine(name, 255),
					),
				};
			case "broken":
				return { kind: "broken", name, message: file.message };
		}
	}
}
