import type { ShownMask } from "../shared/protocol.ts";

interface Tint {
	color: string;
	cut: number;
	/** At half the size of the one before each; some are not made yet. */
	images: (ImageBitmap | undefined)[];
}

/** Masks as pictures in their label's colour, as opaque as they are probable above the cut. */
export class Tints {
	readonly #made = new WeakMap<ShownMask, Tint>();
	readonly #canvas = new OffscreenCanvas(1, 1);
	readonly #context = this.#canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;

	/**
	 * An image to stretch over the mask's place, made anew only for another colour or cut. Drawn
	 * `width` pixels wide it has about as many samples: browsers draw small pictures much faster.
	 */
	imageOf(mask: ShownMask, color: string, cut: number, width: number): ImageBitmap {
		const tint = this.#tintOf(mask, color, cut);
		const smallest = Math.floor(Math.log2(Math.min(mask.width, mask.height)));
		const wanted = Math.floor(Math.log2(mask.width / width));
		const level = Math.max(0, Math.min(smallest, wanted));
		const known = tint.images[level];
		if (known) return known;
		tint.images[0] ??= this.#paint(mask, color, cut);
		const image = level === 0 ? tint.images[0] : this.#shrink(tint.images[0], level);
		tint.images[level] = image;
		return image;
	}

	#tintOf(mask: ShownMask, color: string, cut: number): Tint {
		const known = this.#made.get(mask);
		if (known?.color === color && known.cut === cut) return known;
		for (const image of known?.images ?? []) image?.close();
		const tint: Tint = { color, cut, images: [] };
		this.#made.set(mask, tint);
		return tint;
	}

	#paint(mask: ShownMask, color: string, cut: number): ImageBitmap {
		this.#canvas.width = mask.width;
		this.#canvas.height = mask.height;
		this.#context.putImageData(tinted(mask, color, cut), 0, 0);
		return this.#canvas.transferToImageBitmap();
	}

	#shrink(image: ImageBitmap, level: number): ImageBitmap {
		const width = Math.ceil(image.width / 2 ** level);
		const height = Math.ceil(image.height / 2 ** level);
		this.#canvas.width = width;
		this.#canvas.height = height;
		this.#context.imageSmoothingQuality = "high";
		this.#context.drawImage(image, 0, 0, width, height);
		return this.#canvas.transferToImageBitmap();
	}
}

function tinted({ width, height, data }: ShownMask, color: string, cut: number): ImageData {
	const image = new ImageData(width, height);
	const rgba = image.data;
	const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
	for (let sample = 0, at = 0; sample < data.length; sample++, at += 4) {
		const probability = data[sample]!;
		if (probability <= cut) continue;
		rgba[at] = red!;
		rgba[at + 1] = green!;
		rgba[at + 2] = blue!;
		rgba[at + 3] = probability;
	}
	return image;
}
