import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../shared/protocol.ts";
import { isMissing } from "./files.ts";
import { inTurns } from "./inTurns.ts";
import { temporaryEnding } from "./writeWhole.ts";

/** What a file's name tells of its entry. */
export interface EntryName {
	name: string;
	startedAt: number;
	id: string;
}

/** A picture's folder as it is listed. */
export interface FolderScan {
	hash: string;
	path: string;
	/** All that is in it. */
	names: string[];
	/** Oldest first; without those set aside. */
	entries: EntryName[];
}

/** No writer that lives is an hour between its first byte and its rename. */
const leftoverAge = 3_600_000;

export function entryFile({ startedAt, id }: Pick<Run, "id" | "startedAt">): string {
	return `${startedAt}-${id}.json`;
}

/** When the entry in a file began, also when it was set aside; undefined for other files. */
export function startOf(name: string): number | undefined {
	const started = /^(\d+)-.+\.json(\..*damaged)?$/.exec(name)?.[1];
	return started === undefined ? undefined : Number(started);
}

/** Lists a picture's folder, which need not exist, and clears it of crashed writers' leftovers. */
export async function scanFolder(root: string, hash: string): Promise<FolderScan> {
	const path = join(root, hash);
	const names = await readFolder(path);
	await sweep(
		path,
		names.filter((name) => name.endsWith(temporaryEnding)),
	);
	const entries = names.map(readName).filter((entry) => entry !== undefined);
	return { hash, path, names, entries: entries.sort(byAge) };
}

export async function scanAll(root: string): Promise<FolderScan[]> {
	return inTurns(await listHashes(root), (hash) => scanFolder(root, hash));
}

/** The pictures with a folder; what else lies beside them is nobody's business here. */
export async function listHashes(root: string): Promise<string[]> {
	return (await readFolder(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** Oldest first. */
export function byAge(a: EntryName, b: EntryName): number {
	return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}

function readName(name: string): EntryName | undefined {
	const [, started, id] = /^(\d+)-(.+)\.json$/.exec(name) ?? [];
	if (started === undefined || id === undefined) return undefined;
	return { name, startedAt: Number(started), id };
}

async function readFolder(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}

/** A writer whose file is taken all the same, because its machine slept, writes it again. */
async function sweep(folder: string, names: string[]): Promise<void> {
	for (const name of names) {
		const file = join(folder, name);
		try {
			const { mtimeMs } = await stat(file);
			if (Date.now() - mtimeMs > leftoverAge) await rm(file, { force: true });
		} catch {
			// Renamed into its place, swept by another window, or in someone's hands: it takes nothing
			// but room, and the next listing tries again.
		}
	}
}
