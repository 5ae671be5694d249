import type { JsonSchema } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";
import type { MaskFormat } from "./models.ts";

/**
 * Gemini unrolls `maxItems` into its grammar and answers larger ones with a bare 400 (reported from
 * 972 on for plain arrays and far earlier for objects, googleapis/python-genai#2170): above this the
 * number stands in the words only.
 */
const mostItemsInSchema = 50;

/** Each choice counts against the same limit: larger sets stand in the words only. */
const mostLabelsInSchema = 100;

const numbers = { type: "array", items: { type: "integer" } };
const polygon = { type: "array", items: numbers };
const text = { type: "string" };

interface Structure {
	task: Task;
	pictures: readonly unknown[];
	maxObjects: number;
	labels?: readonly string[] | undefined;
	many?: boolean | undefined;
	schema?: JsonSchema | undefined;
}

/**
 * JSON Schema of the answer; undefined: free text. Numbers and inner arrays carry no bounds, each
 * of which counts against Gemini's limit on grammar states; `reply.ts` checks them instead.
 */
export function schemaFor(asked: Structure, format: MaskFormat): JsonSchema | undefined {
	switch (asked.task) {
		case "caption":
		case "ask":
		case "compare":
		case "transcribe":
			return undefined;
		case "classify":
			return labelsSchema(asked);
		case "extract":
			return asked.schema;
		case "detect":
			return listOf(asked, { box_2d: numbers, label: text }, ["box_2d", "label"]);
		case "point":
			return listOf(asked, { point: numbers, label: text }, ["point", "label"]);
		case "segment":
			// In JSON mode 2.5 writes a placeholder where the mask should be.
			if (format === "png") return undefined;
			return listOf(
				asked,
				{ box_2d: numbers, label: text, mask: polygon, holes: { type: "array", items: polygon } },
				["box_2d", "label", "mask"],
			);
	}
}

function labelsSchema({ labels = [], many }: Structure): JsonSchema {
	const isListed = labels.length > 0 && labels.length <= mostLabelsInSchema;
	const label = isListed ? { ...text, enum: [...labels] } : text;
	const item = {
		type: "object",
		properties: { label, confidence: text },
		required: ["label"],
		propertyOrdering: ["label", "confidence"],
	};
	return {
		type: "object",
		properties: { labels: { type: "array", ...(!many && { maxItems: 1 }), items: item } },
		required: ["labels"],
	};
}

function listOf(
	{ pictures, maxObjects }: Structure,
	places: Record<string, object>,
	needed: string[],
): JsonSchema {
	const isOne = pictures.length < 2;
	const properties = isOne ? places : { picture: { type: "integer" }, ...places };
	const required = isOne ? needed : ["picture", ...needed];
	return {
		type: "array",
		...(maxObjects <= mostItemsInSchema && { maxItems: maxObjects }),
		items: { type: "object", properties, required, propertyOrdering: Object.keys(properties) },
	};
}
