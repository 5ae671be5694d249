import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import type { RequestState } from "../../shared/picturesProtocol.ts";
import { Disposables } from "../disposables.ts";
import { mostPictures } from "../draftAsk.ts";
import type { Report } from "../report.ts";
import { mostInlineBytes } from "../sendWays.ts";
import { readUploadSetting } from "../settings.ts";
import { base64Length, type ListedFile, measureSent } from "./listedFile.ts";

/** How often the page hears of it while files are read, in milliseconds. */
const tellEvery = 100;

/**
 * What a request with these pictures weighs. Files that go out as they are count by their size;
 * others are prepared one after the other while nobody waits, as far as it can change the answer.
 */
export class RequestWeight implements Disposable {
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<void>());
	readonly onDidChange: Event<void> = this.#changed.event;
	/** Content hash → bytes as sent. */
	readonly #measured = new Map<string, number>();
	#files: ReadonlyArray<{ uri: Uri; file: ListedFile }> = [];
	#measuring = new AbortController();
	#timer: NodeJS.Timeout | undefined;

	constructor(report: Report) {
		this.#report = report;
	}

	get state(): RequestState {
		const sent = this.#files.map(({ file }) => this.#sent(file));
		return {
			bytes: sumOf(sent),
			certainBytes: sumOf(sent.filter(({ isEstimate }) => !isEstimate)),
			mostBytes: mostInlineBytes,
			mayUpload: readUploadSetting(this.#files[0]?.uri) !== "inline",
			mostPictures,
		};
	}

	/** `isWhole`: no file is still being read. */
	weigh(files: ReadonlyArray<{ uri: Uri; file: ListedFile }>, isWhole: boolean): void {
		this.#measuring.abort();
		this.#files = files;
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#changed.fire();
		}, tellEvery);
		if (!isWhole || files.length > mostPictures) return;
		this.#measuring = new AbortController();
		void this.#measure(this.#measuring.signal);
	}

	dispose(): void {
		this.#measuring.abort();
		clearTimeout(this.#timer);
		this.#disposables.dispose();
	}

	async #measure(signal: AbortSignal): Promise<void> {
		for (const { uri, file } of this.#files) {
			if (!this.#sent(file).isEstimate) continue;
			// What is certain is too much already: no need to know by how much.
			if (this.state.certainBytes > mostInlineBytes) return;
			try {
				this.#measured.set(file.hash, await measureSent(uri, signal));
			} catch (error) {
				if (signal.aborted) return;
				// The estimate stays; asking will say what is wrong with the file.
				this.#report.warn("What a picture weighs when sent is not known", error);
				continue;
			}
			if (signal.aborted) return;
			this.#changed.fire();
		}
	}

	#sent({ hash, sent }: ListedFile): ListedFile["sent"] {
		const measured = this.#measured.get(hash);
		return measured === undefined ? sent : { bytes: measured, isEstimate: false };
	}
}

function sumOf(sent: ReadonlyArray<ListedFile["sent"]>): number {
	return sent.reduce((sum, { bytes }) => sum + base64Length(bytes), 0);
}
