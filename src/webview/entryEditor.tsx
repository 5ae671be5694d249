import * as l10n from "@vscode/l10n";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** A question's words in place, to ask it again; Enter asks, Escape leaves all as it was. */
export function EntryEditor(props: { words: string; ask(words: string): void; cancel(): void }) {
	const [words, setWords] = useState(props.words);
	const box = useRef<HTMLTextAreaElement>(null);
	useLayoutEffect(() => {
		box.current?.focus();
		box.current?.setSelectionRange(words.length, words.length);
	}, []);
	const ask = (): void => {
		const prompt = words.trim();
		if (prompt === "") return;
		props.ask(prompt);
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
		if (event.key === "Escape") props.cancel();
		else if (event.key === "Enter" && !event.shiftKey) ask();
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	return (
		<div class="entry-editor">
			<textarea
				class="entry-box"
				aria-label={l10n.t("Edit the question")}
				rows={1}
				maxLength={20_000}
				dir="auto"
				autocomplete="off"
				ref={box}
				value={words}
				onInput={({ currentTarget }) => setWords(currentTarget.value)}
				onKeyDown={keyDown}
			/>
			<div class="buttons">
				<button type="button" class="button" disabled={words.trim() === ""} onClick={ask}>
					{l10n.t("Ask Again")}
				</button>
				<button type="button" class="button secondary" onClick={props.cancel}>
					{l10n.t("Cancel")}
				</button>
			</div>
		</div>
	);
}
