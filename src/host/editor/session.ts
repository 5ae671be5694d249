import { env, l10n, Uri, type WebviewPanel } from "vscode";
import type { ErrorAction, HostApi, PictureState, WebviewApi } from "../../shared/protocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import type { Engine } from "../engine.ts";
import type { Inspector } from "../inspect.ts";
import type { Report } from "../report.ts";
import { onDidChangeSettings, readViewerSettings } from "../settings.ts";
import type { DocumentEvent, LoupeDocument } from "./document.ts";
import { pageHtml } from "./html.ts";

export interface SessionParts {
	inspector: Inspector;
	engine: Engine;
	report: Report;
	extensionUri: Uri;
	/** What a button that is not about a run does. */
	act(action: Exclude<ErrorAction["id"], "retry">): Promise<void>;
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
		this.#disposables.add(panel.onDidDispose(() => this.#disposables.dispose()));
		webview.html = pageHtml(webview, parts.extensionUri);
	}

	#hostApi(): HostApi {
		const { inspector, engine } = this.#parts;
		return {
			ready: async () => ({
				picture: this.#picture(),
				engine: engine.state,
				viewer: readViewerSettings(this.#document.uri),
				runs: [...this.#document.runs],
				words: await readWords(),
			}),
			run: async (ask) => {
				// How it ends is told as the run's own change.
				inspector.inspect(this.#document.uri, ask).catch(() => undefined);
			},
			stop: async (runId) => inspector.stop(runId),
			removeRun: (runId) => this.#document.removeRun(runId),
			act: async (action, runId) => {
				if (action !== "retry") {
					await this.#parts.act(action);
					return;
				}
				const failed = this.#document.runs.find(({ id }) => id === runId);
				if (!failed) return;
				const { task, prompt, region } = failed;
				await this.#document.removeRun(failed.id);
				inspector
					.inspect(this.#document.uri, {
						task,
						...(prompt && { prompt }),
						...(region && { region }),
					})
					.catch(() => undefined);
			},
			selectModel: () => this.#parts.act("selectModel"),
			copyText: async (text) => env.clipboard.writeText(text),
		};
	}

	#tell(event: DocumentEvent): Promise<void> {
		switch (event.kind) {
			case "file":
				return this.#page.showPicture(this.#picture());
			case "added":
				return this.#page.addRun(event.run);
			case "changed":
				return this.#page.changeRun(event.run.id, event.change);
			case "text":
				return this.#page.addText(event.run.id, event.piece);
			case "objects":
				return this.#page.addObjects(event.run.id, event.objects);
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
async function readWords(): Promise<Record<string, string>> {
	const words = l10n.bundle ?? {};
	return Object.fromEntries(
		Object.entries(words).filter(
			(entry): entry is [string, string] => typeof entry[1] === "string",
		),
	);
}
