import type { Code, CodeGroup, Layout } from "./codeLayout.ts";
import type { Json } from "./codeRequest.ts";
import { jsonString } from "./codeText.ts";

/** How a language writes JSON values. */
export interface JsonWords {
	text(value: string): Code;
	key(name: string): string;
	true: string;
	false: string;
	null: string;
}

export const jsonWords: JsonWords = {
	text: jsonString,
	key: jsonString,
	true: "true",
	false: "false",
	null: "null",
};

export const jsonLayout: Layout = {
	indent: "  ",
	comment: "",
	hasPaddedBraces: true,
	hasLastComma: false,
	isAligned: false,
	joinLiterals: (literals) => literals.join(""),
};

/** A JSON value as a literal of a language with objects in braces and lists in brackets. */
export function jsonCode(value: Json, words: JsonWords): Code {
	if (value === null) return words.null;
	switch (typeof value) {
		case "string":
			return words.text(value);
		case "number":
			return JSON.stringify(value);
		case "boolean":
			return words[`${value}`];
	}
	if (isList(value)) return listCode(value.map((item) => jsonCode(item, words)));
	const items = Object.entries(value).map(([name, field]) => ({
		key: `${words.key(name)}: `,
		value: jsonCode(field, words),
	}));
	return { open: "{", close: "}", items };
}

export function listCode(values: readonly Code[]): CodeGroup {
	return { open: "[", close: "]", items: values.map((value) => ({ value })) };
}

/** `Array.isArray` alone does not know lists that are only read. */
function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
