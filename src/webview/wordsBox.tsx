import type { Ref } from "preact";

/** A text box of one line that grows with what is typed; Shift+Enter begins a new line. */
export function WordsBox(props: {
	name: string;
	hint: string;
	words: string;
	box?: Ref<HTMLTextAreaElement>;
	onInput(words: string): void;
	onKeyDown?(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void;
}) {
	const { name, hint, words, box, onInput, onKeyDown } = props;
	return (
		<textarea
			class="box words-box"
			rows={1}
			aria-label={name}
			placeholder={hint}
			maxLength={mostLetters}
			dir="auto"
			autocomplete="off"
			ref={box ?? null}
			value={words}
			onInput={({ currentTarget }) => onInput(currentTarget.value)}
			onKeyDown={onKeyDown}
		/>
	);
}

/** More than anyone types; what is pasted is cut there. */
const mostLetters = 4000;
