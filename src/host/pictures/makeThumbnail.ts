import { writeFile } from "node:fs/promises";
import { contentHash } from "../../history/history.ts";
import { openPicture } from "../../image/open.ts";
import { writeFirstView } from "../../image/tiles.ts";
import type { CopyCache, HeldCopy } from "../shown/copyCache.ts";
import { copyName } from "../shown/makeShown.ts";

/**
 * The longest side, in pixels: cards are at most 480 CSS pixels wide. As a JPEG that is about
 * 0.1 MB, so that those of as many pictures as one question takes are within what the cache keeps.
 */
const longestSide = 640;

/**
 * A file that the page can load, upright and small, of an animation its first frame; an SVG stays
 * one. Throws as `openPicture`, `writeFirstView` and the file system.
 */
export async function makeThumbnail(
	bytes: Uint8Array,
	cache: CopyCache,
	signal: AbortSignal,
): Promise<HeldCopy> {
	const picture = await openPicture(bytes);
	const { format, hasAlpha } = picture.facts;
	const name = copyName(contentHash(bytes), 0);
	if (format === "svg") return cache.hold(`${name}.svg`, (file) => writeFile(file, bytes));
	return cache.hold(`${name}-small.${hasAlpha ? "png" : "jpg"}`, (file) =>
		writeFirstView(picture, file, { signal, longestSide }),
	);
}
