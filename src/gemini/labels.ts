import { LoupeError } from "../shared/errors.ts";
import type { ChosenLabels } from "../shared/protocol.ts";
import { jsonIn } from "./jsonIn.ts";
import { readLooseObjects } from "./replyLooseJson.ts";

interface Choice {
	label: string;
	confidence?: string;
}

/** The labels as they are sent: without surrounding space, empty ones and those said twice. */
export function givenLabels(labels: readonly string[]): string[] {
	return [...new Set(labels.map((label) => label.trim()).filter(Boolean))];
}

/**
 * Which of the labels a reply chose: of JSON in it, in a fence or not, or of plain lines. What was not
 * given is left out; one label at most unless `many`. Throws `BadReply` when it chose none that was
 * given, and did not say either that none fits.
 */
export function readLabels(reply: string, labels: readonly string[], many: boolean): ChosenLabels {
	const given = givenLabels(labels);
	const byFolded = new Map(given.toReversed().map((label) => [folded(label), label]));
	const choices = choicesIn(reply);
	const known = new Map<string, string | undefined>();
	for (const { label, confidence } of choices) {
		const trimmed = label.trim();
		const match = given.includes(trimmed) ? trimmed : byFolded.get(folded(label));
		if (match !== undefined && !known.has(match)) known.set(match, confidence);
	}
	if (known.size === 0 && !isEmptyList(reply)) {
		throw new LoupeError("BadReply", "The reply names none of the labels");
	}
	const chosen = [...known].slice(0, many ? undefined : 1);
	const sure = chosen.filter((entry): entry is [string, string] => entry[1] !== undefined);
	return {
		labels: chosen.map(([label]) => label),
		...(sure.length > 0 && { confidence: Object.fromEntries(sure) }),
	};
}

function choicesIn(reply: string): Choice[] {
	const json = jsonIn(reply);
	if (json) return choicesOf(json.value);
	const start = reply.indexOf("{");
	if (start >= 0) return readLooseObjects(reply.slice(start)).flatMap(choicesOf);
	return reply
		.split(/[\n,]/)
		.map((line) => ({ label: line.replace(/^[\s*"'`-]+|[\s*"'`.]+$/g, "") }));
}

/** Of `{labels: […]}`, a list, a choice, or a label alone; an object under any other key is a wrapper. */
function choicesOf(value: unknown): Choice[] {
	if (typeof value === "string" || typeof value === "number") return [{ label: `${value}` }];
	if (Array.isArray(value)) return value.flatMap(choicesOf);
	if (typeof value !== "object" || value === null) return [];
	const { label, confidence, ...others } = value as Record<string, unknown>;
	if (typeof label !== "string" && typeof label !== "number") {
		return Object.values({ label, ...others }).flatMap(choicesOf);
	}
	const word = typeof confidence === "number" ? `${confidence}` : confidence;
	const said = typeof word === "string" ? word.replace(/\s+/g, " ").trim() : "";
	return [{ label: `${label}`, ...(said && { confidence: said }) }];
}

/** `{"labels": []}` or `[]`: none fits. */
function isEmptyList(reply: string): boolean {
	const value = jsonIn(reply)?.value;
	const list =
		typeof value === "object" && value !== null && "labels" in value ? value.labels : value;
	return Array.isArray(list) && list.length === 0;
}

function folded(label: string): string {
	return label.trim().replace(/\s+/g, " ").toLowerCase();
}
