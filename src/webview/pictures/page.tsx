import "./pictures.css";

import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { PicturesHostApi } from "../../shared/picturesProtocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { Menu } from "../menu.tsx";
import { draftedAsk, type NextQuestionHolder } from "../request/nextAsks.ts";
import { makeRequestActions, optionsAfter } from "../request/requestActions.ts";
import { RequestDialog } from "../request/requestDialog.tsx";
import { withOptions } from "../request/requestOptions.ts";
import { Store } from "../store.ts";
import { formatNumber, oneLine } from "../text.ts";
import type { PicturesActions } from "./actions.ts";
import { Gallery } from "./gallery.tsx";
import { PicturesPanel } from "./panel.tsx";
import { type KeptPictures, keptOf, type PicturesPageState } from "./state.ts";
import { PicturesToolbar } from "./toolbar.tsx";

export interface PicturesPageParts {
	host: Remote<PicturesHostApi>;
	state: PicturesPageState;
	keep(kept: KeptPictures): void;
}

/** What is kept is written once the page rests, in milliseconds. */
const keepAfter = 150;

/** Joins the pictures, the toolbar and the conversation to one state and to the host. */
export class PicturesPage {
	readonly store: Store<PicturesPageState>;
	readonly #root: HTMLElement;
	readonly #parts: PicturesPageParts;
	readonly #menu = new Menu();
	readonly #request: RequestDialog;
	readonly #question: NextQuestionHolder = { current: undefined };
	readonly #app = document.createElement("div");
	readonly #actions: PicturesActions;
	#kept: KeptPictures | undefined;
	#keepTimer: number | undefined;

	constructor(root: HTMLElement, parts: PicturesPageParts) {
		this.#root = root;
		this.#parts = parts;
		this.store = new Store(parts.state, () => this.#render());
		this.#request = new RequestDialog({ host: parts.host });
		this.#actions = this.#makeActions();
		this.#app.className = "app pictures-app";
		this.#root.replaceChildren(this.#app, this.#menu.element, this.#request.element);
		window.addEventListener("pagehide", () => this.#keep());
		this.#render();
	}

	#render(): void {
		const state = this.store.state;
		const actions = this.#actions;
		clearTimeout(this.#keepTimer);
		this.#keepTimer = setTimeout(() => this.#keep(), keepAfter);
		render(
			<>
				<PicturesToolbar state={state} actions={actions} />
				<Gallery state={state} actions={actions} />
				<PicturesPanel state={state} actions={actions} question={this.#question} />
			</>,
			this.#app,
		);
	}

	/** Thousands of addresses are not written again for every word of an answer. */
	#keep(): void {
		const kept = keptOf(this.store.state);
		const before = this.#kept;
		const isSame =
			before?.draft === kept.draft &&
			before.options === kept.options &&
			before.uris.join("\n") === kept.uris.join("\n");
		if (isSame) return;
		this.#kept = kept;
		this.#parts.keep(kept);
	}

	#makeActions(): PicturesActions {
		const { host } = this.#parts;
		const set = (change: Partial<PicturesPageState>) => this.store.set(change);
		const tell = (call: Promise<void>): void => {
			call.catch((error: Error) => set({ problem: error.message }));
		};
		const nameOf = (uri: string): string =>
			oneLine(this.store.state.pictures.find((picture) => picture.uri === uri)?.name ?? "", 120);
		return {
			...makeRequestActions({
				host,
				dialog: this.#request,
				now: () => this.store.state,
				set,
				tell,
				next: () => [draftedAsk(this.#question, this.store.state.draft)],
			}),
			run: (ask) => {
				set({ problem: undefined, placesOf: undefined });
				tell(host.run(withOptions(ask, this.store.state)));
			},
			stop: (runId) => tell(host.stop(runId)),
			willAsk: (ask) => tell(host.willAsk(withOptions(ask, this.store.state))),
			tryNow: (runId) => tell(host.tryNow(runId)),
			removeRun: (runId) => tell(host.removeRun(runId)),
			// Messages may turn a missing argument into null, which is no run.
			act: (action, runId) => {
				set({ options: optionsAfter(action, runId, this.store.state) });
				tell(runId === undefined ? host.act(action) : host.act(action, runId));
			},
			copyText: (text) => {
				tell(host.copyText(text));
				set({ said: l10n.t("Copied") });
			},
			copyData: (runId, format) => {
				tell(host.copyData(runId, format));
				set({ said: l10n.t("Copied") });
			},
			insertText: (text) => tell(host.insertText(text)),
			openAnswer: (runId) => tell(host.openAnswer(runId)),
			openLink: (address) => tell(host.openLink(address)),
			openMenu: (label, items, at) => this.#menu.open(label, items, at),
			showPlaces: (placesOf) => set({ placesOf }),
			peekLayer: (peekedRun) => set({ peekedRun }),

			move: (uri, to) => {
				const said = l10n.t("{0} is now picture {1}", nameOf(uri), formatNumber(to + 1));
				set({ said });
				tell(host.movePicture(uri, to));
			},
			remove: (uris) => {
				const [only] = uris;
				const said =
					only !== undefined && uris.length === 1
						? l10n.t("{0} left out", nameOf(only))
						: l10n.t("{0} pictures left out", formatNumber(uris.length));
				set({ said });
				tell(host.removePictures(uris));
			},
			undo: () => tell(host.undo()),
			open: (uri) => tell(host.openPicture(uri)),
			addFiles: () => tell(host.addFiles()),
			addAddress: () => tell(host.addAddress()),
			addDropped: (uris) => tell(host.addDropped(uris)),
			selectModel: () => tell(host.selectModel()),
			setDraft: (draft) => set({ draft }),
			dismissProblem: () => set({ problem: undefined }),
		};
	}
}
