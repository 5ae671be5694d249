import { watch } from "node:fs";
import { open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { own } from "./owned.ts";

/** A holder that takes longer than this is taken for dead, in milliseconds. */
const longest = 15 * 60_000;

/** Runs `work` while no other process that asks for the same file runs its own. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
	while (!(await take(file))) {
		if (await isAbandoned(file)) await rm(file, { force: true });
		else await changeBeside(file);
	}
	const release = own(() => rm(file, { force: true }));
	try {
		return await work();
	} finally {
		await release();
	}
}

async function take(file: string): Promise<boolean> {
	try {
		const handle = await open(file, "wx");
		await handle.writeFile(String(process.pid));
		await handle.close();
		return true;
	} catch (error) {
		if (codeOf(error) === "EEXIST") return false;
		throw error;
	}
}

async function isAbandoned(file: string): Promise<boolean> {
	try {
		const { mtimeMs } = await stat(file);
		const pid = Number(await readFile(file, "utf8"));
		if (Date.now() - mtimeMs > longest) return true;
		// Made but not yet written: its holder is on it.
		if (pid === 0) return false;
		process.kill(pid, 0);
		return false;
	} catch (error) {
		// ESRCH: no such process. ENOENT: released meanwhile, so there is nothing to remove.
		return codeOf(error) === "ESRCH";
	}
}

/** Resolves when the folder of `file` changes, or after a second, for holders that just died. */
function changeBeside(file: string): Promise<void> {
	return new Promise((resolve) => {
		const watcher = watch(dirname(file), () => done());
		const timer = setTimeout(() => done(), 1000);
		const done = (): void => {
			clearTimeout(timer);
			watcher.close();
			resolve();
		};
	});
}

function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
