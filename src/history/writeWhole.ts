import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf, isMissing, retryWhileBusy } from "./files.ts";

/** What a file is called until it is whole; `sweep` knows crashed writers' leftovers by it. */
export const temporaryEnding = ".tmp";

/** Some network file systems have nothing to flush for a folder and say so. */
const unsyncable = ["EINVAL", "ENOTSUP", "ENOSYS"];
const attempts = 3;

/**
 * Writes a file beside its place and renames it into it, so that it is whole or absent (or what it
 * was), whoever else writes and whenever the power goes; resolves when it is on disk.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await writeOnce(file, text);
		} catch (error) {
			// Another window removed the emptied folder, or, when the machine slept in the middle of
			// this, took the file for a leftover.
			if (!isMissing(error) || attempt === attempts) throw error;
		}
	}
}

async function writeOnce(file: string, text: string): Promise<void> {
	const folder = dirname(file);
	await makeFolder(folder);
	const temporary = join(folder, `${randomUUID()}${temporaryEnding}`);
	try {
		await writeFile(temporary, text, { flag: "wx", flush: true });
		await retryWhileBusy(() => rename(temporary, file));
	} catch (error) {
		// The first failure is the one to tell; what cannot be removed now is swept later.
		await rm(temporary, { force: true }).catch(() => undefined);
		throw error;
	}
	await syncFolder(folder);
}

async function makeFolder(folder: string): Promise<void> {
	const first = await mkdir(folder, { recursive: true });
	if (first === undefined) return;
	const above = dirname(first);
	for (let place = dirname(folder); ; place = dirname(place)) {
		await syncFolder(place);
		if (place === above) return;
	}
}

/** Puts a folder's list of names on disk: without it, a rename may be undone by a power cut. */
async function syncFolder(folder: string): Promise<void> {
	// Windows opens no folders; its file systems journal names by themselves.
	if (process.platform === "win32") return;
	await using handle = await open(folder, "r");
	try {
		await handle.sync();
	} catch (error) {
		if (!unsyncable.includes(codeOf(error) ?? "")) throw error;
	}
}
