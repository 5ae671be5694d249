import { type CustomDocument, type Event, EventEmitter, type Uri, workspace } from "vscode";
import { contentHash, type KnownPicture } from "../../history/history.ts";
import { type PictureFacts, readFacts } from "../../image/decode.ts";
import { isWhole } from "../../image/isWhole.ts";
import { mostTiled } from "../../image/shownAs.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import type { ReadAhead } from "../folder/readAhead.ts";
import { Latest } from "../latest.ts";
import { holdUntitled, isGone, pictureName, watchPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import { type SubjectEvent, type SubjectParts, SubjectRuns } from "../runs.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { ShownPicture } from "../shown/shownPicture.ts";
import type { OpenPictures } from "./openPictures.ts";
import { type Reading, readSettled } from "./readSettled.ts";

/** What is known of the file behind a document. */
export type FileState =
	| { kind: "shown"; size: Size; bytes: number; hash: string; frames: number }
	| { kind: "missing" }
	| { kind: "broken"; message: string; error: unknown };

export type DocumentEvent = SubjectEvent | { kind: "file" | "shown" };

export type DocumentParts = SubjectParts & {
	pictures: OpenPictures;
	copies: CopyCache;
	ahead: ReadAhead;
};

/** A file as it was read; `content` is for what is made of it at once, and not held. */
interface FileRead {
	file: FileState;
	content?: { bytes: Uint8Array; facts: PictureFacts };
}

/** Between two looks at a file that others write, in milliseconds. */
const lookAfter = 75;

/** A picture VS Code has open: its file and its runs, whatever pages show it. */
export class LoupeDocument implements CustomDocument {
	readonly uri: Uri;
	readonly #report: Report;
	readonly #ahead: ReadAhead;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<DocumentEvent>());
	readonly onDidChange: Event<DocumentEvent> = this.#events.event;
	/** What was asked about the picture. */
	readonly runs: SubjectRuns;
	/** What pages load to show it. */
	readonly shown: ShownPicture;
	#file: FileState = { kind: "missing" };
	readonly #reading = new Latest(() => this.#disposables.isDisposed);
	#unread: { hash: string; picture: KnownPicture } | undefined;

	private constructor(uri: Uri, parts: DocumentParts) {
		this.uri = uri;
		this.#ahead = parts.ahead;
		this.#report = parts.report;
		this.runs = this.#disposables.add(new SubjectRuns([uri], parts));
		this.#disposables.add(this.runs.onDidChange((event) => this.#events.fire(event)));
		this.shown = this.#disposables.add(new ShownPicture(uri, parts.copies, parts.report));
		this.#disposables.add(this.shown.onDidChange(() => this.#events.fire({ kind: "shown" })));
	}

	/**
	 * Reads the file; a file that cannot be read is a state, not an error. Its history follows.
	 * `unsaved`: the content of what has no file.
	 */
	static async open(uri: Uri, parts: DocumentParts, unsaved?: Uint8Array): Promise<LoupeDocument> {
		const document = new LoupeDocument(uri, parts);
		if (unsaved) document.#disposables.add(holdUntitled(uri, unsaved));
		document.#disposables.add(parts.pictures.add(document));
		document.#follow();
		await document.#load(async () => (await document.#readFile()).state);
		return document;
	}

	get file(): FileState {
		return this.#file;
	}

	get name(): string {
		return pictureName(this.uri);
	}

	/** Reads the file again; answers about other pixels leave, those about these come back. */
	reload(): Promise<void> {
		return this.#load((isOver) =>
			readSettled({
				read: () => this.#readFile(),
				stamp: () => this.#stamp(),
				pause: () => new Promise((resolve) => setTimeout(resolve, lookAfter)),
				isOver,
			}),
		);
	}

	#load(read: (isOver: () => boolean) => Promise<FileRead>): Promise<void> {
		return this.#reading.run(async (isOver) => {
			const { file, content } = await read(isOver);
			if (!isOver()) await this.#take(file, content, isOver);
		});
	}

	async #take(file: FileState, content: FileRead["content"], isOver: () => boolean): Promise<void> {
		const before = this.#file;
		if (before.kind === "shown" && file.kind === "shown" && before.hash === file.hash) return;
		if (file.kind === "shown" && content) {
			await this.shown.show(content.bytes, file.hash, content.facts);
			if (isOver()) return;
		}
		this.#file = file;
		if (file.kind === "broken") {
			this.#report.failure(`${this.name} cannot be shown`, file.error);
		}
		this.#events.fire({ kind: "file" });
		if (file.kind !== "shown") return;
		const { hash, size, bytes } = file;
		this.#unread = { hash, picture: { uri: this.uri.toString(), name: this.name, size, bytes } };
	}

	/** The answers that were kept are yet to be read. */
	get hasUnread(): boolean {
		return this.#unread !== undefined || this.runs.isRestoring;
	}

	/** Reads the answers that were kept, which can be many: not before the picture is on the screen. */
	async restore(): Promise<void> {
		const unread = this.#unread;
		this.#unread = undefined;
		if (unread) void this.runs.restore(unread.hash, unread.picture);
		await this.runs.restored;
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	#follow(): void {
		const own = this.uri.toString();
		const watcher = this.#disposables.add(watchPicture(this.uri));
		const changed = (uri: Uri) => {
			if (uri.toString() === own) void this.reload();
		};
		this.#disposables.add(watcher.onDidChange(changed));
		this.#disposables.add(watcher.onDidCreate(changed));
		this.#disposables.add(watcher.onDidDelete(changed));
	}

	/** Other than before as soon as the file is. */
	async #stamp(): Promise<string> {
		try {
			const { mtime, size } = await workspace.fs.stat(this.uri);
			return `${mtime} ${size}`;
		} catch {
			// Not there, or not to be seen: reading it says which.
			return "gone";
		}
	}

	async #readFile(): Promise<Reading<FileRead>> {
		const stamp = await this.#stamp();
		try {
			const bytes = await this.#ahead.read(this.uri);
			const facts = await readFacts(bytes, { most: mostTiled });
			// The pages of a TIFF are no frames of a film.
			const frames = facts.format === "tiff" ? 1 : facts.frames;
			const [length, hash] = [bytes.length, contentHash(bytes)];
			const file = { kind: "shown", size: facts.size, bytes: length, hash, frames } as const;
			return { state: { file, content: { bytes, facts } }, isSure: isWhole(bytes), stamp };
		} catch (error) {
			const isSure = false;
			if (error instanceof LoupeError && isGone(error.cause)) {
				return { state: { file: { kind: "missing" } }, isSure, stamp };
			}
			const message = explain(error).message;
			return { state: { file: { kind: "broken", message, error } }, isSure, stamp };
		}
	}
}
