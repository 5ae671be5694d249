import { commands, l10n, Uri, type WebviewPanel, window, workspace } from "vscode";
import { type History, subjectHash } from "../../history/history.ts";
import type {
	ListedPicture,
	PicturesHostApi,
	PicturesPageApi,
	PicturesShown,
} from "../../shared/picturesProtocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import { pageHtml } from "../editor/html.ts";
import { viewType as editorType } from "../editor/provider.ts";
import { showRun } from "../editor/shown.ts";
import { readPageWords } from "../pageWords.ts";
import { pictureName } from "../picture.ts";
import { type SubjectEvent, SubjectRuns } from "../runs.ts";
import { onDidChangeSettings } from "../settings.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { isAddressed } from "../shown/makeShown.ts";
import { type TalkParts, talkApi } from "../talkApi.ts";
import { pictureFilters } from "../target.ts";
import type { UrlPictures } from "../urlPictures.ts";
import { worded } from "../worded.ts";
import { askAddress } from "./askAddress.ts";
import { droppedUris } from "./droppedUris.ts";
import { PictureList } from "./pictureList.ts";
import { RequestWeight } from "./requestWeight.ts";
import { isInside, resourceRoots } from "./resourceRoots.ts";
import { Thumbnails } from "./thumbnails.ts";

export interface PicturesParts extends TalkParts {
	history: History;
	extensionUri: Uri;
	urlPictures: UrlPictures;
	copies: CopyCache;
}

/** Several pictures in one panel: tells the page what changes, does what the page asks. */
export class PicturesSession {
	readonly #panel: WebviewPanel;
	readonly #parts: PicturesParts;
	readonly #disposables = new Disposables();
	/** Aborted when the page is closed. */
	readonly #gone = new AbortController();
	readonly #page: Remote<PicturesPageApi>;
	readonly #list: PictureList;
	readonly #weight: RequestWeight;
	readonly #thumbnails: Thumbnails;
	#runs: SubjectRuns;
	/** Of the subject whose answers were looked for. */
	#hash: string | undefined;

	constructor(uris: readonly Uri[], panel: WebviewPanel, parts: PicturesParts) {
		this.#panel = panel;
		this.#parts = parts;
		this.#list = this.#disposables.add(new PictureList(uris, parts.report));
		this.#weight = this.#disposables.add(new RequestWeight(parts.report));
		this.#thumbnails = this.#disposables.add(new Thumbnails(parts.copies, parts.report));
		this.#runs = this.#newRuns();
		const { webview } = panel;
		const port = {
			post: (message: unknown) => void webview.postMessage(message),
			onMessage: (listener: (message: unknown) => void) => {
				this.#disposables.add(webview.onDidReceiveMessage(listener));
			},
		};
		this.#page = this.#disposables.add(
			connect<PicturesPageApi>(port, worded(this.#hostApi())),
		).remote;
		this.#disposables.add(
			this.#list.onDidChange((event) => {
				if (event.kind === "order") this.#orderChanged();
				else this.#pictureChanged(event.uri);
			}),
		);
		this.#disposables.add(this.#thumbnails.onDidChange((uri) => this.#showPicture(uri)));
		this.#disposables.add(
			this.#weight.onDidChange(() => this.#send(() => this.#page.showRequest(this.#weight.state))),
		);
		this.#disposables.add(
			onDidChangeSettings(() => this.#send(() => this.#page.showRequest(this.#weight.state))),
		);
		this.#disposables.add(
			parts.engine.onDidChange(() =>
				this.#send(() => this.#page.showEngine(parts.engine.stateFor(this.uris[0]))),
			),
		);
		this.#disposables.add(
			parts.prompts.onDidChange(() =>
				this.#send(() => this.#page.showRecentPrompts(parts.prompts.all)),
			),
		);
		this.#disposables.add(
			panel.onDidDispose(() => {
				this.#gone.abort();
				this.#runs.dispose();
				this.#disposables.dispose();
			}),
		);
		this.#openRoots();
		this.#showTitle();
		webview.html = pageHtml(webview, parts.extensionUri, "pictures");
	}

	get uris(): readonly Uri[] {
		return this.#list.uris;
	}

	#hostApi(): PicturesHostApi {
		const { engine, prompts } = this.#parts;
		const list = this.#list;
		return {
			ready: async () => ({
				...this.#shown(),
				request: this.#weight.state,
				engine: engine.stateFor(this.uris[0]),
				recentPrompts: prompts.all,
				words: readPageWords(),
			}),
			...talkApi(this.#parts, {
				uris: () => list.uris,
				runs: async () => this.#runs,
				signal: this.#gone.signal,
			}),
			movePicture: async (uri, to) => list.move(uri, to),
			removePictures: async (uris) => list.remove(uris),
			undo: async () => list.undo(),
			addFiles: () => this.#addFiles(),
			addAddress: async () => {
				const uri = await askAddress(this.#parts);
				if (uri && !this.#disposables.isDisposed) list.add([uri]);
			},
			addDropped: async (uris) => list.add(droppedUris(uris)),
			openPicture: async (uri) => {
				const listed = list.uris.find((one) => one.toString() === uri);
				if (listed) await commands.executeCommand("vscode.openWith", listed, editorType);
			},
		};
	}

	async #addFiles(): Promise<void> {
		const last = this.#list.uris.at(-1);
		const picked = await window.showOpenDialog({
			title: l10n.t("Add Pictures"),
			openLabel: l10n.t("Add"),
			canSelectMany: true,
			filters: pictureFilters(),
			...(last && { defaultUri: Uri.joinPath(last, "..") }),
		});
		if (picked && !this.#disposables.isDisposed) this.#list.add(picked);
	}

	/** Other pictures or another order are another subject. */
	#orderChanged(): void {
		this.#runs.dispose();
		this.#runs = this.#newRuns();
		this.#hash = undefined;
		this.#openRoots();
		this.#showTitle();
		this.#filesChanged();
		this.#send(() => this.#page.showPictures(this.#shown()));
	}

	#pictureChanged(uri: Uri): void {
		this.#filesChanged();
		this.#showPicture(uri);
	}

	#showPicture(uri: Uri): void {
		const { uris } = this.#list;
		if (uris.includes(uri)) this.#send(() => this.#page.changePicture(this.#picture(uri)));
	}

	#filesChanged(): void {
		const known = this.#list.uris.map((uri) => ({ uri, listed: this.#list.known(uri) }));
		this.#weight.weigh(
			known.flatMap(({ uri, listed }) =>
				listed.kind === "shown" ? [{ uri, file: listed.file }] : [],
			),
			known.every(({ listed }) => listed.kind !== "reading"),
		);
		this.#thumbnails.keep(
			known.flatMap(({ uri, listed }) =>
				listed.kind === "shown" && !listed.file.isLoadable ? [{ uri, hash: listed.file.hash }] : [],
			),
		);
		const { files } = this.#list;
		if (!files || files.length === 0) return;
		const hash = subjectHash(files.map((file) => file.hash));
		if (hash === this.#hash) return;
		this.#hash = hash;
		void this.#runs.restore(hash);
	}

	#newRuns(): SubjectRuns {
		const runs = new SubjectRuns(this.#list.uris, this.#parts);
		runs.onDidChange((event) => this.#send(() => this.#tell(event)));
		return runs;
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

	#shown(): PicturesShown {
		return {
			pictures: this.#list.uris.map((uri) => this.#picture(uri)),
			runs: this.#runs.all.map(showRun),
			canUndo: this.#list.canUndo,
		};
	}

	#picture(uri: Uri): ListedPicture {
		const known = this.#list.known(uri);
		const isCopy = isInside(uri, this.#parts.urlPictures.folder);
		const place = isCopy ? l10n.t("Fetched from an address") : workspace.asRelativePath(uri);
		const named = { uri: uri.toString(), name: pictureName(uri), place };
		if (known.kind !== "shown") return { ...named, ...known };
		const { size, bytes, hash, isLoadable } = known.file;
		const shown = { ...named, kind: "shown", size, bytes } as const;
		if (isLoadable) {
			const address = this.#panel.webview.asWebviewUri(uri);
			return { ...shown, url: address.with({ query: `v=${hash.slice(0, 16)}` }).toString() };
		}
		const thumbnail = this.#thumbnails.of({ uri, hash });
		switch (thumbnail.kind) {
			case "making":
				return { ...shown, url: "" };
			case "ready":
				return { ...shown, url: this.#panel.webview.asWebviewUri(thumbnail.file).toString() };
			case "failed":
				return { ...shown, url: "", unseen: thumbnail.message };
		}
	}

	#showTitle(): void {
		const { length } = this.#list.uris;
		this.#panel.title =
			length === 1 ? l10n.t("Ask: 1 picture") : l10n.t("Ask: {0} pictures", length);
	}

	/** A picture from elsewhere needs its folder opened to the page, which VS Code then loads anew. */
	#openRoots(): void {
		const { webview } = this.#panel;
		const fixed = [
			Uri.joinPath(this.#parts.extensionUri, "dist", "webview"),
			this.#parts.urlPictures.folder,
			Uri.file(this.#parts.copies.folder),
		];
		const known = webview.options.localResourceRoots ?? [];
		const localResourceRoots = resourceRoots(fixed, known, this.#list.uris.filter(isAddressed));
		if (localResourceRoots.length === known.length && webview.options.enableScripts) return;
		webview.options = { enableScripts: true, localResourceRoots };
	}

	/** A hidden page is gone: it is told nothing, and asks for everything with `ready()` when it is back. */
	#send(call: () => Promise<void>): void {
		if (!this.#panel.visible) return;
		call().catch((error: unknown) =>
			this.#parts.report.warn("The page did not take a message", error),
		);
	}
}
