import { open } from "node:fs/promises";

/** More than a summary takes, in bytes; one read of a disk all the same. */
const reach = 8192;

/** A file's first line without its end; undefined when none is to be had within 8 KB. */
export async function readLine(file: string): Promise<string | undefined> {
	try {
		await using handle = await open(file, "r");
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(reach), 0, reach, 0);
		const end = buffer.subarray(0, bytesRead).indexOf("\n");
		return end < 0 ? undefined : buffer.toString("utf8", 0, end);
	} catch {
		// Whoever reads the whole file hears what is wrong with it.
		return undefined;
	}
}
