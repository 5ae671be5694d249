import { randomUUID } from "node:crypto";
import { type Disposable, type Event, EventEmitter, type Uri } from "vscode";
import type { GeminiClient } from "../gemini/client.ts";
import { isPrompted } from "../gemini/prompts.ts";
import { type FoundObject, ReplyReader } from "../gemini/reply.ts";
import { buildRequest } from "../gemini/request.ts";
import { contentHash, type History } from "../history/history.ts";
import { type Prepared, prepare, readingMaxSide, spatialMaxSide } from "../image/prepare.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Ask, Run, RunChange } from "../shared/protocol.ts";
import type { DetectedObject, InspectResult, Task } from "../shared/result.ts";
import { Disposables } from "./disposables.ts";
import type { Engine } from "./engine.ts";
import { readPicture } from "./picture.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import { placeObject } from "./placeObject.ts";
import type { Report } from "./report.ts";
import { toResult } from "./result.ts";
import { readRequestSettings } from "./settings.ts";
import * as warnings from "./warnings.ts";

/** What happens to the runs of one picture, in order. */
export type RunEvent = { uri: Uri } & (
	| { kind: "added"; run: Run }
	| { kind: "changed"; run: Run; change: RunChange }
	| { kind: "text"; run: Run; piece: string }
	| { kind: "objects"; run: Run; objects: DetectedObject[] }
);

/** Narrows what one call may choose beyond the settings. */
export interface InspectOptions {
	model?: string;
	signal?: AbortSignal;
}

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
		let hash: string | undefined;
		try {
			const { task } = ask;
			if (!isPrompted(task)) throw new LoupeError("Unsupported", `No prompt for ${task} yet`);
			const bytes = await readPicture(uri);
			hash = contentHash(bytes);
			const maxSide = findsObjects(ask.task) ? spatialMaxSide : readingMaxSide;
			const { region } = ask;
			const prepared = await prepare(bytes, { maxSide, signal, ...(region && { region }) });
			this.#change(uri, run, { image: prepared.upright });
			const request = buildRequest({
				task,
				model,
				pictures: [
					{ mimeType: prepared.mimeType, base64: Buffer.from(prepared.bytes).toString("base64") },
				],
				...(ask.prompt && { prompt: ask.prompt }),
				language: settings.language,
				systemInstruction: settings.systemInstruction,
				safetySettings: settings.safetySettings,
				...(settings.mediaResolution && { mediaResolution: settings.mediaResolution }),
				maxObjects: settings.maxObjects,
			});
			this.#report.info(
				`${ask.task}: ${prepared.size.width}×${prepared.size.height} px, ${prepared.bytes.length} bytes, ${prepared.mimeType}, to ${model}${run.engine === "demo" ? " (demo engine)" : ""}`,
			);
			const change = await this.#read(
				uri,
				run,
				prepared,
				this.#client.stream(request, signal),
				settings.maxObjects,
			);
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
			this.#running.delete(run.id);
			if (hash && isWorthKeeping(run)) await this.#keep(hash, run);
		}
	}

	/** Reads the reply as it streams; resolves with what is known at its end. */
	async #read(
		uri: Uri,
		run: Run,
		prepared: Prepared,
		pieces: ReturnType<GeminiClient["stream"]>,
		maxObjects: number,
	): Promise<RunChange> {
		const reader = run.objects && new ReplyReader({ maxObjects });
		const said: string[] = [];
		let finishReason: string | undefined;
		let broken: unknown;
		const change: RunChange = {};
		let undrawn = 0;
		const place = async (found: FoundObject[]) => {
			if (found.length === 0) return;
			const objects = await Promise.all(
				found.map((object) => placeObject(object, prepared, this.#pixels)),
			);
			undrawn += found.filter(({ mask }, index) => mask && !objects[index]?.mask).length;
			run.objects?.push(...objects);
			this.#events.fire({ kind: "objects", uri, run, objects });
		};
		try {
			for await (const piece of pieces) {
				if (piece.kind === "text") {
					run.text += piece.text;
					this.#events.fire({ kind: "text", uri, run, piece: piece.text });
					if (reader) await place(reader.push(piece.text));
					if (reader?.isRunaway) break;
					continue;
				}
				finishReason = piece.finishReason;
				if (piece.usage) change.usage = piece.usage;
				const answered = piece.modelVersion;
				if (answered) change.model = { asked: run.model.asked, answered };
			}
		} catch (error) {
			// What arrived whole is worth more than the failure that cut it, unless the person stopped it.
			if (kindOf(error) === "Cancelled" || !hasContent(run)) throw error;
			broken = error;
		}
		const end = reader?.end();
		if (end) await place(end.objects);
		if (end && !end.sawJson && !broken) {
			throw new LoupeError("BadReply", "The reply holds no JSON");
		}
		if (!reader && run.text.trim() === "") {
			throw new LoupeError("BadReply", `An empty reply (${finishReason ?? "no reason given"})`);
		}
		const whole = !broken && finishReason === "STOP";
		if (!whole) said.push(warnings.cut(broken ? undefined : finishReason));
		if (run.engine === "gemini" && change.model?.answered) {
			said.push(...warnings.otherModel(run.model.asked, change.model.answered));
		}
		if (undrawn > 0) said.push(warnings.reading({ kind: "noMask", count: undrawn }));
		for (const warning of end?.warnings ?? []) said.push(warnings.reading(warning));
		return { ...change, complete: whole && (end?.complete ?? true), warnings: said };
	}

	#change(uri: Uri, run: Run, change: RunChange): void {
		Object.assign(run, change);
		this.#events.fire({ kind: "changed", uri, run, change });
	}

	/** An answer that cannot be kept is still an answer: the log has the reason. */
	async #keep(hash: string, run: Run): Promise<void> {
		try {
			await this.#history.add(hash, run);
		} catch (error) {
			this.#report.warn("This answer could not be kept", error);
		}
	}

	dispose(): void {
		for (const { abort } of this.#running.values()) abort.abort();
		this.#disposables.dispose();
	}
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
