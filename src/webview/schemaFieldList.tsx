import * as l10n from "@vscode/l10n";
import type { JsonSchema } from "../shared/protocol.ts";
import { type FieldType, type SchemaField, schemaFields } from "./schemaFields.ts";
import { oneLine } from "./text.ts";

/** A form is no place for more. */
const mostFields = 60;

/** What will be extracted, field by field. */
export function SchemaFields({ schema }: { schema: JsonSchema }) {
	const fields = schemaFields(schema, mostFields);
	return (
		<ul class="schema-fields" aria-label={l10n.t("Fields to be extracted")}>
			{fields.length === 0 && <li class="schema-field">{l10n.t("Whatever the schema allows")}</li>}
			{fields.map((field, index) => (
				<li class={`schema-field depth-${field.depth}`} key={`${index} ${field.name}`}>
					<span class="words" dir="auto">
						{oneLine(field.name, 80)}
					</span>
					<span class="words detail" dir="auto">
						{fieldWords(field)}
					</span>
				</li>
			))}
		</ul>
	);
}

function fieldWords({ type, isList, isRequired }: SchemaField): string {
	const words = isList ? l10n.t("list: {0}", typeWords(type)) : typeWords(type);
	return isRequired ? words : l10n.t("{0}, may be missing", words);
}

function typeWords(type: FieldType): string {
	switch (type.kind) {
		case "text":
			return l10n.t("text");
		case "number":
			return l10n.t("number");
		case "integer":
			return l10n.t("whole number");
		case "boolean":
			return l10n.t("true or false");
		case "group":
			return l10n.t("fields");
		case "any":
			return l10n.t("anything");
		case "choice":
			return oneLine(type.choices.slice(0, 20).join(" | "), 80);
		default:
			return type satisfies never;
	}
}
