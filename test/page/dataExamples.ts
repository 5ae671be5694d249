import type { ShownRun } from "../../src/shared/protocol.ts";
import { captionRun } from "./scene.ts";

const text = { type: "string" };

export const invoiceSchema = {
	type: "object",
	properties: {
		number: text,
		date: { type: ["string", "null"], format: "date" },
		seller: {
			type: "object",
			properties: { name: text, address: { type: "object", properties: { city: text } } },
			required: ["name", "taxId"],
		},
		items: { type: "array", items: { $ref: "#/$defs/item" } },
		total: { type: "number" },
		currency: { enum: ["EUR", "USD"] },
		tags: { type: "array", items: text },
		paid: { type: "boolean" },
	},
	required: ["number", "total", "dueDate"],
	$defs: {
		item: {
			type: "object",
			properties: { title: text, count: { type: "integer" }, price: { type: "number" } },
			required: ["title", "price"],
		},
	},
};

/** An invoice with most things that can be wrong with one. */
export function invoiceRun(change: Partial<ShownRun> = {}): ShownRun {
	return captionRun({
		task: "extract",
		schema: invoiceSchema,
		text: "{}",
		data: {
			number: "2026-0117",
			date: null,
			seller: { name: "Ceramics & Fruit Ltd.", address: { city: "Jakarta" } },
			items: [
				{ title: "Coffee cup, white", count: 2, price: 12.5 },
				{ title: "Apple", count: "three", price: 0.8 },
				{ title: "Banana", count: 4 },
			],
			total: "29.60",
			currency: "EUR",
			tags: ["kitchen", "fruit"],
			paid: false,
		},
		invalid: [
			{ path: "/total", message: "must be number" },
			{ path: "/items/1/count", message: "must be integer" },
			{ path: "/items/2/price", message: "must have required property 'price'" },
			{ path: "/seller/taxId", message: "must have required property 'taxId'" },
			{ path: "/dueDate", message: "must have required property 'dueDate'" },
		],
		...change,
	});
}

export function classifyRun(change: Partial<ShownRun> = {}): ShownRun {
	return captionRun({
		task: "classify",
		labels: ["still life", "portrait", "landscape"],
		many: false,
		text: '{"labels":[{"label":"still life","confidence":"high"}]}',
		data: { labels: ["still life"], confidence: { "still life": "high" } },
		...change,
	});
}
