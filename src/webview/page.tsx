import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { HostApi } from "../shared/protocol.ts";
import type { Remote } from "../shared/rpc.ts";
import type { Actions } from "./actions.ts";
import { boundsOf, union } from "./bounds.ts";
import { focusComposer } from "./composer.tsx";
import { Controls } from "./controls.tsx";
import type { Kept } from "./kept.ts";
import { listenToKeys } from "./keyboard.ts";
import { findObject, lastRemoved, listedObjects, type ObjectKey, placeOf } from "./listing.ts";
import { Menu } from "./menu.tsx";
import { objectMenu } from "./objectMenu.ts";
import { PagePicker } from "./pagePicker.tsx";
import { Panel } from "./panel.tsx";
import { draftedAsk, type NextQuestionHolder, taskAsks } from "./request/nextAsks.ts";
import { makeRequestActions, optionsAfter } from "./request/requestActions.ts";
import { RequestDialog } from "./request/requestDialog.tsx";
import { withOptions } from "./request/requestOptions.ts";
import { makeShortcuts } from "./shortcuts.ts";
import { Stage } from "./stage.ts";
import {
	keptOf,
	neighbourOf,
	type PageState,
	showOnly,
	showPlaces,
	toggleFilter,
	toggleLayer,
} from "./state.ts";
import { Store } from "./store.ts";
import { formatNumber, labelText, objectsFound } from "./text.ts";
import { Toolbar } from "./toolbar.tsx";
import { allObjectsShare, type KeptPlacement, keyZoomFactor } from "./viewport.ts";

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
	readonly #pages = element("div", "pages-holder");
	readonly #panel = element("aside", "panel");
	readonly #help = makeShortcuts();
	readonly #menu = new Menu();
	readonly #request: RequestDialog;
	readonly #question: NextQuestionHolder = { current: undefined };
	readonly #actions: Actions;
	#keepTimer: number | undefined;

	constructor(root: HTMLElement, parts: PageParts) {
		this.#root = root;
		this.#parts = parts;
		this.store = new Store(parts.state, () => this.#render());
		this.#request = new RequestDialog({ host: parts.host });
		this.#stage = new Stage(parts.state, parts.view, {
			onDidMove: () => {
				this.#renderControls();
				this.#keepSoon();
			},
			onDidHover: (key) => this.#actions.hover(key),
			onDidSelect: (key) => this.#selectOnPicture(key),
			onDidAskMenu: (key, at) => {
				this.#selectOnPicture(key);
				const label = labelText(findObject(this.store.state, key)?.label ?? "");
				this.#menu.open(label, objectMenu(this.store.state, this.#actions, key), at);
			},
			loadTile: (version, place) => parts.host.tile(version, place),
		});
		this.#actions = this.#makeActions();
		this.#panel.setAttribute("aria-label", l10n.t("Results and conversation"));
		const holder = element("main", "stage");
		holder.append(this.#stage.surface, this.#stage.message, this.#controls, this.#stage.readout);
		holder.append(this.#pages);
		root.replaceChildren(this.#toolbar, holder, this.#panel, this.#help, this.#menu.element);
		root.append(this.#request.element);
		listenToKeys(this.#stage, this.#actions);
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
		render(<Panel state={state} actions={actions} question={this.#question} />, this.#panel);
		this.#stage.show(state);
		this.#renderControls();
		this.#keepSoon();
		// The toolbar has opened the form of any other task; what is wanted again is news again.
		if (state.wanted === "ask") this.#focusComposer({ wanted: undefined });
		else if (state.wanted) this.store.set({ wanted: undefined });
	}

	#renderControls(): void {
		const disabled = this.store.state.picture.kind !== "shown";
		render(
			<Controls scale={this.#stage.scale} disabled={disabled} actions={this.#actions} />,
			this.#controls,
		);
		const { picture } = this.store.state;
		const showPage = (page: number) => {
			this.#parts.host
				.showPage(page)
				.catch((error: Error) => this.store.set({ problem: error.message, panelOpen: true }));
		};
		render(<PagePicker picture={picture} showPage={showPage} />, this.#pages);
	}

	#keepSoon(): void {
		clearTimeout(this.#keepTimer);
		this.#keepTimer = setTimeout(() => this.#keep(), keepAfter);
	}

	#keep(): void {
		this.#parts.keep({ state: keptOf(this.store.state), view: this.#stage.kept });
	}

	/** In the list the selection is read from the list itself. */
	#selectOnPicture(key: ObjectKey | undefined): void {
		this.#actions.select(key);
		const objects = listedObjects(this.store.state);
		const index = objects.findIndex((listed) => listed.key === key);
		const label = labelText(objects[index]?.object.label ?? "");
		const place = [formatNumber(index + 1), formatNumber(objects.length)] as const;
		this.store.set({ said: index < 0 ? "" : l10n.t("{0}, {1} of {2}", label, ...place) });
	}

	/** At once, not with the next frame: what is typed meanwhile would be taken for shortcuts. */
	#focusComposer(change: Partial<PageState>): void {
		this.store.set({ ...change, panelOpen: true });
		this.#panel.hidden = false;
		focusComposer(this.#panel);
	}

	#makeActions(): Actions {
		const { host } = this.#parts;
		const { store } = this;
		const stage = this.#stage;
		const tell = (call: Promise<void>): void => {
			call.catch((error: Error) => store.set({ problem: error.message, panelOpen: true }));
		};
		return {
			...makeRequestActions({
				host,
				dialog: this.#request,
				now: () => store.state,
				set: (change) => store.set(change),
				tell,
				next: () => [draftedAsk(this.#question, store.state.draft), ...taskAsks(store.state.runs)],
			}),
			now: () => store.state,
			run: (ask) => {
				store.set({ problem: undefined });
				tell(host.run(withOptions(ask, store.state)));
			},
			willAsk: (ask) => tell(host.willAsk(withOptions(ask, store.state))),
			stop: (runId) => tell(host.stop(runId)),
			tryNow: (runId) => tell(host.tryNow(runId)),
			removeRun: (runId) => tell(host.removeRun(runId)),
			exportRuns: (runIds) => tell(host.exportRuns(runIds)),
			// Messages may turn a missing argument into null, which is no run.
			act: (action, runId) => {
				store.set({ options: optionsAfter(action, runId, store.state) });
				tell(runId === undefined ? host.act(action) : host.act(action, runId));
			},
			selectModel: () => tell(host.selectModel()),
			copyText: (text) => {
				tell(host.copyText(text));
				store.set({ said: l10n.t("Copied") });
			},
			copyData: (runId, format) => {
				tell(host.copyData(runId, format));
				store.set({ said: l10n.t("Copied") });
			},
			insertText: (text) => tell(host.insertText(text)),
			openAnswer: (runId) => tell(host.openAnswer(runId)),
			openLink: (address) => tell(host.openLink(address)),
			pickSchema: async () => {
				try {
					return (await host.pickSchema()) ?? undefined;
				} catch (error) {
					store.set({ problem: String((error as Error).message), panelOpen: true });
					return undefined;
				}
			},
			saveLabels: (labels) => tell(host.saveLabels(labels)),
			saveSchema: (schema) => tell(host.saveSchema(schema)),
			compare: () => tell(host.compare()),
			dismissProblem: () => store.set({ problem: undefined }),

			fit: () => stage.fit(),
			actualSize: () => stage.actualSize(),
			zoomIn: () => stage.zoomBy(keyZoomFactor),
			zoomOut: () => stage.zoomBy(1 / keyZoomFactor),
			showHelp: () => this.#help.showModal(),
			openMenu: (label, items, at) => this.#menu.open(label, items, at),
			togglePanel: () => store.set({ panelOpen: !store.state.panelOpen }),
			toggleOverlays: () => store.set({ overlaysShown: !store.state.overlaysShown }),
			toggleLabels: () => store.set({ labelsShown: !store.state.labelsShown }),

			toggleMasks: () => store.set({ masksShown: !store.state.masksShown }),
			toggleOutlines: () => store.set({ outlinesOnly: !store.state.outlinesOnly }),
			setFill: (fill) => store.set({ fill }),
			setMaskCut: (maskCut) => store.set({ maskCut }),

			toggleLayer: (runId) => store.update((state) => toggleLayer(state, runId)),
			showOnly: (runId) => store.update((state) => showOnly(state, runId)),
			peekLayer: (runId) => store.set({ peekedRun: runId }),
			sortBy: (sort) => store.set({ sort }),
			toggleFilter: (label) => {
				store.update((state) => toggleFilter(state, label));
				store.set({ said: objectsFound(listedObjects(store.state).length) });
			},
			clearFilter: () => store.set({ filter: [] }),

			select: (key) => {
				if (store.state.selected !== key) store.set({ selected: key });
			},
			hover: (key) => {
				if (store.state.hovered !== key) store.set({ hovered: key });
			},
			zoomTo: (key) => {
				const object = findObject(store.state, key);
				const bounds = object && boundsOf(object);
				if (bounds) stage.zoomTo(bounds);
			},
			zoomToObjects: () => {
				const { selected } = store.state;
				const all = listedObjects(store.state);
				const meant = selected === undefined ? all : all.filter(({ key }) => key === selected);
				const bounds = union(meant.flatMap(({ object }) => boundsOf(object) ?? []));
				if (bounds) stage.zoomTo(bounds, meant.length > 1 ? allObjectsShare : undefined);
			},
			cutOut: (key) => {
				const { runId, index } = placeOf(key);
				tell(host.cutOut(runId, index));
			},
			removeObject: (key) => {
				const { runId, index } = placeOf(key);
				const label = labelText(findObject(store.state, key)?.label ?? "");
				store.set({
					selected: neighbourOf(store.state, key),
					thinnedRun: runId,
					said: l10n.t("{0} removed", label),
				});
				tell(host.removeObject(runId, index));
			},
			restoreObject: () => {
				const last = lastRemoved(store.state);
				if (!last) return;
				const { runId, index } = placeOf(last.key);
				const label = labelText(findObject(store.state, last.key)?.label ?? "");
				store.set({ said: l10n.t("{0} is back", label) });
				const restored = host.restoreObject(runId, index);
				tell(restored.then(() => store.update((state) => selectListed(state, last.key))));
			},
			focusComposer: () => this.#focusComposer({}),
			askAbout: (key) => {
				if (key === undefined) store.set({ subject: undefined });
				else this.#focusComposer({ subject: { key } });
			},
			showPlaces: (runId) => store.update((state) => showPlaces(state, runId)),
			chooseBranch: (runId) => store.set({ branch: runId }),
			setDraft: (draft) => store.set({ draft }),
			leaveComposer: () => stage.surface.focus(),
		};
	}
}

/** Selects an object, if it is listed. */
function selectListed(state: PageState, key: ObjectKey): PageState {
	return listedObjects(state).some((listed) => listed.key === key)
		? { ...state, selected: key }
		: state;
}

function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	className: string,
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	made.className = className;
	return made;
}
