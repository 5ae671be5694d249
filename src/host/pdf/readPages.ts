import type { ReplyPiece } from "../../gemini/client.ts";
import { PageReader, type WrittenPage } from "../../gemini/pageAnchors.ts";
import type { PagesEnd } from "../../gemini/pageProgress.ts";
import { LoopWatch } from "../../gemini/replyLoop.ts";
import { kindOf } from "../../shared/errors.ts";
import type { Usage } from "../../shared/result.ts";

/** What came of one request for pages. */
export interface PagesReply {
	written: WrittenPage[];
	end: PagesEnd;
	/** What it broke off with, or was refused with. */
	error?: unknown;
	hasText: boolean;
	usage?: Usage;
	/** The model that really answered. */
	answered?: string;
}

/**
 * Reads the pages of one answer to its end, or to where it breaks off, whyever; `onPages` hears of all
 * that is there so far.
 */
export async function readPages(
	pieces: AsyncIterable<ReplyPiece>,
	pages: readonly number[],
	onPages: (written: WrittenPage[]) => void,
): Promise<PagesReply> {
	const reader = new PageReader(pages);
	const loop = new LoopWatch();
	const reply: PagesReply = { written: [], end: "dropped", hasText: false };
	try {
		for await (const piece of pieces) {
			if (piece.kind === "text") {
				reply.hasText = true;
				reader.push(piece.text.slice(0, loop.push(piece.text)));
				onPages(reader.pages);
				if (!loop.isLooping) continue;
				reply.end = "cut";
				// Leaving closes the connection.
				break;
			}
			if (piece.kind === "usage") {
				reply.usage = piece.usage;
				continue;
			}
			const { finishReason, modelVersion } = piece;
			if (finishReason) reply.end = finishReason === "STOP" ? "whole" : "cut";
			if (modelVersion) reply.answered = modelVersion;
		}
	} catch (error) {
		reply.error = error;
		// It would be again; fewer pages may pass.
		reply.end = kindOf(error) === "Blocked" ? "cut" : "dropped";
	}
	reader.end(reply.end === "whole");
	reply.written = reader.pages;
	return reply;
}
