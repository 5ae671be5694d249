import "../form.css";
import "../menu.css";
import "../select.css";
import "./requestOptions.css";

import chevronIcon from "@vscode/codicons/src/icons/chevron-down.svg";
import resetIcon from "@vscode/codicons/src/icons/discard.svg";
import optionsIcon from "@vscode/codicons/src/icons/settings.svg";
import * as l10n from "@vscode/l10n";
import type { RequestChoices } from "../../shared/choices.ts";
import { resolutions, sentSizes } from "../../shared/choices.ts";
import { togglePopover } from "../form.tsx";
import { Icon } from "../icon.tsx";
import { moveFocus } from "../moveFocus.ts";
import { oneLine } from "../text.ts";
import {
	choicesLines,
	choiceTitle,
	resolutionWords,
	sentSizeWords,
	thinkingWords,
} from "./choiceWords.ts";
import type { RequestActions } from "./requestActions.ts";
import {
	type ChoiceKey,
	isOffered,
	levelsOf,
	type OptionsState,
	sentChoices,
} from "./requestOptions.ts";

const formId = "request-options";

/** Opens what questions choose for themselves; marked while they choose anything. */
export function RequestOptionsButton({ state }: { state: OptionsState }) {
	const choices = sentChoices(state);
	const lines = choices ? choicesLines(choices) : [];
	return (
		<button
			type="button"
			class={choices ? "tool options-button chosen" : "tool options-button"}
			aria-label={l10n.t("Request Options")}
			aria-description={lines.join("; ") || undefined}
			aria-haspopup="dialog"
			title={[l10n.t("Request Options"), ...lines].join("\n")}
			popovertarget={formId}
			onClick={(event) => {
				// The browser would open the form without placing it.
				event.preventDefault();
				const anchor = event.currentTarget.getBoundingClientRect();
				if (togglePopover(formId, anchor)) stops()[0]?.focus();
			}}
		>
			<Icon svg={optionsIcon} />
		</button>
	);
}

/**
 * What the page's questions choose for themselves, in a popover: ↑ and ↓ go through the buttons, in a
 * list through its entries; Escape closes.
 */
export function RequestOptionsForm(props: { state: OptionsState; actions: RequestActions }) {
	const { state, actions } = props;
	const { engine, options } = state;
	const { choices } = options;
	const set = engine.choices ?? {};
	const levels = levelsOf(state);
	const keyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		// Nothing here is a shortcut of the page; the browser itself closes on Escape.
		event.stopPropagation();
		if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
		if (event.target instanceof HTMLSelectElement) return;
		if (moveFocus(stops(), event.key)) event.preventDefault();
	};
	const showRequest = (): void => {
		// Closing gives the focus back first, so that it returns there in the end.
		document.getElementById(formId)?.hidePopover();
		actions.showRequest();
	};
	return (
		<div
			id={formId}
			class="form request-options"
			popover="auto"
			role="dialog"
			aria-label={l10n.t("Request Options")}
			onKeyDown={keyDown}
		>
			{isOffered(state, "model") && <ModelRow state={state} actions={actions} />}
			{levels.length > 0 && (
				<ChoiceRow
					choice="thinking"
					chosen={choices.thinking}
					set={set.thinking}
					known={levels}
					words={thinkingWords}
					actions={actions}
				/>
			)}
			<ChoiceRow
				choice="mediaResolution"
				chosen={choices.mediaResolution}
				set={set.mediaResolution}
				known={resolutions}
				words={resolutionWords}
				actions={actions}
			/>
			<ChoiceRow
				choice="sentSize"
				chosen={choices.sentSize}
				set={set.sentSize}
				known={sentSizes}
				words={sentSizeWords}
				actions={actions}
			/>
			<p class="form-note">{noteWords(state)}</p>
			<div class="form-foot">
				<button type="button" class="button secondary" onClick={showRequest}>
					{l10n.t("Show Request…")}
				</button>
				<span class="spring" />
				<button
					type="button"
					class="button secondary"
					disabled={Object.keys(choices).length === 0}
					onClick={() => actions.resetChoices()}
				>
					{l10n.t("Reset")}
				</button>
			</div>
		</div>
	);
}

function ModelRow({ state, actions }: { state: OptionsState; actions: RequestActions }) {
	const { engine, options } = state;
	const { model } = options.choices;
	const set = oneLine(engine.model, 80);
	const words = model === undefined ? l10n.t("As set: {0}", set) : oneLine(model, 80);
	return (
		<div class="option-row">
			<span class="option-name">{choiceTitle("model")}</span>
			<button
				type="button"
				class="select option-model"
				aria-label={l10n.t("Model for These Questions: {0}", words)}
				title={words}
				onClick={() => actions.pickModel()}
			>
				<span class="words">{words}</span>
				<Icon svg={chevronIcon} />
			</button>
			{model !== undefined && (
				<button
					type="button"
					class="tool small"
					aria-label={l10n.t("Model As Set")}
					title={l10n.t("As set: {0}", set)}
					onClick={() => {
						actions.setChoice("model", undefined);
						// This button leaves, and the focus would leave with it.
						stops()[0]?.focus();
					}}
				>
					<Icon svg={resetIcon} />
				</button>
			)}
		</div>
	);
}

/** In lists of the page this is what is set, whatever that is. */
const asSet = "";

function ChoiceRow<Key extends Exclude<ChoiceKey, "model">>(props: {
	choice: Key;
	chosen: RequestChoices[Key];
	set: RequestChoices[Key];
	known: ReadonlyArray<NonNullable<RequestChoices[Key]>>;
	words(value: RequestChoices[Key]): string;
	actions: RequestActions;
}) {
	const { choice, chosen, set, known, words, actions } = props;
	const auto = "auto" as NonNullable<RequestChoices[Key]>;
	// Where nothing is set, it is the same.
	const hasAuto = (set ?? auto) !== auto || chosen === auto;
	const values = hasAuto ? [auto, ...known] : known;
	return (
		<label class="option-row">
			<span class="option-name">{choiceTitle(choice)}</span>
			<select
				class="select"
				value={String(chosen ?? asSet)}
				onChange={({ currentTarget: { value } }) =>
					actions.setChoice(
						choice,
						values.find((one) => String(one) === value),
					)
				}
			>
				<option value={asSet}>{l10n.t("As set: {0}", words(set))}</option>
				{values.map((value) => (
					<option key={value} value={String(value)}>
						{words(value)}
					</option>
				))}
			</select>
		</label>
	);
}

function noteWords(state: OptionsState): string {
	if (state.engine.kind === "demo") {
		return l10n.t(
			"For all questions and tasks of this page until reset. The demo engine is no model and does not think: there is nothing to choose of that.",
		);
	}
	if (levelsOf(state).length === 0) {
		return l10n.t(
			"For all questions and tasks of this page until reset. How long this model thinks cannot be chosen.",
		);
	}
	return l10n.t("For all questions and tasks of this page until reset.");
}

function stops(): HTMLElement[] {
	const all =
		document.getElementById(formId)?.querySelectorAll<HTMLElement>("button, select") ?? [];
	return [...all].filter((one) => !one.matches(":disabled"));
}
