import removeIcon from "@vscode/codicons/src/icons/close.svg";
import * as l10n from "@vscode/l10n";
import { useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { cleanLabels, splitLabels } from "./labelList.ts";
import { oneLine } from "./text.ts";

/** Labels as they are being typed: those that are whole, and the one that is not yet. */
export interface LabelDraft {
	whole: readonly string[];
	rest: string;
}

export const noLabels: LabelDraft = { whole: [], rest: "" };

export function labelsOf({ whole, rest }: LabelDraft): string[] {
	return cleanLabels([...whole, rest]);
}

/** A box in which labels become chips behind each comma; Backspace in front takes the last one out. */
export function LabelBox(props: {
	name: string;
	hint: string;
	draft: LabelDraft;
	onChange(draft: LabelDraft): void;
}) {
	const { name, hint, draft, onChange } = props;
	const box = useRef<HTMLTextAreaElement>(null);
	const input = (text: string): void => {
		const { whole, rest } = splitLabels(text);
		onChange({ whole: cleanLabels([...draft.whole, ...whole]), rest });
	};
	const remove = (label: string): void => {
		onChange({ ...draft, whole: draft.whole.filter((other) => other !== label) });
		box.current?.focus();
	};
	const keyDown = (event: KeyboardEvent): void => {
		if (event.key !== "Backspace" || event.isComposing || draft.rest !== "") return;
		const last = draft.whole.at(-1);
		// It comes back as text: a slip of the finger costs nothing.
		if (last === undefined) return;
		onChange({ whole: draft.whole.slice(0, -1), rest: last });
		event.preventDefault();
	};
	return (
		// A click beside the text means the text.
		<div class="box label-box" onPointerUp={() => box.current?.focus()}>
			{draft.whole.map((label) => (
				<button
					type="button"
					class="label-chip"
					key={label}
					aria-label={l10n.t("Remove {0}", oneLine(label, 60))}
					title={oneLine(label, 400)}
					onClick={() => remove(label)}
				>
					<span class="words" dir="auto">
						{oneLine(label, 60)}
					</span>
					<Icon svg={removeIcon} />
				</button>
			))}
			<textarea
				class="label-text"
				rows={1}
				aria-label={name}
				placeholder={draft.whole.length === 0 ? hint : ""}
				dir="auto"
				autocomplete="off"
				ref={box}
				value={draft.rest}
				onInput={(event) => {
					// What is being composed is not whole before it ends.
					if (event.isComposing) onChange({ ...draft, rest: event.currentTarget.value });
					else input(event.currentTarget.value);
				}}
				onCompositionEnd={({ currentTarget }) => input(currentTarget.value)}
				onKeyDown={keyDown}
			/>
		</div>
	);
}
