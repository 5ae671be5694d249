import { type CustomDocument, type Event, EventEmitter, type Uri } from "vscode";
import { contentHash, type KnownPicture } from "../../history/history.ts";
import { type PictureFacts, readFacts } from "../../image/decode.ts";
import { mostTiled } from "../../image/shownAs.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import { isGone, pictureName, readPicture, watchPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import { type SubjectEvent, type SubjectParts, SubjectRuns } from "../runs.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { ShownPicture } from "../shown/shownPicture.ts";
import type { OpenPictures } from "./openPictures.ts";

/** What is known of the file behind a document. */
export type FileState =
	| { kind: "shown"; size: Size; bytes: number; hash: string }
	| { kind: "missing" }
	| { kind: "broken"; message: string };

export type DocumentEvent = SubjectEvent | { kind: "file" | "shown" };

export type DocumentParts = SubjectParts & { pictures: OpenPictures; copies: CopyCache };

/** A picture VS Code has open: its file and its runs, whatever pages show it. */
export class LoupeDocument implements CustomDocument {
	readonly uri: Uri;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<DocumentEvent>());
	readonly onDidChange: Event<DocumentEvent> = this.#events.event;
	/** What was asked about the picture. */
	readonly runs: SubjectRuns;
	/** What pages load to show it. */
	readonly shown: ShownPicture;
	#file: FileState = { kind: "missing" };
	/** Counts readings of the file; a reading that is overtaken is dropped. */
	#reading = 0;
	#unread: { hash: string; picture: KnownPicture } | undefined;

	private constructor(uri: Uri, parts: DocumentParts) {
		this.uri = uri;
		this.#report = parts.report;
		this.runs = this.#disposables.add(new SubjectRuns([uri], parts));
		this.#disposables.add(this.runs.onDidChange((event) => this.#events.fire(event)));
		this.shown = this.#disposables.add(new ShownPicture(uri, parts.copies, parts.report));
		this.#disposables.add(this.shown.onDidChange(() => this.#events.fire({ kind: "shown" })));
	}

	/** Reads the file; a file that cannot be read is a state, not an error. Its history follows. */
	static async open(uri: Uri, parts: DocumentParts): Promise<LoupeDocument> {
		const document = new LoupeDocument(uri, parts);
		document.#disposables.add(parts.pictures.add(document));
		document.#follow();
		await document.reload();
		return document;
	}

	get file(): FileState {
		return this.#file;
	}

	get name(): string {
		return pictureName(this.uri);
	}

	/** Reads the file again; answers about other pixels leave, those about these come back. */
	async reload(): Promise<void> {
		const reading = ++this.#reading;
		const { file, content } = await this.#readFile();
		if (reading !== this.#reading || this.#disposables.isDisposed) return;
		const before = this.#file;
		if (before.kind === "shown" && file.kind === "shown" && before.hash === file.hash) return;
		if (file.kind === "shown" && content) {
			await this.shown.show(content.bytes, file.hash, content.facts);
			if (reading !== this.#reading || this.#disposables.isDisposed) return;
		}
		this.#file = file;
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

	/** `content` is for what is made of it at once, and not held. */
	async #readFile(): Promise<{
		file: FileState;
		content?: { bytes: Uint8Array; facts: PictureFacts };
	}> {
		try {
			const bytes = await readPicture(this.uri);
			const facts = await readFacts(bytes, { most: mostTiled });
			const hash = contentHash(bytes);
			const file: FileState = { kind: "shown", size: facts.size, bytes: bytes.length, hash };
			return { file, content: { bytes, facts } };
		} catch (error) {
			if (error instanceof LoupeError && isGone(error.cause)) return { file: { kind: "missing" } };
			this.#report.failure(`${this.name} cannot be shown`, error);
			return { file: { kind: "broken", message: explain(error).message } };
		}
	}
}
