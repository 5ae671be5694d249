import type { JsonSchema, OwnPreset, Saved, SavedSchema } from "../shared/protocol.ts";
import type { Task } from "../shared/result.ts";

/** Every task by its name. */
const tasks: Readonly<Record<Task, Task>> = {
	caption: "caption",
	ask: "ask",
	classify: "classify",
	detect: "detect",
	segment: "segment",
	point: "point",
	extract: "extract",
	transcribe: "transcribe",
	compare: "compare",
};

/** As many letters as the page's box takes. */
const longestPrompt = 4000;
const longestLabel = 500;

/** The presets of a setting; entries that are none are left out. */
export function presetsIn(value: unknown): OwnPreset[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((entry) => {
		if (!isObject(entry)) return [];
		const task = taskNamed(entry.task);
		const title = textOf(entry.title, longestLabel);
		const prompt = textOf(entry.prompt, longestPrompt);
		return task && title && prompt ? [{ task, title, prompt }] : [];
	});
}

/** Name → labels; what is no text is left out, and so are sets without any. */
export function labelSetsIn(value: unknown): Saved["labelSets"] {
	if (!isObject(value)) return {};
	const sets = Object.entries(value).map(([name, labels]): [string, string[]] => {
		const texts = Array.isArray(labels)
			? labels.flatMap((label) => textOf(label, longestLabel) ?? [])
			: [];
		return [name, [...new Set(texts)]];
	});
	return Object.fromEntries(sets.filter(([name, labels]) => name.trim() && labels.length > 0));
}

/** The schemas of a setting; only objects are. Whether they are sound shows when one is used. */
export function schemasIn(value: unknown): SavedSchema[] {
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([name, schema]) => {
		// VS Code's settings are proxies, which no message takes.
		return name.trim() && isObject(schema) ? [{ name, schema: plain(schema) }] : [];
	});
}

function taskNamed(value: unknown): Task | undefined {
	return Object.values(tasks).find((task) => task === value);
}

function textOf(value: unknown, most: number): string | undefined {
	const text = typeof value === "string" ? value.trim() : "";
	return text !== "" && text.length <= most ? text : undefined;
}

function plain(schema: Record<string, unknown>): JsonSchema {
	return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
