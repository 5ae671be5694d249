import * as l10n from "@vscode/l10n";
import type { RequestChoices } from "../../shared/choices.ts";
import type { Ask, ErrorAction, ShownRun, TalkHostApi } from "../../shared/protocol.ts";
import type { Remote } from "../../shared/rpc.ts";
import type { RequestDialog } from "./requestDialog.tsx";
import {
	type ChoiceKey,
	chooseModel,
	chooseOption,
	freshOptions,
	type OptionsState,
	type RequestOptions,
	replaceModel,
	withOptions,
} from "./requestOptions.ts";

/** What can be done about requests, on whatever page they are asked. */
export interface RequestActions {
	/** `undefined` puts a choice back to what is set. */
	setChoice<Key extends ChoiceKey>(key: Key, value: RequestChoices[Key] | undefined): void;
	/** Asks for the model of the questions to come. */
	pickModel(): void;
	resetChoices(): void;
	/** Shows what was sent for a run; without one what would be sent now. */
	showRequest(runId?: string): void;
}

/** What a page has of its state for its requests. */
export interface RequestPageState extends OptionsState {
	readonly runs: readonly ShownRun[];
}

export interface RequestActionParts {
	host: Remote<TalkHostApi>;
	dialog: RequestDialog;
	now(): RequestPageState;
	set(change: { options?: RequestOptions; said?: string }): void;
	/** Shows what became of a call that failed. */
	tell(call: Promise<void>): void;
	/** What can be asked now, the likeliest first. */
	next(): Ask[];
}

export function makeRequestActions(parts: RequestActionParts): RequestActions {
	const { host, dialog, now, set, tell } = parts;
	const pickModel = async (): Promise<void> => {
		const picked = await host.pickModel();
		// Messages may turn undefined into null.
		if (picked) set({ options: chooseModel(now().options, picked) });
	};
	return {
		setChoice: (key, value) => set({ options: chooseOption(now().options, key, value) }),
		pickModel: () => tell(pickModel()),
		resetChoices: () => set({ options: freshOptions, said: l10n.t("As set") }),
		showRequest: (runId) => {
			if (runId === undefined) {
				dialog.showNext(
					parts.next().map((ask) => withOptions(ask, now())),
					{ isDemo: now().engine.kind === "demo" },
				);
				return;
			}
			const run = now().runs.find(({ id }) => id === runId);
			if (run) dialog.showRun(run);
		},
	};
}

/** What a page's options are once a button under a failed run was pressed. */
export function optionsAfter(
	action: ErrorAction["id"],
	runId: string | undefined,
	state: RequestPageState,
): RequestOptions {
	const run = state.runs.find(({ id }) => id === runId);
	if (action !== "switchModel" || !run) return state.options;
	const model = run.error?.actions.find(({ id }) => id === action)?.model;
	return replaceModel(state, run.model.asked, model);
}
