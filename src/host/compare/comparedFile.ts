import { type Event, EventEmitter, l10n, type Uri } from "vscode";
import { contentHash } from "../../history/history.ts";
import { type PictureFacts, readFacts } from "../../image/decode.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import { oneLine } from "../history/oneLine.ts";
import { Latest } from "../latest.ts";
import { isGone, pictureName, readPicture, watchPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import type { CopyCache } from "../shown/copyCache.ts";
import { ShownPicture } from "../shown/shownPicture.ts";
import { onDidChangeRepository, refOf } from "./gitVersions.ts";
import { detailOf } from "./pictureChoice.ts";

/** What is known of one of the two files; its bytes are held, to be compared. */
export type ComparedState =
	| { kind: "shown"; size: Size; bytes: Uint8Array; hash: string }
	| { kind: "missing" | "broken"; message: string };

/** As it was read; what the header says is for what is made of it at once. */
type FileRead = { state: ComparedState; facts?: PictureFacts };

/** One of the two pictures, read again whenever it changes. */
export class ComparedFile {
	readonly uri: Uri;
	readonly name: string;
	readonly detail: string;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	/** What the page loads to show it; there is something while the file's state is `shown`. */
	readonly shown: ShownPicture;
	#state: ComparedState = { kind: "missing", message: "" };
	readonly #reading = new Latest(() => this.#disposables.isDisposed);

	constructor(uri: Uri, { copies, report }: { copies: CopyCache; report: Report }) {
		this.uri = uri;
		this.name = pictureName(uri);
		this.detail = detailOf(uri);
		this.#report = report;
		this.shown = this.#disposables.add(new ShownPicture(uri, copies, report));
		if (uri.scheme === "git") void this.#followRepository();
		else this.#followFile();
	}

	get state(): ComparedState {
		return this.#state;
	}

	/** Reads the file; one that cannot be read is a state, not an error. */
	read(): Promise<void> {
		return this.#reading.run((isOver) => this.#load(isOver));
	}

	dispose(): void {
		this.#disposables.dispose();
	}

	async #load(isOver: () => boolean): Promise<void> {
		const { state, facts } = await this.#read();
		if (isOver()) return;
		const isSame =
			state.kind === "shown"
				? this.#state.kind === "shown" && this.#state.hash === state.hash
				: this.#state.kind !== "shown" && this.#state.message === state.message;
		if (isSame) return;
		if (state.kind === "shown" && facts) {
			await this.shown.show(state.bytes, state.hash, facts);
			if (isOver()) return;
		}
		this.#state = state;
		this.#changed.fire();
	}

	#followFile(): void {
		const watcher = this.#disposables.add(watchPicture(this.uri));
		const changed = (uri: Uri) => {
			if (uri.toString() === this.uri.toString()) void this.read();
		};
		this.#disposables.add(watcher.onDidChange(changed));
		this.#disposables.add(watcher.onDidCreate(changed));
		this.#disposables.add(watcher.onDidDelete(changed));
	}

	/** A name such as HEAD moves with every commit. */
	async #followRepository(): Promise<void> {
		try {
			const listener = await onDidChangeRepository(this.uri, () => void this.read());
			if (listener) this.#disposables.add(listener);
		} catch (error) {
			this.#report.warn(`Changes of ${this.name} in its repository will not be noticed`, error);
		}
	}

	async #read(): Promise<FileRead> {
		try {
			const bytes = await readPicture(this.uri);
			// VS Code's Git gives no bytes for a file that the commit does not have.
			if (bytes.length === 0 && refOf(this.uri) !== undefined) return { state: this.#missing() };
			const facts = await readFacts(bytes);
			const { size } = facts;
			return { state: { kind: "shown", size, bytes, hash: contentHash(bytes) }, facts };
		} catch (error) {
			if (error instanceof LoupeError && isGone(error.cause)) return { state: this.#missing() };
			this.#report.failure(`${this.name} cannot be compared`, error);
			return { state: { kind: "broken", message: explain(error).message } };
		}
	}

	#missing(): ComparedState {
		const isVersion = refOf(this.uri) !== undefined;
		const message = isVersion
			? l10n.t("{0} is not in this commit: {1}", oneLine(this.name, 255), this.detail)
			: l10n.t("{0} was deleted or moved.", oneLine(this.name, 255));
		return { kind: "missing", message };
	}
}
