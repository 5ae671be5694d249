import { commands, l10n, ThemeIcon, Uri, type WebviewPanel } from "vscode";
import type {
	Align,
	ComparedPicture,
	CompareHostApi,
	ComparePageApi,
	Pair,
	ShownPair,
	Side,
} from "../../shared/compareProtocol.ts";
import { connect, type Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import { pageHtml } from "../editor/html.ts";
import { showRun } from "../editor/shown.ts";
import { readPageWords } from "../pageWords.ts";
import { pictureName } from "../picture.ts";
import type { PixelThread } from "../pixels/pixelThread.ts";
import type { SubjectParts } from "../runs.ts";
import { onDidChangeSettings, readViewerSettings } from "../settings.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { isAddressed } from "../shown/makeShown.ts";
import { addressOf } from "../shown/pictureAddress.ts";
import { type TalkParts, talkApi } from "../talkApi.ts";
import { worded } from "../worded.ts";
import { ComparedPair, type PairEvent } from "./comparedPair.ts";
import { pictureChoice } from "./pictureChoice.ts";

export interface CompareSessionParts extends SubjectParts, TalkParts {
	pixels: PixelThread;
	copies: CopyCache;
	extensionUri: Uri;
}

/** The pictures of a panel, which of them are A and B, and how they lie on each other. */
export interface ComparedSubject {
	uris: readonly Uri[];
	chosen: Pair<number>;
	align: Align;
}

/** Two pictures in one panel: tells the page what changes, does what the page asks. */
export class CompareSession {
	readonly #panel: WebviewPanel;
	readonly #parts: CompareSessionParts;
	readonly #uris: readonly Uri[];
	readonly #disposables = new Disposables();
	/** Aborted when the page is closed. */
	readonly #gone = new AbortController();
	readonly #page: Remote<ComparePageApi>;
	#chosen: Pair<number>;
	#pair: Promise<ComparedPair>;
	/** The one that the page has; of others it hears nothing. */
	#told: ComparedPair | undefined;

	constructor(panel: WebviewPanel, subject: ComparedSubject, parts: CompareSessionParts) {
		this.#panel = panel;
		this.#parts = parts;
		this.#uris = subject.uris;
		this.#chosen = subject.chosen;
		const { webview } = panel;
		panel.iconPath = new ThemeIcon("compare-changes");
		webview.options = {
			enableScripts: true,
			localResourceRoots: [
				Uri.joinPath(parts.extensionUri, "dist", "webview"),
				Uri.file(parts.copies.folder),
				...this.#uris.filter(isAddressed).map((uri) => Uri.joinPath(uri, "..")),
			],
		};
		const port = {
			post: (message: unknown) => void webview.postMessage(message),
			onMessage: (listener: (message: unknown) => void) => {
				this.#disposables.add(webview.onDidReceiveMessage(listener));
			},
		};
		const connection = this.#disposables.add(
			connect<ComparePageApi>(port, worded(this.#hostApi())),
		);
		this.#page = connection.remote;
		this.#pair = this.#open(subject.align);
		const { engine, prompts } = parts;
		this.#disposables.add(
			engine.onDidChange(() =>
				this.#send(() => this.#page.showEngine(engine.stateFor(this.#uri("a")))),
			),
		);
		this.#disposables.add(
			onDidChangeSettings(() =>
				this.#send(() => this.#page.showViewer(readViewerSettings(this.#uri("a")))),
			),
		);
		this.#disposables.add(
			prompts.onDidChange(() => this.#send(() => this.#page.showRecentPrompts(prompts.all))),
		);
		this.#disposables.add(
			panel.onDidDispose(async () => {
				this.#gone.abort();
				this.#disposables.dispose();
				(await this.#pair).dispose();
			}),
		);
		webview.html = pageHtml(webview, parts.extensionUri, "compare");
	}

	#hostApi(): CompareHostApi {
		const { engine, prompts } = this.#parts;
		return {
			ready: async () => {
				const pair = await this.#pair;
				await pair.runs.restored;
				this.#told = pair;
				return {
					...this.#shown(pair),
					comparison: pair.comparison,
					engine: engine.stateFor(this.#uri("a")),
					viewer: readViewerSettings(this.#uri("a")),
					runs: pair.runs.all.map(showRun),
					recentPrompts: prompts.all,
					words: readPageWords(),
				};
			},
			choose: (chosen) => this.#choose(chosen),
			setAlign: async (align) => (await this.#pair).setAlign(align),
			stopComparing: async () => (await this.#pair).stopComparing(),
			compareAgain: async () => (await this.#pair).compareAgain(),
			openPicture: async (side) => {
				await commands.executeCommand("vscode.open", this.#uri(side));
			},
			...talkApi(this.#parts, {
				uris: () => [this.#uri("a"), this.#uri("b")],
				runs: async () => (await this.#pair).runs,
				signal: this.#gone.signal,
			}),
		};
	}

	/** Opens the pair that is chosen now. */
	async #open(align: Align): Promise<ComparedPair> {
		const uris = { a: this.#uri("a"), b: this.#uri("b") };
		this.#panel.title = l10n.t("Compare: {0} ↔ {1}", pictureName(uris.a), pictureName(uris.b));
		const pair = await ComparedPair.open(uris, align, this.#parts);
		pair.onDidChange((event) => {
			if (this.#told === pair) this.#send(() => this.#tell(pair, event));
		});
		return pair;
	}

	async #choose(chosen: Pair<number>): Promise<void> {
		const isKnown = [chosen.a, chosen.b].every((index) => this.#uris[index] !== undefined);
		if (!isKnown) throw new Error(`No such pictures: ${chosen.a} and ${chosen.b}`);
		const before = await this.#pair;
		this.#chosen = chosen;
		this.#told = undefined;
		const opening = this.#open(before.align);
		this.#pair = opening;
		const earlier = before.runs.all.map(({ id }) => id);
		before.dispose();
		const pair = await opening;
		await pair.runs.restored;
		if (this.#pair !== opening) return;
		this.#told = pair;
		this.#send(async () => {
			await this.#page.showPair(this.#shown(pair));
			await this.#page.showComparison(pair.comparison);
			for (const id of earlier) await this.#page.removeRun(id);
			for (const run of pair.runs.all) await this.#page.addRun(showRun(run));
		});
	}

	#tell(pair: ComparedPair, event: PairEvent): Promise<void> {
		switch (event.kind) {
			case "pair":
				return this.#page.showPair(this.#shown(pair));
			case "picture":
				return this.#page.showPicture(event.side, this.#picture(pair, event.side));
			case "comparison":
				return this.#page.showComparison(pair.comparison);
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
		if (this.#disposables.isDisposed || !this.#panel.visible) return;
		call().catch((error: unknown) =>
			this.#parts.report.warn("The page did not take a message", error),
		);
	}

	#uri(side: Side): Uri {
		return this.#uris[this.#chosen[side]]!;
	}

	#shown(pair: ComparedPair): ShownPair {
		const { align, layout } = pair;
		return {
			choices: this.#uris.map(pictureChoice),
			chosen: this.#chosen,
			pictures: { a: this.#picture(pair, "a"), b: this.#picture(pair, "b") },
			align,
			...(layout && { layout }),
		};
	}

	#picture({ files }: ComparedPair, side: Side): ComparedPicture {
		const { name, detail, uri, state, shown } = files[side];
		if (state.kind !== "shown") return { ...state, name, detail };
		const { hash, size, bytes } = state;
		const about = { name, detail, version: hash, size, bytes: bytes.length };
		const place = addressOf(shown, uri, this.#panel.webview);
		if (place.kind === "failed") {
			return { kind: "shown", ...about, url: "", unseen: place.message };
		}
		const { url, tiles } = place;
		return { kind: "shown", ...about, url, ...(tiles && { reduced: tiles.reduced }) };
	}
}
