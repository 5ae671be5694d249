import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { findObject } from "./listing.ts";
import {
	fillPlaceholders,
	type PlaceholderValues,
	placeholdersIn,
	type Span,
} from "./placeholders.ts";
import type { PageState } from "./state.ts";
import { labelText, oneLine } from "./text.ts";

/** The text of a form's box, with what is left open in a preset. */
export interface Words {
	text: string;
	box: RefObject<HTMLTextAreaElement | null>;
	set(text: string): void;
	/** Puts a preset in, with the first open placeholder selected; returns the text where none is open. */
	fill(prompt: string, values: PlaceholderValues): string | undefined;
	/** Selects the first placeholder that is still open; false where there is none. */
	selectOpen(): boolean;
	/** Tab goes to the next open placeholder, Shift+Tab to the one before. */
	keyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void;
}

export function useWords(): Words {
	const [text, setText] = useState("");
	const box = useRef<HTMLTextAreaElement>(null);
	// Only what a preset left open: the person may mean `${x}` as it is.
	const open = useRef<readonly string[]>([]);

	const openSpans = (): Span[] => {
		const { value = "" } = box.current ?? {};
		return placeholdersIn(value).filter(([from, to]) =>
			open.current.includes(value.slice(from, to)),
		);
	};
	const select = (span: Span | undefined): boolean => {
		if (!span) return false;
		box.current?.focus();
		box.current?.setSelectionRange(...span);
		return true;
	};
	const set = (next: string): void => {
		if (next === "") open.current = [];
		setText(next);
	};
	return {
		text,
		box,
		set,
		fill: (prompt, values) => {
			const filled = fillPlaceholders(prompt, values);
			open.current = filled.open.map(([from, to]) => filled.text.slice(from, to));
			// The selection is set in what stands in the box now, not after the next drawing.
			if (box.current) box.current.value = filled.text;
			setText(filled.text);
			const [first = [filled.text.length, filled.text.length]] = filled.open;
			select(first);
			return filled.open.length === 0 ? filled.text : undefined;
		},
		selectOpen: () => select(openSpans()[0]),
		keyDown: (event) => {
			if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
			const { selectionStart, selectionEnd } = event.currentTarget;
			const next = event.shiftKey
				? openSpans().findLast(([, to]) => to <= selectionStart)
				: openSpans().find(([from]) => from >= selectionEnd);
			if (select(next)) event.preventDefault();
		},
	};
}

/** What placeholders stand for at present. */
export function placeholderValues(state: PageState): PlaceholderValues {
	const { picture, selected } = state;
	const object = selected === undefined ? undefined : findObject(state, selected);
	return {
		...(object && { label: labelText(object.label) }),
		fileName: oneLine(picture.name, 300),
		...(picture.kind === "shown" && {
			width: String(Math.round(picture.size.width)),
			height: String(Math.round(picture.size.height)),
		}),
	};
}
