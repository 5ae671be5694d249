import { env, l10n, Uri, type WebviewPanel } from "vscode";
import type {
	Ask,
	ErrorAction,
	HostApi,
	PictureState,
	Run,
	WebviewApi,
} from "../../shared/protocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import type { Engine } from "../engine.ts";
import type { Inspector } from "../inspect.ts";
import type { PromptMemory } from "../recentPrompts.ts";
import type { Report } from "../report.ts";
import { onDidChangeSettings, readViewerSettings } from "../settings.ts";
import type { DocumentEvent, LoupeDocument } from "./document.ts";
import { pageHtml } from "./html.ts";
import { showRun } from "./shown.ts";

export interface SessionParts {
	inspector: Inspector;
	engine: Engine;
	report: Report;
	extensionUri: Uri;
	prompts: PromptMemory;
	/** Saves an object as a PNG of its own; says itself what fails. */
	cutOut(uri: Uri, run: Run, index: number): Promise<void>;
	/** Writes these results to files; says itself what fails. */
	exportRuns(uri: Uri, runIds: string[]): Promise<void>;
	/** What a button that is not about a run does. */
	act(action: Exclude<ErrorAction["id"], "retry">): Promise<boolean>;
}

/** One document in one panel: tells the page what changes, does what the page asks. */
export class Session {
	readonly #document: LoupeDocument;
	readonly #panel: WebviewPanel;
	readonly #parts: SessionParts;
	readonly #disposables = new Disposables();
	readonly #page: Remote<WebviewApi>;

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
			],
		};
		const port = {
			post: (message: unknown) => void webview.postMessage(message),
			onMessage: (listener: (message: unknown) => void) => {
				this.#disposables.add(webview.onDidReceiveMessage(listener));
			},
		};
		const connection = this.#disposables.add(connect<WebviewApi>(port, this.#hostApi()));
		this.#page = connection.remote;
		this.#disposables.add(document.onDidChange((event) => this.#send(() => this.#tell(event))));
		this.#disposables.add(
			parts.engine.onDidChange(() => this.#send(() => this.#page.showEngine(parts.engine.state))),
		);
		this.#disposables.add(
			onDidChangeSettings(() =>
				this.#send(() => this.#page.showViewer(readViewerSettings(document.uri))),
			),
		);
		this.#disposables.add(
			parts.prompts.onDidChange(() =>
				this.#send(() => this.#page.showRecentPrompts(parts.prompts.all)),
			),
		);
		this.#disposables.add(panel.onDidDispose(() => this.#disposables.dispose()));
		webview.html = pageHtml(webview, parts.extensionUri);
	}

	#hostApi(): HostApi {
		const { inspector, engine, prompts } = this.#parts;
		return {
			ready: async () => {
				// Read while the page was loading; what the page kept of its view is about these runs.
				await this.#document.restored;
				return {
					picture: this.#picture(),
					engine: engine.state,
					viewer: readViewerSettings(this.#document.uri),
					runs: this.#document.runs.map(showRun),
					recentPrompts: prompts.all,
					words: readWords(),
				};
			},
			run: async (ask) => {
				this.#start(ask);
				if (ask.prompt) await prompts.add(ask.task, ask.prompt);
			},
			stop: async (runId) => inspector.stop(runId),
			removeRun: (runId) => this.#document.removeRun(runId),
			removeObject: (runId, index) => this.#document.removeObject(runId, index),
			restoreObject: (runId, index) => this.#document.restoreObject(runId, index),
			cutOut: (runId, index) => this.#cutOut(runId, index),
			exportRuns: (runIds) => this.#parts.exportRuns(this.#document.uri, runIds),
			act: async (action, runId) => {
				// Whoever mends what was wrong wants what failed, without another click.
				const isMended = action === "retry" || (await this.#parts.act(action));
				if (isMended && runId !== undefined) await this.#repeat(runId);
			},
			selectModel: async () => {
				await this.#parts.act("selectModel");
			},
			copyText: async (text) => env.clipboard.writeText(text),
		};
	}

	async #cutOut(runId: string, index: number): Promise<void> {
		const run = this.#document.runs.find(({ id }) => id === runId);
		if (run) await this.#parts.cutOut(this.#document.uri, run, index);
	}

	/** Runs again what failed, in its place. */
	async #repeat(runId: string): Promise<void> {
		const failed = this.#document.runs.find(({ id }) => id === runId);
		if (!failed) return;
		const { task, prompt, region } = failed;
		await this.#document.removeRun(runId);
		this.#start({ task, ...(prompt && { prompt }), ...(region && { region }) });
	}

	/** How it ends is told as the run's own change. */
	#start(ask: Ask): void {
		this.#parts.inspector.inspect(this.#document.uri, ask).catch(() => undefined);
	}

	#tell(event: DocumentEvent): Promise<void> {
		switch (event.kind) {
			case "file":
				return this.#page.showPicture(this.#picture());
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
				const address = this.#panel.webview.asWebviewUri(uri);
				const url = address.with({ query: `v=${file.hash.slice(0, 16)}` }).toString();
				return { kind: "shown", name, url, size: file.size, bytes: file.bytes };
			}
			case "missing":
				return {
					kind: "missing",
					name,
					message: l10n.t("{0} was deleted or moved. What was found in it is kept.", name),
				};
			case "broken":
				return { kind: "broken", name, message: file.message };
		}
	}
}

/** The page's words in the person's language; none for English. */
function readWords(): Record<string, string> {
	const words = l10n.bundle ?? {};
	return Object.fromEntries(
		Object.entries(words).filter(
			(entry): entry is [string, string] => typeof entry[1] === "string",
		),
	);
}
