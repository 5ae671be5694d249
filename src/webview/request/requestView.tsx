import "../select.css";

import closeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Ask, ShownRequest, ShownRun } from "../../shared/protocol.ts";
import { metaOf } from "../entryWords.ts";
import { Icon } from "../icon.tsx";
import { estimateWords, formatNumber, oneLine, taskTitle } from "../text.ts";
import type { RequestDialogParts } from "./requestDialog.tsx";
import { RequestSections } from "./requestSections.tsx";
import { requestJson } from "./requestWords.ts";

interface ViewParts extends RequestDialogParts {
	close(): void;
}

/** What became of a call to the host. */
type Loaded<Value> =
	| { kind: "loading" }
	| { kind: "loaded"; value: Value }
	| { kind: "failed"; message: string };

/** What was sent for a run. */
export function SentRequest({ run, host, close }: ViewParts & { run: ShownRun }) {
	const request = useLoaded(() => host.requestOf(run.id), [run.id]);
	const asked = run.prompt ? oneLine(run.prompt, 200) : undefined;
	return (
		<Frame request={request} host={host} close={close}>
			<p class="request-asked" dir="auto">
				<b>{taskTitle(run.task)}</b>
				{asked && ` · ${asked}`}
			</p>
			<p class="meta">{metaOf(run)}</p>
		</Frame>
	);
}

/** What would be sent for one of `asks`, and what that would take. */
export function NextRequest(props: ViewParts & { asks: readonly Ask[]; isDemo: boolean }) {
	const { asks, isDemo, host, close } = props;
	const [index, setIndex] = useState(0);
	const ask = asks[index] ?? asks[0];
	const request = useLoaded(
		() => (ask ? host.previewRequest(ask) : Promise.resolve(undefined)),
		[ask],
	);
	const estimate = request.kind === "loaded" ? request.value?.estimate : undefined;
	return (
		<Frame request={request} host={host} close={close}>
			<div class="request-next">
				<label class="request-task">
					{l10n.t("Would be sent for")}
					<select
						class="select"
						value={String(index)}
						onChange={({ currentTarget: { value } }) => setIndex(Number(value))}
					>
						{asks.map((one, at) => (
							<option key={one.task} value={String(at)}>
								{askWords(one)}
							</option>
						))}
					</select>
				</label>
				{estimate && <span class="numbers">{estimateWords(estimate)}</span>}
			</div>
			{isDemo && (
				<p class="meta">{l10n.t("It goes to the demo engine on this machine, not to Gemini.")}</p>
			)}
			{ask && !isDemo && <Counting key={index} ask={ask} host={host} />}
		</Frame>
	);
}

/** Has Gemini count the tokens, when the person wants that. */
function Counting({ ask, host }: { ask: Ask; host: RequestDialogParts["host"] }) {
	const [count, setCount] = useState<Loaded<number>>();
	const run = (): void => {
		setCount({ kind: "loading" });
		host.countTokens(ask).then(
			(value) => setCount({ kind: "loaded", value }),
			(error: unknown) => setCount({ kind: "failed", message: messageOf(error) }),
		);
	};
	return (
		<div class="request-counting">
			<button
				type="button"
				class="button secondary"
				disabled={count?.kind === "loading"}
				onClick={run}
			>
				{l10n.t("Count Exactly")}
			</button>
			<span class="meta" role="status">
				{count?.kind === "loaded"
					? l10n.t("{0} tokens, as Gemini counts", formatNumber(count.value))
					: count?.kind === "loading"
						? l10n.t("Counting…")
						: l10n.t("The pictures are sent to Gemini for it.")}
			</span>
			{count?.kind === "loading" && <Progress />}
			{count?.kind === "failed" && <Failed message={count.message} />}
		</div>
	);
}

/** The dialog around a request: its head, what is said of all of it, and what copies all of it. */
function Frame(props: {
	request: Loaded<ShownRequest | undefined>;
	host: RequestDialogParts["host"];
	close(): void;
	children: ComponentChildren;
}) {
	const { request, host, close, children } = props;
	const [said, setSaid] = useState("");
	const copy = (text: string): void => {
		setSaid("");
		host.copyText(text).then(
			() => setSaid(l10n.t("Copied")),
			(error: unknown) => setSaid(messageOf(error)),
		);
	};
	const shown = request.kind === "loaded" ? request.value : undefined;
	return (
		<div class="request-body">
			<header class="request-head">
				<h2>{l10n.t("Request")}</h2>
				<button type="button" class="tool small" aria-label={l10n.t("Close")} onClick={close}>
					<Icon svg={closeIcon} />
				</button>
			</header>
			{/* It scrolls, so that the keys must reach it. */}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls (WCAG 2.1.1) */}
			<section class="request-scroll" tabIndex={0} aria-label={l10n.t("Parts of the request")}>
				<div class="request-about">{children}</div>
				{request.kind === "loading" && <Progress />}
				{request.kind === "failed" && <Failed message={request.message} />}
				{request.kind === "loaded" && !shown && (
					<p class="meta">{l10n.t("What was sent for this was not kept.")}</p>
				)}
				{shown && <RequestSections shown={shown} copy={copy} />}
			</section>
			<footer class="request-foot">
				<span class="form-note" role="status">
					{said}
				</span>
				<button
					type="button"
					class="button secondary"
					disabled={!shown}
					onClick={() => shown && copy(requestJson(shown))}
				>
					{l10n.t("Copy All as JSON")}
				</button>
			</footer>
		</div>
	);
}

/** Seen once it lasts. */
function Progress() {
	return (
		<div class="request-progress" role="progressbar" aria-label={l10n.t("Preparing the request")}>
			<span>{l10n.t("Preparing…")}</span>
		</div>
	);
}

function Failed({ message }: { message: string }) {
	return (
		<p class="request-failed" role="alert" dir="auto">
			{oneLine(message, 1000)}
		</p>
	);
}

function askWords({ task, prompt }: Ask): string {
	const words = prompt ? `${taskTitle(task)} · ${oneLine(prompt, 60)}` : taskTitle(task);
	return task === "ask" && !prompt ? l10n.t("{0} (nothing is written yet)", words) : words;
}

/** Calls again when what it depends on changes; what comes of an earlier call then is dropped. */
function useLoaded<Value>(
	call: () => Promise<Value | null | undefined>,
	on: readonly unknown[],
): Loaded<Value | undefined> {
	const [loaded, setLoaded] = useState<Loaded<Value | undefined>>({ kind: "loading" });
	useEffect(() => {
		let isOver = false;
		const settle = (next: Loaded<Value | undefined>): void => {
			if (!isOver) setLoaded(next);
		};
		setLoaded({ kind: "loading" });
		call().then(
			// Messages may turn undefined into null.
			(value) => settle({ kind: "loaded", value: value ?? undefined }),
			(error: unknown) => settle({ kind: "failed", message: messageOf(error) }),
		);
		return () => {
			isOver = true;
		};
	}, on);
	return loaded;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
