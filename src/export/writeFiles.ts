import { LoupeError } from "../shared/errors.ts";
import type { ExportFile } from "./exportPicture.ts";

/** So many files are made and written at once: enough for all cores, few enough to fit in memory. */
const atOnce = 4;

/** Makes and writes files, some at a time; the first failure or the signal (`Cancelled`) ends it. */
export async function writeFiles(
	files: readonly ExportFile[],
	write: (path: string, bytes: Uint8Array) => Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	const rest = files.values();
	let hasFailed = false;
	const work = async () => {
		for (const { path, bytes } of rest) {
			if (hasFailed) return;
			if (signal?.aborted) {
				throw new LoupeError("Cancelled", "Stopped while exporting", { cause: signal.reason });
			}
			await write(path, await bytes());
		}
	};
	const works = Array.from({ length: atOnce }, () =>
		work().catch((error: unknown) => {
			hasFailed = true;
			throw error;
		}),
	);
	// Nothing may be written after this has rejected.
	const ends = await Promise.allSettled(works);
	for (const end of ends) if (end.status === "rejected") throw end.reason;
}
