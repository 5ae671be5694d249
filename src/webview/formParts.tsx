import presetIcon from "@vscode/codicons/src/icons/bookmark.svg";
import * as l10n from "@vscode/l10n";
import type { ComponentChildren } from "preact";
import type { OwnPreset } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import { Icon } from "./icon.tsx";
import { oneLine } from "./text.ts";

/** One of the things a form offers to take. */
export interface Suggestion {
	key: string;
	title: string;
	/** What it holds, quiet beside the title. */
	detail?: string;
	icon?: string;
	take(): void;
}

/** A named list of suggestions; nothing where there is none. */
export function Suggestions({ name, entries }: { name: string; entries: Suggestion[] }) {
	if (entries.length === 0) return null;
	return (
		<fieldset class="suggestions" aria-label={name}>
			{entries.map(({ key, title, detail, icon, take }) => (
				<button
					type="button"
					class="suggestion"
					key={key}
					title={oneLine(detail ? `${title}: ${detail}` : key, 400)}
					onClick={take}
				>
					{icon && <Icon svg={icon} />}
					<span class="words" dir="auto">
						{oneLine(title, 120)}
					</span>
					{detail && (
						<span class="words detail" dir="auto">
							{oneLine(detail, 200)}
						</span>
					)}
				</button>
			))}
		</fieldset>
	);
}

/** The person's own presets for a task, by their titles. */
export function OwnPresets(props: {
	task: Task;
	presets: readonly OwnPreset[];
	take(preset: OwnPreset): void;
}) {
	const own = props.presets.filter(({ task }) => task === props.task);
	return (
		<Suggestions
			name={l10n.t("Your Presets")}
			entries={own.map((preset, index) => ({
				key: `${index} ${preset.title}`,
				title: preset.title,
				detail: preset.prompt,
				icon: presetIcon,
				take: () => props.take(preset),
			}))}
		/>
	);
}

/** The last line of a form: what is missing, and the buttons. */
export function FormFoot({ note, children }: { note: FormNote; children: ComponentChildren }) {
	return (
		<div class="form-foot">
			<p class={note.isUrgent ? "form-note urgent" : "form-note"} role="status">
				{note.text}
			</p>
			{children}
		</div>
	);
}

export interface FormNote {
	text: string;
	/** The person tried to run without it. */
	isUrgent: boolean;
}
