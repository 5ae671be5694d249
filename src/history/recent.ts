import { join } from "node:path";
import { readEntry, readFirstLine } from "./entry.ts";
import { inTurns } from "./inTurns.ts";
import { findPicture, type KnownPicture } from "./picture.ts";
import type { Reader } from "./reader.ts";
import { readLine } from "./readLine.ts";
import { byAge, scanAll } from "./scan.ts";
import { type RunSummary, summarize } from "./summary.ts";

/** One line of the list of recent answers. */
export type RecentEntry = {
	/** Of the picture's content: a file at its place with another hash has changed since. */
	hash: string;
	id: string;
	startedAt: number;
	/** Absent when nobody said what the picture is called, or a newer Loupe did. */
	picture?: KnownPicture;
} & Told;

type Told =
	| { kind: "answer"; summary: RunSummary }
	/** A newer Loupe wrote it. */
	| { kind: "newer" };

/** The answers asked for last, newest first: names are listed, and only these answers read. */
export async function listRecent(
	root: string,
	limit: number,
	reader: Reader,
): Promise<RecentEntry[]> {
	const newestFirst = (await scanAll(root))
		.flatMap(({ hash, path, entries }) => entries.map((entry) => ({ hash, path, ...entry })))
		.sort((a, b) => byAge(b, a));
	const found: RecentEntry[] = [];
	const pictures = new Map<string, Promise<KnownPicture | undefined>>();
	// More than once only when some of them are damaged.
	while (found.length < limit && newestFirst.length > 0) {
		const next = newestFirst.splice(0, limit - found.length);
		const read = await inTurns(next, async ({ hash, path, name, id, startedAt }) => {
			const told = await readTold(join(path, name), reader);
			if (!told) return [];
			const finding = pictures.get(hash) ?? findPicture(path, reader);
			pictures.set(hash, finding);
			const picture = await finding;
			return [{ hash, id, startedAt, ...(picture && { picture }), ...told }];
		});
		found.push(...read.flat());
	}
	return found;
}

/** Undefined when the entry is gone or damaged. */
async function readTold(file: string, reader: Reader): Promise<Told | undefined> {
	const line = await readLine(file);
	const summary = line === undefined ? undefined : readFirstLine(line);
	if (summary) return { kind: "answer", summary };
	const reading = await reader.read(file, readEntry);
	switch (reading.kind) {
		case "known":
			return { kind: "answer", summary: summarize(reading.value) };
		case "newer":
			return { kind: "newer" };
		case "absent":
			return undefined;
	}
}
