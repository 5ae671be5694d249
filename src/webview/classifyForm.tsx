import "./formLabels.css";

import setIcon from "@vscode/codicons/src/icons/bookmark.svg";
import recentIcon from "@vscode/codicons/src/icons/history.svg";
import * as l10n from "@vscode/l10n";
import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import type { Saved } from "../shared/protocol.ts";
import type { Actions } from "./actions.ts";
import { closeForm, Form, focusForm } from "./form.tsx";
import { FormFoot, OwnPresets, Suggestions } from "./formParts.tsx";
import { LabelBox, labelsOf, noLabels } from "./labelBox.tsx";
import { promptHint } from "./presets.ts";
import { formatNumber, taskTitle } from "./text.ts";
import { placeholderValues, useWords } from "./words.ts";
import { WordsBox } from "./wordsBox.tsx";

/** With one label there is nothing to choose. */
const leastLabels = 2;

interface ClassifyFormProps {
	saved: Saved;
	/** Those chosen from last. */
	recent: readonly string[] | undefined;
	actions: Actions;
}

/** Which labels to choose from, whether several may fit, and words if the person has some. */
export const ClassifyForm = memo(({ saved, recent, actions }: ClassifyFormProps) => {
	const [draft, setDraft] = useState(noLabels);
	const [many, setMany] = useState(false);
	const [refused, setRefused] = useState(false);
	const words = useWords();
	const labels = labelsOf(draft);
	const isEnough = labels.length >= leastLabels;

	const submit = (): void => {
		setRefused(!isEnough);
		if (!isEnough || words.selectOpen()) return;
		const prompt = words.text.trim();
		closeForm("classify");
		setDraft(noLabels);
		words.set("");
		actions.run({ task: "classify", labels, many, ...(prompt && { prompt }) });
	};
	const fill = (set: readonly string[]): void => {
		setDraft({ whole: set, rest: "" });
		setRefused(false);
		focusForm("classify");
	};

	return (
		<Form task="classify" submit={submit}>
			<LabelBox
				name={l10n.t("Labels to choose from")}
				hint={l10n.t("Labels: cat, dog, neither")}
				draft={draft}
				onChange={(next) => {
					setDraft(next);
					setRefused(false);
				}}
			/>
			<fieldset class="choice" aria-label={l10n.t("How many labels may fit")}>
				<Choice name={l10n.t("One label")} isChosen={!many} choose={() => setMany(false)} />
				<Choice name={l10n.t("Several")} isChosen={many} choose={() => setMany(true)} />
			</fieldset>
			<WordsBox
				name={l10n.t("Words for: {0}", taskTitle("classify"))}
				hint={promptHint("classify")}
				words={words.text}
				box={words.box}
				onInput={words.set}
				onKeyDown={words.keyDown}
			/>
			<Suggestions
				name={l10n.t("Your Label Sets")}
				entries={Object.entries(saved.labelSets).map(([name, set]) => ({
					key: name,
					title: name,
					detail: set.slice(0, 20).join(", "),
					icon: setIcon,
					take: () => fill(set),
				}))}
			/>
			<OwnPresets
				task="classify"
				presets={saved.presets}
				take={({ prompt }) => words.fill(prompt, placeholderValues(actions.now()))}
			/>
			<Suggestions
				name={l10n.t("Recent")}
				entries={
					recent
						? [
								{
									key: "recent",
									title: recent.slice(0, 20).join(", "),
									icon: recentIcon,
									take: () => fill(recent),
								},
							]
						: []
				}
			/>
			<FormFoot
				note={{
					text: isEnough
						? l10n.t("{0} labels", formatNumber(labels.length))
						: l10n.t("At least two labels"),
					isUrgent: refused,
				}}
			>
				<button
					type="button"
					class="button secondary"
					disabled={!isEnough}
					onClick={() => actions.saveLabels(labels)}
				>
					{l10n.t("Save…")}
				</button>
				<button type="button" class="button" onClick={submit}>
					{taskTitle("classify")}
				</button>
			</FormFoot>
		</Form>
	);
});

function Choice(props: { name: string; isChosen: boolean; choose(): void }) {
	return (
		<label class="choice-part">
			<input type="radio" name="classify-many" checked={props.isChosen} onChange={props.choose} />
			<span>{props.name}</span>
		</label>
	);
}
