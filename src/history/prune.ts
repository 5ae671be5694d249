import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, isMissing, readIfThere, removeFile, retryWhileBusy } from "./files.ts";
import { inTurns } from "./inTurns.ts";
import { pictureFile } from "./picture.ts";
import { scanFolder, startOf } from "./scan.ts";
import { bytesOf, type HistorySize } from "./size.ts";
import { writeWhole } from "./writeWhole.ts";

/** What the person wants forgotten. */
export type PruneWish =
	| { kind: "all" }
	| { kind: "picture"; hash: string }
	/** Answers asked for before a time, in milliseconds since 1970. */
	| { kind: "olderThan"; time: number };

/** Deletes a picture's entries by age, set aside or not and of whatever version; tells what went. */
export async function pruneFolder(
	root: string,
	hash: string,
	before: number,
): Promise<HistorySize> {
	const { path, names, entries } = await scanFolder(root, hash);
	const meant = names.filter((name) => (startOf(name) ?? before) < before);
	const files = meant.map((name) => join(path, name));
	const bytes = await bytesOf(files);
	await inTurns(files, removeFile);
	const kept = entries.filter(({ startedAt }) => startedAt >= before);
	return {
		bytes,
		entries: entries.length - kept.length,
		pictures: entries.length > 0 && kept.length === 0 ? 1 : 0,
	};
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
