import { readFile, rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** On Windows: another process, or a virus scanner, has the file open right now. */
const busyCodes = ["EPERM", "EACCES", "EBUSY"];
/** Milliseconds; about a second in all. */
const pauses = [5, 10, 20, 40, 80, 160, 320, 400];

/** Does it, and again after each pause while a file is in someone's hands; then the error is real. */
export async function retryWhileBusy<T>(
	action: () => Promise<T>,
	delays: readonly number[] = pauses,
): Promise<T> {
	for (const delay of delays) {
		try {
			return await action();
		} catch (error) {
			if (!busyCodes.includes(codeOf(error) ?? "")) throw error;
		}
		await wait(delay);
	}
	return action();
}

/** A file's text; undefined when it is not there, or no longer. */
export async function readIfThere(file: string): Promise<string | undefined> {
	try {
		return await retryWhileBusy(() => readFile(file, "utf8"));
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Deletes a file that may be gone already. */
export async function removeFile(file: string): Promise<void> {
	await retryWhileBusy(() => rm(file, { force: true }));
}

export function isMissing(error: unknown): boolean {
	return codeOf(error) === "ENOENT";
}

/** The system's code of a failure, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
