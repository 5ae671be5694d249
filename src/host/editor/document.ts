import {
	type CustomDocument,
	type Event,
	EventEmitter,
	RelativePattern,
	Uri,
	workspace,
} from "vscode";
import { contentHash, type History } from "../../history/history.ts";
import { readFacts } from "../../image/decode.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Run } from "../../shared/protocol.ts";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import type { Inspector, RunEvent } from "../inspect.ts";
import { isGone, pictureName, readPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";

/** What is known of the file behind a document. */
export type FileState =
	| { kind: "shown"; size: Size; bytes: number; hash: string }
	| { kind: "missing" }
	| { kind: "broken"; message: string };

export type DocumentEvent = RunEvent | { kind: "file" } | { kind: "removed"; runId: string };

/** A picture VS Code has open: its file and its runs, whatever pages show it. */
export class LoupeDocument implements CustomDocument {
	readonly uri: Uri;
	readonly #parts: { inspector: Inspector; history: History; report: Report };
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<DocumentEvent>());
	readonly onDidChange: Event<DocumentEvent> = this.#events.event;
	#file: FileState = { kind: "missing" };
	#runs: Run[] = [];
	#restored: Promise<void> = Promise.resolve();
	/** Counts readings of the file; a reading that is overtaken is dropped. */
	#reading = 0;

	private constructor(uri: Uri, parts: { inspector: Inspector; history: History; report: Report }) {
		this.uri = uri;
		this.#parts = parts;
	}

	/** Reads the file; a file that cannot be read is a state, not an error. Its history follows. */
	static async open(
		uri: Uri,
		parts: { inspector: Inspector; history: History; report: Report },
	): Promise<LoupeDocument> {
		const document = new LoupeDocument(uri, parts);
		document.#follow();
		await document.reload();
		return document;
	}

	get file(): FileState {
		return this.#file;
	}

	/** Oldest first. */
	get runs(): readonly Run[] {
		return this.#runs;
	}

	get name(): string {
		return pictureName(this.uri);
	}

	/** Forgets a run, here and in the history. */
	async removeRun(runId: string): Promise<void> {
		const run = this.#runs.find(({ id }) => id === runId);
		if (!run) return;
		this.#drop(run);
		if (this.#file.kind === "shown") await this.#parts.history.remove(this.#file.hash, run);
	}

	/** Leaves an object out of a run's result, and remembers that. */
	async removeObject(runId: string, index: number): Promise<void> {
		await this.#changeRemoved(runId, (removed) =>
			removed.includes(index) ? removed : [...removed, index],
		);
	}

	async restoreObject(runId: string, index: number): Promise<void> {
		await this.#changeRemoved(runId, (removed) => removed.filter((other) => other !== index));
	}

	/** Reads the file again; answers about other pixels leave, those about these come back. */
	async reload(): Promise<void> {
		const reading = ++this.#reading;
		const file = await this.#readFile();
		if (reading !== this.#reading || this.#disposables.isDisposed) return;
		const before = this.#file;
		if (before.kind === "shown" && file.kind === "shown" && before.hash === file.hash) return;
		this.#file = file;
		this.#events.fire({ kind: "file" });
		// The picture does not wait for its answers, which can be many.
		if (file.kind === "shown") this.#restored = this.#restore(file, reading);
	}

	/** Resolves when the answers kept about the file are among `runs`. */
	get restored(): Promise<void> {
		return this.#restored;
	}

	/** Shows what is kept about these pixels, and what is still being asked. */
	async #restore(file: FileState & { kind: "shown" }, reading: number): Promise<void> {
		// Taken before the history is read: what ends meanwhile is in one of the two.
		const underWay = this.#parts.inspector.running(this.uri);
		const kept = await this.#readHistory(file);
		if (reading !== this.#reading || this.#disposables.isDisposed) return;
		const shown = [...kept, ...underWay];
		const wanted = new Set(shown.map(({ id }) => id));
		for (const run of this.#runs) {
			if (run.status !== "running" && !wanted.has(run.id)) this.#drop(run);
		}
		const known = new Set(this.#runs.map(({ id }) => id));
		for (const run of shown) {
			if (known.has(run.id)) continue;
			known.add(run.id);
			this.#runs.push(run);
			this.#events.fire({ kind: "added", uri: this.uri, run });
		}
		this.#runs.sort((a, b) => a.startedAt - b.startedAt);
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	#follow(): void {
		const own = this.uri.toString();
		this.#disposables.add(
			this.#parts.inspector.onDidChangeRun((event) => {
				if (event.uri.toString() !== own) return;
				if (event.kind === "added") this.#runs.push(event.run);
				this.#events.fire(event);
			}),
		);
		const folder = Uri.joinPath(this.uri, "..");
		const watcher = this.#disposables.add(
			workspace.createFileSystemWatcher(new RelativePattern(folder, this.name)),
		);
		const changed = (uri: Uri) => {
			if (uri.toString() === own) void this.reload();
		};
		this.#disposables.add(watcher.onDidChange(changed));
		this.#disposables.add(watcher.onDidCreate(changed));
		this.#disposables.add(watcher.onDidDelete(changed));
	}

	async #changeRemoved(runId: string, change: (removed: number[]) => number[]): Promise<void> {
		const run = this.#runs.find(({ id }) => id === runId);
		if (!run) return;
		run.removed = change(run.removed ?? []);
		const told = { removed: run.removed };
		this.#events.fire({ kind: "changed", uri: this.uri, run, change: told });
		if (this.#file.kind !== "shown" || run.status === "running") return;
		await this.#parts.history.add(this.#file.hash, run);
	}

	#drop(run: Run): void {
		this.#runs = this.#runs.filter(({ id }) => id !== run.id);
		this.#events.fire({ kind: "removed", runId: run.id });
	}

	async #readFile(): Promise<FileState> {
		try {
			const bytes = await readPicture(this.uri);
			const { size } = await readFacts(bytes);
			return { kind: "shown", size, bytes: bytes.length, hash: contentHash(bytes) };
		} catch (error) {
			if (error instanceof LoupeError && isGone(error.cause)) return { kind: "missing" };
			this.#parts.report.failure(`${this.name} cannot be shown`, error);
			return { kind: "broken", message: explain(error).message };
		}
	}

	/** A history that cannot be read must not keep the picture from being shown. */
	async #readHistory({ hash, size, bytes }: FileState & { kind: "shown" }): Promise<Run[]> {
		const { history, report } = this.#parts;
		try {
			await history.remember(hash, { uri: this.uri.toString(), name: this.name, size, bytes });
			return await history.list(hash);
		} catch (error) {
			report.warn("The history of this picture cannot be read", error);
			return [];
		}
	}
}
