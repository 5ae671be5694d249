import "./conversation.css";

import freshIcon from "@vscode/codicons/src/icons/add.svg";
import * as l10n from "@vscode/l10n";
import { useRef, useState } from "preact/hooks";
import { isTurn, placeOf, type ShownTurn } from "./branches.ts";
import { Entry } from "./entry.tsx";
import { useFollowing } from "./follow.ts";
import { Icon } from "./icon.tsx";
import type { TalkActions } from "./talkActions.ts";
import { formatNumber } from "./text.ts";

/** So many entries stand there at first: an entry takes about 2 ms to draw, and the picture waits. */
const entriesAtFirst = 12;
/** So many come with each click on what is earlier. */
const entriesMore = 40;

interface ConversationProps {
	/** Oldest first. */
	turns: readonly ShownTurn[];
	actions: TalkActions;
	/** Shows another version of a question and what followed it. */
	choose(runId: string): void;
	/** Absent where the next question begins a conversation anyway. */
	onDidBeginAfresh: (() => void) | undefined;
}

/** Every run in the person's words with what came of it, oldest first. */
export function Conversation({ turns, actions, choose, onDidBeginAfresh }: ConversationProps) {
	const log = useRef<HTMLDivElement>(null);
	const [most, setMost] = useState(entriesAtFirst);
	const [current, setCurrent] = useState<string>();
	const shown = turns.slice(-most);
	const earlier = turns.length - shown.length;
	const newest = turns.at(-1)?.run.id;
	useFollowing(log, shown);

	const tabStop = shown.some(({ run }) => run.id === current) ? current : newest;
	const isBegun = (index: number): boolean =>
		shown[index]?.run.task === "ask" &&
		shown[index].run.after === undefined &&
		shown.slice(0, index).some(({ run }) => isTurn(run.task));
	return (
		<section class="section conversation">
			{newest !== undefined && (
				<div class="section-head">
					<h2>{l10n.t("Conversation")}</h2>
					<span class="spring" />
					{onDidBeginAfresh && (
						<button
							type="button"
							class="tool small"
							aria-label={l10n.t("New Conversation")}
							title={l10n.t("New Conversation: the next question stands alone")}
							onClick={onDidBeginAfresh}
						>
							<Icon svg={freshIcon} />
						</button>
					)}
				</div>
			)}
			<div class="log" role="log" aria-label={l10n.t("Conversation")} ref={log}>
				{earlier > 0 && (
					<button type="button" class="link earlier" onClick={() => setMost(most + entriesMore)}>
						{l10n.t("Show earlier ({0})", formatNumber(earlier))}
					</button>
				)}
				{shown.map(({ run, versions }, index) => {
					const version = versions.indexOf(run.id);
					return (
						<Entry
							key={placeOf(run)}
							run={run}
							actions={actions}
							begins={isBegun(index)}
							isTabStop={run.id === tabStop}
							version={version}
							versions={versions.length}
							older={versions[version - 1]}
							newer={versions[version + 1]}
							choose={choose}
							onDidFocus={setCurrent}
						/>
					);
				})}
			</div>
		</section>
	);
}
