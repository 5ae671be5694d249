import type { Uri } from "vscode";
import { contentHash } from "../../history/history.ts";
import { type PictureFacts, readFacts } from "../../image/decode.ts";
import { prepare, readingMaxSide } from "../../image/prepare.ts";
import type { Size } from "../../shared/result.ts";
import { readPicture } from "../picture.ts";
import { waysOf } from "../shown/makeShown.ts";

/** A picture's file as a question with several pictures needs to know it. */
export interface ListedFile {
	/** Upright pixels. */
	size: Size;
	bytes: number;
	/** Of its content. */
	hash: string;
	/** The page can load the file itself and shows it right. */
	isLoadable: boolean;
	/** Bytes that go out for it, before base64; `isEstimate` until it was prepared. */
	sent: { bytes: number; isEstimate: boolean };
}

/** Reads a file and its header; throws as `readPicture` and `readFacts`. */
export async function readListedFile(uri: Uri): Promise<ListedFile> {
	const content = await readPicture(uri);
	const facts = await readFacts(content);
	const bytes = content.length;
	return {
		size: facts.size,
		bytes,
		hash: contentHash(content),
		isLoadable: waysOf(facts, uri) === "file",
		sent: estimate(facts, bytes),
	};
}

/** What really goes out for a picture, in bytes; throws as `prepare`. */
export async function measureSent(uri: Uri, signal: AbortSignal): Promise<number> {
	const { bytes } = await prepare(await readPicture(uri), { maxSide: readingMaxSide, signal });
	return bytes.length;
}

/** The length of so many bytes in base64 (RFC 4648, 4). */
export function base64Length(bytes: number): number {
	return Math.ceil(bytes / 3) * 4;
}

/** Bytes a pixel of a photograph as `encode` writes it, JPEG at quality 90 without chroma subsampling. */
const bytesPerPixel = 0.4;

/** Known where the file goes out as it is; guessed from its pixels where it is encoded anew. */
function estimate({ size, goesAsItIs }: PictureFacts, fileBytes: number): ListedFile["sent"] {
	const longest = Math.max(size.width, size.height);
	if (goesAsItIs && longest <= readingMaxSide) return { bytes: fileBytes, isEstimate: false };
	const scale = Math.min(1, readingMaxSide / longest);
	const pixels = size.width * scale * size.height * scale;
	return { bytes: Math.round(pixels * bytesPerPixel), isEstimate: true };
}
