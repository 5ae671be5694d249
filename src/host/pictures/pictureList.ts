import { type Disposable, type Event, EventEmitter, RelativePattern, Uri, workspace } from "vscode";
import { Disposables } from "../disposables.ts";
import { pictureName } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import { type ListedFile, readListedFile } from "./listedFile.ts";

export type Listed =
	| { kind: "reading" }
	| { kind: "shown"; file: ListedFile }
	| { kind: "broken"; message: string };

export type ListEvent = { kind: "order" } | { kind: "picture"; uri: Uri };

/** Files read at a time: enough to keep a disk busy, few enough for remote ones. */
const atOnce = 4;

/** Pictures in the order a question counts them, each once, and what is known of their files. */
export class PictureList implements Disposable {
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<ListEvent>());
	readonly onDidChange: Event<ListEvent> = this.#events.event;
	readonly #known = new Map<string, Listed>();
	readonly #watched = new Set<string>();
	#uris: readonly Uri[] = [];
	/** Earlier orders, the last one last. */
	#before: Array<readonly Uri[]> = [];
	#queue: Array<{ uri: Uri; turn: number }> = [];
	/** Counts the readings of each file; one that is overtaken is dropped. */
	readonly #turns = new Map<string, number>();
	#reading = 0;

	constructor(uris: readonly Uri[], report: Report) {
		this.#report = report;
		this.#set(distinct(uris));
	}

	get uris(): readonly Uri[] {
		return this.#uris;
	}

	get canUndo(): boolean {
		return this.#before.length > 0;
	}

	known(uri: Uri): Listed {
		return this.#known.get(uri.toString()) ?? { kind: "reading" };
	}

	/** Every picture's file, in order; undefined while one is being read, or cannot be. */
	get files(): ListedFile[] | undefined {
		const all = this.#uris.map((uri) => this.known(uri));
		const shown = all.flatMap((one) => (one.kind === "shown" ? [one.file] : []));
		return shown.length === all.length ? shown : undefined;
	}

	/** `to` counts the places without the picture. */
	move(uri: string, to: number): void {
		const moved = this.#uris.find((one) => one.toString() === uri);
		if (!moved) return;
		const others = this.#uris.filter((one) => one !== moved);
		this.#change(others.toSpliced(to, 0, moved));
	}

	remove(uris: readonly string[]): void {
		const leaving = new Set(uris);
		this.#change(this.#uris.filter((uri) => !leaving.has(uri.toString())));
	}

	/** At the end; those that are there already stay where they are. */
	add(uris: readonly Uri[]): void {
		this.#change(distinct([...this.#uris, ...uris]));
	}

	undo(): void {
		const before = this.#before.pop();
		if (before) this.#set(before);
	}

	dispose(): void {
		this.#queue = [];
		this.#disposables.dispose();
	}

	#change(uris: readonly Uri[]): void {
		const isSame =
			uris.length === this.#uris.length && uris.every((uri, index) => uri === this.#uris[index]);
		if (isSame) return;
		this.#before.push(this.#uris);
		this.#set(uris);
	}

	#set(uris: readonly Uri[]): void {
		this.#uris = uris;
		for (const uri of uris) {
			this.#watch(uri);
			if (!this.#known.has(uri.toString())) this.#readSoon(uri);
		}
		this.#events.fire({ kind: "order" });
	}

	#readSoon(uri: Uri): void {
		const key = uri.toString();
		const turn = (this.#turns.get(key) ?? 0) + 1;
		this.#turns.set(key, turn);
		this.#known.set(key, { kind: "reading" });
		this.#queue.push({ uri, turn });
		if (this.#reading < atOnce) void this.#readQueue();
	}

	async #readQueue(): Promise<void> {
		this.#reading++;
		for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
			const { uri, turn } = next;
			const listed = await this.#read(uri);
			if (this.#disposables.isDisposed) break;
			if (this.#turns.get(uri.toString()) !== turn) continue;
			this.#known.set(uri.toString(), listed);
			this.#events.fire({ kind: "picture", uri });
		}
		this.#reading--;
	}

	async #read(uri: Uri): Promise<Listed> {
		try {
			return { kind: "shown", file: await readListedFile(uri) };
		} catch (error) {
			this.#report.failure(`${pictureName(uri)} cannot be asked about`, error);
			return { kind: "broken", message: explain(error).message };
		}
	}

	/** One watcher a folder: thousands of pictures seldom lie in many. */
	#watch(uri: Uri): void {
		const folder = Uri.joinPath(uri, "..");
		if (this.#watched.has(folder.toString())) return;
		this.#watched.add(folder.toString());
		const watcher = this.#disposables.add(
			workspace.createFileSystemWatcher(new RelativePattern(folder, "*")),
		);
		const changed = (file: Uri) => {
			const listed = this.#uris.find((one) => one.toString() === file.toString());
			if (listed) this.#readSoon(listed);
			// Read anew when it comes back into the list.
			else this.#known.delete(file.toString());
		};
		this.#disposables.add(watcher.onDidChange(changed));
		this.#disposables.add(watcher.onDidCreate(changed));
		this.#disposables.add(watcher.onDidDelete(changed));
	}
}

function distinct(uris: readonly Uri[]): Uri[] {
	return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
