import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, isMissing, readIfThere, removeFile, retryWhileBusy } from "./files.ts";
import { inTurns } from "./inTurns.ts";
import { pictureFile } from "./picture.ts";
import { type EntryName, scanFolder, startOf } from "./scan.ts";
import { bytesOf, type HistorySize } from "./size.ts";
import { writeWhole } from "./writeWhole.ts";

/** What the person wants forgotten. */
export type PruneWish =
	| { kind: "all" }
	| { kind: "pictures"; hashes: readonly string[] }
	/** Answers asked for before a time, in milliseconds since 1970. */
	| { kind: "olderThan"; time: number };

/** What of one picture's folder is meant, set aside or not and of whatever version. */
export interface Meant {
	files: string[];
	/** Those not set aside. */
	entries: EntryName[];
	size: HistorySize;
}

/** Finds a picture's entries from before a time; deletes nothing. */
export async function findMeant(root: string, hash: string, before: number): Promise<Meant> {
	const { path, names, entries } = await scanFolder(root, hash);
	const files = names
		.filter((name) => (startOf(name) ?? before) < before)
		.map((name) => join(path, name));
	const meant = entries.filter(({ startedAt }) => startedAt < before);
	const isWhole = meant.length > 0 && meant.length === entries.length;
	return {
		files,
		entries: meant,
		size: { bytes: await bytesOf(files), entries: meant.length, pictures: isWhole ? 1 : 0 },
	};
}

/** Deletes a picture's entries from before a time; tells what went. */
export async function pruneFolder(root: string, hash: string, before: number): Promise<Meant> {
	const meant = await findMeant(root, hash, before);
	await inTurns(meant.files, removeFile);
	return meant;
}

/** Removes a folder in which nothing is left but what the picture was called. */
export async function removeIfEmpty(root: string, hash: string): Promise<void> {
	const { path, names } = await scanFolder(root, hash);
	if (!names.every((name) => name.startsWith(pictureFile))) return;
	const file = join(path, pictureFile);
	const picture = await readIfThere(file);
	await inTurns(names, (name) => removeFile(join(path, name)));
	try {
		await retryWhileBusy(() => rmdir(path));
	} catch (error) {
		if (isMissing(error)) return;
		if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
		// Another window kept an answer since the listing: its picture keeps its name.
		if (picture !== undefined && (await readIfThere(file)) === undefined)
			await writeWhole(file, picture);
	}
}
