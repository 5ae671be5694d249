import type { ReplyPiece } from "../gemini/client.ts";
import type { FoundObject, ReplyEnd, ReplyReader } from "../gemini/reply.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Usage } from "../shared/result.ts";

/** What is known of a reply once it has ended. */
export interface ReplyFacts {
	/** "STOP" for a whole reply; absent when the connection ended before the model did. */
	finishReason?: string;
	usage?: Usage;
	/** The model that really answered. */
	answered?: string;
	/** For structured tasks. */
	end?: ReplyEnd;
}

/** Who hears of a reply as it streams. */
export interface ReplyListener {
	text(piece: string): void;
	/** The next piece is read when this has resolved. */
	objects(found: FoundObject[]): Promise<void>;
}

/**
 * Reads a reply to its end, or to where it breaks off once something arrived whole: that is worth
 * more than the failure. Throws when nothing did, or when the person stopped it.
 */
export async function readReply(
	pieces: AsyncIterable<ReplyPiece>,
	reader: ReplyReader | undefined,
	listener: ReplyListener,
): Promise<ReplyFacts> {
	const facts: ReplyFacts = {};
	let hasContent = false;
	let text = "";
	const hear = async (found: FoundObject[]) => {
		if (found.length === 0) return;
		hasContent = true;
		await listener.objects(found);
	};
	try {
		for await (const piece of pieces) {
			if (piece.kind === "text") {
				text += piece.text;
				listener.text(piece.text);
				if (!reader) hasContent ||= piece.text.trim() !== "";
				else await hear(reader.push(piece.text));
				// Leaving the loop closes the connection.
				if (reader?.isRunaway) break;
				continue;
			}
			const { finishReason, usage, modelVersion } = piece;
			if (finishReason) facts.finishReason = finishReason;
			if (usage) facts.usage = usage;
			if (modelVersion) facts.answered = modelVersion;
		}
	} catch (error) {
		if (kindOf(error) === "Cancelled" || !hasContent) throw error;
	}
	if (reader) {
		facts.end = reader.end();
		await hear(facts.end.objects);
	}
	refuseUnread(facts, text);
	return facts;
}

/** A reply in which nothing can be read, unless its length is why: then it may be asked again. */
function refuseUnread({ end, finishReason }: ReplyFacts, text: string): void {
	if (finishReason === "MAX_TOKENS" && end) return;
	if (end ? !end.sawJson : text.trim() === "") {
		const what = end ? "The reply holds no JSON" : "The reply is empty";
		throw new LoupeError("BadReply", `${what} (finish reason: ${finishReason ?? "none"})`);
	}
}
