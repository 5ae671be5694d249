import assert from "node:assert/strict";
import {
	type Disposable,
	EventEmitter,
	type FileChangeEvent,
	FileChangeType,
	type FileStat,
	FileSystemError,
	type FileSystemProvider,
	FileType,
	type Uri,
} from "vscode";

/** Files in memory, which tells of changes. */
export class MemoryFiles implements FileSystemProvider {
	readonly #changed = new EventEmitter<FileChangeEvent[]>();
	readonly onDidChangeFile = this.#changed.event;
	readonly #files = new Map<string, { bytes: Uint8Array; mtime: number }>();
	readonly read: string[] = [];

	put(uri: Uri, bytes: Uint8Array): void {
		const type = this.#files.has(uri.path) ? FileChangeType.Changed : FileChangeType.Created;
		this.#files.set(uri.path, { bytes, mtime: (this.#files.get(uri.path)?.mtime ?? 0) + 1 });
		this.#changed.fire([{ type, uri }]);
	}
	watch(): Disposable {
		return { dispose: () => {} };
	}
	stat({ path }: Uri): FileStat {
		const file = this.#files.get(path);
		if (file) return { type: FileType.File, ctime: 0, mtime: file.mtime, size: file.bytes.length };
		if (path === "/" || path === "") {
			return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
		}
		throw FileSystemError.FileNotFound(path);
	}
	readDirectory({ path }: Uri): [string, FileType][] {
		this.read.push(`${path}/*`);
		return [];
	}
	/** What a test does before a file's bytes are handed over. */
	onRead: (path: string) => Promise<void> = async () => {};
	async readFile({ path }: Uri): Promise<Uint8Array> {
		this.read.push(path);
		await this.onRead(path);
		return this.#files.get(path)?.bytes ?? assert.fail(path);
	}
	createDirectory(): void {}
	writeFile(): void {
		throw FileSystemError.NoPermissions();
	}
	delete(): void {
		throw FileSystemError.NoPermissions();
	}
	rename(): void {
		throw FileSystemError.NoPermissions();
	}
}
