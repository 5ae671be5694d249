import type { PictureState, TiledPicture } from "../shared/protocol.ts";
import type { Size } from "../shared/result.ts";
import type { TilePlace } from "../shared/tilePlace.ts";
import type { Screen } from "./overlay.ts";
import { TileStore } from "./tileStore.ts";
import { coveredBy, levelFor, tilesInView } from "./tilesInView.ts";
import { pixelatedFrom, toView, type Viewport } from "./viewport.ts";

/** How many coarser levels stand in for tiles that are still to come. */
const coarserLevels = 3;

export interface TileLayerListener {
	/** The PNG of a tile. */
	load(version: string, place: TilePlace): Promise<Uint8Array>;
	/** A tile has come, or will not. */
	onDidChange(): void;
}

/** The parts in view of a picture that is loaded reduced, drawn over it at the resolution of the screen. */
export class TileLayer {
	readonly canvas = document.createElement("canvas");
	readonly #listener: TileLayerListener;
	#store: TileStore | undefined;
	#version = "";

	constructor(listener: TileLayerListener) {
		this.canvas.className = "tiles";
		this.canvas.hidden = true;
		// The picture beneath has the name.
		this.canvas.setAttribute("aria-hidden", "true");
		this.#listener = listener;
	}

	/** Draws what is there and asks for what is not; returns whether what is seen is coarser than it could be. */
	draw(viewport: Viewport, picture: PictureState, screen: Screen): boolean {
		const tiles = picture.kind === "shown" ? picture.tiles : undefined;
		this.#follow(tiles);
		const store = this.#store;
		if (picture.kind !== "shown" || !tiles || !store) return false;
		const { ratio, pixels } = screen;
		const level = levelFor(viewport.scale * ratio, picture.size, tiles.reduced);
		this.canvas.hidden = level === undefined;
		if (level === undefined) {
			store.want([]);
			return false;
		}
		const view = { width: pixels.width / ratio, height: pixels.height / ratio };
		const wanted = tilesInView(viewport, view, picture.size, level);
		store.want(wanted);
		if (this.canvas.width !== pixels.width) this.canvas.width = pixels.width;
		if (this.canvas.height !== pixels.height) this.canvas.height = pixels.height;
		const context = this.canvas.getContext("2d");
		if (!context) return true;
		context.clearRect(0, 0, pixels.width, pixels.height);
		context.imageSmoothingEnabled = viewport.scale < pixelatedFrom;
		context.imageSmoothingQuality = "high";
		for (let coarser = level + coarserLevels; coarser >= level; coarser--) {
			const places =
				coarser === level ? wanted : tilesInView(viewport, view, picture.size, coarser);
			for (const place of places) this.#drawTile(context, viewport, picture.size, place, ratio);
		}
		return store.isWaiting || store.hasFailed;
	}

	/** Whole device pixels: two tiles' edges must neither overlap nor leave a gap. */
	#drawTile(
		context: CanvasRenderingContext2D,
		viewport: Viewport,
		picture: Size,
		place: TilePlace,
		ratio: number,
	): void {
		const tile = this.#store?.get(place);
		if (!tile) return;
		const { x, y, width, height } = toView(viewport, coveredBy(picture, place));
		const [left, right] = [Math.round(x * ratio), Math.round((x + width) * ratio)];
		const [top, bottom] = [Math.round(y * ratio), Math.round((y + height) * ratio)];
		// A see-through tile must not lie over a coarser one.
		context.clearRect(left, top, right - left, bottom - top);
		context.drawImage(tile, left, top, right - left, bottom - top);
	}

	#follow(tiles: TiledPicture | undefined): void {
		const version = tiles?.version ?? "";
		if (version === this.#version) return;
		this.#version = version;
		this.#store?.close();
		this.canvas.hidden = true;
		// Its memory goes with its size.
		this.canvas.width = 0;
		this.#store = tiles && this.#open(version);
	}

	#open(version: string): TileStore {
		return new TileStore({
			load: (place) => this.#listener.load(version, place),
			onDidChange: () => this.#listener.onDidChange(),
		});
	}
}
