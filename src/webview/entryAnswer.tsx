import placesIcon from "@vscode/codicons/src/icons/location.svg";
import * as l10n from "@vscode/l10n";
import type { ShownRun } from "../shared/protocol.ts";
import { DataAnswer } from "./dataAnswer.tsx";
import { waitingWords } from "./entryWords.ts";
import { Icon } from "./icon.tsx";
import { countObjects, findsObjects } from "./layers.ts";
import { Markdown } from "./markdown.tsx";
import type { TalkActions } from "./talkActions.ts";
import { formatNumber, objectsFound } from "./text.ts";

/** What came of a run, in the form its task has. */
export function Answer({ run, actions }: { run: ShownRun; actions: TalkActions }) {
	const running = run.status === "running";
	const waiting = <p class="answer waiting">{waitingWords(run)}</p>;
	if (findsObjects(run.task)) {
		if (run.status === "failed" && !run.objects?.length) return null;
		// How many were found is announced once, by the status line.
		return (
			<p class="answer" aria-live="off">
				{running && !run.objects?.length ? waitingWords(run) : objectsFound(countObjects(run))}
			</p>
		);
	}
	if (run.task === "classify" || run.task === "extract") {
		return (
			<div class="answer">
				<DataAnswer run={run} actions={actions} />
			</div>
		);
	}
	const places = run.objects ? countObjects(run) : 0;
	return (
		<>
			{run.text !== "" && (
				<div class="answer" aria-busy={running}>
					<Markdown text={run.text} grows={running} actions={actions} />
				</div>
			)}
			{run.text === "" && running && waiting}
			{places > 0 && <Places runId={run.id} count={places} actions={actions} />}
		</>
	);
}

function Places(props: { runId: string; count: number; actions: TalkActions }) {
	const { runId, count, actions } = props;
	const words =
		count === 1 ? l10n.t("1 place marked") : l10n.t("{0} places marked", formatNumber(count));
	if (!actions.showPlaces) return <p class="meta">{words}</p>;
	return (
		<button
			type="button"
			class="link places"
			title={l10n.t("Show on the picture")}
			onClick={() => actions.showPlaces?.(runId)}
			onPointerEnter={() => actions.peekLayer?.(runId)}
			onPointerLeave={() => actions.peekLayer?.(undefined)}
		>
			<Icon svg={placesIcon} />
			{words}
		</button>
	);
}
