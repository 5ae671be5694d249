import type { Disposable, WebviewPanel } from "vscode";
import { badImage } from "../../image/badImage.ts";
import type { EditorState, FolderStep, HostApi, WebviewApi } from "../../shared/protocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { Disposables } from "../disposables.ts";
import { FolderWalk, type WalkParts } from "../folder/folderWalk.ts";
import { openInPlace } from "../folder/openInPlace.ts";
import type { Backgrounds } from "./backgrounds.ts";
import type { LoupeDocument } from "./document.ts";
import type { PictureStatus, StatusOwner } from "./pictureStatus.ts";
import type { ShownFrames } from "./shownFrames.ts";

export interface ViewParts extends WalkParts {
	backgrounds: Backgrounds;
	status: PictureStatus;
	frames: ShownFrames;
}

/** How a session reaches its page: `send` says nothing to one that is hidden. */
export interface ViewPage {
	page: Remote<WebviewApi>;
	send(call: () => Promise<void>): void;
}

/** The looking part of one document in one panel: the status bar, its background, its neighbours. */
export class ViewSession implements Disposable, StatusOwner {
	readonly #walk: FolderWalk;
	readonly #document: LoupeDocument;
	readonly #panel: WebviewPanel;
	readonly #parts: ViewParts;
	readonly #view: ViewPage;
	readonly #disposables = new Disposables();
	#scale: number | undefined;
	#isGoing = false;
	/** The way that led here, which is likely to be gone on. */
	#step: FolderStep = "next";
	/** The page has come up, since it was last hidden. */
	#isUp = false;
	/** What of the page's calls is about looking. */
	readonly api: Pick<HostApi, "tellScale" | "setBackground" | "goTo"> = {
		tellScale: async (scale) => {
			this.#scale = scale;
			this.#showStatus();
		},
		setBackground: (background) => this.#parts.backgrounds.set(this.#document.uri, background),
		goTo: async (step, view) => {
			// Keys come faster than editors open: one step at a time.
			if (this.#isGoing) return;
			this.#isGoing = true;
			try {
				const target = await this.#walk.target(step);
				if (!target) return;
				this.#parts.handedOn.put(target, step, view);
				const { viewType, viewColumn: column } = this.#panel;
				await openInPlace(target, { viewType, before: this.#document.uri, column });
			} finally {
				this.#isGoing = false;
			}
		},
	};

	constructor(document: LoupeDocument, panel: WebviewPanel, parts: ViewParts, view: ViewPage) {
		this.#document = document;
		this.#panel = panel;
		this.#parts = parts;
		this.#view = view;
		this.#walk = this.#disposables.add(
			new FolderWalk(document.uri, parts, () =>
				view.send(() => view.page.showPlace(this.#walk.place)),
			),
		);
		this.#disposables.add(
			parts.frames.add(document.uri, {
				hold: () => this.#holdFrame(),
				read: (frame) => this.#readFrame(frame),
			}),
		);
		this.#disposables.add(
			panel.onDidChangeViewState(() => {
				this.#isUp &&= panel.visible;
				this.#showStatus();
			}),
		);
		this.#disposables.add(
			document.onDidChange(({ kind }) => {
				if (kind === "file") this.#showStatus();
			}),
		);
		this.#disposables.add({ dispose: () => parts.status.hide(this) });
		this.#showStatus();
	}

	/** What the page shows of it when it comes up. */
	open(): Pick<EditorState, "viewer" | "place" | "handedOn"> {
		this.#isUp = true;
		const { uri } = this.#document;
		const { place } = this.#walk;
		const handed = this.#parts.handedOn.take(uri);
		this.#step = handed?.step ?? "next";
		return {
			viewer: this.#parts.backgrounds.viewerOf(uri),
			...(place && { place }),
			...(handed && { handedOn: handed.view }),
		};
	}

	/** Reads the neighbour that is likely to be next: not before the picture itself is on the screen. */
	readAhead(): void {
		void this.#walk.readAhead(this.#step);
	}

	zoomTo(scale: number | "fit"): void {
		this.#view.send(() => this.#view.page.zoomTo(scale));
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	async #holdFrame(): Promise<number | undefined> {
		const { file } = this.#document;
		if (!this.#isUp || file.kind !== "shown" || file.frames < 2) return undefined;
		return (await this.#view.page.holdFrame()) ?? undefined;
	}

	/** A page that is hidden is gone, and does not answer. */
	async #readFrame(frame: number): Promise<Uint8Array> {
		if (!this.#isUp) throw badImage("unseen");
		return this.#view.page.readFrame(frame);
	}

	#showStatus(): void {
		const { status } = this.#parts;
		if (!this.#panel.active) {
			status.hide(this);
			return;
		}
		const { file } = this.#document;
		status.show(this, {
			...(file.kind === "shown" && { picture: file }),
			...(this.#scale !== undefined && { scale: this.#scale }),
		});
	}
}
