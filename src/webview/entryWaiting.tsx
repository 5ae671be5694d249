import "./entryWaiting.css";

import * as l10n from "@vscode/l10n";
import { useEffect, useState } from "preact/hooks";
import type { RunWaiting } from "../shared/protocol.ts";
import type { TalkActions } from "./talkActions.ts";
import { formatNumber } from "./text.ts";

/** Why nothing happens, the seconds until it goes on, and the two ways not to wait for it. */
export function Waiting(props: { runId: string; waiting: RunWaiting; actions: TalkActions }) {
	const { runId, waiting, actions } = props;
	const seconds = useSecondsUntil(waiting.until);
	return (
		<div class="waits">
			<p class="read-aloud">{reasonWords(waiting.reason)}</p>
			<p role="timer" aria-live="off" title={l10n.t("Attempt {0}", formatNumber(waiting.attempt))}>
				{waitWords(waiting.reason, seconds)}
			</p>
			<div class="buttons">
				<button type="button" class="button" onClick={() => actions.tryNow(runId)}>
					{l10n.t("Try Now")}
				</button>
				<button type="button" class="button secondary" onClick={() => actions.stop(runId)}>
					{l10n.t("Stop")}
				</button>
			</div>
		</div>
	);
}

/** Whole seconds that are left, never less than 0; counts down while it is shown. */
function useSecondsUntil(until: number): number {
	const [now, setNow] = useState(Date.now);
	const left = Math.max(0, until - now);
	useEffect(() => {
		if (left === 0) return undefined;
		// To the moment when the number changes.
		const timer = setTimeout(() => setNow(Date.now()), left % 1000 || 1000);
		return () => clearTimeout(timer);
	}, [left]);
	return Math.ceil(left / 1000);
}

function waitWords(reason: RunWaiting["reason"], seconds: number): string {
	if (seconds === 0) return l10n.t("Trying again…");
	const number = formatNumber(seconds);
	switch (reason) {
		case "RateLimit":
			return l10n.t("Rate limit: trying again in {0} s", number);
		case "Server":
			return l10n.t("The server is busy: trying again in {0} s", number);
		case "Offline":
			return l10n.t("The connection was lost: trying again in {0} s", number);
	}
}

/** Said once; a number that is read aloud every second drowns everything else. */
function reasonWords(reason: RunWaiting["reason"]): string {
	switch (reason) {
		case "RateLimit":
			return l10n.t("Rate limit: waiting to try again");
		case "Server":
			return l10n.t("The server is busy: waiting to try again");
		case "Offline":
			return l10n.t("The connection was lost: waiting to try again");
	}
}
