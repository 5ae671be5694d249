import { access } from "node:fs/promises";
import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import { contentHash } from "../../history/history.ts";
import { readFacts } from "../../image/decode.ts";
import { openPicture, type PictureFacts } from "../../image/open.ts";
import { mostTiled } from "../../image/shownAs.ts";
import { pyramidOrientation, readTile, writePyramid } from "../../image/tiles.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Size } from "../../shared/result.ts";
import type { TilePlace } from "../../shared/tilePlace.ts";
import { Disposables } from "../disposables.ts";
import { readPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import type { CopyCache, HeldCopy } from "./copyCache.ts";
import { copyName, makeShown, type ReadPicture, type ShownFile, waysOf } from "./makeShown.ts";

/** What is known of the way a picture is shown. */
export type ShownState = { size: Size; page: number; pages: number } & (
	| { kind: "making" }
	| { kind: "ready"; file: ShownFile; version: string }
	| { kind: "failed"; message: string }
);

/** The tiles of a picture, and how they are turned. */
interface Pyramid {
	copy: HeldCopy;
	size: Size;
	orientation: number;
}

/** What the pages load to show one picture, made anew when its content changes. */
export class ShownPicture implements Disposable {
	readonly #uri: Uri;
	readonly #cache: CopyCache;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	#state: ShownState | undefined;
	#hash = "";
	#pyramid: Promise<Pyramid> | undefined;
	/** Ends what is made of a content or a page that is no longer shown. */
	#abort = new AbortController();

	constructor(uri: Uri, cache: CopyCache, report: Report) {
		this.#uri = uri;
		this.#cache = cache;
		this.#report = report;
	}

	/** Undefined before `show`. */
	get state(): ShownState | undefined {
		return this.#state;
	}

	/** Makes what the page loads of a new content, unless that is the file itself; returns when begun. */
	async show(bytes: Uint8Array, hash: string, facts: PictureFacts): Promise<void> {
		const pages = facts.format === "tiff" ? facts.frames : 1;
		const page = Math.min(this.#state?.page ?? 0, pages - 1);
		const ofPage = page === 0 ? facts : await readFacts(bytes, { most: mostTiled, page });
		this.#begin({ uri: this.#uri, bytes, hash, page }, ofPage, pages);
	}

	/** Shows another page of a TIFF, counted from 0; throws `BadImage` where there is none. */
	async showPage(page: number): Promise<void> {
		const { pages = 1, page: before } = this.#state ?? {};
		if (!Number.isSafeInteger(page) || page < 0 || page >= pages) {
			throw new LoupeError("BadImage", `the file has no page ${page + 1}`);
		}
		if (page === before) return;
		const bytes = await this.#read();
		const facts = await readFacts(bytes, { most: mostTiled, page });
		this.#begin({ uri: this.#uri, bytes, hash: this.#hash, page }, facts, pages);
		this.#changed.fire();
	}

	/**
	 * A tile as a PNG; the first waits until all are written. Throws `Cancelled` for a version that
	 * is no longer shown, and as `openPicture` and `readTile`.
	 */
	async tile(version: string, place: TilePlace): Promise<Uint8Array> {
		if (this.#state?.kind !== "ready" || this.#state.version !== version) throw outdated();
		const { signal } = this.#abort;
		this.#pyramid ??= this.#makePyramid(this.#state.page, signal);
		let pyramid = await this.#pyramid;
		if (signal.aborted) throw outdated();
		if (!(await isThere(pyramid.copy.path))) {
			// Another window, which cannot know of this one, made room.
			pyramid.copy.dispose();
			this.#pyramid = this.#makePyramid(this.#state.page, signal);
			pyramid = await this.#pyramid;
		}
		return readTile(pyramid.copy.path, pyramid, place);
	}

	dispose(): void {
		this.#leave();
		this.#disposables.dispose();
	}

	#begin(picture: ReadPicture, facts: PictureFacts, pages: number): void {
		if (this.#disposables.isDisposed) return;
		const { hash, page } = picture;
		this.#leave();
		const { signal } = this.#abort;
		const { size } = facts;
		const version = copyName(hash, page);
		this.#hash = hash;
		if (waysOf(facts, this.#uri) === "file") {
			this.#state = { kind: "ready", file: { kind: "file" }, version, size, page, pages };
			return;
		}
		this.#state = { kind: "making", size, page, pages };
		makeShown(picture, this.#cache, signal).then(
			(file) => {
				if (signal.aborted) {
					if (file.kind === "copy") file.copy.dispose();
					return;
				}
				this.#state = { kind: "ready", file, version, size, page, pages };
				this.#changed.fire();
			},
			(error: unknown) => {
				if (signal.aborted) return;
				const { message } = this.#report.failure("A picture cannot be shown", error);
				this.#state = { kind: "failed", message, size, page, pages };
				this.#changed.fire();
			},
		);
	}

	/** Lets go of what was made for what was shown before. */
	#leave(): void {
		this.#abort.abort();
		this.#abort = new AbortController();
		const before = this.#state;
		if (before?.kind === "ready" && before.file.kind === "copy") before.file.copy.dispose();
		this.#state = undefined;
		// Whoever waits for the tiles hears why there are none.
		this.#pyramid?.then(({ copy }) => copy.dispose()).catch(() => undefined);
		this.#pyramid = undefined;
	}

	async #makePyramid(page: number, signal: AbortSignal): Promise<Pyramid> {
		const hash = this.#hash;
		try {
			const picture = await openPicture(await this.#read(), { most: mostTiled, page });
			if (signal.aborted) throw outdated();
			const copy = await this.#cache.hold(`${copyName(hash, page)}-tiles.tif`, (file) =>
				writePyramid(picture, file, signal),
			);
			return { copy, size: picture.facts.size, orientation: pyramidOrientation(picture) };
		} catch (error) {
			if (!signal.aborted) {
				this.#report.warn(`No tiles: ${explain(error).message}`, error);
				this.#pyramid = undefined;
			}
			throw error;
		}
	}

	/** The bytes that are shown: they are not held meanwhile. */
	async #read(): Promise<Uint8Array> {
		const bytes = await readPicture(this.#uri);
		// It has changed, and whoever follows the file will say so.
		if (contentHash(bytes) !== this.#hash) throw outdated();
		return bytes;
	}
}

function outdated(): LoupeError {
	return new LoupeError("Cancelled", "Another content is shown now");
}

async function isThere(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}
