import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where Loupe's tools keep what is too large for the tree: made when it is not there. */
export async function cacheFolder(): Promise<string> {
	const folder = join(userCache(), "loupe");
	await mkdir(folder, { recursive: true });
	return folder;
}

function userCache(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
	if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
	return XDG_CACHE_HOME || join(homedir(), ".cache");
}
