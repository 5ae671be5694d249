import {
	type RequestChoices,
	resolutions,
	type SentSize,
	sentSizes,
	type ThinkingLevel,
	thinkingLevels,
} from "../../shared/choices.ts";
import type { Ask, EngineState, PickedModel } from "../../shared/protocol.ts";

/** What the questions of a page choose for themselves, until the person puts it back. */
export interface RequestOptions {
	readonly choices: RequestChoices;
	/** The levels of thinking that `choices.model` knows; none without one. */
	readonly modelLevels: readonly ThinkingLevel[];
}

export type ChoiceKey = keyof RequestChoices;

export const freshOptions: RequestOptions = { choices: {}, modelLevels: [] };

/** What an engine and a page's options are read from. */
export interface OptionsState {
	readonly engine: EngineState;
	readonly options: RequestOptions;
}

/** The levels of thinking there are to choose from: the chosen model's, or the set one's. */
export function levelsOf({ engine, options }: OptionsState): readonly ThinkingLevel[] {
	if (engine.kind === "demo") return [];
	return options.choices.model === undefined ? (engine.thinkingLevels ?? []) : options.modelLevels;
}

/** Whether a choice means anything to what answers now; one that does not is kept, but not sent. */
export function isOffered(state: OptionsState, key: ChoiceKey): boolean {
	switch (key) {
		case "model":
			return state.engine.kind === "gemini";
		case "thinking":
			return levelsOf(state).length > 0;
		case "mediaResolution":
		case "sentSize":
			return true;
	}
}

/** What is chosen other than it is set, and means something; undefined: nothing. */
export function sentChoices(state: OptionsState): RequestChoices | undefined {
	const { model, thinking, mediaResolution, sentSize } = state.options.choices;
	const set = state.engine.choices ?? {};
	const levels = levelsOf(state);
	const knowsLevel = thinking === "auto" || (thinking !== undefined && levels.includes(thinking));
	const choices: RequestChoices = {
		...(isOffered(state, "model") && model && model !== state.engine.model && { model }),
		...(knowsLevel && differs(thinking, set.thinking) && { thinking }),
		...(differs(mediaResolution, set.mediaResolution) && { mediaResolution }),
		...(differs(sentSize, set.sentSize) && { sentSize }),
	};
	return Object.keys(choices).length > 0 ? choices : undefined;
}

/** A question with what the page's options choose for it. */
export function withOptions(ask: Ask, state: OptionsState): Ask {
	const choices = sentChoices(state);
	return choices ? { ...ask, choices } : ask;
}

/** `undefined` puts a choice back to what is set. */
export function chooseOption<Key extends ChoiceKey>(
	options: RequestOptions,
	key: Key,
	value: RequestChoices[Key] | undefined,
): RequestOptions {
	const { [key]: _, ...others } = options.choices;
	const choices: RequestChoices = value === undefined ? others : { ...others, [key]: value };
	return { choices, modelLevels: key === "model" ? [] : options.modelLevels };
}

/** A level of thinking that the new model does not know is put back. */
export function chooseModel(
	options: RequestOptions,
	{ model, thinkingLevels: modelLevels }: PickedModel,
): RequestOptions {
	const { thinking, ...others } = options.choices;
	const isKnown = thinking === "auto" || (thinking && modelLevels.includes(thinking));
	return { choices: { ...others, ...(isKnown && { thinking }), model }, modelLevels };
}

/** Where a chosen model is gone, the one that is asked in its place is chosen from now on. */
export function replaceModel(
	{ engine, options }: OptionsState,
	gone: string,
	model: string | undefined,
): RequestOptions {
	if (options.choices.model !== gone || model === undefined) return options;
	const isSet = model === engine.model;
	return chooseModel(options, {
		model,
		// Of another nobody has said what it knows.
		thinkingLevels: isSet ? (engine.thinkingLevels ?? []) : [],
	});
}

/** Reads what an earlier page kept, perhaps an older version's; what does not fit is left out. */
export function readOptions(stored: unknown): RequestOptions {
	const { choices, modelLevels } = fields(stored);
	const { model, thinking, mediaResolution, sentSize } = fields(choices);
	const level = oneOf([...thinkingLevels, "auto"] as const, thinking);
	const resolution = oneOf([...resolutions, "auto"] as const, mediaResolution);
	const size = oneOf<SentSize | "auto">([...sentSizes, "auto"], sentSize);
	const hasModel = typeof model === "string" && model !== "";
	return {
		choices: {
			...(hasModel && { model }),
			...(level && { thinking: level }),
			...(resolution && { mediaResolution: resolution }),
			...(size && { sentSize: size }),
		},
		modelLevels:
			hasModel && Array.isArray(modelLevels)
				? thinkingLevels.filter((known) => modelLevels.includes(known))
				: [],
	};
}

/** Chosen, and not what is set; what is not set is the same as "auto". */
function differs<Value extends string | number>(
	chosen: Value | undefined,
	set: Value | undefined,
): chosen is Value {
	return chosen !== undefined && chosen !== (set ?? "auto");
}

function oneOf<Value>(known: readonly Value[], value: unknown): Value | undefined {
	return known.find((one) => one === value);
}

function fields(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
