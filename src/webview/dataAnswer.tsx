import "./dataAnswer.css";

import * as l10n from "@vscode/l10n";
import type { ShownRun } from "../shared/protocol.ts";
import { ChosenChips } from "./chosenChips.tsx";
import { DataTable } from "./dataTable.tsx";
import type { TalkActions } from "./talkActions.ts";
import { oneLine, readable } from "./text.ts";

/** More than this of a reply that could not be read is not shown. */
const shownLetters = 20_000;

/** What a run chose or extracted; its reply as it came where nothing could be read in it. */
export function DataAnswer({ run, actions }: { run: ShownRun; actions: TalkActions }) {
	if (run.data === undefined) {
		if (run.status === "running") {
			const model = oneLine(run.model.asked, 80);
			return <p class="waiting">{l10n.t("Waiting for {0}…", model)}</p>;
		}
		if (run.text === "") return null;
		return (
			<pre class="raw-reply" dir="auto">
				{readable(run.text.slice(0, shownLetters))}
				{run.text.length > shownLetters && "…"}
			</pre>
		);
	}
	return (
		<div class="data-answer">
			{run.task === "classify" ? (
				<ChosenChips data={run.data} />
			) : (
				<DataTable data={run.data} schema={run.schema} invalid={run.invalid ?? []} />
			)}
			<div class="data-copy">
				<button type="button" class="link" onClick={() => actions.copyData(run.id, "json")}>
					{l10n.t("Copy as JSON")}
				</button>
				<button type="button" class="link" onClick={() => actions.copyData(run.id, "csv")}>
					{l10n.t("Copy as CSV")}
				</button>
			</div>
		</div>
	);
}
