import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../shared/protocol.ts";
import { readEntry, writeEntry } from "./entry.ts";

/** What a picture is known by, whatever its name and place: the SHA-256 of its bytes, in hex. */
export function contentHash(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The answers kept per picture: one folder per content hash, one file per run. A file is written
 * beside its place and renamed into it, so it is whole or absent, whoever else writes.
 */
export class History {
	readonly #folder: string;
	readonly #onDamaged: (file: string, error: unknown) => void;

	/** `onDamaged` hears of each entry that could not be read and was set aside. */
	constructor(folder: string, onDamaged: (file: string, error: unknown) => void) {
		this.#folder = folder;
		this.#onDamaged = onDamaged;
	}

	/** Keeps a run; resolves when it is on disk. */
	async add(hash: string, run: Run): Promise<void> {
		const folder = this.#folderOf(hash);
		await mkdir(folder, { recursive: true });
		const temporary = join(folder, `${randomUUID()}.tmp`);
		try {
			await writeFile(temporary, writeEntry(run), { flush: true });
			await rename(temporary, join(folder, fileName(run)));
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
	}

	/** The runs kept for a picture, oldest first. */
	async list(hash: string): Promise<Run[]> {
		const folder = this.#folderOf(hash);
		const names = (await readFolder(folder)).filter((name) => name.endsWith(".json"));
		const runs = await Promise.all(names.map((name) => this.#read(join(folder, name))));
		return runs.filter((run) => run !== undefined).sort((a, b) => a.startedAt - b.startedAt);
	}

	/** Forgets a run. */
	async remove(hash: string, run: Pick<Run, "id" | "startedAt">): Promise<void> {
		await rm(join(this.#folderOf(hash), fileName(run)), { force: true });
	}

	#folderOf(hash: string): string {
		return join(this.#folder, hash);
	}

	/** A damaged entry is set aside, never deleted: a later version may be able to read it. */
	async #read(file: string): Promise<Run | undefined> {
		let text: string;
		try {
			text = await readFile(file, "utf8");
		} catch (error) {
			// Another window removed it between the listing and the reading.
			if (isMissing(error)) return undefined;
			throw error;
		}
		try {
			return readEntry(text);
		} catch (error) {
			await rename(file, `${file}.damaged`);
			this.#onDamaged(file, error);
			return undefined;
		}
	}
}

function fileName({ startedAt, id }: Pick<Run, "id" | "startedAt">): string {
	return `${startedAt}-${id}.json`;
}

async function readFolder(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}

function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === "ENOENT";
}
