import {
	type Disposable,
	FileSystemError,
	type FileSystemWatcher,
	RelativePattern,
	Uri,
	workspace,
} from "vscode";
import { LoupeError } from "../shared/errors.ts";

/** The Files API takes 2 GB a file; what is read here is held in memory, so a quarter of it. */
const mostBytes = 512 * 1024 * 1024;

/** By address: pictures that were never saved have no file to be read from. */
const untitled = new Map<string, Uint8Array>();

/** Knows the bytes of a picture that was never saved until what it returns is disposed. */
export function holdUntitled(uri: Uri, bytes: Uint8Array): Disposable {
	const key = uri.toString();
	untitled.set(key, bytes);
	return {
		dispose: () => {
			if (untitled.get(key) === bytes) untitled.delete(key);
		},
	};
}

/** The bytes of a picture on any file system; throws `BadImage` when it is gone, `TooLarge` over 512 MB. */
export async function readPicture(uri: Uri): Promise<Uint8Array> {
	const unsaved = uri.scheme === "untitled" ? untitled.get(uri.toString()) : undefined;
	if (unsaved) return unsaved;
	try {
		const { size } = await workspace.fs.stat(uri);
		if (size > mostBytes) {
			const detail = `${Math.round(size / 1024 / 1024)} MB`;
			throw new LoupeError("TooLarge", `The file has ${size} bytes`, { detail });
		}
		return await workspace.fs.readFile(uri);
	} catch (error) {
		if (error instanceof FileSystemError) {
			const message = isGone(error) ? "the file does not exist" : "the file cannot be opened";
			throw new LoupeError("BadImage", message, { cause: error });
		}
		throw error;
	}
}

export function isGone(error: unknown): boolean {
	return error instanceof FileSystemError && error.code === "FileNotFound";
}

/** Watches a file, and perhaps others of its folder: compare the events' addresses. */
export function watchPicture(uri: Uri): FileSystemWatcher {
	const name = pictureName(uri);
	// Patterns have no way to write their own signs: "photo[1].png" would be watched as "photo1.png".
	const pattern = /[[\]{}*?]/.test(name) ? "*" : name;
	return workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, ".."), pattern));
}

/** The last part of a picture's path, as a person names it. */
export function pictureName(uri: Uri): string {
	return uri.path.slice(uri.path.lastIndexOf("/") + 1) || uri.toString();
}
