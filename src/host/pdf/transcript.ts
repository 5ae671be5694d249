import { randomUUID } from "node:crypto";
import { l10n } from "vscode";
import type { GeminiClient } from "../../gemini/client.ts";
import { PageProgress, pagesThatFit } from "../../gemini/pageProgress.ts";
import { costOf } from "../../gemini/prices.ts";
import { buildRequest } from "../../gemini/request.ts";
import type { RetryWait } from "../../gemini/retry.ts";
import type { History } from "../../history/history.ts";
import { openPdf, type Pdf } from "../../pdf/openPdf.ts";
import { kindOf, LoupeError } from "../../shared/errors.ts";
import { formatPages } from "../../shared/pageRanges.ts";
import type { Run } from "../../shared/protocol.ts";
import type { InspectResult, Size } from "../../shared/result.ts";
import { sumOf } from "../askEngine.ts";
import type { Engine } from "../engine.ts";
import { pictureName } from "../picture.ts";
import type { Report } from "../report.ts";
import { toResult } from "../result.ts";
import { type RequestSettings, readUploadSetting } from "../settings.ts";
import type { Spending } from "../spending.ts";
import type { Uploads } from "../uploads.ts";
import * as warnings from "../warnings.ts";
import { PageTexts } from "./pageTexts.ts";
import { type PdfFile, readPdf } from "./pdfFile.ts";
import { flawWords, worded } from "./pdfWords.ts";
import { type PlacedPages, placePages } from "./placePages.ts";
import { type PagesReply, readPages } from "./readPages.ts";

export interface PdfParts {
	client: GeminiClient;
	engine: Engine;
	history: History;
	report: Report;
	spending: Spending;
	uploads: Uploads;
}

/** Who hears of a transcript while it is written. */
export interface TranscriptListener {
	/** There is more of it: `text` gives all of it, for who has time to show it. */
	onText?(text: () => string): void;
	/** `page` of `of`: which one is being written, counted among those asked for. */
	onPage?(page: number, of: number): void;
	onUpload?(sent: number, of: number): void;
	onWaiting?(waiting: RetryWait | undefined): void;
}

/** After so many answers that broke off before a page was whole, in a row. */
const mostStalls = 2;

/** Pages of a PDF on their way to Markdown, over as many requests as it takes; one answer in the history. */
export class Transcript {
	readonly run: Run;
	readonly progress: PageProgress;
	readonly #file: Pick<PdfFile, "uri" | "hash">;
	readonly #settings: RequestSettings;
	readonly #parts: PdfParts;

	/** `size`: of the first page, in points. */
	constructor(
		file: Pick<PdfFile, "uri" | "hash"> & { size: Size },
		{ pages, prompt }: { pages: readonly number[]; prompt?: string },
		settings: RequestSettings,
		parts: PdfParts,
	) {
		this.progress = new PageProgress(pages);
		this.#file = file;
		this.#settings = settings;
		this.#parts = parts;
		this.run = {
			task: "transcribe",
			...(prompt && { prompt }),
			pages: formatPages(pages),
			id: randomUUID(),
			status: "running",
			startedAt: Date.now(),
			engine: parts.engine.state.kind,
			model: { asked: settings.model },
			text: "",
			image: file.size,
			complete: false,
			warnings: [],
		};
	}

	get result(): InspectResult {
		return toResult(this.run);
	}

	/**
	 * Writes down the pages that are left. Throws what ends it before that; what is there stays, and
	 * another call goes on from there. Either way it is kept.
	 */
	async write(signal: AbortSignal, listener: TranscriptListener = {}): Promise<void> {
		const { run, progress } = this;
		const { report, spending } = this.#parts;
		const started = Date.now();
		run.status = "running";
		delete run.error;
		const subject = this.#file.uri.toString();
		let file: PdfFile | undefined;
		try {
			await spending.hear({ kind: "added", subject, run });
			file = await this.#read();
			using pdf = await openPdf(file.bytes, signal);
			const texts = new PageTexts(pdf);
			for (let stalls = 0; !progress.isDone; ) {
				const reply = await this.#ask(pdf, file, texts, signal, listener);
				stalls = reply.isFurther ? 0 : stalls + 1;
				if (reply.end === "dropped") refuseBroken(reply, stalls, signal);
				// Some pages may be refused and others not; a document that begins so is not tried to its end.
				const isRefused = kindOf(reply.error) === "Blocked" && progress.flaws.length > 0;
				if (isRefused && progress.isEmpty) throw reply.error;
			}
			run.status = "done";
		} catch (error) {
			const failure = signal.aborted
				? new LoupeError("Cancelled", "Stopped by the person", { cause: error })
				: worded(error);
			run.status = kindOf(failure) === "Cancelled" ? "stopped" : "failed";
			run.error = report.failure(`transcribe: pages ${run.pages} of a PDF`, failure);
			throw failure;
		} finally {
			run.took = (run.took ?? 0) + Date.now() - started;
			run.text = progress.text();
			run.complete = progress.isDone && progress.flaws.length === 0;
			const { asked, answered } = run.model;
			const isOther = run.engine === "gemini" && answered !== undefined;
			run.warnings = [
				...flawWords(progress.flaws),
				...(isOther ? warnings.otherModel(asked, answered) : []),
			];
			listener.onText?.(() => run.text);
			await this.#keep(file);
		}
	}

	/** One request, for as many of the next pages as one answer is likely to have room for. */
	async #ask(
		pdf: Pdf,
		file: PdfFile,
		texts: PageTexts,
		signal: AbortSignal,
		listener: TranscriptListener,
	): Promise<PagesReply & { isFurther: boolean }> {
		const { progress, run } = this;
		const { client, report, uploads } = this.#parts;
		const tell = (more: number) =>
			listener.onPage?.(
				Math.min(progress.done.length + Math.max(1, more), progress.asked.length),
				progress.asked.length,
			);
		tell(1);
		const next = progress.next;
		const wished = next.slice(0, pagesThatFit(await texts.read(next)));
		const setting = readUploadSetting(file.uri);
		const onProgress = (sent: number, of: number) => listener.onUpload?.(sent, of);
		const place = () => placePages(pdf, file, wished, { uploads, setting, signal, onProgress });
		const request = async (placed: PlacedPages) => {
			const { pages, picture, bytes } = placed;
			report.info(
				`transcribe: pages ${formatPages(pages)}, ${bytes} bytes, application/pdf, to ${run.model.asked}`,
			);
			const asked = buildRequest({
				...this.#settings,
				task: "transcribe",
				...(run.prompt && { prompt: run.prompt }),
				pictures: [picture],
				pages,
			});
			const pieces = client.stream(asked, signal, (waiting) => listener.onWaiting?.(waiting));
			return readPages(pieces, pages, (written) => {
				tell(written.length);
				listener.onText?.(() => progress.text(written));
			});
		};
		let placed = await place();
		let reply = await request(placed);
		// A file that is no longer on the server is sent again, once, unseen by the person.
		if (reply.error && !reply.hasText && (await uploads.forgetGone(reply.error, placed.files))) {
			placed = await place();
			reply = await request(placed);
		}
		await this.#count(reply);
		return { ...reply, isFurther: progress.take(placed.pages, reply.written, reply.end) };
	}

	async #count({ usage, answered }: PagesReply): Promise<void> {
		const { run } = this;
		if (answered) run.model = { ...run.model, answered };
		if (!usage) return;
		const cost =
			run.engine === "demo"
				? undefined
				: costOf(usage, answered ?? run.model.asked, new Date(run.startedAt));
		run.usage = run.usage ? sumOf(run.usage, usage) : usage;
		if (cost === undefined) return;
		run.cost = (run.cost ?? 0) + cost;
		const subject = this.#file.uri.toString();
		await this.#parts.spending.hear({ kind: "changed", subject, run, change: { cost } });
	}

	/** The file as it was when its pages were chosen. */
	async #read(): Promise<PdfFile> {
		const file = await readPdf(this.#file.uri);
		if (file.hash === this.#file.hash) return file;
		const detail = l10n.t("the file has changed since its pages were chosen");
		throw new LoupeError("BadImage", "The PDF has changed", { detail });
	}

	/** An answer that cannot be kept is still an answer: the log has the reason. */
	async #keep(file: PdfFile | undefined): Promise<void> {
		const { run } = this;
		const { spending, history, report } = this.#parts;
		const { uri, hash } = this.#file;
		try {
			await spending.hear({ kind: "changed", subject: uri.toString(), run, change: {} });
			if (!file || !run.image || this.progress.isEmpty) return;
			const picture = {
				uri: uri.toString(),
				name: pictureName(uri),
				size: run.image,
				bytes: file.bytes.length,
			};
			await history.add(hash, run, picture);
		} catch (error) {
			report.warn("This answer could not be kept", error);
		}
	}
}

/** Throws where asking again would not help, or did not. */
function refuseBroken(reply: PagesReply, stalls: number, signal: AbortSignal): void {
	signal.throwIfAborted();
	const { error = new LoupeError("BadReply", "The reply was cut off"), hasText } = reply;
	if (!hasText || stalls >= mostStalls) throw error;
}
