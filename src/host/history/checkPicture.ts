import { type Uri, workspace } from "vscode";
import { contentHash, subjectHash } from "../../history/history.ts";
import { inTurns } from "../../history/inTurns.ts";
import { LoupeError } from "../../shared/errors.ts";
import { isGone, readPicture } from "../picture.ts";
import { explain } from "../report.ts";

/** What is at a place where a picture was. */
export type PictureCheck =
	| { kind: "same" }
	/** Another content. */
	| { kind: "changed" }
	| { kind: "gone" }
	/** Whoever opens it asks for it: an address is fetched by nobody else. */
	| { kind: "remote" }
	/** There, but out of reach; `message` is for the person. */
	| { kind: "unreadable"; message: string };

/** `hash` is the content's, as the history has it. */
export async function checkPicture(uri: Uri, hash: string): Promise<PictureCheck> {
	if (isAddress(uri)) return { kind: "remote" };
	try {
		const bytes = await readPicture(uri);
		return { kind: contentHash(bytes) === hash ? "same" : "changed" };
	} catch (error) {
		if (error instanceof LoupeError && isGone(error.cause)) return { kind: "gone" };
		return { kind: "unreadable", message: explain(error).message };
	}
}

/**
 * Whether several pictures are those that `hash` (`subjectHash`) is of, in that order; with one at an
 * address that is not asked. Throws when one cannot be read.
 */
export async function arePicturesSame(uris: readonly Uri[], hash: string): Promise<boolean> {
	if (uris.some(isAddress)) return true;
	// Few at once: each is held in memory while it is read.
	const hashes = await inTurns(uris, async (uri) => contentHash(await readPicture(uri)), 4);
	return subjectHash(hashes) === hash;
}

/** Whether nothing is there; false for all that is merely out of reach. */
export async function isPictureGone(uri: Uri): Promise<boolean> {
	if (isAddress(uri)) return false;
	try {
		await workspace.fs.stat(uri);
		return false;
	} catch (error) {
		return isGone(error);
	}
}

function isAddress({ scheme }: Uri): boolean {
	return scheme === "http" || scheme === "https";
}
