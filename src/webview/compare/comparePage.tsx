import * as l10n from "@vscode/l10n";
import { render } from "preact";
import type { CompareHostApi } from "../../shared/compareProtocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { Controls } from "../controls.tsx";
import type { NextQuestionHolder } from "../request/nextAsks.ts";
import { RequestDialog } from "../request/requestDialog.tsx";
import { Store } from "../store.ts";
import type { KeptPlacement } from "../viewport.ts";
import { Blinker } from "./blinker.ts";
import { Captions } from "./captions.tsx";
import type { CompareActions } from "./compareActions.ts";
import { listenToCompareKeys } from "./compareKeys.ts";
import { ComparePanel } from "./comparePanel.tsx";
import { makeCompareShortcuts } from "./compareShortcuts.ts";
import { CompareStage } from "./compareStage.ts";
import { CompareToolbar } from "./compareToolbar.tsx";
import { type Kept, keptOf } from "./kept.ts";
import { makeCompareActions } from "./makeCompareActions.ts";
import { ModeOptions } from "./modeOptions.tsx";
import { canvasOf } from "./spots.ts";
import { type ComparePageState, modeOf, otherSide } from "./state.ts";

export interface ComparePageParts {
	host: Remote<CompareHostApi>;
	state: ComparePageState;
	placement: KeptPlacement;
	keep(kept: Kept): void;
}

/** Moving the pictures writes what is kept once they rest, in milliseconds. */
const keepAfter = 150;

/** Joins the two pictures, the toolbar and the panel to one state and to the host. */
export class ComparePage {
	readonly store: Store<ComparePageState>;
	readonly #root: HTMLElement;
	readonly #keepState: (kept: Kept) => void;
	readonly #stage: CompareStage;
	readonly #actions: CompareActions;
	readonly #toolbar = element("header", "toolbar-holder");
	readonly #title = element("h1", "unseen");
	readonly #captions = element("div", "captions-holder");
	readonly #controls = element("div", "controls-holder");
	readonly #panel = element("aside", "panel");
	readonly #question: NextQuestionHolder = { current: undefined };
	readonly #blinker: Blinker;
	#keepTimer: number | undefined;

	constructor(root: HTMLElement, { host, state, placement, keep }: ComparePageParts) {
		this.#root = root;
		this.#keepState = keep;
		this.store = new Store(state, () => this.#render());
		this.#blinker = new Blinker(() =>
			this.store.update((now) => ({ ...now, front: otherSide(now.front) })),
		);
		this.#stage = new CompareStage(state, placement, {
			onDidMove: () => {
				this.#renderControls();
				this.#keepSoon();
			},
			onDidHover: (key) => this.#actions.hover(key),
			onDidSelect: (key) => this.#actions.select(key),
			onDidDivide: (at) => this.#actions.setDivider(at),
		});
		const help = makeCompareShortcuts();
		const request = new RequestDialog({ host });
		this.#actions = makeCompareActions({
			host,
			store: this.store,
			stage: this.#stage,
			help,
			request,
			question: this.#question,
		});
		this.#panel.setAttribute("aria-label", l10n.t("Changes and conversation"));
		const holder = element("main", "stage");
		this.#title.textContent = l10n.t("Two pictures compared");
		holder.append(this.#title, this.#stage.element, this.#captions, this.#controls);
		root.replaceChildren(this.#toolbar, holder, this.#panel, help, request.element);
		listenToCompareKeys(this.#stage, this.#actions);
		window.addEventListener("pagehide", () => this.#keep());
		if (state.mode === "blink") this.#actions.setMode("blink");
		this.#render();
	}

	#render(): void {
		const { state } = this.store;
		const actions = this.#actions;
		this.#root.className = `app comparing background-${state.viewer.background}`;
		this.#root.classList.toggle("folded", !state.panelOpen);
		this.#panel.hidden = !state.panelOpen;
		render(<CompareToolbar state={state} actions={actions} />, this.#toolbar);
		render(<ComparePanel state={state} actions={actions} question={this.#question} />, this.#panel);
		render(<Captions state={state} actions={actions} />, this.#captions);
		this.#stage.show(state);
		const isBlinking = modeOf(state) === "blink" && state.playing && !state.held;
		this.#blinker.run(isBlinking ? state.interval : undefined);
		this.#renderControls();
		this.#keepSoon();
	}

	#renderControls(): void {
		const { state } = this.store;
		render(
			<>
				<Controls
					scale={this.#stage.scale}
					disabled={canvasOf(state) === undefined}
					actions={this.#actions}
				/>
				<ModeOptions state={state} actions={this.#actions} />
			</>,
			this.#controls,
		);
	}

	#keepSoon(): void {
		clearTimeout(this.#keepTimer);
		this.#keepTimer = setTimeout(() => this.#keep(), keepAfter);
	}

	#keep(): void {
		this.#keepState(keptOf(this.store.state, this.#stage.kept));
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
