import type { Uri } from "vscode";
import { workspace } from "vscode";
import { readPicture } from "../picture.ts";

/** A picture that is read ahead is held in memory until it is opened, or another is. */
const mostBytes = 64 * 1024 * 1024;

interface Ahead {
	key: string;
	mtime: number;
	size: number;
	bytes: Promise<Uint8Array>;
}

/** Holds the one picture that is likely to be opened next. */
export class ReadAhead {
	#ahead: Ahead | undefined;

	/** Only files near at hand: another's would be fetched over the net for nothing. */
	async prefetch(uri: Uri): Promise<void> {
		const key = uri.toString();
		if (uri.scheme !== "file" || this.#ahead?.key === key) return;
		const { mtime, size } = await workspace.fs.stat(uri);
		if (size > mostBytes) return;
		const ahead = { key, mtime, size, bytes: readPicture(uri) };
		this.#ahead = ahead;
		// Whoever opens it reads it again and hears why.
		ahead.bytes.catch(() => this.#forget(ahead));
	}

	/** As `readPicture`, sooner for what was read ahead and is still the same. */
	async read(uri: Uri): Promise<Uint8Array> {
		const ahead = this.#ahead;
		if (ahead?.key !== uri.toString()) return readPicture(uri);
		this.#forget(ahead);
		const { mtime, size } = await workspace.fs.stat(uri).then(
			(stat) => stat,
			// It is gone, which reading says as it should be said.
			() => ({ mtime: -1, size: -1 }),
		);
		return mtime === ahead.mtime && size === ahead.size ? ahead.bytes : readPicture(uri);
	}

	#forget(ahead: Ahead): void {
		if (this.#ahead === ahead) this.#ahead = undefined;
	}
}
