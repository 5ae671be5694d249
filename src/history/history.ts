import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Run } from "../shared/protocol.ts";
import { ChangeListeners, type HistoryChange } from "./change.ts";
import { readEntry, writeEntry } from "./entry.ts";
import { removeFile } from "./files.ts";
import { InOrder } from "./inOrder.ts";
import { inTurns } from "./inTurns.ts";
import { findPicture, type KnownPicture, keepPicture } from "./picture.ts";
import { findMeant, type PruneWish, pruneFolder, removeIfEmpty } from "./prune.ts";
import { Reader } from "./reader.ts";
import { listRecent, type RecentEntry } from "./recent.ts";
import { entryFile, listHashes, scanAll, scanFolder } from "./scan.ts";
import { addSizes, type HistorySize, measure } from "./size.ts";
import { writeWhole } from "./writeWhole.ts";

export type { KnownPicture } from "./picture.ts";

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

/** What several pictures in an order are known by, from their content hashes; one picture by its own. */
export function subjectHash(hashes: readonly string[]): string {
	const [only, ...others] = hashes;
	if (only !== undefined && others.length === 0) return only;
	return createHash("sha256").update(hashes.join("\n")).digest("hex");
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
	readonly #changes = new ChangeListeners();

	/** `onDamaged` hears once of each file that cannot be read; it is set aside if possible. */
	constructor(folder: string, onDamaged: (file: string, error: unknown) => void) {
		this.#folder = folder;
		this.#reader = new Reader(onDamaged);
	}

	/** Hears of what is kept and forgotten through this `History`, when it is on disk. */
	readonly onDidChange = (listener: (change: HistoryChange) => void): { dispose(): void } =>
		this.#changes.add(listener);

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
		this.#changes.tell({ kind: "kept", hash, id: run.id });
	}

	/** Tells where a picture is now; of a picture without answers nothing is kept. */
	async remember(hash: string, picture: KnownPicture): Promise<void> {
		const isNews = await this.#writing.run(hash, async () => {
			const { path, entries } = await scanFolder(this.#folder, hash);
			return entries.length > 0 && (await keepPicture(path, picture, this.#reader));
		});
		if (isNews) this.#changes.tell({ kind: "moved", hash });
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

	/** One run; undefined when it is gone, damaged, or of a newer Loupe. */
	async find(hash: string, run: Pick<Run, "id" | "startedAt">): Promise<Run | undefined> {
		const file = join(this.#folderOf(hash), entryFile(run));
		const reading = await this.#reader.read(file, readEntry);
		return reading.kind === "known" ? reading.value : undefined;
	}

	/** Hash → where each picture was when it was last seen, of those somebody told of. */
	async pictures(): Promise<Map<string, KnownPicture>> {
		const known = await inTurns(await listHashes(this.#folder), async (hash) => {
			const picture = await findPicture(this.#folderOf(hash), this.#reader);
			return picture ? [[hash, picture] as const] : [];
		});
		return new Map(known.flat());
	}

	/** The answers asked for last, over all pictures, newest first; their objects are not read. */
	async recent(limit: number): Promise<RecentEntry[]> {
		return listRecent(this.#folder, limit, this.#reader);
	}

	/** What the whole history takes, or what `prune` would delete for a wish. */
	async size(wish?: PruneWish): Promise<HistorySize> {
		if (!wish) return measure(await scanAll(this.#folder));
		const { hashes, before } = await this.#meantBy(wish);
		return addSizes(
			await inTurns(hashes, async (hash) => (await findMeant(this.#folder, hash, before)).size),
		);
	}

	/** Forgets a run. */
	async remove(hash: string, run: Pick<Run, "id" | "startedAt">): Promise<void> {
		await this.#writing.run(hash, async () => {
			await removeFile(join(this.#folderOf(hash), entryFile(run)));
			await removeIfEmpty(this.#folder, hash);
		});
		this.#changes.tell({ kind: "removed", hash, ids: [run.id] });
	}

	/**
	 * Deletes what the person wishes, set aside or not and of whatever version; resolves with what
	 * went. Nothing else ever deletes an answer.
	 */
	async prune(wish: PruneWish): Promise<HistorySize> {
		const { hashes, before } = await this.#meantBy(wish);
		const went: HistorySize[] = [];
		for (const hash of hashes) {
			const { entries, size } = await this.#writing.run(hash, async () => {
				const pruned = await pruneFolder(this.#folder, hash, before);
				await removeIfEmpty(this.#folder, hash);
				return pruned;
			});
			went.push(size);
			if (entries.length > 0)
				this.#changes.tell({ kind: "removed", hash, ids: entries.map(({ id }) => id) });
		}
		return addSizes(went);
	}

	/** In which folders, and from before when. */
	async #meantBy(wish: PruneWish): Promise<{ hashes: readonly string[]; before: number }> {
		switch (wish.kind) {
			case "pictures":
				return { hashes: wish.hashes, before: Number.POSITIVE_INFINITY };
			case "olderThan":
				return { hashes: await listHashes(this.#folder), before: wish.time };
			case "all":
				return { hashes: await listHashes(this.#folder), before: Number.POSITIVE_INFINITY };
		}
	}

	#folderOf(hash: string): string {
		return join(this.#folder, hash);
	}
}
