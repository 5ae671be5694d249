import type { TilePlace } from "../shared/tilePlace.ts";
import { tileKey } from "./tilesInView.ts";

/** Asked for at one time: a host makes one after another, and what is out of view by then is not wanted. */
const mostAtOnce = 4;

/** Tiles that stay, of one megabyte each; as many again as are in view if that is more. */
const mostKept = 96;

export interface TileSource {
	/** The PNG of a tile. */
	load(place: TilePlace): Promise<Uint8Array>;
	/** A tile has come, or will not. */
	onDidChange(): void;
}

/** The decoded tiles of one picture, those used last; loads those wanted, the first first. */
export class TileStore {
	readonly #source: TileSource;
	/** Least lately used first. */
	readonly #tiles = new Map<string, ImageBitmap>();
	readonly #loading = new Set<string>();
	/** Those that could not be had are not asked for again. */
	readonly #failed = new Set<string>();
	#wanted: readonly TilePlace[] = [];
	#isClosed = false;

	constructor(source: TileSource) {
		this.#source = source;
	}

	/** Undefined for what has not come, or has been forgotten. */
	get(place: TilePlace): ImageBitmap | undefined {
		const key = tileKey(place);
		const tile = this.#tiles.get(key);
		if (!tile) return undefined;
		this.#tiles.delete(key);
		this.#tiles.set(key, tile);
		return tile;
	}

	/** Tiles to have, the most wanted first; what was wanted before and was not begun is dropped. */
	want(places: readonly TilePlace[]): void {
		this.#wanted = places;
		this.#loadNext();
		this.#forget();
	}

	/** Some of the wanted are still to come. */
	get isWaiting(): boolean {
		return this.#wanted.some((place) => {
			const key = tileKey(place);
			return !this.#tiles.has(key) && !this.#failed.has(key);
		});
	}

	/** Some of the wanted could not be had. */
	get hasFailed(): boolean {
		return this.#wanted.some((place) => this.#failed.has(tileKey(place)));
	}

	close(): void {
		this.#isClosed = true;
		this.#wanted = [];
		for (const tile of this.#tiles.values()) tile.close();
		this.#tiles.clear();
	}

	#loadNext(): void {
		for (const place of this.#wanted) {
			if (this.#loading.size >= mostAtOnce) return;
			const key = tileKey(place);
			if (this.#tiles.has(key) || this.#loading.has(key) || this.#failed.has(key)) continue;
			this.#loading.add(key);
			void this.#load(place, key);
		}
	}

	async #load(place: TilePlace, key: string): Promise<void> {
		try {
			const bytes = await this.#source.load(place);
			if (this.#isClosed) return;
			const png = new Blob([new Uint8Array(bytes)], { type: "image/png" });
			const tile = await createImageBitmap(png);
			if (this.#isClosed) tile.close();
			else this.#tiles.set(key, tile);
		} catch {
			// The first view stays in its place, and the page says that it is reduced.
			this.#failed.add(key);
		} finally {
			this.#loading.delete(key);
			if (!this.#isClosed) {
				this.#loadNext();
				this.#forget();
				this.#source.onDidChange();
			}
		}
	}

	#forget(): void {
		const wanted = new Set(this.#wanted.map(tileKey));
		const most = Math.max(mostKept, 2 * wanted.size);
		for (const [key, tile] of this.#tiles) {
			if (this.#tiles.size <= most) return;
			if (wanted.has(key)) continue;
			tile.close();
			this.#tiles.delete(key);
		}
	}
}
