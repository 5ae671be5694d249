import * as l10n from "@vscode/l10n";
import type { CompareHostApi } from "../../shared/compareProtocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import { draftedAsk, type NextQuestionHolder } from "../request/nextAsks.ts";
import { makeRequestActions, optionsAfter } from "../request/requestActions.ts";
import type { RequestDialog } from "../request/requestDialog.tsx";
import { withOptions } from "../request/requestOptions.ts";
import type { Store } from "../store.ts";
import { formatNumber } from "../text.ts";
import { keyZoomFactor } from "../viewport.ts";
import type { CompareActions } from "./compareActions.ts";
import type { CompareStage } from "./compareStage.ts";
import { changesOf, findingsOf, placeOf, type SpotKey, spotBeside } from "./spots.ts";
import { type ComparePageState, modeOf } from "./state.ts";
import { changePlace, changeTitle, findingTitle, modeTitle } from "./words.ts";

/** What the controls do: to the page's own state, to the stage, or by asking the host. */
export function makeCompareActions(parts: {
	host: Remote<CompareHostApi>;
	store: Store<ComparePageState>;
	stage: CompareStage;
	help: HTMLDialogElement;
	request: RequestDialog;
	question: NextQuestionHolder;
}): CompareActions {
	const { host, store, stage, help, request, question } = parts;
	const tell = (call: Promise<void>): void => {
		call.catch((error: Error) => store.set({ problem: error.message, panelOpen: true }));
	};
	const visit = (key: SpotKey): void => {
		const place = placeOf(store.state, key);
		if (!place) return;
		store.set({ selected: key, said: spotWords(store, key) });
		stage.zoomTo(place);
	};
	return {
		...makeRequestActions({
			host,
			dialog: request,
			now: () => store.state,
			set: (change) => store.set(change),
			tell,
			next: () => [draftedAsk(question, store.state.draft), { task: "compare" }],
		}),
		now: () => store.state,
		run: (ask) => {
			store.set({ problem: undefined });
			tell(host.run(withOptions(ask, store.state)));
		},
		stop: (runId) => tell(host.stop(runId)),
		willAsk: (ask) => tell(host.willAsk(withOptions(ask, store.state))),
		tryNow: (runId) => tell(host.tryNow(runId)),
		removeRun: (runId) => tell(host.removeRun(runId)),
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
		showPlaces: (runId) => store.set({ placesFrom: runId, findingsShown: true }),
		setDraft: (draft) => store.set({ draft }),
		dismissProblem: () => store.set({ problem: undefined }),

		fit: () => stage.fit(),
		actualSize: () => stage.actualSize(),
		zoomIn: () => stage.zoomBy(keyZoomFactor),
		zoomOut: () => stage.zoomBy(1 / keyZoomFactor),
		showHelp: () => help.showModal(),
		togglePanel: () => store.set({ panelOpen: !store.state.panelOpen }),

		setMode: (mode) => {
			if (!store.state.layout && mode !== "sideBySide") return;
			const playing = mode === "blink" && !matchMedia("(prefers-reduced-motion: reduce)").matches;
			store.set({ mode, playing, front: "a", held: false, said: modeTitle(mode) });
		},
		setAlign: (align) => tell(host.setAlign(align)),
		choose: (chosen) => tell(host.choose(chosen)),
		openPicture: (side) => tell(host.openPicture(side)),
		stopComparing: () => tell(host.stopComparing()),
		compareAgain: () => tell(host.compareAgain()),
		togglePlaying: () => store.set({ playing: !store.state.playing }),
		setInterval: (interval) => store.set({ interval }),
		hold: (held) => {
			if (store.state.held !== held) store.set({ held: held && modeOf(store.state) === "blink" });
		},
		setDivider: (divider) => store.set({ divider }),
		toggleMarks: () => {
			const { changesShown, findingsShown } = store.state;
			const isShown = !(changesShown || findingsShown);
			store.set({ changesShown: isShown, findingsShown: isShown });
		},
		toggleChanges: () => store.set({ changesShown: !store.state.changesShown }),
		toggleFindings: () => store.set({ findingsShown: !store.state.findingsShown }),
		select: (key) => {
			if (store.state.selected === key) return;
			store.set({ selected: key, said: key === undefined ? "" : spotWords(store, key) });
		},
		hover: (key) => {
			if (store.state.hovered !== key) store.set({ hovered: key });
		},
		visit,
		visitBeside: (step) => {
			const key = spotBeside(store.state, step);
			if (key !== undefined) visit(key);
		},
	};
}

/** What is selected, as it is read aloud. */
function spotWords({ state }: Store<ComparePageState>, key: SpotKey): string {
	const changes = changesOf(state);
	const change = changes.find((one) => one.key === key);
	if (change) {
		const name = l10n.t("{0} of {1}", changeTitle(change), formatNumber(changes.length));
		return `${name}: ${changePlace(change)}`;
	}
	const finding = findingsOf(state).find((one) => one.key === key);
	return finding ? findingTitle(finding) : "";
}
