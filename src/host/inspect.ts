import { randomUUID } from "node:crypto";
import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import { isPrompted } from "../gemini/prompts.ts";
import { ReplyReader } from "../gemini/reply.ts";
import { buildRequest, type RequestInput } from "../gemini/request.ts";
import { contentHash, type History } from "../history/history.ts";
import { type Prepared, prepare, readingMaxSide, spatialMaxSide } from "../image/prepare.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Ask, Run, RunChange, ShownObject } from "../shared/protocol.ts";
import type { DetectedObject, InspectResult, Size, Task, Usage } from "../shared/result.ts";
import { Disposables } from "./disposables.ts";
import type { Engine } from "./engine.ts";
import { isSameObject } from "./isSameObject.ts";
import { pictureName, readPicture } from "./picture.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import { type PlacedObject, placeObject } from "./placeObject.ts";
import { type ReplyFacts, readReply } from "./readReply.ts";
import type { Report } from "./report.ts";
import { toResult } from "./result.ts";
import { readRequestSettings } from "./settings.ts";
import * as warnings from "./warnings.ts";

/** What happens to the runs of one picture, in order. */
export type RunEvent = { uri: Uri } & (
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

/** One run's way through an engine. */
interface Job {
	uri: Uri;
	run: Run;
	prepared: Prepared;
	asked: RequestInput;
	signal: AbortSignal;
}

/** What was asked last of a picture; `asked` holds the picture as it was sent. */
export type LastRequest = Pick<Job, "uri" | "asked" | "prepared">;

/** One reply, and how many of its masks could not be drawn. */
type Attempt = ReplyFacts & { undrawn: number };

/** Runs one task: picture → request → reply → result → history; tells of it as it goes. */
export class Inspector implements Disposable {
	readonly #client: GeminiClient;
	readonly #engine: Engine;
	readonly #history: History;
	readonly #report: Report;
	readonly #pixels: PixelThread;
	readonly #disposables = new Disposables();
	readonly #events = this.#disposables.add(new EventEmitter<RunEvent>());
	readonly #running = new Map<string, { uri: Uri; run: Run; abort: AbortController }>();
	#last: LastRequest[] = [];
	readonly onDidChangeRun: Event<RunEvent> = this.#events.event;

	constructor(parts: {
		client: GeminiClient;
		engine: Engine;
		history: History;
		pixels: PixelThread;
		report: Report;
	}) {
		this.#client = parts.client;
		this.#engine = parts.engine;
		this.#history = parts.history;
		this.#report = parts.report;
		this.#pixels = parts.pixels;
	}

	/** The runs under way on a picture. */
	running(uri: Uri): Run[] {
		return [...this.#running.values()]
			.filter((entry) => entry.uri.toString() === uri.toString())
			.map(({ run }) => run);
	}

	/** What was asked last of this picture, or of any; undefined when nothing was. */
	lastRequest(uri?: Uri): LastRequest | undefined {
		return this.#last.find((last) => !uri || last.uri.toString() === uri.toString());
	}

	stop(runId: string): void {
		this.#running.get(runId)?.abort.abort();
	}

	/**
	 * Resolves with the result; rejects with a `LoupeError`. What arrived whole before a reply broke
	 * off is a result with `complete: false`, not an error.
	 */
	async inspect(uri: Uri, ask: Ask, options: InspectOptions = {}): Promise<InspectResult> {
		const settings = readRequestSettings(uri);
		const model = options.model ?? settings.model;
		const run: Run = {
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
		};
		const abort = new AbortController();
		const signal = options.signal ? AbortSignal.any([options.signal, abort.signal]) : abort.signal;
		this.#running.set(run.id, { uri, run, abort });
		this.#events.fire({ kind: "added", uri, run });
		let kept: { hash: string; bytes: number } | undefined;
		try {
			const { task } = ask;
			if (!isPrompted(task)) throw new LoupeError("Unsupported", `No prompt for ${task} yet`);
			const bytes = await readPicture(uri);
			kept = { hash: contentHash(bytes), bytes: bytes.length };
			const maxSide = findsObjects(ask.task) ? spatialMaxSide : readingMaxSide;
			const { region } = ask;
			const prepared = await prepare(bytes, { maxSide, signal, ...(region && { region }) });
			this.#change(uri, run, { image: prepared.upright });
			const asked: RequestInput = {
				...settings,
				task,
				model,
				pictures: [
					{ mimeType: prepared.mimeType, base64: Buffer.from(prepared.bytes).toString("base64") },
				],
				prompt: ask.prompt,
			};
			this.#report.info(
				`${task}: ${prepared.size.width}×${prepared.size.height} px, ${prepared.bytes.length} bytes, ${prepared.mimeType}, to ${model}${run.engine === "demo" ? " (demo engine)" : ""}`,
			);
			this.#remember({ uri, asked, prepared });
			const change = await this.#ask({ uri, run, prepared, asked, signal });
			this.#change(uri, run, { ...change, status: "done", took: Date.now() - run.startedAt });
			return toResult(run);
		} catch (error) {
			const failure = signal.aborted
				? new LoupeError("Cancelled", "Stopped by the person", { cause: error })
				: error;
			this.#change(uri, run, {
				status: kindOf(failure) === "Cancelled" ? "stopped" : "failed",
				took: Date.now() - run.startedAt,
				error: this.#report.failure(`${ask.task} failed`, failure),
			});
			throw failure;
		} finally {
			if (kept && isWorthKeeping(run)) await this.#keep(uri, run, kept);
			this.#running.delete(run.id);
		}
	}

	/** Asks, and asks for fewer objects once when the answer was too long; resolves with what is known then. */
	async #ask(job: Job): Promise<RunChange> {
		const { run, asked } = job;
		const first = await this.#attempt(job, asked.maxObjects, []);
		if (first.finishReason !== "MAX_TOKENS" || !run.objects) return this.#conclude(run, [first]);
		const fewer = run.objects.length || Math.ceil(asked.maxObjects / 4);
		this.#report.info(`The reply was cut at the token limit: asking for at most ${fewer} objects`);
		const second = await this.#attempt(job, fewer, [...run.objects]);
		const change = this.#conclude(run, [first, second]);
		change.warnings?.unshift(warnings.askedAgain(fewer));
		return change;
	}

	/** `known`: what an earlier attempt found is not found again. */
	async #attempt(
		{ uri, run, prepared, asked, signal }: Job,
		maxObjects: number,
		known: readonly DetectedObject[],
	): Promise<Attempt> {
		const request = buildRequest({ ...asked, maxObjects });
		const reader = run.objects && new ReplyReader({ maxObjects });
		const { width, height } = prepared.upright;
		const longestSide = Math.max(width, height);
		// Each resolves with whether there is a mask in the end.
		const drawing: Array<Promise<boolean>> = [];
		let facts: ReplyFacts;
		try {
			facts = await readReply(this.#client.stream(request, signal), reader, {
				text: (piece) => {
					run.text += piece;
					this.#events.fire({ kind: "text", uri, run, piece });
				},
				objects: async (found) => {
					const placed = await Promise.all(found.map((one) => placeObject(one, prepared)));
					for (const [index, { mask }] of found.entries()) {
						if (mask) drawing.push(this.#drawMask(placed[index]!, prepared.upright));
					}
					const fresh = placed.filter(
						({ object }) => !known.some((other) => isSameObject(object, other, longestSide)),
					);
					run.objects?.push(...fresh.map(({ object }) => object));
					this.#events.fire({ kind: "objects", uri, run, shown: fresh.map(({ shown }) => shown) });
				},
			});
		} finally {
			// Also of an answer that was stopped: what is kept has its masks.
			await Promise.all(drawing);
		}
		const undrawn = (await Promise.all(drawing)).filter((isDrawn) => !isDrawn).length;
		return { ...facts, undrawn };
	}

	/** The page has the model's own map or outline by now; results and exports need whole pixels. */
	async #drawMask({ object, source }: PlacedObject, upright: Size): Promise<boolean> {
		if (!source) return false;
		try {
			const mask = await this.#pixels.api.drawMask(source, upright);
			if (mask) object.mask = mask;
			return mask !== undefined;
		} catch (error) {
			this.#report.warn(`The mask of "${object.label}" cannot be drawn`, error);
			return false;
		}
	}

	#conclude(run: Run, attempts: [Attempt, ...Attempt[]]): RunChange {
		const last = attempts.at(-1) ?? attempts[0];
		const { finishReason, answered, end } = last;
		const said: string[] = [];
		const isWhole = finishReason === "STOP";
		const isRunaway = end?.warnings.some(({ kind }) => kind === "runaway") ?? false;
		if (!isWhole && !isRunaway) said.push(warnings.cut(finishReason));
		if (run.engine === "gemini" && answered) {
			said.push(...warnings.otherModel(run.model.asked, answered));
		}
		const undrawn = attempts.reduce((sum, attempt) => sum + attempt.undrawn, 0);
		if (undrawn > 0) said.push(warnings.reading({ kind: "noMask", count: undrawn }));
		for (const warning of end?.warnings ?? []) said.push(warnings.reading(warning));
		const usage = addUsage(attempts);
		return {
			complete: isWhole && (end?.complete ?? true),
			warnings: said,
			...(answered && { model: { asked: run.model.asked, answered } }),
			...(usage && { usage }),
		};
	}

	/** One for each of the last pictures: their bytes are held, so not for many. */
	#remember(last: LastRequest): void {
		const others = this.#last.filter(({ uri }) => uri.toString() !== last.uri.toString());
		this.#last = [last, ...others].slice(0, 4);
	}

	#change(uri: Uri, run: Run, change: RunChange): void {
		Object.assign(run, change);
		this.#events.fire({ kind: "changed", uri, run, change });
	}

	/** An answer that cannot be kept is still an answer: the log has the reason. */
	async #keep(uri: Uri, run: Run, { hash, bytes }: { hash: string; bytes: number }): Promise<void> {
		const name = pictureName(uri);
		const picture = run.image && { uri: uri.toString(), name, size: run.image, bytes };
		try {
			await this.#history.add(hash, run, picture);
		} catch (error) {
			this.#report.warn("This answer could not be kept", error);
		}
	}

	dispose(): void {
		for (const { abort } of this.#running.values()) abort.abort();
		this.#disposables.dispose();
	}
}

/** All that was spent; undefined when no attempt said. */
function addUsage(attempts: readonly Attempt[]): Usage | undefined {
	return attempts
		.map(({ usage }) => usage)
		.filter((usage) => usage !== undefined)
		.reduce<Usage | undefined>((sum, usage) => (sum ? sumOf(sum, usage) : usage), undefined);
}

function sumOf(a: Usage, b: Usage): Usage {
	return {
		promptTokens: a.promptTokens + b.promptTokens,
		outputTokens: a.outputTokens + b.outputTokens,
		thoughtTokens: a.thoughtTokens + b.thoughtTokens,
		cachedTokens: a.cachedTokens + b.cachedTokens,
		totalTokens: a.totalTokens + b.totalTokens,
	};
}

function findsObjects(task: Task): boolean {
	return task === "detect" || task === "segment" || task === "point";
}

function hasContent(run: Run): boolean {
	return run.objects ? run.objects.length > 0 : run.text.trim() !== "";
}

function isWorthKeeping(run: Run): boolean {
	return run.status === "done" || hasContent(run);
}
