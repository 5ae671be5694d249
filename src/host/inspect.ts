import { randomUUID } from "node:crypto";
import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import { costOfRun } from "../gemini/prices.ts";
import type { RetryWait } from "../gemini/retry.ts";
import { type History, subjectHash } from "../history/history.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import { formatPages } from "../shared/pageRanges.ts";
import type { Ask, Run, RunChange, ShownObject } from "../shared/protocol.ts";
import type { InspectResult } from "../shared/result.ts";
import type { AskDrafts } from "./askDrafts.ts";
import { askEngine, type EngineParts } from "./askEngine.ts";
import { Disposables } from "./disposables.ts";
import { type AskedFile, findsObjects } from "./draftAsk.ts";
import type { Engine } from "./engine.ts";
import { payFor } from "./payFor.ts";
import { isPdf } from "./pdf/pdfFile.ts";
import { worded } from "./pdf/pdfWords.ts";
import { pictureName } from "./picture.ts";
import { PictureFlaws } from "./pictureFlaws.ts";
import type { Report } from "./report.ts";
import { recordOf } from "./requestRecord.ts";
import { shapeOf } from "./requestShape.ts";
import { toResult } from "./result.ts";
import { type PlannedAsk, placeDraft, planDraft } from "./sendDraft.ts";
import { type RequestSettings, readRequestSettings, withChoices } from "./settings.ts";
import { estimateAsk, type Spending } from "./spending.ts";
import { subjectOf } from "./subject.ts";
import type { Uploads } from "./uploads.ts";

/** What happens to the runs about one subject, in order. */
export type RunEvent = { subject: string } & (
	| { kind: "added"; run: Run }
	| { kind: "changed"; run: Run; change: RunChange }
	| { kind: "text"; run: Run; piece: string }
	| { kind: "objects"; run: Run; shown: ShownObject[] }
);

/** Narrows what one call may choose beyond the settings. */
export interface InspectOptions {
	model?: string;
	signal?: AbortSignal;
	/** Nobody is there to be asked. */
	isSilent?: boolean;
}

/** What was asked last of a subject; it holds the pictures as they were sent. */
export interface LastRequest extends PlannedAsk {
	subject: string;
	runId: string;
}

interface Running {
	subject: string;
	run: Run;
	abort: AbortController;
	/** Ends what it waits for. */
	tryNow?: () => void;
}

/** Runs one task: pictures → request → reply → result → history; tells of it as it goes. */
export class Inspector implements Disposable {
	readonly #engine: Engine;
	readonly #history: History;
	readonly #report: Report;
	readonly #parts: EngineParts;
	readonly #spending: Spending;
	readonly #uploads: Uploads;
	readonly #drafts: AskDrafts;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<RunEvent>());
	readonly #running = new Map<string, Running>();
	readonly #flaws = new PictureFlaws();
	#last: LastRequest[] = [];
	readonly onDidChangeRun: Event<RunEvent> = this.#events.event;

	constructor(
		parts: EngineParts & {
			engine: Engine;
			history: History;
			spending: Spending;
			uploads: Uploads;
			drafts: AskDrafts;
		},
	) {
		this.#engine = parts.engine;
		this.#history = parts.history;
		this.#report = parts.report;
		this.#parts = parts;
		this.#spending = parts.spending;
		this.#uploads = parts.uploads;
		this.#drafts = parts.drafts;
	}

	/** The runs under way about a subject. */
	running(subject: string): Run[] {
		return [...this.#running.values()]
			.filter((entry) => entry.subject === subject)
			.map(({ run }) => run);
	}

	/** What was asked last of this subject, or of any; undefined when nothing was. */
	lastRequest(subject?: string): LastRequest | undefined {
		return this.#last.find((last) => subject === undefined || last.subject === subject);
	}

	/** What was sent for a run, if that was not long ago. */
	lastRequestOf(runId: string): LastRequest | undefined {
		return this.#last.find((last) => last.runId === runId);
	}

	stop(runId: string): void {
		this.#running.get(runId)?.abort.abort();
	}

	/** Ends what a run waits for, if it waits: it asks again at once. */
	tryNow(runId: string): void {
		this.#running.get(runId)?.tryNow?.();
	}

	/**
	 * Asks about one picture, or about several in their order; `earlier` is the conversation so far,
	 * oldest first. Resolves with the result; rejects with a `LoupeError`. What arrived whole before a
	 * reply broke off is a result with `complete: false`, not an error.
	 */
	async inspect(
		uris: readonly Uri[],
		ask: Ask,
		{
			earlier = [],
			model,
			signal: callers,
			isSilent = false,
		}: InspectOptions & { earlier?: readonly Run[] } = {},
	): Promise<InspectResult> {
		const settings = settingsFor(uris, ask, model);
		const subject = subjectOf(uris);
		const run = this.#newRun(uris, ask, settings.model);
		const abort = new AbortController();
		const signal = callers ? AbortSignal.any([callers, abort.signal]) : abort.signal;
		this.#running.set(run.id, { subject, run, abort });
		this.#events.fire({ kind: "added", subject, run });
		let files: AskedFile[] = [];
		let shape = shapeOf(run);
		// What is amiss with the pictures is told as soon as it is seen, at the latest with the answer.
		let looked: Promise<void> = Promise.resolve();
		try {
			const made = await this.#drafts.make(uris, { ask, earlier, settings }, signal);
			files = made.files;
			shape = shapeOf(run, made);
			this.#report.info(shape);
			const image = made.draft.pictures[0]!.prepared.upright;
			const { pages } = made.draft.words;
			this.#change(subject, run, {
				...{ image, request: recordOf(made) },
				...(pages && { pages: formatPages(pages) }),
			});
			looked = this.#flaws.of(made).then((warnings) => {
				if (warnings.length > 0) this.#change(subject, run, { warnings });
			});
			this.#remember({ ...made, subject, runId: run.id });
			if (run.engine === "gemini") {
				await payFor(estimateAsk(made)?.cost, isSilent, this.#spending);
			}
			const upload = {
				...this.#drafts.uploadChoice(uris),
				onProgress: (sent: number, of: number) =>
					this.#change(subject, run, { progress: { sent, of } }),
				onWaiting: (waiting: RetryWait | undefined) => this.#wait(subject, run, waiting),
			};
			let asked = await placeDraft(made, signal, upload);
			this.#endProgress(subject, run);
			const job = {
				run,
				signal,
				onText: (piece: string) => this.#events.fire({ kind: "text", subject, run, piece }),
				onObjects: (shown: ShownObject[]) =>
					this.#events.fire({ kind: "objects", subject, run, shown }),
				onWaiting: (waiting: RetryWait | undefined) => this.#wait(subject, run, waiting),
			};
			const change = await askEngine({ ...job, asked }, this.#parts).catch(async (error) => {
				// A file that is no longer on the server is sent again, once, unseen by the person.
				const isGone = run.text === "" && (await this.#uploads.forgetGone(error, asked.files));
				if (!isGone) throw error;
				asked = await placeDraft(await planDraft(made.draft, upload), signal, upload);
				this.#endProgress(subject, run);
				return askEngine({ ...job, asked }, this.#parts);
			});
			await looked;
			const took = Date.now() - run.startedAt;
			this.#change(subject, run, {
				...change,
				warnings: [...run.warnings, ...(change.warnings ?? [])],
				status: "done",
				took,
				...spentOf({ ...run, ...change }),
			});
			return toResult(run);
		} catch (error) {
			const failure = signal.aborted
				? new LoupeError("Cancelled", "Stopped by the person", { cause: error })
				: uris.some(isPdf)
					? worded(error)
					: error;
			this.#change(subject, run, {
				status: kindOf(failure) === "Cancelled" ? "stopped" : "failed",
				took: Date.now() - run.startedAt,
				...spentOf(run),
				error: this.#report.failure(shape, failure),
			});
			throw failure;
		} finally {
			this.#endProgress(subject, run);
			await looked;
			if (files.length > 0 && isWorthKeeping(run)) await this.#keep(run, files);
			this.#running.delete(run.id);
		}
	}

	#newRun(uris: readonly Uri[], ask: Ask, model: string): Run {
		return {
			...ask,
			id: randomUUID(),
			status: "running",
			startedAt: Date.now(),
			engine: this.#engine.state.kind,
			model: { asked: model },
			text: "",
			complete: false,
			warnings: [],
			...(findsObjects(ask.task) && { objects: [] }),
			...(uris.length > 1 && {
				pictures: uris.map((uri) => ({ uri: uri.toString(), name: pictureName(uri) })),
			}),
		};
	}

	/** One for each of the last subjects: their pictures' bytes are held, so not for many. */
	#remember(last: LastRequest): void {
		const others = this.#last.filter(({ subject }) => subject !== last.subject);
		this.#last = [last, ...others].slice(0, 4);
	}

	#change(subject: string, run: Run, change: RunChange): void {
		Object.assign(run, change);
		this.#events.fire({ kind: "changed", subject, run, change });
	}

	#endProgress(subject: string, run: Run): void {
		if (!run.progress) return;
		this.#change(subject, run, { progress: null });
		// Nothing to be kept.
		delete run.progress;
	}

	#wait(subject: string, run: Run, waiting: RetryWait | undefined): void {
		const running = this.#running.get(run.id);
		if (!running) return;
		if (!waiting) {
			delete running.tryNow;
			this.#change(subject, run, { waiting: null });
			// Nothing to be kept.
			delete run.waiting;
			return;
		}
		const { until, attempt, reason, error, tryNow } = waiting;
		running.tryNow = tryNow;
		const seconds = ((until - Date.now()) / 1000).toFixed(1);
		this.#report.warn(`${run.task}: attempt ${attempt} in ${seconds} s, after ${error}`);
		this.#change(subject, run, { waiting: { until, attempt, reason } });
	}

	/** An answer that cannot be kept is still an answer: the log has the reason. */
	async #keep(run: Run, files: readonly AskedFile[]): Promise<void> {
		const { uri, bytes } = files[0]!;
		const picture = run.image && {
			uri: uri.toString(),
			name: pictureName(uri),
			size: run.image,
			bytes,
		};
		try {
			await this.#history.add(subjectHash(files.map(({ hash }) => hash)), run, picture);
		} catch (error) {
			this.#report.warn("This answer could not be kept", error);
		}
	}

	dispose(): void {
		for (const { abort } of this.#running.values()) abort.abort();
		this.#disposables.dispose();
	}
}

/** What is known of what a run has spent by now. */
function spentOf(run: Run): RunChange {
	const cost = costOfRun(run);
	return { ...(run.usage && { usage: run.usage }), ...(cost !== undefined && { cost }) };
}

/** What a call names goes before what the question chose, and both before the settings. */
export function settingsFor(
	uris: readonly Uri[],
	{ choices }: Ask,
	model?: string,
): RequestSettings {
	const settings = readRequestSettings(uris[0]);
	return withChoices(settings, { ...choices, ...(model && { model }) });
}

function isWorthKeeping({ status, objects, text, task }: Run): boolean {
	if (status === "done" || (objects?.length ?? 0) > 0) return true;
	return !findsObjects(task) && text.trim() !== "";
}
