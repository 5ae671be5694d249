import { answer, describe } from "./answers.ts";
import { nameOf } from "./labels.ts";
import { enumerate, placeOf } from "./phrases.ts";
import type { Json } from "./request.ts";
import { type Rules, rulesOf } from "./schemaRules.ts";
import type { Sight } from "./vision.ts";
import { readWords, selectThings } from "./words.ts";

/**
 * A value that a JSON Schema allows, from what is seen: strings describe, numbers count, booleans say
 * whether there is such a thing, choices are taken when they name something seen. What is asked for
 * beyond colours and shapes is null where the schema allows it, left out where it is not required, and
 * otherwise empty.
 */
export function fill(schema: Json, sight: Sight, words: string): unknown {
	return new Filling(schema, words).fill(schema, sight);
}

/** Schemas that hold themselves end here. */
const deepest = 6;

/** What a key asks of the picture as a whole, or of one thing in a list. */
const aboutAll = /^(?:description|caption|summary|title|alt|alt text|what|answer|image|picture)$/;
const aboutColor = /\bcolou?rs?$/;
const aboutShape = /\bshapes?$/;
const aboutName = /^(?:names?|labels?|objects?|items?|things?|kinds?|types?)$/;
const aboutPlace = /^(?:places?|positions?|locations?|where)$/;

class Filling {
	readonly #root: Json;
	readonly #words: string;

	constructor(root: Json, words: string) {
		this.#root = root;
		this.#words = words;
	}

	fill(schema: Json, sight: Sight, depth = 0): unknown {
		const rules = rulesOf(schema, this.#root);
		const value = this.#known(rules, sight, "", depth);
		return value ?? (rules.isNullable ? null : emptyOf(rules));
	}

	/** `about` is the key that is being filled: "red circles" counts them. Undefined: nobody knows. */
	#known(rules: Rules, sight: Sight, about: string, depth: number): unknown {
		const selection = readWords(about || this.#words);
		const isBeyond = selection.isBeyond && !isKnown(about);
		const seen = isBeyond
			? []
			: selectThings(sight, selection.isBeyond ? readWords("") : selection);
		const { choices } = rules;
		if (choices) return choices.find((choice) => isSeen(choice, sight));
		switch (rules.type) {
			case "object":
				return this.#object(rules, sight, depth + 1);
			case "array":
				return this.#list(rules, { ...sight, things: seen }, about, depth + 1);
			case "integer":
			case "number":
				return isBeyond ? undefined : seen.length;
			case "boolean":
				return isBeyond ? undefined : seen.length > 0;
			case "null":
				return null;
			default:
				if (about === "") return answer(this.#words, sight);
				return isBeyond ? undefined : say(about, { ...sight, things: seen }, sight);
		}
	}

	#object({ properties, required }: Rules, sight: Sight, depth: number): Json {
		const filled = Object.entries(properties).flatMap(([key, schema]) => {
			const rules = rulesOf(schema, this.#root);
			const isNeeded = required.has(key);
			if (depth > deepest && !isNeeded) return [];
			const value = depth > deepest ? undefined : this.#known(rules, sight, spaced(key), depth);
			if (value !== undefined) return [[key, value] as const];
			if (rules.isNullable) return [[key, null] as const];
			return isNeeded ? [[key, emptyOf(rules)] as const] : [];
		});
		return Object.fromEntries(filled);
	}

	#list({ items, most }: Rules, sight: Sight, about: string, depth: number): unknown[] {
		const rules = rulesOf(items, this.#root);
		if (rules.choices) {
			return rules.choices.filter((choice) => isSeen(choice, sight)).slice(0, most);
		}
		const values = sight.things.map((thing) => {
			const alone = { ...sight, things: [thing] };
			if (rules.type !== "string") return this.fill(items, alone, depth);
			return say(aboutName.test(about) || !isKnown(about) ? "name" : about, alone, alone);
		});
		// Colours and shapes are kinds: each once.
		const isKinds = aboutColor.test(about) || aboutShape.test(about);
		return (isKinds ? [...new Set(values)] : values).slice(0, most);
	}
}

function spaced(name: string): string {
	return name
		.replaceAll(/([a-z])([A-Z])/g, "$1 $2")
		.replaceAll(/[_-]+/g, " ")
		.toLowerCase();
}

function isKnown(about: string): boolean {
	return [aboutAll, aboutColor, aboutShape, aboutName, aboutPlace].some((key) => key.test(about));
}

/** `seen` of `sight` in words, undefined where nothing is. */
function say(about: string, seen: Sight, sight: Sight): string | undefined {
	if (/\bbackground\b/.test(about)) return sight.background;
	if (aboutAll.test(about)) return describe(sight);
	const { things } = seen;
	if (things.length === 0) return undefined;
	if (aboutColor.test(about)) return enumerate([...new Set(things.map(({ color }) => color))]);
	if (aboutShape.test(about)) return enumerate([...new Set(things.map(({ shape }) => shape))]);
	if (aboutPlace.test(about)) return enumerate(things.map((thing) => placeOf(thing, sight)));
	if (aboutName.test(about)) return enumerate(things.map(nameOf));
	return describe(seen);
}

function isSeen(choice: unknown, sight: Sight): boolean {
	if (typeof choice !== "string") return false;
	const kind = readWords(choice);
	return kind.wanted.length > 0 && selectThings(sight, kind).length > 0;
}

/** What a required value is when it cannot be known. */
function emptyOf({ choices, type }: Rules): unknown {
	if (choices) return choices[0];
	switch (type) {
		case "integer":
		case "number":
			return 0;
		case "boolean":
			return false;
		case "object":
			return {};
		case "array":
			return [];
		default:
			return "";
	}
}
