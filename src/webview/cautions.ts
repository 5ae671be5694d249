import * as l10n from "@vscode/l10n";
import type { ShownRun } from "../shared/protocol.ts";
import { findsObjects } from "./layers.ts";
import { oneLine } from "./text.ts";

/** What the person must know of an answer: that it was cut, and the run's own warnings. */
export function cautionsOf({ task, status, complete, warnings }: ShownRun): string[] {
	const cautions = warnings.map((warning) => oneLine(warning, 400));
	if (status !== "done" || complete) return cautions;
	const cut = findsObjects(task)
		? l10n.t("The reply was cut: these are the objects that arrived whole.")
		: l10n.t("The reply was cut: its end is missing.");
	return [cut, ...cautions];
}
