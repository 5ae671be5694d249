import { AnswerReader } from "../gemini/answer.ts";
import type { GeminiClient } from "../gemini/client.ts";
import { readLabels } from "../gemini/labels.ts";
import { type FoundObject, ReplyReader } from "../gemini/reply.ts";
import { buildRequest } from "../gemini/request.ts";
import type { OnWaiting } from "../gemini/retry.ts";
import type { Run, RunChange, ShownObject } from "../shared/protocol.ts";
import type { DetectedObject, Size, Usage } from "../shared/result.ts";
import { findsObjects } from "./draftAsk.ts";
import { isSameObject } from "./isSameObject.ts";
import type { PixelThread } from "./pixels/pixelThread.ts";
import { type PlacedObject, placeObject } from "./placeObject.ts";
import { type ReplyFacts, type ReplyReading, readReply } from "./readReply.ts";
import type { Report } from "./report.ts";
import type { PreparedAsk } from "./sendDraft.ts";
import * as warnings from "./warnings.ts";

/** One run's way through an engine. */
export interface Job {
	run: Run;
	asked: PreparedAsk;
	signal: AbortSignal;
	/** Hears of the answer as it streams; `run` has it by then. */
	onText(piece: string): void;
	onObjects(shown: ShownObject[]): void;
	onWaiting: OnWaiting;
}

export interface EngineParts {
	client: GeminiClient;
	pixels: PixelThread;
	report: Report;
}

/** One reply, and how many of its masks could not be drawn. */
type Attempt = ReplyFacts & { undrawn: number };

/**
 * Asks, and asks for fewer objects once when the answer was too long; resolves with what is known
 * when it has ended. Throws as `readReply`, and `BadReply` when labels or data cannot be read.
 */
export async function askEngine(job: Job, parts: EngineParts): Promise<RunChange> {
	const { run, asked } = job;
	const { maxObjects } = asked.request;
	const attempts: [Attempt, ...Attempt[]] = [await attempt(job, parts, maxObjects, [])];
	const said: string[] = [];
	if (attempts[0].finishReason === "MAX_TOKENS" && findsObjects(run.task)) {
		const found = run.objects ?? [];
		const fewer = found.length || Math.ceil(maxObjects / 4);
		parts.report.info(`The reply was cut at the token limit: asking for at most ${fewer} objects`);
		attempts.push(await attempt(job, parts, fewer, [...found]));
		said.push(warnings.askedAgain(fewer));
	}
	const change = conclude(run, attempts);
	const data = await readStructured(run);
	said.push(...(change.warnings ?? []), ...warnings.invalidFields(data.invalid ?? []));
	// Boxes that followed the words leave the blank line that was between them.
	const isAnswer = run.task === "ask" || run.task === "compare";
	const words = isAnswer ? { text: run.text.trimEnd() } : {};
	const raw = attempts.map((one) => one.raw).join("\n");
	return { ...change, ...data, ...words, ...(raw !== run.text && { raw }), warnings: said };
}

/** `known`: what an earlier attempt found is not found again. */
async function attempt(
	job: Job,
	parts: EngineParts,
	maxObjects: number,
	known: readonly DetectedObject[],
): Promise<Attempt> {
	const { run, asked, signal } = job;
	const before = run.usage;
	const { pictures } = asked.draft;
	const request = buildRequest({ ...asked.request, maxObjects });
	// Each resolves with whether there is a mask in the end.
	const drawing: Array<Promise<boolean>> = [];
	const placeAll = (found: FoundObject[]) =>
		Promise.all(
			found.map(async (object) => {
				const { prepared } = pictures[object.picture ?? 0] ?? pictures[0]!;
				const placed = await placeObject(object, prepared);
				if (object.mask) drawing.push(drawMask(placed, prepared.upright, parts));
				return { placed, longestSide: Math.max(prepared.upright.width, prepared.upright.height) };
			}),
		);
	let facts: ReplyFacts;
	try {
		const reading = readingFor(run, maxObjects, pictures.length);
		facts = await readReply(parts.client.stream(request, signal, job.onWaiting), reading, {
			text: (piece) => {
				run.text += piece;
				job.onText(piece);
			},
			usage: (usage) => {
				// Known of a run that is stopped, too.
				run.usage = before ? sumOf(before, usage) : usage;
			},
			objects: async (found) => {
				const fresh = (await placeAll(found)).filter(
					({ placed, longestSide }) =>
						!known.some((other) => isSameObject(placed.object, other, longestSide)),
				);
				run.objects = [...(run.objects ?? []), ...fresh.map(({ placed }) => placed.object)];
				job.onObjects(fresh.map(({ placed }) => placed.shown));
			},
		});
	} finally {
		// Also of an answer that was stopped: what is kept has its masks.
		await Promise.all(drawing);
	}
	const undrawn = (await Promise.all(drawing)).filter((isDrawn) => !isDrawn).length;
	return { ...facts, undrawn };
}

function readingFor({ task, pages }: Run, maxObjects: number, pictures: number): ReplyReading {
	// Nothing is marked in PDFs: whatever an answer about one holds is text.
	const marks = (task === "ask" || task === "compare") && pages === undefined;
	if (marks) return new AnswerReader({ pictures, maxObjects });
	if (!findsObjects(task)) {
		return { push: (text) => ({ text, objects: [] }), end: () => ({ text: "", objects: [] }) };
	}
	const reader = new ReplyReader({ maxObjects, pictures });
	return {
		push: (text) => ({ text, objects: reader.push(text) }),
		end: () => {
			const end = reader.end();
			return { text: "", objects: end.objects, end };
		},
		get isRunaway() {
			return reader.isRunaway;
		},
		isObjectsOnly: true,
	};
}

/** The page has the model's own map or outline by now; results and exports need whole pixels. */
async function drawMask(
	{ object, source }: PlacedObject,
	upright: Size,
	{ pixels, report }: EngineParts,
): Promise<boolean> {
	if (!source) return false;
	try {
		const mask = await pixels.api.drawMask(source, upright);
		if (mask) object.mask = mask;
		return mask !== undefined;
	} catch (error) {
		report.warn(`The mask of "${object.label}" cannot be drawn`, error);
		return false;
	}
}

async function readStructured({ task, text, labels, many, schema }: Run): Promise<RunChange> {
	if (task === "classify") return { data: readLabels(text, labels ?? [], many ?? false) };
	if (task !== "extract" || !schema) return {};
	// The validator is large, and few people extract.
	const { readData } = await import("./readData.ts");
	return readData(text, schema);
}

function conclude(run: Run, attempts: [Attempt, ...Attempt[]]): RunChange {
	const last = attempts.at(-1) ?? attempts[0];
	const { finishReason, answered, end } = last;
	const said: string[] = [];
	const isWhole = finishReason === "STOP";
	const isRunaway = end?.warnings.some(({ kind }) => kind === "runaway") ?? false;
	if (!isWhole && !isRunaway) said.push(warnings.cut(finishReason));
	if (run.engine === "gemini" && answered) {
		said.push(...warnings.otherModel(run.model.asked, answered));
	}
	const undrawn = attempts.reduce((sum, { undrawn: count }) => sum + count, 0);
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

/** All that was spent; undefined when no attempt said. */
function addUsage(attempts: readonly Attempt[]): Usage | undefined {
	return attempts
		.map(({ usage }) => usage)
		.filter((usage) => usage !== undefined)
		.reduce<Usage | undefined>((sum, usage) => (sum ? sumOf(sum, usage) : usage), undefined);
}

export function sumOf(a: Usage, b: Usage): Usage {
	return {
		promptTokens: a.promptTokens + b.promptTokens,
		outputTokens: a.outputTokens + b.outputTokens,
		thoughtTokens: a.thoughtTokens + b.thoughtTokens,
		cachedTokens: a.cachedTokens + b.cachedTokens,
		totalTokens: a.totalTokens + b.totalTokens,
	};
}
