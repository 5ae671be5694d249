import { type Event, EventEmitter, l10n, type Uri } from "vscode";
import { contentHash } from "../../history/history.ts";
import { readFacts } from "../../image/decode.ts";
import { LoupeError } from "../../shared/errors.ts";
import type { Size } from "../../shared/result.ts";
import { Disposables } from "../disposables.ts";
import { oneLine } from "../history/oneLine.ts";
import { isGone, pictureName, readPicture, watchPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import { onDidChangeRepository, refOf } from "./gitVersions.ts";
import { detailOf } from "./pictureChoice.ts";

/** What is known of one of the two files; its bytes are held, to be compared and shown. */
export type ComparedState =
	| { kind: "shown"; size: Size; bytes: Uint8Array; hash: string }
	| { kind: "missing" | "broken"; message: string };

/** One of the two pictures, read again whenever it changes. */
export class ComparedFile {
	readonly uri: Uri;
	readonly name: string;
	readonly detail: string;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	#state: ComparedState = { kind: "missing", message: "" };
	/** Counts readings of the file; a reading that is overtaken is dropped. */
	#reading = 0;

	constructor(uri: Uri, report: Report) {
		this.uri = uri;
		this.name = pictureName(uri);
		this.detail = detailOf(uri);
		this.#report = report;
		if (uri.scheme === "git") void this.#followRepository();
		else this.#followFile();
	}

	get state(): ComparedState {
		return this.#state;
	}

	/** Reads the file; one that cannot be read is a state, not an error. */
	async read(): Promise<void> {
		const reading = ++this.#reading;
		const state = await this.#read();
		if (reading !== this.#reading || this.#disposables.isDisposed) return;
		const isSame =
			state.kind === "shown"
				? this.#state.kind === "shown" && this.#state.hash === state.hash
				: this.#state.kind !== "shown" && this.#state.message === state.message;
		if (isSame) return;
		this.#state = state;
		this.#changed.fire();
	}

	dispose(): void {
		this.#disposables.dispose();
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

	async #read(): Promise<ComparedState> {
		try {
			const bytes = await readPicture(this.uri);
			// VS Code's Git gives no bytes for a file that the commit does not have.
			if (bytes.length === 0 && refOf(this.uri) !== undefined) return this.#missing();
			const { size } = await readFacts(bytes);
			return { kind: "shown", size, bytes, hash: contentHash(bytes) };
		} catch (error) {
			if (error instanceof LoupeError && isGone(error.cause)) return this.#missing();
			this.#report.failure(`${this.name} cannot be compared`, error);
			return { kind: "broken", message: explain(error).message };
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
