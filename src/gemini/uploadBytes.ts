import { LoupeError } from "../shared/errors.ts";

/** What is uploaded; a `Blob` of a file (`fs.openAsBlob`) is read while it goes out. */
export type UploadBytes = Uint8Array | Blob;

export function sizeOf(bytes: UploadBytes): number {
	return bytes instanceof Uint8Array ? bytes.length : bytes.size;
}

/** Copies nothing. */
export function pieceOf(bytes: UploadBytes, from: number, to: number): UploadBytes {
	return bytes instanceof Uint8Array ? bytes.subarray(from, to) : bytes.slice(from, to);
}

/** Throws `BadImage` for a file that is gone or changed: `fetch` calls that a failed connection. */
export async function checkReadable(bytes: UploadBytes): Promise<void> {
	if (bytes instanceof Uint8Array) return;
	try {
		await bytes.slice(0, 1).arrayBuffer();
	} catch (error) {
		const detail = "the file changed while it was uploaded";
		throw new LoupeError("BadImage", detail, { detail, cause: error });
	}
}
