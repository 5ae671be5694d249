import type { Run } from "../shared/protocol.ts";
import type { DetectedObject, Mask } from "../shared/result.ts";

/** Raised when what a file holds changes in a way that older readers misread. */
export const entryVersion = 1;

type StoredObject = Omit<DetectedObject, "mask"> & {
	mask?: Omit<Mask, "data"> & { base64: string };
};

interface StoredEntry {
	version: number;
	run: Omit<Run, "objects"> & { objects?: StoredObject[] };
}

/** A run as the text of its file: JSON, masks as base64. */
export function writeEntry(run: Run): string {
	const { objects, ...rest } = run;
	const entry: StoredEntry = { version: entryVersion, run: rest };
	if (objects) entry.run.objects = objects.map(storeObject);
	return JSON.stringify(entry);
}

/** The run in an entry's text; throws when the text is not a whole entry of a known version. */
export function readEntry(text: string): Run {
	const entry = JSON.parse(text) as Partial<StoredEntry> | null;
	if (entry?.version !== entryVersion) throw new Error(`Entry version ${entry?.version}`);
	const { run } = entry;
	if (typeof run?.id !== "string" || typeof run.task !== "string" || typeof run.text !== "string")
		throw new Error("Not an entry");
	const { objects, ...rest } = run;
	return objects ? { ...rest, objects: objects.map(restoreObject) } : rest;
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
