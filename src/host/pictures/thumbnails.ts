import { type Disposable, type Event, EventEmitter, Uri } from "vscode";
import { Disposables } from "../disposables.ts";
import { pictureName, readPicture } from "../picture.ts";
import type { Report } from "../report.ts";
import type { CopyCache, HeldCopy } from "../shown/copyCache.ts";
import { makeThumbnail } from "./makeThumbnail.ts";

export type Thumbnail =
	| { kind: "making" }
	/** `file`: for the page to load. */
	| { kind: "ready"; file: Uri }
	| { kind: "failed"; message: string };

/** A picture and the content that it has. */
export interface WantedThumbnail {
	uri: Uri;
	hash: string;
}

interface Entry {
	uri: Uri;
	/** There from when it is being made. */
	begun?: AbortController;
	copy?: HeldCopy;
	thumbnail: Thumbnail;
}

/** Decoding takes a core, and the memory of a whole picture. */
const atOnce = 2;

/** Small pictures of those files that the page cannot load itself, made in the order of the cards. */
export class Thumbnails implements Disposable {
	readonly #cache: CopyCache;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<Uri>());
	/** One is there, or cannot be made. */
	readonly onDidChange: Event<Uri> = this.#changed.event;
	/** In the order in which they are made. */
	#entries = new Map<string, Entry>();
	#making = 0;

	constructor(cache: CopyCache, report: Report) {
		this.#cache = cache;
		this.#report = report;
	}

	/** Makes these, where they are not there yet, and lets go of all others. */
	keep(wanted: readonly WantedThumbnail[]): void {
		if (this.#disposables.isDisposed) return;
		const before = this.#entries;
		this.#entries = new Map(
			wanted.map((one) => {
				const key = keyOf(one);
				const { uri } = one;
				return [key, before.get(key) ?? { uri, thumbnail: { kind: "making" } }];
			}),
		);
		for (const [key, entry] of before) if (!this.#entries.has(key)) letGo(entry);
		this.#makeNext();
	}

	/** Of a picture that is kept. */
	of(one: WantedThumbnail): Thumbnail {
		return this.#entries.get(keyOf(one))?.thumbnail ?? { kind: "making" };
	}

	dispose(): void {
		for (const entry of this.#entries.values()) letGo(entry);
		this.#entries.clear();
		this.#disposables.dispose();
	}

	#makeNext(): void {
		for (const entry of this.#entries.values()) {
			if (this.#making >= atOnce) return;
			if (!entry.begun) void this.#make(entry);
		}
	}

	async #make(entry: Entry): Promise<void> {
		const { uri } = entry;
		const begun = new AbortController();
		const { signal } = begun;
		entry.begun = begun;
		this.#making++;
		try {
			const copy = await makeThumbnail(await readPicture(uri), this.#cache, signal);
			if (signal.aborted) copy.dispose();
			else {
				entry.copy = copy;
				entry.thumbnail = { kind: "ready", file: Uri.file(copy.path) };
			}
		} catch (error) {
			if (!signal.aborted) {
				const line = `${pictureName(uri)} cannot be shown`;
				entry.thumbnail = { kind: "failed", message: this.#report.failure(line, error).message };
			}
		}
		this.#making--;
		if (!signal.aborted) this.#changed.fire(uri);
		this.#makeNext();
	}
}

function letGo({ begun, copy }: Entry): void {
	begun?.abort();
	copy?.dispose();
}

function keyOf({ uri, hash }: WantedThumbnail): string {
	return `${hash} ${uri}`;
}
