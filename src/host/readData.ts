import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { jsonIn } from "../gemini/jsonIn.ts";
import { LoupeError } from "../shared/errors.ts";
import type { InvalidField, JsonSchema } from "../shared/protocol.ts";

/**
 * The JSON in a reply, and where it does not keep to the schema; nothing in it is changed. A field that
 * is missing or too many is named itself, not the object around it. Throws `BadReply` when the reply
 * holds no JSON, `Unsupported` as `checkSchema`.
 */
export async function readData(
	text: string,
	schema: JsonSchema,
): Promise<{ data: unknown; invalid?: InvalidField[] }> {
	const json = jsonIn(text);
	if (!json) throw new LoupeError("BadReply", "The reply holds no whole JSON");
	const data = json.value;
	const validate = await compile(schema);
	if (validate(data)) return { data };
	const invalid = new Map<string, InvalidField>();
	for (const error of validate.errors ?? []) {
		const field = { path: pathOf(error), message: error.message ?? error.keyword };
		invalid.set(`${field.path}\n${field.message}`, field);
	}
	return { data, invalid: [...invalid.values()] };
}

/** Throws `Unsupported` with the reason, in English, for what is no JSON Schema of draft 2020-12. */
export async function checkSchema(value: unknown): Promise<JsonSchema> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw noSchema("a JSON Schema is an object");
	}
	const schema = value as JsonSchema;
	await compile(schema);
	return schema;
}

async function compile(schema: JsonSchema): Promise<ValidateFunction> {
	// Once bundled, a CommonJS module has no named exports.
	const { default: validator } = await import("ajv/dist/2020.js");
	const ajv = new validator.Ajv2020({
		strict: false,
		allErrors: true,
		validateFormats: false,
		logger: false,
	});
	// Schemas name the draft they were written for, which this one reads as well; "$async" is the
	// validator's own and would make every answer seem valid.
	const { $schema: _, $async: __, ...rules } = schema;
	try {
		return ajv.compile(rules);
	} catch (error) {
		throw noSchema(error instanceof Error ? error.message : String(error), error);
	}
}

/** JSON Pointer (RFC 6901) of the field that is at fault. */
function pathOf({ instancePath, params }: ErrorObject): string {
	const { missingProperty, additionalProperty, unevaluatedProperty } = params;
	const name: unknown = missingProperty ?? additionalProperty ?? unevaluatedProperty;
	if (typeof name !== "string") return instancePath;
	return `${instancePath}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function noSchema(detail: string, cause?: unknown): LoupeError {
	return new LoupeError("Unsupported", `Not a JSON Schema: ${detail}`, { detail, cause });
}
