import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./files.ts";
import { inTurns } from "./inTurns.ts";
import type { FolderScan } from "./scan.ts";

/** What the history takes on disk, or what of it went. */
export interface HistorySize {
	/** Of all files, also those set aside. */
	bytes: number;
	entries: number;
	/** Those with an entry. */
	pictures: number;
}

export async function measure(folders: readonly FolderScan[]): Promise<HistorySize> {
	const files = folders.flatMap(({ path, names }) => names.map((name) => join(path, name)));
	return {
		bytes: await bytesOf(files),
		entries: folders.reduce((sum, { entries }) => sum + entries.length, 0),
		pictures: folders.filter(({ entries }) => entries.length > 0).length,
	};
}

/** What files hold together; one that is gone since it was listed holds nothing. */
export async function bytesOf(files: readonly string[]): Promise<number> {
	const sizes = await inTurns(files, async (file) => {
		try {
			return (await stat(file)).size;
		} catch (error) {
			if (isMissing(error)) return 0;
			throw error;
		}
	});
	return sizes.reduce((sum, size) => sum + size, 0);
}

export function addSizes(sizes: readonly HistorySize[]): HistorySize {
	return sizes.reduce(
		(sum, { bytes, entries, pictures }) => ({
			bytes: sum.bytes + bytes,
			entries: sum.entries + entries,
			pictures: sum.pictures + pictures,
		}),
		{ bytes: 0, entries: 0, pictures: 0 },
	);
}
