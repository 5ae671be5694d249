import { writeFile } from "node:fs/promises";
import type { Uri } from "vscode";
import { writeCopy } from "../../image/displayCopy.ts";
import { formats } from "../../image/format.ts";
import { openPicture, type PictureFacts } from "../../image/open.ts";
import { mostTiled, type ShownAs, shownAs } from "../../image/shownAs.ts";
import { firstViewSize, writeFirstView } from "../../image/tiles.ts";
import type { Size } from "../../shared/result.ts";
import type { CopyCache, HeldCopy } from "./copyCache.ts";

/** A picture whose bytes are at hand. */
export interface ReadPicture {
	uri: Uri;
	bytes: Uint8Array;
	/** Of the bytes. */
	hash: string;
	/** Of a TIFF, from 0. */
	page: number;
}

/** What the page is given to show. */
export type ShownFile =
	/** The file itself. */
	| { kind: "file" }
	/** A file that was made of it. */
	| { kind: "copy"; copy: HeldCopy; reduced?: Size };

/** VS Code gives such a file to a page by its address: those of the extension's own machine. */
export function isAddressed({ scheme }: Uri): boolean {
	return scheme === "file" || scheme === "vscode-remote";
}

/** How a picture is shown: all others are read and written beside Loupe's own files. */
export function waysOf(facts: PictureFacts, uri: Uri): ShownAs {
	const way = shownAs(facts, uri.path);
	return way === "file" && !isAddressed(uri) ? "bytes" : way;
}

/** Makes what the page is to load; throws as `openPicture`, `writeCopy` and the file system. */
export async function makeShown(
	{ uri, bytes, hash, page }: ReadPicture,
	cache: CopyCache,
	signal: AbortSignal,
): Promise<ShownFile> {
	const picture = await openPicture(bytes, { most: mostTiled, page });
	const { facts } = picture;
	const name = copyName(hash, page);
	switch (waysOf(facts, uri)) {
		case "file":
			return { kind: "file" };
		case "bytes": {
			const [extension] = formats[facts.format].extensions;
			const copy = await cache.hold(`${name}.${extension}`, (file) => writeFile(file, bytes));
			return { kind: "copy", copy };
		}
		case "copy": {
			const copy = await cache.hold(`${name}.png`, (file) => writeCopy(picture, file, signal));
			return { kind: "copy", copy };
		}
		case "tiles": {
			const extension = facts.hasAlpha ? "png" : "jpg";
			const copy = await cache.hold(`${name}-first.${extension}`, (file) =>
				writeFirstView(picture, file, { signal }),
			);
			return { kind: "copy", copy, reduced: firstViewSize(facts.size) };
		}
	}
}

/** What a copy's name begins with: the content and the page it is of, and by which rules it is made. */
export function copyName(hash: string, page: number): string {
	const rules = 2;
	return `${hash.slice(0, 32)}-${rules}${page > 0 ? `-${page}` : ""}`;
}
