import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { PictureAction } from "../shared/pixelProtocol.ts";
import type { HostApi } from "../shared/protocol.ts";
import type { Size } from "../shared/result.ts";
import type { Remote } from "../shared/rpc.ts";
import type { Actions } from "./actions.ts";
import { AnimationBar, frameWords } from "./animation/animationBar.tsx";
import { frameOf, isOnFrame, numberOf, seenFrame, withFrame } from "./animation/shownFrame.ts";
import { backgroundAfter, backgroundWords } from "./background.ts";
import { boundsOf, union } from "./bounds.ts";
import { focusComposer } from "./composer.tsx";
import { Controls } from "./controls.tsx";
import { FactsDialog } from "./facts/factsDialog.tsx";
import { handOn } from "./handOn.ts";
import type { Kept } from "./kept.ts";
import { listenToKeys } from "./keyboard.ts";
import { findObject, lastRemoved, listedObjects, type ObjectKey, placeOf } from "./listing.ts";
import { Menu } from "./menu.tsx";
import { Neighbours } from "./neighbours.tsx";
import { objectMenu } from "./objectMenu.ts";
import { PagePicker } from "./pagePicker.tsx";
import { Panel } from "./panel.tsx";
import { PixelView } from "./pixels/pixelView.ts";
import { regionInside } from "./region/region.ts";
import { makeRegionActions } from "./region/regionActions.ts";
import { placeBar, RegionBar } from "./region/regionBar.tsx";
import { RegionLayer } from "./region/regionLayer.ts";
import { draftedAsk, type NextQuestionHolder, taskAsks } from "./request/nextAsks.ts";
import { makeRequestActions, optionsAfter } from "./request/requestActions.ts";
import { RequestDialog } from "./request/requestDialog.tsx";
import { withOptions } from "./request/requestOptions.ts";
import { ScaleTeller } from "./scaleTeller.ts";
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
	readonly store: Store<PageState>;
	readonly #root: HTMLElement;
	readonly #parts: PageParts;
	readonly #stage: Stage;
	readonly #toolbar = element("header", "toolbar-holder");
	readonly #title = element("h1", "unseen");
	readonly #controls = element("div", "controls-holder");
	readonly #pages = element("div", "pages-holder");
	readonly #panel = element("aside", "panel");
	readonly #help = makeShortcuts();
	readonly #menu = new Menu();
	readonly #request: RequestDialog;
	readonly #facts: FactsDialog;
	readonly #pixels: PixelView;
	readonly #region: RegionLayer;
	readonly #regionBar = element("div", "region-bar-holder");
	readonly #question: NextQuestionHolder = { current: undefined };
	readonly #actions: Actions;
	readonly #scale: ScaleTeller;
	#keepTimer: number | undefined;

	constructor(root: HTMLElement, parts: PageParts) {
		this.#root = root;
		this.#parts = parts;
		this.store = new Store(parts.state, () => this.#render());
		this.#request = new RequestDialog({ host: parts.host });
		this.#facts = new FactsDialog(parts.host);
		this.#pixels = new PixelView(parts.host);
		// What the status bar says must not trouble the page when it fails.
		this.#scale = new ScaleTeller((scale) => void parts.host.tellScale(scale).catch(() => {}));
		this.#stage = new Stage(parts.state, parts.view, {
			onDidMove: () => {
				this.#renderControls();
				this.#keepSoon();
			},
			onDidPlay: () => this.#followFrames(),
			onDidDraw: (viewport, view) => {
				this.#scale.show(viewport.scale);
				this.#pixels.place(viewport, view);
				this.#region.place(viewport);
				this.#placeBar(view);
			},
			onDidPoint: (pointer, at) => this.#pixels.point(pointer, at),
			onDidHover: (key) => this.#actions.hover(key),
			onDidSelect: (key) => this.#selectOnPicture(key),
			onDidAskMenu: (key, at) => {
				this.#selectOnPicture(key);
				const label = labelText(findObject(this.store.state, key)?.label ?? "");
				this.#menu.open(label, objectMenu(this.store.state, this.#actions, key), at);
			},
			loadTile: (version, place) => parts.host.tile(version, place),
		});
		this.#region = new RegionLayer(this.#stage.surface, {
			onDidChange: (region) => this.store.set({ region }),
			onDidDrag: (isDragging) => this.#regionBar.classList.toggle("dragging", isDragging),
			picture: () => {
				const { picture } = this.store.state;
				return picture.kind === "shown" ? picture.size : undefined;
			},
		});
		this.#actions = this.#makeActions();
		this.#panel.setAttribute("aria-label", l10n.t("Results and conversation"));
		const holder = element("main", "stage");
		this.#stage.surface.append(this.#pixels.grid.canvas);
		holder.append(this.#title, this.#stage.surface, this.#stage.message, this.#regionBar);
		holder.append(this.#controls, this.#pixels.readout.element, this.#pixels.lens.element);
		holder.append(this.#pages);
		root.replaceChildren(this.#toolbar, holder, this.#panel, this.#help);
		holder.append(this.#menu.element);
		root.append(this.#request.element, this.#facts.element);
		listenToKeys(this.#stage, this.#actions);
		window.addEventListener("pagehide", () => this.#keep());
		this.#render();
	}

	#render(): void {
		const { state } = this.store;
		const actions = this.#actions;
		this.#root.className = `app background-${state.viewer.background}`;
		this.#title.textContent = state.picture.name;
		this.#root.classList.toggle("folded", !state.panelOpen);
		this.#panel.hidden = !state.panelOpen;
		render(<Toolbar state={state} actions={actions} />, this.#toolbar);
		render(<Panel state={state} actions={actions} question={this.#question} />, this.#panel);
		this.#pixels.show(state.picture, seenFrame(state));
		this.#showRegion(state);
		this.#stage.show(state);
		this.#renderControls();
		this.#keepSoon();
		// The toolbar has opened the form of any other task; what is wanted again is news again.
		if (state.wanted === "ask") this.#focusComposer({ wanted: undefined });
		else if (state.wanted) this.store.set({ wanted: undefined });
	}

	#renderControls(): void {
		const { picture, place, viewer } = this.store.state;
		const { scale } = this.#stage;
		const disabled = picture.kind !== "shown";
		const background = {
			shown: viewer.background,
			cycle: () => this.#actions.cycleBackground(),
		};
		const actions = this.#actions;
		render(
			<>
				<Controls {...{ scale, disabled, background, actions }} />
				<Neighbours place={place} actions={actions} />
				<AnimationBar shown={this.#stage.player.shown} player={this.#stage.player} />
			</>,
			this.#controls,
		);
		const showPage = (page: number) => {
			this.#parts.host
				.showPage(page)
				.catch((error: Error) => this.store.set({ problem: error.message, panelOpen: true }));
		};
		render(<PagePicker picture={picture} showPage={showPage} />, this.#pages);
	}

	/** What the status bar's list chooses. */
	zoomTo(scale: number | "fit"): void {
		if (scale === "fit") this.#stage.fit();
		else this.#stage.zoomBy(scale / this.#stage.scale);
	}

	/** Stops an animated picture; resolves with its frame. */
	holdFrame(): Promise<number | undefined> {
		return this.#stage.player.hold();
	}

	/** What the host cannot decode. */
	readFrame(frame: number): Promise<Uint8Array> {
		return this.#stage.player.readFrame(frame);
	}

	/** The bar follows every frame, the rest of the page only what stands still. */
	#followFrames(): void {
		const { shown } = this.#stage.player;
		const frame = frameOf(shown);
		const said = shown && typeof frame === "number" ? frameWords(shown) : this.store.state.said;
		if (frame !== this.store.state.frame) this.store.set({ frame, said });
		this.#renderControls();
	}

	/** A command about the picture in front. */
	act(action: PictureAction): void {
		this.#actions[action]();
	}

	/** A file that changed may be smaller. */
	#showRegion(state: PageState): void {
		const { picture, region } = state;
		const shown = picture.kind === "shown" && region && regionInside(region, picture.size);
		this.#region.show(shown || undefined);
		// VS Code's menu offers what can be done with it.
		this.#stage.surface.dataset.vscodeContext = JSON.stringify({
			preventDefaultContextMenuItems: true,
			loupePicture: picture.kind === "shown",
			loupeRegion: Boolean(shown),
		});
		const bar = shown ? <RegionBar region={shown} actions={this.#actions} /> : null;
		render(bar, this.#regionBar);
	}

	#placeBar(view: Size): void {
		const { inView } = this.#region;
		if (inView) placeBar(this.#regionBar, inView, view);
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
		/** What is taken of the picture is what is seen: it stands still from here. */
		const held = async (): Promise<number | undefined> =>
			stage.player.shown ? stage.player.hold() : numberOf(seenFrame(store.state));
		return {
			...makeRequestActions({
				host,
				dialog: this.#request,
				now: () => store.state,
				set: (change) => store.set(change),
				tell,
				next: () =>
					[draftedAsk(this.#question, store.state.draft), ...taskAsks(store.state.runs)].map(
						(ask) => withFrame(ask, seenFrame(store.state)),
					),
			}),
			...makeRegionActions({
				host,
				stage,
				layer: this.#region,
				now: () => store.state,
				set: (change) => store.set(change),
				tell,
				copyText: (text) => this.#actions.copyText(text),
				pointed: () => this.#pixels.pointed,
				toggleLens: () => this.#pixels.toggleLens(),
				showFacts: () => this.#facts.open(store.state.picture, numberOf(seenFrame(store.state))),
				held,
				ask: (region) => this.#focusComposer({ subject: { region } }),
			}),
			now: () => store.state,
			run: (ask) => {
				store.set({ problem: undefined });
				if (!stage.player.shown) {
					tell(host.run(withOptions(withFrame(ask, seenFrame(store.state)), store.state)));
					return;
				}
				tell(held().then((frame) => host.run(withOptions(withFrame(ask, frame), store.state))));
			},
			willAsk: (ask) =>
				tell(host.willAsk(withOptions(withFrame(ask, seenFrame(store.state)), store.state))),
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
			cycleBackground: () => {
				const { viewer } = store.state;
				const background = backgroundAfter(viewer.background);
				store.set({ viewer: { ...viewer, background }, said: backgroundWords(background) });
				tell(host.setBackground(background));
			},
			goTo: (step) => {
				const kept = { state: keptOf(store.state), view: stage.kept };
				tell(host.goTo(step, handOn(kept)));
			},
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
				const run = key && store.state.runs.find(({ id }) => id === placeOf(key).runId);
				// What was found on another frame is seen on that one.
				if (run && stage.player.shown && !isOnFrame(run, store.state.frame)) {
					void stage.player.seek(run.frame ?? 0);
				}
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
