import type { ShownRun } from "../shared/protocol.ts";
import "./entry.css";

import olderIcon from "@vscode/codicons/src/icons/chevron-left.svg";
import newerIcon from "@vscode/codicons/src/icons/chevron-right.svg";
import editIcon from "@vscode/codicons/src/icons/edit.svg";
import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useRef, useState } from "preact/hooks";
import { askedAgain, isTurn } from "./branches.ts";
import { cautionsOf } from "./cautions.ts";
import { EntryActions } from "./entryActions.tsx";
import { Answer } from "./entryAnswer.tsx";
import { EntryEditor } from "./entryEditor.tsx";
import { Waiting } from "./entryWaiting.tsx";
import { askedWords, metaLines, metaOf, pagesWords } from "./entryWords.ts";
import { Failure } from "./failure.tsx";
import { Icon } from "./icon.tsx";
import type { TalkActions } from "./talkActions.ts";
import { formatNumber, formatRegion } from "./text.ts";

interface EntryProps {
	run: ShownRun;
	actions: TalkActions;
	/** A conversation begins here, after another one. */
	begins: boolean;
	/** The one entry that Tab reaches; ↑ and ↓ lead to the others. */
	isTabStop: boolean;
	/** Which of its versions this is, counted from 0, and how many there are. */
	version: number;
	versions: number;
	older: string | undefined;
	newer: string | undefined;
	choose(runId: string): void;
	onDidFocus(runId: string): void;
}

/** A question or task with what came of it. */
export const Entry = memo((props: EntryProps) => {
	const { run, actions, isTabStop } = props;
	const [edits, setEdits] = useState(false);
	const entry = useRef<HTMLElement>(null);
	const ended = run.status !== "running";
	const canEdit = ended && isTurn(run.task) && run.prompt !== undefined;
	const waiting = ended ? undefined : run.waiting;
	const hasArrived = run.text !== "" || (run.objects?.length ?? 0) > 0;
	const edit = canEdit ? () => setEdits(true) : undefined;

	const close = (): void => {
		setEdits(false);
		entry.current?.focus();
	};
	const keyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
		if (event.target !== event.currentTarget) return;
		if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
		if (event.key === "F2" && edit) edit();
		else if (event.key === "ArrowUp") focusEntry(event.currentTarget.previousElementSibling);
		else if (event.key === "ArrowDown") focusEntry(event.currentTarget.nextElementSibling);
		else return;
		event.preventDefault();
	};
	return (
		<article
			class={props.begins ? "entry begins" : "entry"}
			data-run={run.id}
			aria-label={askedWords(run, 120)}
			tabIndex={isTabStop ? 0 : -1}
			ref={entry}
			onKeyDown={keyDown}
			onFocusIn={() => props.onDidFocus(run.id)}
		>
			{edits ? (
				<EntryEditor
					words={run.prompt ?? ""}
					ask={(words) => {
						close();
						actions.run(askedAgain(run, words));
					}}
					cancel={close}
				/>
			) : (
				<header class="entry-head">
					<h3 class="asked" dir="auto">
						{askedWords(run, 2000)}
					</h3>
					{edit && (
						<button
							type="button"
							class="tool small quiet"
							tabIndex={isTabStop ? 0 : -1}
							aria-label={l10n.t("Edit")}
							aria-keyshortcuts="F2"
							title={l10n.t("Edit and Ask Again (F2)")}
							onClick={edit}
						>
							<Icon svg={editIcon} />
						</button>
					)}
				</header>
			)}
			{run.region && (
				<p class="meta">
					{l10n.t("About {0}, sent with the whole picture small", formatRegion(run.region))}
				</p>
			)}
			{run.pages !== undefined && <p class="meta">{pagesWords(run.pages)}</p>}
			{props.versions > 1 && <Versions {...props} />}
			{(!waiting || hasArrived) && <Answer run={run} actions={actions} />}
			{waiting && (
				<Waiting key={waiting.until} runId={run.id} waiting={waiting} actions={actions} />
			)}
			{run.error && <Failure runId={run.id} error={run.error} actions={actions} />}
			{cautionsOf(run).map((caution, index) => (
				<p class="warning" dir="auto" key={`caution-${index}`}>
					<Icon svg={warningIcon} />
					<span>{caution}</span>
				</p>
			))}
			{ended && (
				<footer class="entry-foot">
					<span class="meta" title={metaLines(run)}>
						{metaOf(run)}
					</span>
					<EntryActions run={run} isTabStop={isTabStop} actions={actions} />
				</footer>
			)}
		</article>
	);
});

/** Which version of a question this is, and the ways to the others. */
function Versions({ version, versions, older, newer, choose }: EntryProps) {
	const turn = (title: string, to: string | undefined, icon: string) => (
		<button
			type="button"
			class="tool small"
			aria-label={title}
			title={title}
			disabled={to === undefined}
			onClick={() => to !== undefined && choose(to)}
		>
			<Icon svg={icon} />
		</button>
	);
	return (
		<div class="versions">
			{turn(l10n.t("Previous Version"), older, olderIcon)}
			<span class="numbers">
				{l10n.t("{0} of {1}", formatNumber(version + 1), formatNumber(versions))}
			</span>
			{turn(l10n.t("Next Version"), newer, newerIcon)}
		</div>
	);
}

function focusEntry(element: Element | null): void {
	if (element instanceof HTMLElement && element.matches(".entry")) element.focus();
}
