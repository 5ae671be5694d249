import {
	type Disposable,
	type Event,
	l10n,
	StatusBarAlignment,
	TabInputCustom,
	type Uri,
	window,
} from "vscode";
import { costOfRuns } from "../gemini/prices.ts";
import type { Run } from "../shared/protocol.ts";
import { Disposables } from "./disposables.ts";
import { viewType } from "./editor/provider.ts";
import type { Engine } from "./engine.ts";
import { readRequestSettings } from "./settings.ts";
import { formatDollars, type Spending } from "./spending.ts";

export interface StatusBarParts {
	engine: Engine;
	spending: Spending;
	/** What was asked about a picture that is open; fires when any of that changes. */
	pictures: { runs(uri: Uri): readonly Run[]; onDidChange: Event<unknown> };
}

/** Shows the model, and what it cost so far, in the status bar while a picture is open in Loupe. */
export function registerStatusBar({ engine, spending, pictures }: StatusBarParts): Disposable {
	const disposables = new Disposables();
	const item = disposables.add(
		window.createStatusBarItem("loupe.model", StatusBarAlignment.Right, 100),
	);
	item.name = l10n.t("Loupe: model and costs");
	item.command = "loupe.selectModel";
	const show = (): void => {
		const uri = activePicture();
		if (!uri) {
			item.hide();
			return;
		}
		const { kind, model: own } = engine.state;
		const model = kind === "demo" ? own : readRequestSettings(uri).model;
		const lines =
			kind === "demo"
				? [l10n.t("The demo engine costs nothing")]
				: spentLines(costOfRuns(pictures.runs(uri)), spending);
		item.text = `$(search) ${model}`;
		item.tooltip = [l10n.t("Model: {0}", model), ...lines].join("\n");
		item.show();
	};
	disposables.add(window.tabGroups.onDidChangeTabs(show));
	disposables.add(window.tabGroups.onDidChangeTabGroups(show));
	disposables.add(engine.onDidChange(show));
	disposables.add(spending.onDidChange(show));
	disposables.add(pictures.onDidChange(show));
	show();
	return disposables;
}

function spentLines(picture: number, { today, thisMonth, limit }: Spending): string[] {
	const month = formatDollars(thisMonth.cost);
	return [
		l10n.t("This picture: {0}", formatDollars(picture)),
		l10n.t("Today: {0}", formatDollars(today.cost)),
		limit === undefined
			? l10n.t("This month: {0}", month)
			: l10n.t("This month: {0} of {1}", month, formatDollars(limit)),
	];
}

/** The picture that Loupe shows in the editor in front. */
function activePicture(): Uri | undefined {
	const input = window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof TabInputCustom && input.viewType === viewType ? input.uri : undefined;
}
