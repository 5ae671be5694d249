import { randomUUID } from "node:crypto";
import { type Disposable, type Event, EventEmitter, l10n, type Uri } from "vscode";
import { type History, subjectHash } from "../history/history.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Ask, Run, RunChange, ShownObject } from "../shared/protocol.ts";
import type { InspectResult } from "../shared/result.ts";
import { askEngine, type EngineParts } from "./askEngine.ts";
import { Disposables } from "./disposables.ts";
import type { Engine } from "./engine.ts";
import { pictureName } from "./picture.ts";
import {
	type AskedFile,
	findsObjects,
	type PreparedAsk,
	prepareAsk,
	readFiles,
} from "./prepareAsk.ts";
import type { Report } from "./report.ts";
import { toResult } from "./result.ts";
import { readRequestSettings } from "./settings.ts";
import { subjectOf } from "./subject.ts";

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
}

/** What was asked last of a subject; it holds the pictures as they were sent. */
export interface LastRequest extends PreparedAsk {
	subject: string;
}

interface Running {
	subject: string;
	run: Run;
	abort: AbortController;
}

/** Runs one task: pictures → request → reply → result → history; tells of it as it goes. */
export class Inspector implements Disposable {
	readonly #engine: Engine;
	readonly #history: History;
	readonly #report: Report;
	readonly #parts: EngineParts;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<RunEvent>());
	readonly #running = new Map<string, Running>();
	#last: LastRequest[] = [];
	readonly onDidChangeRun: Event<RunEvent> = this.#events.event;

	constructor(parts: EngineParts & { engine: Engine; history: History }) {
		this.#engine = parts.engine;
		this.#history = parts.history;
		this.#report = parts.report;
		this.#parts = parts;
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

	stop(runId: string): void {
		this.#running.get(runId)?.abort.abort();
	}

	/**
	 * Asks about one picture, or about several in their order; `earlier` is the conversation so far,
	 * oldest first. Resolves with the result; rejects with a `LoupeError`. What arrived whole before a
	 * reply broke off is a result with `complete: false`, not an error.
	 */
	async inspect(
		uris: readonly Uri[],
		ask: Ask,
		{ earlier = [], model, signal: callers }: InspectOptions & { earlier?: readonly Run[] } = {},
	): Promise<InspectResult> {
		const settings = readRequestSettings(uris[0]);
		if (model) settings.model = model;
		const subject = subjectOf(uris);
		const run = this.#newRun(uris, ask, settings.model);
		const abort = new AbortController();
		const signal = callers ? AbortSignal.any([callers, abort.signal]) : abort.signal;
		this.#running.set(run.id, { subject, run, abort });
		this.#events.fire({ kind: "added", subject, run });
		let files: AskedFile[] = [];
		try {
			const read = await readFiles(uris, signal);
			files = read.map(({ uri, hash, bytes }) => ({ uri, hash, bytes }));
			const asked = await prepareAsk(read, await checkAsk(ask, uris), earlier, settings, signal);
			this.#change(subject, run, { image: asked.pictures[0]!.prepared.upright });
			this.#report.info(describe(run, asked));
			this.#remember({ subject, ...asked });
			const change = await askEngine(
				{
					run,
					asked,
					signal,
					onText: (piece) => this.#events.fire({ kind: "text", subject, run, piece }),
					onObjects: (shown) => this.#events.fire({ kind: "objects", subject, run, shown }),
				},
				this.#parts,
			);
			this.#change(subject, run, { ...change, status: "done", took: Date.now() - run.startedAt });
			return toResult(run);
		} catch (error) {
			const failure = signal.aborted
				? new LoupeError("Cancelled", "Stopped by the person", { cause: error })
				: error;
			this.#change(subject, run, {
				status: kindOf(failure) === "Cancelled" ? "stopped" : "failed",
				took: Date.now() - run.startedAt,
				error: this.#report.failure(`${ask.task} failed`, failure),
			});
			throw failure;
		} finally {
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

/** Throws `Unsupported` for what cannot be asked. */
async function checkAsk(ask: Ask, uris: readonly Uri[]): Promise<Ask> {
	const refuse = (message: string, detail: string) =>
		new LoupeError("Unsupported", message, { detail });
	if (uris.length === 0) throw refuse("No picture", l10n.t("no picture was named"));
	if (uris.length > 1 && ask.task !== "ask" && ask.task !== "compare") {
		const detail = l10n.t("this task takes one picture at a time");
		throw refuse(`${ask.task} takes one picture, not ${uris.length}`, detail);
	}
	switch (ask.task) {
		case "compare":
			if (uris.length > 1) return ask;
			throw refuse("One picture to compare", l10n.t("it takes two pictures to compare"));
		case "classify":
			if ((ask.labels?.length ?? 0) > 1) return ask;
			throw refuse("No labels", l10n.t("it takes at least two labels to choose from"));
		case "extract": {
			const { checkSchema } = await import("./readData.ts");
			return { ...ask, schema: await checkSchema(ask.schema) };
		}
		default:
			return ask;
	}
}

function describe({ task, engine, model }: Run, { sent }: PreparedAsk): string {
	const pictures = sent.map(
		({ prepared: { size, bytes, mimeType } }) =>
			`${size.width}×${size.height} px, ${bytes.length} bytes, ${mimeType}`,
	);
	const to = engine === "demo" ? `${model.asked} (demo engine)` : model.asked;
	return `${task}: ${pictures.slice(0, 20).join("; ")}${pictures.length > 20 ? "; …" : ""}, to ${to}`;
}

function isWorthKeeping({ status, objects, text, task }: Run): boolean {
	if (status === "done" || (objects?.length ?? 0) > 0) return true;
	return !findsObjects(task) && text.trim() !== "";
}
