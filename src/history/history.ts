import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Run } from "../shared/protocol.ts";
import { readEntry, writeEntry } from "./entry.ts";
import { removeFile } from "./files.ts";
import { InOrder } from "./inOrder.ts";
import { inTurns } from "./inTurns.ts";
import { findPicture, type KnownPicture, keepPicture } from "./picture.ts";
import { type PruneWish, pruneFolder, removeIfEmpty } from "./prune.ts";
import { Reader } from "./reader.ts";
import { listRecent, type RecentEntry } from "./recent.ts";
import { entryFile, listHashes, scanAll, scanFolder } from "./scan.ts";
import { type HistorySize, measure } from "./size.ts";
import { writeWhole } from "./writeWhole.ts";

/** All that is kept of one picture. */
export interface KeptHistory {
	/** Oldest first. */
	runs: Run[];
	/** How many more there are that a newer Loupe wrote and this one cannot read. */
	newer: number;
	/** Absent when nobody said, or a newer Loupe did. */
	picture?: KnownPicture;
}

/** What a picture is known by, whatever its name and place: the SHA-256 of its bytes, in hex. */
export function contentHash(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The answers kept per picture: one folder per content hash, one file per run, and what the picture
 * was called. A file is written beside its place and renamed into it, so it is whole or absent,
 * whoever else writes. Entries of a newer version are left alone.
 */
export class History {
	readonly #folder: string;
	readonly #reader: Reader;
	/** Changes to one picture's folder: two of one run must not overtake each other. */
	readonly #writing = new InOrder();

	/** `onDamaged` hears once of each file that cannot be read; it is set aside if possible. */
	constructor(folder: string, onDamaged: (file: string, error: unknown) => void) {
		this.#folder = folder;
		this.#reader = new Reader(onDamaged);
	}

	/**
	 * Keeps a run, or what became of one; resolves when it is on disk. `picture` is what the list of
	 * recent answers calls it.
	 */
	async add(hash: string, run: Run, picture?: KnownPicture): Promise<void> {
		// The run may change while it waits for its turn.
		const text = writeEntry(run);
		const folder = this.#folderOf(hash);
		await this.#writing.run(hash, async () => {
			await writeWhole(join(folder, entryFile(run)), text);
			if (picture) await keepPicture(folder, picture, this.#reader);
		});
	}

	/** Tells where a picture is now; of a picture without answers nothing is kept. */
	async remember(hash: string, picture: KnownPicture): Promise<void> {
		await this.#writing.run(hash, async () => {
			const { path, entries } = await scanFolder(this.#folder, hash);
			if (entries.length > 0) await keepPicture(path, picture, this.#reader);
		});
	}

	async read(hash: string): Promise<KeptHistory> {
		const { path, entries } = await scanFolder(this.#folder, hash);
		const read = await inTurns(entries, ({ name }) =>
			this.#reader.read(join(path, name), readEntry),
		);
		const picture = await findPicture(path, this.#reader);
		return {
			runs: read.flatMap((entry) => (entry.kind === "known" ? [entry.value] : [])),
			newer: read.filter(({ kind }) => kind === "newer").length,
			...(picture && { picture }),
		};
	}

	/** The runs kept for a picture, oldest first. */
	async list(hash: string): Promise<Run[]> {
		return (await this.read(hash)).runs;
	}

	/** The answers asked for last, over all pictures, newest first; their objects are not read. */
	async recent(limit: number): Promise<RecentEntry[]> {
		return listRecent(this.#folder, limit, this.#reader);
	}

	/** What the whole history takes. */
	async size(): Promise<HistorySize> {
		return measure(await scanAll(this.#folder));
	}

	/** Forgets a run. */
	async remove(hash: string, run: Pick<Run, "id" | "startedAt">): Promise<void> {
		await this.#writing.run(hash, async () => {
			await removeFile(join(this.#folderOf(hash), entryFile(run)));
			await removeIfEmpty(this.#folder, hash);
		});
	}

	/**
	 * Deletes what the person wishes, set aside or not and of whatever version; resolves with what
	 * went. Nothing else ever deletes an answer.
	 */
	async prune(wish: PruneWish): Promise<HistorySize> {
		const hashes = wish.kind === "picture" ? [wish.hash] : await listHashes(this.#folder);
		const before = wish.kind === "olderThan" ? wish.time : Number.POSITIVE_INFINITY;
		const went: HistorySize = { bytes: 0, entries: 0, pictures: 0 };
		for (const hash of hashes) {
			await this.#writing.run(hash, async () => {
				const { bytes, entries, pictures } = await pruneFolder(this.#folder, hash, before);
				went.bytes += bytes;
				went.entries += entries;
				went.pictures += pictures;
				await removeIfEmpty(this.#folder, hash);
			});
		}
		return went;
	}

	#folderOf(hash: string): string {
		return join(this.#folder, hash);
	}
}
