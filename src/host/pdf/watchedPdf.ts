import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import { openPdf, type Pdf } from "../../pdf/openPdf.ts";
import type { ShownPdf } from "../../shared/pdfProtocol.ts";
import { Disposables } from "../disposables.ts";
import { isGone, pictureName, watchPicture } from "../picture.ts";
import { explain, type Report } from "../report.ts";
import { PageTexts } from "./pageTexts.ts";
import { readPdf } from "./pdfFile.ts";
import { worded } from "./pdfWords.ts";

interface Opened {
	pdf: Pdf;
	texts: PageTexts;
}

/** A PDF as its file is now: followed when that changes, is deleted, or comes back. */
export class WatchedPdf implements Disposable {
	readonly uri: Uri;
	readonly #report: Report;
	readonly #disposables = new Disposables();
	readonly #changed = this.#disposables.add(new EventEmitter<ShownPdf>());
	readonly onDidChange: Event<ShownPdf> = this.#changed.event;
	#shown: ShownPdf;
	#opened: Opened | undefined;
	/** Ends the reading that is under way. */
	#reading = new AbortController();

	constructor(uri: Uri, report: Report) {
		this.uri = uri;
		this.#report = report;
		this.#shown = { kind: "reading", name: pictureName(uri) };
		const watcher = this.#disposables.add(watchPicture(uri));
		const read = (changed: Uri) => {
			if (changed.toString() === uri.toString()) void this.#read();
		};
		this.#disposables.add(watcher.onDidChange(read));
		this.#disposables.add(watcher.onDidCreate(read));
		this.#disposables.add(watcher.onDidDelete(read));
		void this.#read();
	}

	get shown(): ShownPdf {
		return this.#shown;
	}

	/** Present while it is shown; ends with the next change. */
	get opened(): Opened | undefined {
		return this.#opened;
	}

	dispose(): void {
		this.#reading.abort();
		this.#opened?.pdf.close();
		this.#disposables.dispose();
	}

	/** What was shown stays until it is known what is to be shown instead. */
	async #read(): Promise<void> {
		this.#reading.abort();
		const reading = new AbortController();
		this.#reading = reading;
		const name = pictureName(this.uri);
		try {
			const { bytes, hash } = await readPdf(this.uri);
			if (reading.signal.aborted) return;
			// Saved again as it was.
			if (this.#shown.kind === "shown" && this.#shown.hash === hash) return;
			const pdf = await openPdf(bytes, reading.signal);
			if (reading.signal.aborted) {
				pdf.close();
				return;
			}
			const { pages } = pdf;
			this.#show({ kind: "shown", name, pages, bytes: bytes.length, hash }, pdf);
		} catch (error) {
			if (reading.signal.aborted) return;
			const failure = worded(error);
			this.#report.failure(`${name} cannot be shown`, failure);
			const { message } = explain(failure);
			const isMissing = error instanceof Error && isGone(error.cause);
			this.#show({ kind: isMissing ? "missing" : "broken", name, message });
		}
	}

	#show(shown: ShownPdf, pdf?: Pdf): void {
		this.#opened?.pdf.close();
		this.#opened = pdf && { pdf, texts: new PageTexts(pdf) };
		this.#shown = shown;
		this.#changed.fire(shown);
	}
}
