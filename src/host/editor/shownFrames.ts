import type { Disposable, Uri } from "vscode";
import { badImage } from "../../image/badImage.ts";
import { sniffFormat } from "../../image/format.ts";
import type { FramedBytes } from "../pixels/windowApi.ts";

/** A page that shows an animated picture. */
export interface FramePage {
	/** Stops it and tells the frame; undefined where none is to be told. */
	hold(): Promise<number | undefined>;
	/** A frame as a PNG. */
	read(frame: number): Promise<Uint8Array>;
}

/** The frames of animated pictures that pages show, for what is chosen and read elsewhere. */
export class ShownFrames {
	readonly #pages = new Map<string, FramePage[]>();

	/** Knows of a page until what it returns is disposed. */
	add(uri: Uri, page: FramePage): Disposable {
		const key = uri.toString();
		this.#pages.set(key, [...this.#of(uri), page]);
		return {
			dispose: () => {
				const others = this.#of(uri).filter((other) => other !== page);
				if (others.length > 0) this.#pages.set(key, others);
				else this.#pages.delete(key);
			},
		};
	}

	/**
	 * What `openPicture` reads a frame from: libvips reads none of an AVIF sequence but the first,
	 * which the page that shows it does. Throws `BadImage` where no page shows it.
	 */
	async framed(uri: Uri, bytes: Uint8Array, frame = 0): Promise<FramedBytes> {
		if (frame === 0 || sniffFormat(bytes) !== "avif") return { bytes, frame };
		const [page] = this.#of(uri);
		if (!page) throw badImage("unseen");
		return { bytes: await page.read(frame), frame: 0 };
	}

	/** The frame that is seen of a picture; undefined for a still one, and one that nobody sees. */
	async hold(uri: Uri): Promise<number | undefined> {
		for (const page of this.#of(uri)) {
			const frame = await page.hold();
			if (frame !== undefined) return frame;
		}
		return undefined;
	}

	#of(uri: Uri): readonly FramePage[] {
		return this.#pages.get(uri.toString()) ?? [];
	}
}
