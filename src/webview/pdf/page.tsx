import "./pdf.css";

import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { PdfHostApi } from "../../shared/pdfProtocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { Menu } from "../menu.tsx";
import { draftedAsk, type NextQuestionHolder } from "../request/nextAsks.ts";
import { makeRequestActions, optionsAfter } from "../request/requestActions.ts";
import { RequestDialog } from "../request/requestDialog.tsx";
import { withOptions } from "../request/requestOptions.ts";
import { Store } from "../store.ts";
import { formatNumber } from "../text.ts";
import type { PdfActions } from "./actions.ts";
import { openDocument } from "./openDocument.ts";
import { PageGrid } from "./pageGrid.tsx";
import { PdfPanel } from "./panel.tsx";
import {
	aboutPages,
	chosenPages,
	type KeptPdf,
	keptOf,
	obstacleOf,
	type PdfPageState,
	pageCount,
} from "./state.ts";
import { Thumbnails } from "./thumbnails.ts";
import { PdfToolbar } from "./toolbar.tsx";

export interface PdfPageParts {
	host: Remote<PdfHostApi>;
	state: PdfPageState;
	keep(kept: KeptPdf): void;
}

/** What is kept is written, and what pages take is asked, once the page rests; in milliseconds. */
const restAfter = 150;

/** Joins the pages, the toolbar and the conversation to one state and to the host. */
export class PdfPage {
	readonly store: Store<PdfPageState>;
	readonly #parts: PdfPageParts;
	readonly #menu = new Menu();
	readonly #request: RequestDialog;
	readonly #question: NextQuestionHolder = { current: undefined };
	readonly #app = document.createElement("div");
	readonly #thumbnails = new Thumbnails();
	readonly #actions: PdfActions;
	#restTimer: number | undefined;
	/** The file that is drawn from. */
	#drawnHash: string | undefined;
	/** Counts what was asked about pages; an answer that is overtaken is dropped. */
	#estimating = 0;

	constructor(root: HTMLElement, parts: PdfPageParts) {
		this.#parts = parts;
		this.store = new Store(parts.state, () => this.#render());
		this.#request = new RequestDialog({ host: parts.host });
		this.#actions = this.#makeActions();
		this.#app.className = "app pdf-app";
		root.replaceChildren(this.#app, this.#menu.element, this.#request.element);
		window.addEventListener("pagehide", () => parts.keep(keptOf(this.store.state)));
		this.#render();
	}

	#render(): void {
		const state = this.store.state;
		const actions = this.#actions;
		clearTimeout(this.#restTimer);
		this.#restTimer = setTimeout(() => this.#rest(), restAfter);
		render(
			<>
				<PdfToolbar state={state} actions={actions} />
				<PageGrid
					count={pageCount(state)}
					choice={state.choice}
					pointed={state.pointed}
					actions={actions}
					thumbnails={this.#thumbnails}
				/>
				<PdfPanel state={state} actions={actions} question={this.#question} />
			</>,
			this.#app,
		);
		void this.#drawFrom();
	}

	#rest(): void {
		this.#parts.keep(keptOf(this.store.state));
		void this.#estimate();
	}

	/** Opens the file when it is another one than is drawn from. */
	async #drawFrom(): Promise<void> {
		const { pdf } = this.store.state;
		const hash = pdf.kind === "shown" ? pdf.hash : undefined;
		if (hash === this.#drawnHash) return;
		this.#drawnHash = hash;
		this.#thumbnails.use(undefined);
		if (hash === undefined) return;
		try {
			const { host } = this.#parts;
			const [file, worker] = await Promise.all([host.readFile(), host.readWorker()]);
			// Changed meanwhile: the host tells, and it is read again.
			if (file.hash !== hash || this.#drawnHash !== hash) return;
			const open = await openDocument(file.bytes, worker);
			if (this.#drawnHash === hash) this.#thumbnails.use(open);
			else open.close();
		} catch (error) {
			// The host could read it: questions can be asked, only the pages stay blank.
			if (this.#drawnHash !== hash) return;
			const reason = error instanceof Error ? error.message : String(error);
			this.store.update((state) => ({
				...state,
				problem: l10n.t("The pages cannot be drawn: {0}", reason),
			}));
		}
	}

	async #estimate(): Promise<void> {
		const state = this.store.state;
		if (state.estimate || obstacleOf(state)) return;
		const turn = ++this.#estimating;
		const pages = chosenPages(state);
		// Without one the pages are only counted.
		const estimate = await this.#parts.host.estimate(pages).catch(() => ({}));
		if (turn !== this.#estimating || chosenPages(this.store.state) !== pages) return;
		this.store.update((now) => ({ ...now, estimate }));
	}

	#makeActions(): PdfActions {
		const { host } = this.#parts;
		const set = (change: Partial<PdfPageState>) => this.store.set(change);
		const tell = (call: Promise<void>): void => {
			call.catch((error: Error) => set({ problem: error.message }));
		};
		const about = (ask: Parameters<PdfActions["run"]>[0]) =>
			withOptions(
				aboutPages(ask, this.store.state.runs, chosenPages(this.store.state)),
				this.store.state,
			);
		return {
			...makeRequestActions({
				host,
				dialog: this.#request,
				now: () => this.store.state,
				set,
				tell,
				next: () => [about(draftedAsk(this.#question, this.store.state.draft))],
			}),
			run: (ask) => {
				set({ problem: undefined });
				// Written down again, the pages go into a document, too.
				if (ask.task === "transcribe") tell(host.transcribe(ask.pages ?? ""));
				else tell(host.run(about(ask)));
			},
			stop: (runId) => tell(host.stop(runId)),
			willAsk: (ask) => tell(host.willAsk(about(ask))),
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
			hasPage: (page) => page >= 1 && page <= pageCount(this.store.state),
			showPage: (page) => {
				const turn = (this.store.state.pointed?.turn ?? 0) + 1;
				set({ pointed: { page, turn }, said: l10n.t("Page {0} shown", formatNumber(page)) });
			},

			choose: (change) =>
				this.store.update((state) => ({
					...state,
					choice: change(state.choice, pageCount(state)),
					estimate: undefined,
				})),
			transcribe: () => tell(host.transcribe(chosenPages(this.store.state))),
			selectModel: () => tell(host.selectModel()),
			setDraft: (draft) => set({ draft }),
			dismissProblem: () => set({ problem: undefined }),
		};
	}
}
