import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Disposable } from "vscode";
import { isMissing, removeFile, retryWhileBusy } from "../../history/files.ts";

/** Bytes that stay when no picture needs them. */
const mostKept = 512 * 1024 * 1024;

/** What a file is called until it is whole. */
const temporaryEnding = ".tmp";

/** Milliseconds; nobody writes that long. */
const oldestTemporary = 60 * 60_000;

/** A file that is not removed until this is disposed. */
export interface HeldCopy extends Disposable {
	path: string;
}

/**
 * Files made of pictures to show them, in one folder for all windows, each whole or absent. Those
 * used least lately go when all take more than `most` bytes; another window's may be among them.
 */
export class CopyCache implements Disposable {
	readonly folder: string;
	readonly #most: number;
	readonly #warn: (line: string, error: unknown) => void;
	/** How many need each file now. */
	readonly #held = new Map<string, number>();
	readonly #making = new Map<string, Promise<void>>();
	#trimming: Promise<void> | undefined;
	#isDisposed = false;

	constructor(
		folder: string,
		warn: (line: string, error: unknown) => void,
		{ most = mostKept }: { most?: number } = {},
	) {
		this.folder = folder;
		this.#most = most;
		this.#warn = warn;
	}

	/** The file of that name, which `write` makes if it is not there; the name says its content. */
	async hold(name: string, write: (file: string) => Promise<void>): Promise<HeldCopy> {
		this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
		try {
			await this.#ensure(name, write);
		} catch (error) {
			this.#release(name);
			throw error;
		}
		let isHeld = true;
		const dispose = () => {
			if (isHeld) this.#release(name);
			isHeld = false;
		};
		return { path: join(this.folder, name), dispose };
	}

	/** Resolves when no more than the most is kept. */
	async trimmed(): Promise<void> {
		this.#trim();
		await this.#trimming;
	}

	dispose(): void {
		this.#isDisposed = true;
	}

	async #ensure(name: string, write: (file: string) => Promise<void>): Promise<void> {
		const path = join(this.folder, name);
		if (await touch(path)) return;
		// What another one begins and gives up is begun again: it was not this one who gave up.
		for (;;) {
			const making = this.#making.get(name);
			if (!making) break;
			if (
				await making.then(
					() => true,
					() => false,
				)
			)
				return;
		}
		const making = this.#make(path, write);
		this.#making.set(name, making);
		try {
			await making;
		} finally {
			this.#making.delete(name);
		}
		this.#trim();
	}

	async #make(path: string, write: (file: string) => Promise<void>): Promise<void> {
		await mkdir(this.folder, { recursive: true });
		const temporary = join(this.folder, `${randomUUID()}${temporaryEnding}`);
		try {
			await write(temporary);
			await retryWhileBusy(() => rename(temporary, path));
		} catch (error) {
			// The first failure is the one to tell; what cannot be removed now goes later.
			await removeFile(temporary).catch(() => undefined);
			throw error;
		}
	}

	#release(name: string): void {
		const others = (this.#held.get(name) ?? 1) - 1;
		if (others > 0) {
			this.#held.set(name, others);
			return;
		}
		this.#held.delete(name);
		this.#trim();
	}

	/** One at a time; what comes while it goes on is looked at by the next. */
	#trim(): void {
		if (this.#isDisposed) return;
		const before = this.#trimming ?? Promise.resolve();
		this.#trimming = before
			.then(() => this.#removeOldest())
			.catch((error: unknown) => this.#warn("Copies of pictures cannot be removed", error));
	}

	async #removeOldest(): Promise<void> {
		const files = await listed(this.folder);
		const now = Date.now();
		const isLeft = ({ name, time }: Kept) =>
			name.endsWith(temporaryEnding) && now - time > oldestTemporary;
		for (const { name } of files.filter(isLeft)) await removeFile(join(this.folder, name));
		const kept = files.filter(({ name }) => !name.endsWith(temporaryEnding));
		let sum = kept.reduce((bytes, { size }) => bytes + size, 0);
		for (const { name, size } of kept.sort((a, b) => a.time - b.time)) {
			if (sum <= this.#most) return;
			if (this.#held.has(name)) continue;
			await removeFile(join(this.folder, name));
			sum -= size;
		}
	}
}

interface Kept {
	name: string;
	size: number;
	/** When it was used last, in milliseconds since 1970. */
	time: number;
}

async function listed(folder: string): Promise<Kept[]> {
	const files: Kept[] = [];
	try {
		for (const name of await readdir(folder)) {
			try {
				const { size, mtimeMs } = await stat(join(folder, name));
				files.push({ name, size, time: mtimeMs });
			} catch (error) {
				// Another window was quicker.
				if (!isMissing(error)) throw error;
			}
		}
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
	return files;
}

/** Says that a file is used now; false where there is none. */
async function touch(path: string): Promise<boolean> {
	const now = new Date();
	try {
		await utimes(path, now, now);
		return true;
	} catch (error) {
		if (isMissing(error)) return false;
		throw error;
	}
}
