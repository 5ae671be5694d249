import "./prompt.css";

import runIcon from "@vscode/codicons/src/icons/arrow-right.svg";
import closeIcon from "@vscode/codicons/src/icons/close.svg";
import recentIcon from "@vscode/codicons/src/icons/history.svg";
import * as l10n from "@vscode/l10n";
import { useRef, useState } from "preact/hooks";
import type { Ask } from "../shared/protocol.ts";
import type { Rect, Task } from "../shared/result.ts";
import { Icon } from "./icon.tsx";
import { moveFocus } from "./moveFocus.ts";
import { placeBeside } from "./placeBeside.ts";
import { presetsFor, promptHint } from "./presets.ts";
import { formatSize, oneLine, taskTitle } from "./text.ts";

/** What a question is about: a part of the picture, by the name of what is there. */
export interface Subject {
	label: string;
	color: string;
	region: Rect;
}

interface PromptProps {
	task: Task;
	/** The person's own words for this task, the newest first. */
	recent: readonly string[];
	subject?: Subject | undefined;
	run(ask: Ask): void;
	onDidClose?(): void;
}

/** Names a task's prompt for the button that opens it. */
export function promptId(task: Task): string {
	return `prompt-${task}`;
}

/** Opens the prompt of a task beside a rectangle of the window; closes it where it is open. */
export function togglePrompt(task: Task, anchor: Rect): void {
	const popover = document.getElementById(promptId(task));
	if (!popover?.togglePopover()) return;
	placeBeside(popover, anchor);
	popover.querySelector("input")?.focus();
}

/** One line for the person's words, and under it presets and the words used before. */
export function Prompt({ task, recent, subject, run, onDidClose }: PromptProps) {
	const [words, setWords] = useState("");
	const [whole, setWhole] = useState<Subject>();
	const popover = useRef<HTMLDivElement>(null);
	const box = useRef<HTMLInputElement>(null);
	const presets = presetsFor(task);
	const own = recent.filter((prompt) => !presets.some((preset) => preset.prompt === prompt));
	const about = whole === subject ? undefined : subject;

	const start = (prompt: string | undefined): void => {
		popover.current?.hidePopover();
		setWords("");
		run({ task, ...(prompt && { prompt }), ...(about && { region: about.region }) });
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Letters typed here are words; the browser itself closes on Escape.
		event.stopPropagation();
		if (event.target === box.current && event.key === "Enter" && !event.isComposing) {
			start(words.trim());
			event.preventDefault();
			return;
		}
		if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
		const stops = popover.current?.querySelectorAll<HTMLElement>("input, .suggestion") ?? [];
		if (moveFocus([...stops], event.key)) event.preventDefault();
	};

	return (
		<div
			id={promptId(task)}
			class="prompt"
			popover="auto"
			role="dialog"
			aria-label={taskTitle(task)}
			ref={popover}
			onKeyDown={keyDown}
			onToggle={({ newState }) => {
				if (newState === "closed") onDidClose?.();
			}}
		>
			{about && (
				<div class="subject">
					<span class="swatch" style={{ backgroundColor: about.color }} />
					<span class="words" dir="auto">
						{oneLine(about.label, 60)}
					</span>
					<span class="numbers">{formatSize(about.region)}</span>
					<button
						type="button"
						class="tool small"
						aria-label={l10n.t("Ask about the Whole Image")}
						title={l10n.t("Ask about the Whole Image")}
						onClick={() => {
							setWhole(subject);
							box.current?.focus();
						}}
					>
						<Icon svg={closeIcon} />
					</button>
				</div>
			)}
			<div class="prompt-line">
				<input
					type="text"
					class="prompt-box"
					aria-label={task === "ask" ? l10n.t("Ask about this image") : promptLabel(task)}
					placeholder={promptHint(task)}
					maxLength={4000}
					dir="auto"
					autocomplete="off"
					ref={box}
					value={words}
					onInput={({ currentTarget }) => setWords(currentTarget.value)}
				/>
				<button
					type="button"
					class="tool small run"
					aria-label={l10n.t("Run")}
					title={l10n.t("Run (Enter)")}
					onClick={() => start(words.trim())}
				>
					<Icon svg={runIcon} />
				</button>
			</div>
			<fieldset class="suggestions" aria-label={l10n.t("Presets")}>
				{presets.map(({ title, prompt }) => (
					<button type="button" class="suggestion" key={title} onClick={() => start(prompt)}>
						<span class="words" dir="auto">
							{title}
						</span>
					</button>
				))}
			</fieldset>
			{own.length > 0 && (
				<fieldset class="suggestions recent" aria-label={l10n.t("Recent")}>
					{own.map((prompt) => (
						<button
							type="button"
							class="suggestion"
							key={prompt}
							title={oneLine(prompt, 400)}
							onClick={() => start(prompt)}
						>
							<Icon svg={recentIcon} />
							<span class="words" dir="auto">
								{oneLine(prompt, 120)}
							</span>
						</button>
					))}
				</fieldset>
			)}
		</div>
	);
}

function promptLabel(task: Task): string {
	return l10n.t("Words for: {0}", taskTitle(task));
}
