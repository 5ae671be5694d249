import { answer, describe } from "./answers.ts";
import type { Json } from "./request.ts";
import type { Sight } from "./vision.ts";
import { readWords, selectThings } from "./words.ts";

/**
 * A value that a JSON Schema allows, from what is seen: strings describe, numbers count, booleans say
 * whether there is such a thing, choices are taken when they name something seen. `name` is the key
 * that is being filled: "red_circles" counts red circles.
 */
export function fill(schema: Json, sight: Sight, words: string, name = ""): unknown {
	const about = name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll(/[_-]+/g, " ");
	const selection = readWords(about || words);
	const seen = selection.isBeyond ? [] : selectThings(sight, selection);
	const choices = Array.isArray(schema.enum) ? schema.enum : undefined;
	if (choices) return choices.find((choice) => isSeen(choice)) ?? choices[0];
	const named = Array.isArray(schema.type) ? schema.type[0] : schema.type;
	switch (`${named}`.toLowerCase()) {
		case "object":
			return fillObject();
		case "array":
			return fillList();
		case "integer":
		case "number":
			return seen.length;
		case "boolean":
			return seen.length > 0;
		case "null":
			return null;
		default:
			return about ? describe({ ...sight, things: seen }) : answer(words, sight);
	}

	function isSeen(choice: unknown): boolean {
		if (typeof choice !== "string") return false;
		const kind = readWords(choice);
		return kind.wanted.length > 0 && selectThings(sight, kind).length > 0;
	}

	function fillObject(): Json {
		const result: Json = {};
		for (const [key, value] of Object.entries((schema.properties ?? {}) as Json)) {
			result[key] = fill(value as Json, sight, words, key);
		}
		return result;
	}

	function fillList(): unknown[] {
		const item = (schema.items ?? {}) as Json;
		const most = typeof schema.maxItems === "number" ? schema.maxItems : 25;
		if (Array.isArray(item.enum)) {
			const fitting: unknown[] = item.enum.filter((choice) => isSeen(choice));
			return (fitting.length > 0 ? fitting : item.enum.slice(0, 1)).slice(0, most);
		}
		return seen.slice(0, most).map((thing) => fill(item, { ...sight, things: [thing] }, words, ""));
	}
}
