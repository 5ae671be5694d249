import "./prompt.css";

import runIcon from "@vscode/codicons/src/icons/arrow-right.svg";
import recentIcon from "@vscode/codicons/src/icons/history.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import type { OwnPreset } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { Actions } from "./actions.ts";
import { closeForm, Form } from "./form.tsx";
import { OwnPresets, Suggestions } from "./formParts.tsx";
import { Icon } from "./icon.tsx";
import { presetsFor, promptHint } from "./presets.ts";
import { taskTitle } from "./text.ts";
import { placeholderValues, useWords } from "./words.ts";
import { WordsBox } from "./wordsBox.tsx";

interface PromptProps {
	task: Task;
	/** The person's own, of all tasks. */
	presets: readonly OwnPreset[];
	/** The person's own words for this task, the newest first. */
	recent: readonly string[];
	actions: Actions;
}

/** A box for the person's words, and under it presets and the words used before. */
export const Prompt = memo(({ task, presets, recent, actions }: PromptProps) => {
	const words = useWords();
	const builtIn = presetsFor(task);
	const used = recent.filter((prompt) => !builtIn.some((preset) => preset.prompt === prompt));

	const run = (prompt: string | undefined): void => {
		closeForm(task);
		words.set("");
		actions.run({ task, ...(prompt && { prompt }) });
	};
	const submit = (): void => {
		if (!words.selectOpen()) run(words.text.trim());
	};
	const take = ({ prompt }: OwnPreset): void => {
		const whole = words.fill(prompt, placeholderValues(actions.now()));
		if (whole !== undefined) run(whole);
	};

	return (
		<Form task={task} submit={submit}>
			<div class="prompt-line">
				<WordsBox
					name={l10n.t("Words for: {0}", taskTitle(task))}
					hint={promptHint(task)}
					words={words.text}
					box={words.box}
					onInput={words.set}
					onKeyDown={words.keyDown}
				/>
				<button
					type="button"
					class="tool small run"
					aria-label={l10n.t("Run")}
					title={l10n.t("Run (Enter)")}
					onClick={submit}
				>
					<Icon svg={runIcon} />
				</button>
			</div>
			<Suggestions
				name={l10n.t("Presets")}
				entries={builtIn.map(({ title, prompt }) => ({
					key: title,
					title,
					...(prompt && prompt !== title && { detail: prompt }),
					take: () => run(prompt),
				}))}
			/>
			<OwnPresets task={task} presets={presets} take={take} />
			<Suggestions
				name={l10n.t("Recent")}
				entries={used.map((prompt) => ({
					key: prompt,
					title: prompt,
					icon: recentIcon,
					take: () => run(prompt),
				}))}
			/>
		</Form>
	);
});
