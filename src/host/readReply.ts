import type { ReplyPiece } from "../gemini/client.ts";
import type { FoundObject, ReplyEnd } from "../gemini/reply.ts";
import { kindOf, LoupeError } from "../shared/errors.ts";
import type { Usage } from "../shared/result.ts";

/** What is known of a reply once it has ended. */
export interface ReplyFacts {
	/** "STOP" for a whole reply; absent when the connection ended before the model did. */
	finishReason?: string;
	usage?: Usage;
	/** The model that really answered. */
	answered?: string;
	/** All text of it, as it came. */
	raw: string;
	/** For structured tasks. */
	end?: ReplyEnd;
}

/** Who hears of a reply as it streams. */
export interface ReplyListener {
	text(piece: string): void;
	/** What this reply has spent so far. */
	usage(usage: Usage): void;
	/** The next piece is read when this has resolved. */
	objects(found: FoundObject[]): Promise<void>;
}

/** What becomes of a reply's text: words to show, and objects, each once it is whole. */
export interface ReplyReading {
	push(text: string): { text: string; objects: FoundObject[] };
	end(): { text: string; objects: FoundObject[]; end?: ReplyEnd | undefined };
	/** The model repeats itself without end. */
	readonly isRunaway?: boolean;
	/** A reply without JSON says nothing. */
	readonly isObjectsOnly?: boolean;
}

/**
 * Reads a reply to its end, or to where it breaks off once something arrived whole: that is worth
 * more than the failure. Throws when nothing did, or when the person stopped it.
 */
export async function readReply(
	pieces: AsyncIterable<ReplyPiece>,
	reading: ReplyReading,
	listener: ReplyListener,
): Promise<ReplyFacts> {
	const facts: ReplyFacts = { raw: "" };
	let hasContent = false;
	let said = "";
	const hear = async ({ text, objects }: { text: string; objects: FoundObject[] }) => {
		if (text) {
			said += text;
			listener.text(text);
			if (!reading.isObjectsOnly) hasContent ||= text.trim() !== "";
		}
		if (objects.length === 0) return;
		hasContent = true;
		await listener.objects(objects);
	};
	try {
		for await (const piece of pieces) {
			if (piece.kind === "text") {
				facts.raw += piece.text;
				await hear(reading.push(piece.text));
				// Leaving the loop closes the connection.
				if (reading.isRunaway) break;
				continue;
			}
			if (piece.kind === "usage") {
				facts.usage = piece.usage;
				listener.usage(piece.usage);
				continue;
			}
			const { finishReason, modelVersion } = piece;
			if (finishReason) facts.finishReason = finishReason;
			if (modelVersion) facts.answered = modelVersion;
		}
	} catch (error) {
		if (kindOf(error) === "Cancelled" || !hasContent) throw error;
	}
	const last = reading.end();
	if (last.end) facts.end = last.end;
	await hear(last);
	if (reading.isObjectsOnly) refuseWithoutJson(facts);
	else if (said.trim() === "" && !hasContent) throw unread("The reply is empty", facts);
	return facts;
}

/** A reply in which nothing can be read, unless its length is why: then it may be asked again. */
function refuseWithoutJson(facts: ReplyFacts): void {
	if (facts.finishReason === "MAX_TOKENS" || facts.end?.sawJson) return;
	throw unread("The reply holds no JSON", facts);
}

function unread(what: string, { finishReason }: ReplyFacts): LoupeError {
	return new LoupeError("BadReply", `${what} (finish reason: ${finishReason ?? "none"})`);
}
