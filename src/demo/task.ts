import { ownWords } from "./ownWords.ts";
import type { GenerateRequest, Json } from "./request.ts";

/** What a request asks for, as read from its schema and words; `words` are the person's part of them. */
export type DemoTask =
	| {
			kind: "objects";
			/** What each object is to have besides its label. */
			has: "box" | "mask" | "point";
			/** Each says which picture it is in. */
			hasPicture: boolean;
			/** The key of the list in the answer; undefined when the answer is the list. */
			listKey: string | undefined;
			maxItems: number;
			words: string;
	  }
	| { kind: "classify"; labels: string[]; many: boolean }
	| { kind: "fill"; schema: Json; words: string }
	| { kind: "transcribe" }
	| { kind: "caption"; words: string }
	| { kind: "compare"; words: string; maxItems: number }
	/** `hasFence`: where the words ask for things, boxes of them end the answer. */
	| { kind: "ask"; hasFence: boolean; maxItems: number };

/** Without a limit in the request the API's pages ask for at most this many. */
const usualMost = 25;

export function taskOf({ schema, turns, wantsJson }: GenerateRequest): DemoTask {
	const text = turns.at(-1)?.words ?? "";
	const words = ownWords(text);
	const maxItems = mostSaid(text) ?? usualMost;
	const chosen = schema && labelsOf(schema, text);
	if (chosen) return { kind: "classify", ...chosen };
	if (!schema && !wantsJson) {
		if (/```json fence that lists each thing that is in one/.test(text)) {
			return { kind: "compare", words, maxItems };
		}
		if (/```json fence that lists each of these things/.test(text)) {
			return { kind: "ask", hasFence: true, maxItems };
		}
		if (/^Write down all text (?:in|on each page of) /.test(text)) return { kind: "transcribe" };
		if (/^(?:Write a caption for|Say in one or two sentences what) /.test(text)) {
			return { kind: "caption", words };
		}
	}
	const list = schema && findList(schema);
	const has = list ? hasOf(Object.keys(record(list.items.properties))) : saysOf(text);
	if (has && (list || !schema)) {
		const hasPicture = list
			? "picture" in record(list.items.properties)
			: text.includes('"picture"');
		const most = list?.maxItems ?? maxItems;
		return { kind: "objects", has, hasPicture, listKey: list?.key, maxItems: most, words };
	}
	if (schema) return { kind: "fill", schema, words };
	if (wantsJson) return { kind: "fill", schema: { type: "string" }, words };
	return { kind: "ask", hasFence: false, maxItems };
}

function mostSaid(text: string): number | undefined {
	const said =
		/\b(?:at most|no more than|up to|limit to|limited to|maximum of) (\d+)(?: entries| items|\b(?! characters| words))/i.exec(
			text,
		)?.[1];
	return said ? Number(said) : undefined;
}

/** A list of labels under "labels", and what they are to be chosen from: in the schema or the words. */
function labelsOf(schema: Json, text: string): { labels: string[]; many: boolean } | undefined {
	const { items, maxItems } = record(record(schema.properties).labels);
	const { label } = record(record(items).properties);
	if (label === undefined) return undefined;
	const listed = record(label).enum ?? readList(/^Which .*? (\[".*\])$/m.exec(text)?.[1]);
	if (!Array.isArray(listed)) return undefined;
	return { labels: listed.map(String), many: maxItems !== 1 };
}

function readList(text: string | undefined): unknown {
	try {
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		// In another program's words: then the schema is filled as any other.
		return undefined;
	}
}

/** The first list of objects that a schema describes, at its top or one level below. */
function findList(
	schema: Json,
): { key: string | undefined; items: Json; maxItems: number | undefined } | undefined {
	const tried: [string | undefined, Json][] = [[undefined, schema]];
	for (const [key, value] of Object.entries(record(schema.properties))) {
		tried.push([key, record(value)]);
	}
	for (const [key, { items, maxItems }] of tried) {
		const item = record(items);
		if (!hasOf(Object.keys(record(item.properties)))) continue;
		const most = Number(maxItems);
		return { key, items: item, maxItems: most > 0 ? most : undefined };
	}
	return undefined;
}

function hasOf(keys: readonly string[]): "box" | "mask" | "point" | undefined {
	if (keys.includes("mask")) return "mask";
	if (keys.includes("box_2d")) return "box";
	return keys.includes("point") ? "point" : undefined;
}

function saysOf(text: string): "box" | "mask" | "point" | undefined {
	if (/segmentation mask/i.test(text) || /"mask"/.test(text)) return "mask";
	if (/box_2d|bounding box/i.test(text)) return "box";
	return /"point"|\[y, ?x\]/.test(text) ? "point" : undefined;
}

function record(value: unknown): Json {
	return typeof value === "object" && value !== null ? (value as Json) : {};
}
