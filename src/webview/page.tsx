import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { HostApi } from "../shared/protocol.ts";
import type { Remote } from "../shared/rpc.ts";
import type { Actions } from "./actions.ts";
import { Controls } from "./controls.tsx";
import type { Kept } from "./kept.ts";
import { listenToKeys } from "./keyboard.ts";
import { Panel } from "./panel.tsx";
import { makeShortcutsDialog } from "./shortcuts.tsx";
import { Stage } from "./stage.ts";
import { findObject, keptOf, type PageState, toggleLayer } from "./state.ts";
import { Store } from "./store.ts";
import { Toolbar } from "./toolbar.tsx";
import { type KeptPlacement, keyZoomFactor } from "./viewport.ts";

export interface PageParts {
	host: Remote<HostApi>;
	state: PageState;
	view: KeptPlacement;
	keep(state: Kept): void;
}

/** Moving the picture writes what is kept once it rests, in milliseconds. */
const keepAfter = 150;

/** Joins the picture, the toolbar and the panel to one state and to the host. */
export class Page {
	readonly store: Store;
	readonly #root: HTMLElement;
	readonly #parts: PageParts;
	readonly #stage: Stage;
	readonly #toolbar = element("div", "toolbar-holder");
	readonly #controls = element("div", "controls-holder");
	readonly #panel = element("aside", "panel");
	readonly #help = makeShortcutsDialog();
	readonly #actions: Actions;
	#keepTimer: number | undefined;

	constructor(root: HTMLElement, parts: PageParts) {
		this.#root = root;
		this.#parts = parts;
		this.store = new Store(parts.state, () => this.#render());
		this.#stage = new Stage(parts.state, parts.view, {
			onDidMove: () => {
				this.#renderControls();
				this.#keepSoon();
			},
			onDidHover: (key) => this.#actions.hover(key),
			onDidSelect: (key) => this.#actions.select(key),
		});
		this.#actions = this.#makeActions();
		this.#panel.setAttribute("aria-label", l10n.t("Results and conversation"));
		const holder = element("main", "stage");
		holder.append(this.#stage.surface, this.#stage.message, this.#controls, this.#stage.readout);
		root.replaceChildren(this.#toolbar, holder, this.#panel, this.#help);
		listenToKeys(this.#stage, this.#help, this.#actions);
		window.addEventListener("pagehide", () => this.#keep());
		this.#render();
	}

	#render(): void {
		const { state } = this.store;
		const actions = this.#actions;
		this.#root.className = `app background-${state.viewer.background}`;
		this.#root.classList.toggle("folded", !state.panelOpen);
		this.#panel.hidden = !state.panelOpen;
		render(<Toolbar state={state} actions={actions} />, this.#toolbar);
		render(<Panel state={state} actions={actions} />, this.#panel);
		this.#stage.show(state);
		this.#renderControls();
		this.#keepSoon();
	}

	#renderControls(): void {
		const disabled = this.store.state.picture.kind !== "shown";
		render(
			<Controls scale={this.#stage.scale} disabled={disabled} actions={this.#actions} />,
			this.#controls,
		);
	}

	#keepSoon(): void {
		clearTimeout(this.#keepTimer);
		this.#keepTimer = setTimeout(() => this.#keep(), keepAfter);
	}

	#keep(): void {
		this.#parts.keep({ state: keptOf(this.store.state), view: this.#stage.kept });
	}

	#makeActions(): Actions {
		const { host } = this.#parts;
		const { store } = this;
		const stage = this.#stage;
		const tell = (call: Promise<void>): void => {
			call.catch((error: Error) => store.set({ problem: error.message, panelOpen: true }));
		};
		return {
			run: (task) => {
				store.set({ problem: undefined });
				tell(host.run({ task }));
			},
			stop: (runId) => tell(host.stop(runId)),
			removeRun: (runId) => tell(host.removeRun(runId)),
			// Messages may turn a missing argument into null, which is no run.
			act: (action, runId) =>
				tell(runId === undefined ? host.act(action) : host.act(action, runId)),
			selectModel: () => tell(host.selectModel()),
			copyText: (text) => tell(host.copyText(text)),
			dismissProblem: () => store.set({ problem: undefined }),

			fit: () => stage.fit(),
			actualSize: () => stage.actualSize(),
			zoomIn: () => stage.zoomBy(keyZoomFactor),
			zoomOut: () => stage.zoomBy(1 / keyZoomFactor),
			showHelp: () => this.#help.showModal(),
			togglePanel: () => store.set({ panelOpen: !store.state.panelOpen }),
			toggleOverlays: () => store.set({ overlaysShown: !store.state.overlaysShown }),
			toggleLabels: () => store.set({ labelsShown: !store.state.labelsShown }),

			toggleLayer: (runId) => store.update((state) => toggleLayer(state, runId)),
			peekLayer: (runId) => store.set({ peekedRun: runId }),
			select: (key) => {
				if (store.state.selected !== key) store.set({ selected: key });
			},
			hover: (key) => {
				if (store.state.hovered !== key) store.set({ hovered: key });
			},
			zoomTo: (key) => {
				const box = findObject(store.state, key)?.box;
				if (box) stage.zoomTo(box);
			},
		};
	}
}

function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	className: string,
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	made.className = className;
	return made;
}
