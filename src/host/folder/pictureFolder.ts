import {
	type Disposable,
	type Event,
	EventEmitter,
	FileType,
	RelativePattern,
	type Uri,
	workspace,
} from "vscode";
import { Disposables } from "../disposables.ts";
import { pictureName } from "../picture.ts";
import { isPictureName } from "./isPictureName.ts";
import { compareNames, indexIn } from "./naturalOrder.ts";

/** The pictures of one folder by name, in natural order; never of the folders in it. */
export class PictureFolder implements Disposable {
	readonly uri: Uri;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	/** A picture came or left. */
	readonly onDidChange: Event<void> = this.#changed.event;
	#names: string[] = [];
	/** What came and left while the folder was being read. */
	#meanwhile: Array<() => void> | undefined = [];
	readonly #read: Promise<void>;

	/** Watches before it reads, so that nothing is missed between. */
	constructor(uri: Uri) {
		this.uri = uri;
		const watcher = this.#disposables.add(
			workspace.createFileSystemWatcher(new RelativePattern(uri, "*"), false, true, false),
		);
		this.#disposables.add(watcher.onDidCreate((file) => this.#soon(file, () => this.#add(file))));
		this.#disposables.add(
			watcher.onDidDelete((file) => this.#soon(file, () => this.#remove(file))),
		);
		this.#read = this.#list();
	}

	/** In order; rejects when the folder cannot be listed, as those of `git:` cannot. */
	async names(): Promise<readonly string[]> {
		await this.#read;
		return this.#names;
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	async #list(): Promise<void> {
		const entries = await workspace.fs.readDirectory(this.uri);
		this.#names = entries
			.filter(([name, type]) => (type & FileType.File) !== 0 && isPictureName(name))
			.map(([name]) => name)
			.sort(compareNames);
		for (const change of this.#meanwhile ?? []) change();
		this.#meanwhile = undefined;
	}

	#soon(file: Uri, change: () => void): void {
		if (!isPictureName(pictureName(file)) || !this.#isIn(file)) return;
		if (this.#meanwhile) {
			this.#meanwhile.push(change);
			return;
		}
		change();
		this.#changed.fire();
	}

	#isIn(file: Uri): boolean {
		const folder = this.uri.path.endsWith("/") ? this.uri.path : `${this.uri.path}/`;
		return file.path === folder + pictureName(file);
	}

	#add(file: Uri): void {
		const name = pictureName(file);
		const index = indexIn(this.#names, name);
		if (this.#names[index] !== name) this.#names.splice(index, 0, name);
	}

	#remove(file: Uri): void {
		const name = pictureName(file);
		const index = indexIn(this.#names, name);
		if (this.#names[index] === name) this.#names.splice(index, 1);
	}
}
