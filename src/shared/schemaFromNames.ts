import type { JsonSchema } from "./protocol.ts";

const typeNames: readonly string[] = ["string", "number", "integer", "boolean"];

/**
 * The schema of an object with these fields: "name, date, total: number, items[] {title, price:
 * number}, note?". Lines part fields as commas do; a field is text unless it says otherwise. All but
 * lists may be null, so that the model need not invent what it does not see; without "?" a field
 * must be there. Undefined for text that is no such list.
 */
export function schemaFromNames(text: string): JsonSchema | undefined {
	const reader = new Reader(text);
	const schema = readFields(reader);
	return schema && reader.isAtEnd ? schema : undefined;
}

/** Fields up to the end or a closing brace; undefined where there is none or one is not readable. */
function readFields(reader: Reader): JsonSchema | undefined {
	const fields = new Map<string, JsonSchema>();
	const required: string[] = [];
	while (!reader.isAtEnd && !reader.sees("}")) {
		if (reader.take(/[,;，、\n]/y) !== undefined) continue;
		const field = readField(reader);
		// Two fields of one name cannot both be filled.
		if (!field || fields.has(field.name)) return undefined;
		fields.set(field.name, field.schema);
		if (!field.isOptional) required.push(field.name);
		if (!reader.isAtEnd && !reader.sees("}") && !reader.sees(/[,;，、\n]/y)) return undefined;
	}
	if (fields.size === 0) return undefined;
	return {
		type: "object",
		properties: Object.fromEntries(fields),
		...(required.length > 0 && { required }),
	};
}

function readField(
	reader: Reader,
): { name: string; schema: JsonSchema; isOptional: boolean } | undefined {
	const name = reader.take(/[\p{L}\p{N}_$][^,;，、:?[\]{}\n"'`]*/uy)?.trim();
	if (!name) return undefined;
	let isOptional = reader.take("?") !== undefined;
	const isList = reader.take(/\[\s*\]/y) !== undefined;
	isOptional = reader.take("?") !== undefined || isOptional;
	const type = readType(reader);
	if (!type) return undefined;
	isOptional = reader.take("?") !== undefined || isOptional;
	const schema = isList ? { type: "array", items: type } : { ...type, type: [type.type, "null"] };
	return { name, schema, isOptional };
}

/** What stands behind a field's name: a type, fields of its own, or nothing, which means text. */
function readType(reader: Reader): JsonSchema | undefined {
	const isTyped = reader.take(":") !== undefined;
	if (reader.take("{") !== undefined) {
		const fields = readFields(reader);
		return reader.take("}") === undefined ? undefined : fields;
	}
	if (!isTyped) return { type: "string" };
	const word = reader.take(/\p{L}+/uy)?.toLowerCase() ?? "";
	// What examples call it.
	const type = word === "text" ? "string" : word;
	return typeNames.includes(type) ? { type } : undefined;
}

/** A place in a text; spaces before what it looks for do not matter. */
class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
		this.#skipSpaces();
	}

	get isAtEnd(): boolean {
		return this.#at === this.#text.length;
	}

	sees(what: string | RegExp): boolean {
		return this.#match(what) !== undefined;
	}

	/** What stands here, if it is that; reads past it. Expressions are sticky. */
	take(what: string | RegExp): string | undefined {
		const found = this.#match(what);
		if (found === undefined) return undefined;
		this.#at += found.length;
		this.#skipSpaces();
		return found;
	}

	#match(what: string | RegExp): string | undefined {
		if (typeof what === "string") {
			return this.#text.startsWith(what, this.#at) ? what : undefined;
		}
		what.lastIndex = this.#at;
		return what.exec(this.#text)?.[0];
	}

	/** Line ends are no spaces: they part fields. */
	#skipSpaces(): void {
		while (/[^\S\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
	}
}
