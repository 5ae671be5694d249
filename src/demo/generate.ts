import { createHash } from "node:crypto";
import { caption } from "./answers.ts";
import { invalidArgument } from "./apiError.ts";
import { askAnswer } from "./ask.ts";
import { classify } from "./classify.ts";
import { compareAnswer } from "./compare.ts";
import type { Eyes } from "./eyes.ts";
import type { FileStore } from "./files.ts";
import { fill } from "./fill.ts";
import { findInPapers } from "./findInPapers.ts";
import { maskFormatOf, modelVersion } from "./models.ts";
import { isPdf, type Paper, type Papers, paperAnswer } from "./papers.ts";
import { type GenerateRequest, type Json, readRequest } from "./request.ts";
import { writeObjects } from "./structured.ts";
import { taskOf } from "./task.ts";
import { charactersPerToken, promptTokens, textTokens } from "./tokens.ts";
import { transcript } from "./transcript.ts";
import { perPicture, seenTogether, viewOf } from "./view.ts";
import type { Sight } from "./vision.ts";

/** One `GenerateContentResponse`, whole or a part of a stream. */
export interface ResponsePart {
	candidates: {
		content: { role: "model"; parts: { text: string }[] };
		finishReason?: "STOP" | "MAX_TOKENS";
		index: 0;
	}[];
	usageMetadata: {
		promptTokenCount: number;
		candidatesTokenCount: number;
		totalTokenCount: number;
		promptTokensDetails: { modality: "TEXT" | "IMAGE"; tokenCount: number }[];
	};
	modelVersion: string;
	responseId: string;
}

/** Where the bytes of pictures come from and who looks at them. */
export interface Sources {
	files: FileStore;
	eyes: Eyes;
	papers: Papers;
}

/** What a request shows: pictures, or PDFs. */
interface Shown {
	sights: Sight[];
	papers: Paper[];
}

/** Longer pieces are sent in several parts. */
const longestPiece = 600;

/**
 * The answer to a `GenerateContentRequest` in the parts a stream sends, the last with a finish
 * reason; what one part takes is worked out when it is asked for. Throws 400, 403 and 404.
 */
export async function respond(
	body: Json,
	model: string,
	sources: Sources,
): Promise<Generator<ResponsePart, void>> {
	const request = readRequest(body, model);
	const shown = await seeAll(request, sources);
	const wantsWords = !request.schema && !request.wantsJson;
	if (shown.papers.length > 0 && (shown.sights.length > 0 || !wantsWords)) {
		throw invalidArgument(
			"The demo engine reads the text of PDFs and finds words in it, and nothing else.",
		);
	}
	return parts(request, model, shown, idOf(body, model));
}

/** All parts of a stream as one response. */
export function joined(parts: Iterable<ResponsePart>): ResponsePart {
	let text = "";
	let last: ResponsePart | undefined;
	for (const part of parts) {
		text += part.candidates[0]?.content.parts[0]?.text ?? "";
		last = part;
	}
	if (!last) throw new Error("A response has at least one part");
	const candidates = last.candidates.map((candidate) => ({
		...candidate,
		content: { role: "model" as const, parts: [{ text }] },
	}));
	return { ...last, candidates };
}

/** What `countTokens` answers. */
export async function countTokens(
	body: Json,
	model: string,
	sources: Sources,
): Promise<{ totalTokens: number }> {
	const request = readRequest((body.generateContentRequest as Json | undefined) ?? body, model);
	const nothing: Shown = { sights: [], papers: [] };
	const shown = request.pictures.length > 0 ? await seeAll(request, sources) : nothing;
	const { image, text } = tokensOf(request, model, shown);
	return { totalTokens: image + text };
}

async function seeAll({ pictures }: GenerateRequest, sources: Sources): Promise<Shown> {
	if (pictures.length === 0) throw invalidArgument("The demo engine needs a picture to look at.");
	const shown: Shown = { sights: [], papers: [] };
	for (const picture of pictures) {
		const bytes = picture.kind === "inline" ? picture.bytes : sources.files.read(picture.uri);
		const isCalledPdf = picture.kind === "inline" && picture.mimeType === "application/pdf";
		if (isCalledPdf && !isPdf(bytes)) {
			throw invalidArgument("Unable to process input document. It is not a PDF.");
		}
		if (isPdf(bytes)) shown.papers.push(await sources.papers.read(bytes));
		else shown.sights.push(await sources.eyes.see(bytes));
	}
	return shown;
}

function tokensOf(request: GenerateRequest, model: string, { sights, papers }: Shown) {
	const sizes = sights.map(({ picture }) => picture);
	return promptTokens(model, request, sizes, papers.flat());
}

function* parts(
	request: GenerateRequest,
	model: string,
	shown: Shown,
	responseId: string,
): Generator<ResponsePart, void> {
	const prompt = tokensOf(request, model, shown);
	let room = request.maxOutputTokens * charactersPerToken;
	let written = 0;
	for (const whole of write(request, model, shown)) {
		for (let from = 0; from < whole.length; from += longestPiece) {
			const text = whole.slice(from, from + Math.min(longestPiece, room));
			room -= text.length;
			written += text.length;
			yield part(text);
			if (room > 0) continue;
			yield part("", "MAX_TOKENS");
			return;
		}
	}
	yield part("", "STOP");

	function part(text: string, finishReason?: "STOP" | "MAX_TOKENS"): ResponsePart {
		const said = textTokens(written);
		return {
			candidates: [
				{
					content: { role: "model", parts: [{ text }] },
					...(finishReason && { finishReason }),
					index: 0,
				},
			],
			usageMetadata: {
				promptTokenCount: prompt.image + prompt.text,
				candidatesTokenCount: said,
				totalTokenCount: prompt.image + prompt.text + said,
				promptTokensDetails: [
					{ modality: "TEXT", tokenCount: prompt.text },
					{ modality: "IMAGE", tokenCount: prompt.image },
				],
			},
			modelVersion,
			responseId,
		};
	}
}

/** The answer's text, piece by piece. */
function* write(
	request: GenerateRequest,
	model: string,
	{ sights, papers }: Shown,
): Generator<string, void> {
	if (papers.length > 0) {
		const asked = request.turns.map(({ words }) => words);
		const isTranscript = taskOf(request).kind === "transcribe";
		yield* isTranscript
			? inPhrases(paperAnswer(asked.at(-1) ?? "", papers))
			: inPhrases(findInPapers(asked, papers));
		return;
	}
	const task = taskOf(request);
	const view = viewOf(request.turns, sights);
	switch (task.kind) {
		case "objects":
			yield* writeObjects(task, view.part ? [view.part] : view.pictures, maskFormatOf(model));
			return;
		case "classify":
			yield JSON.stringify({ labels: classify(task, seenTogether(view)) });
			return;
		case "fill":
			yield JSON.stringify(fill(task.schema, seenTogether(view), task.words));
			return;
		case "caption":
			yield* inPhrases(perPicture(view, (sight) => caption(task.words, sight)));
			return;
		case "transcribe":
			yield* inPhrases(perPicture(view, transcript));
			return;
		case "compare": {
			const { text, boxes } = compareAnswer(task, view.pictures);
			yield* inPhrases(text);
			yield* inFence(boxes);
			return;
		}
		case "ask": {
			const { text, boxes } = askAnswer(task, request.turns, view);
			yield* inPhrases(text);
			if (boxes.length > 0) yield* inFence(boxes);
		}
	}
}

/** Boxes at the end of an answer in words, one at a time. */
function* inFence(boxes: readonly object[]): Generator<string, void> {
	yield "\n\n```json\n[";
	for (const [index, box] of boxes.entries()) {
		yield `${index > 0 ? "," : ""}\n  ${JSON.stringify(box)}`;
	}
	yield boxes.length > 0 ? "\n]\n```" : "]\n```";
}

/** Three words at a time. */
function inPhrases(text: string): string[] {
	return text.match(/(?:\S+\s*){1,3}/g) ?? [];
}

/** The same question has the same id: the engine is deterministic. */
function idOf(body: Json, model: string): string {
	const hash = createHash("sha256").update(model).update(JSON.stringify(body));
	return hash.digest("base64url").slice(0, 22);
}
