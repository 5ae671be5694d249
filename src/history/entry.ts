import type { Run } from "../shared/protocol.ts";
import type { DetectedObject, Mask } from "../shared/result.ts";
import { type RunSummary, summarize } from "./summary.ts";
import { isNewer } from "./version.ts";

/** Raised when what a file holds changes in a way that older readers misread. */
export const entryVersion = 1;

type StoredObject = Omit<DetectedObject, "mask"> & {
	mask?: Omit<Mask, "data"> & { base64: string };
};

interface StoredEntry {
	version: number;
	summary?: RunSummary;
	run: Omit<Run, "objects"> & { objects?: StoredObject[] };
}

/**
 * A run as the text of its file: JSON, masks as base64. The first line ends after the summary, so
 * that a list reads no further.
 */
export function writeEntry(run: Run): string {
	const { objects, ...rest } = run;
	const stored = { ...rest, ...(objects && { objects: objects.map(storeObject) }) };
	const summary = JSON.stringify(summarize(run));
	return `{"version":${entryVersion},"summary":${summary},\n"run":${JSON.stringify(stored)}}\n`;
}

/** The run in an entry's text; undefined when a newer Loupe wrote it; throws when it is damaged. */
export function readEntry(text: string): Run | undefined {
	const entry = JSON.parse(text) as Partial<StoredEntry> | null;
	if (isNewer(entry, entryVersion)) return undefined;
	const run = entry?.run;
	if (typeof run?.id !== "string" || typeof run.task !== "string" || typeof run.text !== "string")
		throw new Error("Not an entry");
	const { objects, ...rest } = run;
	return objects ? { ...rest, objects: objects.map(restoreObject) } : rest;
}

/**
 * The summary in an entry's first line, without its line end; undefined when there is none to be
 * had without reading the rest.
 */
export function readFirstLine(line: string): RunSummary | undefined {
	if (!line.endsWith(",")) return undefined;
	try {
		const entry = JSON.parse(`${line.slice(0, -1)}}`) as Partial<StoredEntry> | null;
		return isNewer(entry, entryVersion) ? undefined : entry?.summary;
	} catch {
		// The whole entry tells what is wrong with it.
		return undefined;
	}
}

function storeObject({ mask, ...rest }: DetectedObject): StoredObject {
	if (!mask) return rest;
	const { data, ...place } = mask;
	const base64 = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
	return { ...rest, mask: { ...place, base64 } };
}

function restoreObject({ mask, ...rest }: StoredObject): DetectedObject {
	if (!mask) return rest;
	const { base64, ...place } = mask;
	// A copy: a Buffer's memory is pooled, and these bytes cross to the page.
	return { ...rest, mask: { ...place, data: new Uint8Array(Buffer.from(base64, "base64")) } };
}
