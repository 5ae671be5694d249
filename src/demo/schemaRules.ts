import type { Json } from "./request.ts";

/** Of a JSON Schema, what a value is made by. */
export interface Rules {
	/** In lower case: Gemini's own schemas have them in capitals. */
	type: string;
	isNullable: boolean;
	choices: unknown[] | undefined;
	properties: Record<string, Json>;
	required: Set<string>;
	items: Json;
	most: number;
}

/** Deeper references run in circles. */
const deepest = 8;

/** Follows references within `root`; of alternatives the first that is not null. */
export function rulesOf(schema: Json, root: Json): Rules {
	let found = schema;
	let isNullable = false;
	for (let depth = 0; depth < deepest; depth++) {
		isNullable ||= found.nullable === true;
		const options = listOf(found.anyOf ?? found.oneOf);
		const [only] = listOf(found.allOf);
		if (typeof found.$ref === "string") found = referred(found.$ref, root);
		else if (options.length > 0) {
			isNullable ||= options.some(({ type }) => type === "null");
			found = options.find(({ type }) => type !== "null") ?? {};
		} else if (only && found.type === undefined) found = only;
		else break;
	}
	const types = [found.type].flat().map((type) => `${type ?? guess(found)}`.toLowerCase());
	const choices = "const" in found ? [found.const] : found.enum;
	return {
		type: types.find((type) => type !== "null") ?? "null",
		isNullable: isNullable || types.includes("null"),
		choices: Array.isArray(choices) ? choices.filter((choice) => choice !== null) : undefined,
		properties: recordOf(found.properties) as Record<string, Json>,
		required: new Set(Array.isArray(found.required) ? found.required.map(String) : []),
		items: recordOf(found.items),
		most: typeof found.maxItems === "number" ? found.maxItems : 25,
	};
}

function guess({ properties, items }: Json): string {
	if (properties !== undefined) return "object";
	return items === undefined ? "string" : "array";
}

function referred(pointer: string, root: Json): Json {
	let at: unknown = root;
	for (const part of pointer.replace(/^#\/?/, "").split("/").filter(Boolean)) {
		at = recordOf(at)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
	}
	return recordOf(at);
}

function listOf(value: unknown): Json[] {
	return Array.isArray(value) ? value.map(recordOf) : [];
}

function recordOf(value: unknown): Json {
	return typeof value === "object" && value !== null ? (value as Json) : {};
}
