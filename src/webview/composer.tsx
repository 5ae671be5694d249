import "./composer.css";

import sendIcon from "@vscode/codicons/src/icons/arrow-up.svg";
import presetsIcon from "@vscode/codicons/src/icons/bookmark.svg";
import closeIcon from "@vscode/codicons/src/icons/close.svg";
import stopIcon from "@vscode/codicons/src/icons/debug-stop.svg";
import * as l10n from "@vscode/l10n";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import type { Span } from "./placeholders.ts";
import { recalled } from "./recall.ts";
import type { TalkSubject } from "./talk.tsx";
import type { TalkActions } from "./talkActions.ts";
import { formatSize, labelText, oneLine } from "./text.ts";

export interface ComposerProps {
	/** The box's name and placeholder. */
	hint: string;
	disabled: boolean;
	/** Questions asked last, the newest first. */
	recent: readonly string[];
	/** What the box holds at first. */
	draft: string;
	subject: TalkSubject | undefined;
	/** The next question begins a conversation. */
	afresh: boolean;
	send(words: string): void;
	/** Present while an answer is being given. */
	stop: (() => void) | undefined;
	/** The first letter of a question was written. */
	onDidBegin(): void;
	onDidChangeDraft: ((words: string) => void) | undefined;
	onDidRemoveSubject: (() => void) | undefined;
	/** The next question goes on with the conversation after all. */
	onDidKeepOn(): void;
	onDidLeave: (() => void) | undefined;
	/** The person's own questions, with what their placeholders stand for. */
	presets: readonly FilledPreset[];
	openMenu: TalkActions["openMenu"];
}

export interface FilledPreset {
	title: string;
	text: string;
	/** Where placeholders are left that nothing is known for. */
	open: readonly Span[];
}

/** Puts the focus into the question box of a page. */
export function focusComposer(within: ParentNode): void {
	within.querySelector<HTMLElement>(".composer-box")?.focus();
}

/** The box a question is written in, with what it is about. */
export function Composer(props: ComposerProps) {
	const { hint, disabled, subject, afresh, stop } = props;
	const [words, setWords] = useState(props.draft);
	const box = useRef<HTMLTextAreaElement>(null);

	const write = (text: string): void => {
		if (words === "" && text.trim() !== "") props.onDidBegin();
		setWords(text);
		props.onDidChangeDraft?.(text);
	};
	const send = (): void => {
		const prompt = words.trim();
		if (prompt === "" || disabled) return;
		write("");
		props.send(prompt);
	};
	const take = ({ text, open: [first] }: FilledPreset): void => {
		write(text);
		// The selection is set in what stands in the box now, not after the next drawing.
		if (!box.current) return;
		box.current.value = text;
		box.current.focus();
		box.current.setSelectionRange(...(first ?? [text.length, text.length]));
	};
	const remove = (): void => {
		if (subject) props.onDidRemoveSubject?.();
		else props.onDidKeepOn();
		box.current?.focus();
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
		if (event.key === "Escape") {
			if (props.onDidLeave) props.onDidLeave();
			else box.current?.blur();
		} else if (event.key === "Enter" && !event.shiftKey) {
			send();
		} else if (event.key === "Backspace" && words === "" && (subject || afresh)) {
			remove();
		} else {
			const text = event.shiftKey ? undefined : recalled(event.key, words, props.recent);
			if (text === undefined) return;
			write(text);
		}
		event.preventDefault();
	};

	return (
		<div class="composer">
			<div class="composer-frame">
				{(subject || afresh) && (
					<div class="composer-chips">
						{subject ? (
							<Chip
								remove={remove}
								removeTitle={l10n.t("Ask about the Whole Image")}
								title={l10n.t("The part is sent at full resolution, with the whole image small.")}
							>
								{subject.color ? (
									<span class="swatch" style={{ backgroundColor: subject.color }} />
								) : (
									<span aria-hidden="true">▭</span>
								)}
								<span class="words" dir="auto">
									{labelText(subject.label)}
								</span>
								<span class="numbers">{formatSize(subject.region)}</span>
							</Chip>
						) : (
							<Chip remove={remove} removeTitle={l10n.t("Go On with the Conversation")}>
								<span class="words">{l10n.t("New conversation")}</span>
							</Chip>
						)}
					</div>
				)}
				<div class="composer-line">
					<textarea
						class="composer-box"
						aria-label={hint}
						placeholder={hint}
						rows={1}
						maxLength={20_000}
						dir="auto"
						autocomplete="off"
						disabled={disabled}
						ref={box}
						value={words}
						onInput={({ currentTarget }) => write(currentTarget.value)}
						onKeyDown={keyDown}
					/>
					{props.presets.length > 0 && props.openMenu && (
						<button
							type="button"
							class="tool small"
							aria-label={l10n.t("Own Questions")}
							title={l10n.t("Own Questions")}
							aria-haspopup="menu"
							disabled={disabled}
							onClick={({ currentTarget }) =>
								props.openMenu?.(
									l10n.t("Own Questions"),
									props.presets.map((preset) => ({
										title: oneLine(preset.title, 120),
										run: () => take(preset),
									})),
									currentTarget.getBoundingClientRect(),
								)
							}
						>
							<Icon svg={presetsIcon} />
						</button>
					)}
					{stop && (
						<button
							type="button"
							class="composer-button"
							aria-label={l10n.t("Stop")}
							title={l10n.t("Stop Answering")}
							onClick={stop}
						>
							<Icon svg={stopIcon} />
						</button>
					)}
					{(!stop || words.trim() !== "") && (
						<button
							type="button"
							class="composer-button"
							aria-label={l10n.t("Send")}
							title={l10n.t("Send (Enter)")}
							disabled={disabled || words.trim() === ""}
							onClick={send}
						>
							<Icon svg={sendIcon} />
						</button>
					)}
				</div>
			</div>
			{subject && (
				<p class="composer-note">
					{l10n.t("Sent at full resolution, with the whole image small.")}
				</p>
			)}
		</div>
	);
}

function Chip(props: {
	remove(): void;
	removeTitle: string;
	title?: string;
	children: ComponentChildren;
}) {
	return (
		<span class="composer-chip" title={props.title}>
			{props.children}
			<button
				type="button"
				class="tool small"
				aria-label={props.removeTitle}
				title={props.removeTitle}
				onClick={props.remove}
			>
				<Icon svg={closeIcon} />
			</button>
		</span>
	);
}
