import type { GenerateRequest, Json } from "./request.ts";

/** What a request asks for, as read from its schema and words. */
export type DemoTask =
	| {
			kind: "objects";
			/** What each object is to have besides its label. */
			has: "box" | "mask" | "point";
			/** The key of the list in the answer; undefined when the answer is the list. */
			listKey: string | undefined;
			maxItems: number;
			/** The person's part of the words. */
			words: string;
	  }
	| { kind: "fill"; schema: Json; words: string }
	| { kind: "text"; words: string };

/** Without a limit in the request the API's pages ask for at most this many. */
const usualMost = 25;

export function taskOf({ schema, words: text, wantsJson }: GenerateRequest): DemoTask {
	const list = schema && findList(schema);
	const has = list ? hasOf(Object.keys(record(list.items.properties))) : saysOf(text);
	const words = ownWords(text);
	if (has && (list || !schema)) {
		const said = /\b(?:at most|no more than|up to|limit to|limited to|maximum of) (\d+)/i.exec(
			text,
		)?.[1];
		const maxItems = list?.maxItems ?? (said ? Number(said) : usualMost);
		return { kind: "objects", has, listKey: list?.key, maxItems, words };
	}
	if (schema) return { kind: "fill", schema, words };
	if (wantsJson) return { kind: "fill", schema: { type: "string" }, words };
	return { kind: "text", words };
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

/** Sentences that say how to answer, not what about. */
const instruction =
	/box_2d|\[y(?:min)?,|json|\b(?:0 ?(?:-|–|to) ?1000|normali[sz]ed|fences?|masks?"|key "|"label"|polygon|coordinates?)|^(?:answer|write|return|output|list each|limit|never|no |where several|use|include|(?:the|each) point lies)\b/i;

/** The person's words without those a program put around them. */
function ownWords(text: string): string {
	const quoted = /\bthese words ask[^\n:]*:\s*([\s\S]*?)(?=\nAnswer with|$)/.exec(text)?.[1];
	if (quoted !== undefined) return quoted;
	return text
		.split(/(?<=[.!?])\s+|\n+/)
		.filter((sentence) => !instruction.test(sentence))
		.join(" ");
}

function record(value: unknown): Json {
	return typeof value === "object" && value !== null ? (value as Json) : {};
}
