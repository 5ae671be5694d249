import { readable } from "./text.ts";

/** A cell shows no more letters than this; copying gives all of them. */
const mostLetters = 600;

/** What a value reads as in a table; undefined for what is not there. */
export function valueText(value: unknown): string | undefined {
	if (value === null || value === undefined || value === "") return undefined;
	if (typeof value === "string") return cut(value);
	if (typeof value !== "object") return String(value);
	const isPlain = Array.isArray(value) && value.every((one) => typeof one !== "object");
	if (!isPlain) return cut(JSON.stringify(value));
	return value.length === 0 ? undefined : cut(value.slice(0, mostLetters).map(String).join(", "));
}

/** A place in data as a person reads it: "items 2 › price". */
export function placeText(path: string): string {
	return path
		.split("/")
		.slice(1)
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
		.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step))
		.join(" › ");
}

function cut(text: string): string {
	const start = readable(text.slice(0, mostLetters));
	return text.length > mostLetters ? `${start}…` : start;
}
