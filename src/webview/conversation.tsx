import "./conversation.css";

import copyIcon from "@vscode/codicons/src/icons/copy.svg";
import removeIcon from "@vscode/codicons/src/icons/trash.svg";
import warningIcon from "@vscode/codicons/src/icons/warning.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RunError, ShownRun } from "../shared/protocol.ts";
import type { Actions } from "./actions.ts";
import { cautionsOf } from "./cautions.ts";
import { Icon } from "./icon.tsx";
import { countObjects, findsObjects } from "./layers.ts";
import type { PageState } from "./state.ts";
import {
	formatNumber,
	formatRegion,
	formatSeconds,
	objectsFound,
	oneLine,
	taskTitle,
} from "./text.ts";

/** More than this of one answer is not shown; copying gives it whole. */
const shownLetters = 100_000;
/** Within this many pixels of its end the log follows what arrives. */
const followSlop = 40;

/** Every run in the person's words with what came of it, oldest first. */
export function Conversation({ state, actions }: { state: PageState; actions: Actions }) {
	const log = useRef<HTMLDivElement>(null);
	const follows = useRef(true);
	const newest = useRef<string | undefined>(undefined);
	const lastRun = state.runs.at(-1);

	useLayoutEffect(() => {
		const element = log.current;
		if (!element) return;
		const isNew = newest.current !== lastRun?.id;
		if (follows.current || isNew) element.scrollTop = element.scrollHeight;
		// In the drawer it is the panel that scrolls, and the answer may start below its edge.
		if (isNew && lastRun?.status === "running" && !findsObjects(lastRun.task)) {
			element.lastElementChild?.scrollIntoView({ block: "nearest" });
		}
		newest.current = lastRun?.id;
	});

	return (
		<section class="section conversation">
			{lastRun && <h2 class="section-head">{l10n.t("Conversation")}</h2>}
			<div
				class="log"
				role="log"
				aria-label={l10n.t("Conversation")}
				tabIndex={lastRun ? 0 : -1}
				ref={log}
				onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
					follows.current = scrollHeight - scrollTop - clientHeight < followSlop;
				}}
			>
				{state.runs.map((run) => (
					<Entry key={run.id} run={run} actions={actions} />
				))}
			</div>
		</section>
	);
}

const Entry = memo(({ run, actions }: { run: ShownRun; actions: Actions }) => {
	const ended = run.status !== "running";
	const answered = !findsObjects(run.task) && run.text !== "";
	return (
		<article class="entry">
			<header class="entry-head">
				<h3 class="asked" dir="auto">
					{askedWords(run)}
				</h3>
				{ended && answered && (
					<button
						type="button"
						class="tool small quiet"
						aria-label={l10n.t("Copy Answer")}
						title={l10n.t("Copy Answer")}
						onClick={() => actions.copyText(run.text)}
					>
						<Icon svg={copyIcon} />
					</button>
				)}
				{ended && (
					<button
						type="button"
						class="tool small quiet"
						aria-label={l10n.t("Remove Result")}
						title={l10n.t("Remove Result")}
						onClick={() => actions.removeRun(run.id)}
					>
						<Icon svg={removeIcon} />
					</button>
				)}
			</header>
			{run.region && <p class="meta">{l10n.t("About {0}", formatRegion(run.region))}</p>}
			<Answer run={run} />
			{run.error && <Failure runId={run.id} error={run.error} actions={actions} />}
			{cautionsOf(run).map((caution, index) => (
				<p class="warning" dir="auto" key={`caution-${index}`}>
					<Icon svg={warningIcon} />
					<span>{caution}</span>
				</p>
			))}
			{ended && meta(run) && <p class="meta">{meta(run)}</p>}
		</article>
	);
});

function Answer({ run }: { run: ShownRun }) {
	const running = run.status === "running";
	if (findsObjects(run.task)) {
		if (run.status === "failed" && !run.objects?.length) return null;
		// How many were found is announced once, by the status line.
		return (
			<p class="answer" aria-live="off">
				{running && !run.objects?.length ? waiting(run) : objectsFound(countObjects(run))}
			</p>
		);
	}
	if (run.text === "") return running ? <p class="answer waiting">{waiting(run)}</p> : null;
	const text = run.text.length > shownLetters ? `${run.text.slice(0, shownLetters)}…` : run.text;
	return (
		<div class="answer" aria-busy={running}>
			{text.split(/\n\s*\n/).map((paragraph, index) => (
				// Paragraphs only grow at the end, so their place names them.
				<p dir="auto" key={`paragraph-${index}`}>
					{paragraph}
				</p>
			))}
		</div>
	);
}

function Failure(props: { runId: string; error: RunError; actions: Actions }) {
	const { runId, error, actions } = props;
	return (
		<div class="failure" role="alert">
			<p dir="auto">{oneLine(error.message, 1000)}</p>
			{error.actions.length > 0 && (
				<div class="buttons">
					{error.actions.map(({ id, title }, index) => (
						<button
							type="button"
							key={id}
							class={index === 0 ? "button" : "button secondary"}
							onClick={() => actions.act(id, runId)}
						>
							{title}
						</button>
					))}
				</div>
			)}
		</div>
	);
}

function askedWords(run: ShownRun): string {
	if (!run.prompt) return taskTitle(run.task);
	const words = oneLine(run.prompt, 2000);
	return run.task === "ask" ? words : `${taskTitle(run.task)} · ${words}`;
}

function waiting(run: ShownRun): string {
	return l10n.t("Waiting for {0}…", oneLine(run.model.asked, 80));
}

/** What answered, what it took: "gemini-3.8-flash · 1,204 tokens · 0.9 s". */
function meta(run: ShownRun): string {
	const parts: string[] = [];
	if (run.engine === "demo") parts.push(l10n.t("Demo engine, not Gemini"));
	const failed = run.status === "failed";
	if (!failed) parts.push(oneLine(run.model.answered ?? run.model.asked, 80));
	if (run.usage) parts.push(l10n.t("{0} tokens", formatNumber(run.usage.totalTokens)));
	if (run.took !== undefined && !failed) parts.push(formatSeconds(run.took));
	if (run.status === "stopped") parts.push(l10n.t("stopped"));
	return parts.join(" · ");
}
