import type { JsonSchema } from "../shared/protocol.ts";

/** A field that a schema asks for, as a line of a list. */
export interface SchemaField {
	name: string;
	/** How many fields it is inside of. */
	depth: number;
	type: FieldType;
	isList: boolean;
	isRequired: boolean;
}

export type FieldType =
	| { kind: "text" | "number" | "integer" | "boolean" | "group" | "any" }
	| { kind: "choice"; choices: string[] };

/** A schema may refer to itself: fields deeper than this are not listed. */
const mostDepth = 4;

/** The fields of a schema, each before those inside it; at most `most`. */
export function schemaFields(schema: JsonSchema, most: number): SchemaField[] {
	const fields: SchemaField[] = [];
	collect(schema, schema, 0, fields, most);
	return fields;
}

/** Follows a reference within `root`, takes the one way that is not null, and goes into lists. */
export function resolveSchema(
	root: JsonSchema,
	schema: unknown,
): { schema: JsonSchema; isList: boolean } {
	let found = isSchema(schema) ? schema : {};
	let isList = false;
	// References and lists may go in circles.
	for (let step = 0; step < 16; step++) {
		const next = inner(root, found);
		if (!next) break;
		isList ||= next.isList;
		found = next.schema;
	}
	return { schema: found, isList };
}

/** The names that must be there. */
export function requiredOf({ required }: JsonSchema): string[] {
	return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

/** Name → schema; empty where the schema speaks of no object. */
export function propertiesOf({ properties }: JsonSchema): [string, unknown][] {
	return isSchema(properties) ? Object.entries(properties) : [];
}

function collect(
	root: JsonSchema,
	schema: unknown,
	depth: number,
	fields: SchemaField[],
	most: number,
): void {
	const { schema: parent } = resolveSchema(root, schema);
	const required = requiredOf(parent);
	for (const [name, property] of propertiesOf(parent)) {
		if (fields.length >= most) return;
		const { schema: own, isList } = resolveSchema(root, property);
		const type = typeOf(own);
		fields.push({ name, depth, type, isList, isRequired: required.includes(name) });
		if (type.kind === "group" && depth + 1 < mostDepth) {
			collect(root, own, depth + 1, fields, most);
		}
	}
}

function inner(
	root: JsonSchema,
	schema: JsonSchema,
): { schema: JsonSchema; isList: boolean } | undefined {
	if (typeof schema.$ref === "string") {
		const target = atPointer(root, schema.$ref);
		return target && { schema: target, isList: false };
	}
	for (const ways of [schema.anyOf, schema.oneOf]) {
		const [way, ...others] = Array.isArray(ways) ? ways.filter((one) => !isNull(one)) : [];
		if (isSchema(way) && others.length === 0) return { schema: way, isList: false };
	}
	if (isSchema(schema.items)) return { schema: schema.items, isList: true };
	return undefined;
}

function typeOf(schema: JsonSchema): FieldType {
	const choices = Array.isArray(schema.enum) ? schema.enum : [];
	if (choices.length > 0) return { kind: "choice", choices: choices.map(String) };
	if (propertiesOf(schema).length > 0) return { kind: "group" };
	const [type, ...others] = [schema.type].flat().filter((one) => one !== "null");
	if (others.length > 0) return { kind: "any" };
	switch (type) {
		case "string":
			return { kind: "text" };
		case "number":
		case "integer":
		case "boolean":
			return { kind: type };
		case "object":
			return { kind: "group" };
		default:
			return { kind: "any" };
	}
}

/** What a JSON Pointer fragment such as "#/$defs/line" names (RFC 6901). */
function atPointer(root: JsonSchema, reference: string): JsonSchema | undefined {
	if (!reference.startsWith("#")) return undefined;
	let found: unknown = root;
	for (const step of reference.slice(1).split("/").slice(1)) {
		const name = decodeStep(step);
		found = isSchema(found) && Object.hasOwn(found, name) ? found[name] : undefined;
	}
	return isSchema(found) ? found : undefined;
}

function decodeStep(step: string): string {
	const plain = step.replaceAll("~1", "/").replaceAll("~0", "~");
	try {
		return decodeURIComponent(plain);
	} catch {
		// A lone percent sign: the name has it as it is.
		return plain;
	}
}

function isNull(schema: unknown): boolean {
	return isSchema(schema) && schema.type === "null";
}

function isSchema(value: unknown): value is JsonSchema {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
