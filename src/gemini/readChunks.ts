import type {
	GenerateContentResponse,
	GenerateContentResponseUsageMetadata,
} from "@google/genai/web";
import { LoupeError } from "../shared/errors.ts";
import type { Usage } from "../shared/result.ts";
import { badReply } from "./errors.ts";

/** What comes back: text as it streams, what is spent by then, and at last exactly one end. */
export type ReplyPiece =
	| { kind: "text"; text: string }
	/** More than before; who leaves early has spent that much. */
	| { kind: "usage"; usage: Usage }
	| {
			kind: "end";
			/** "STOP" for a whole answer, "MAX_TOKENS" for one cut at the cap; undefined: not said. */
			finishReason: string | undefined;
			usage?: Usage;
			/** The model that really answered. */
			modelVersion: string | undefined;
			responseId?: string;
	  };

type End = Extract<ReplyPiece, { kind: "end" }>;

/** Reads the SDK's stream; throws `Blocked` and, for a reply that says nothing, `BadReply`. */
export async function* readChunks(
	chunks: AsyncIterable<GenerateContentResponse>,
	signal: AbortSignal,
): AsyncGenerator<ReplyPiece, void> {
	const end: End = { kind: "end", finishReason: undefined, modelVersion: undefined };
	let answered = false;
	for await (const chunk of chunks) {
		signal.throwIfAborted();
		const { promptFeedback, usageMetadata, modelVersion, responseId } = chunk;
		if (promptFeedback?.blockReason) throw blocked(promptFeedback.blockReason);
		if (usageMetadata) {
			end.usage = toUsage(usageMetadata);
			yield { kind: "usage", usage: end.usage };
			signal.throwIfAborted();
		}
		if (modelVersion) end.modelVersion = modelVersion;
		if (responseId) end.responseId = responseId;
		const candidate = chunk.candidates?.[0];
		if (candidate?.finishReason) end.finishReason = candidate.finishReason;
		for (const part of candidate?.content?.parts ?? []) {
			if (!part.text || part.thought) continue;
			answered = true;
			yield { kind: "text", text: part.text };
			signal.throwIfAborted();
		}
	}
	if (!answered) refuseEmpty(end.finishReason);
	yield end;
}

/** Throws for a reply without text, unless the model had its say: it ended by itself or at the cap. */
function refuseEmpty(finishReason: string | undefined): void {
	switch (finishReason) {
		case "STOP":
		case "MAX_TOKENS":
			return;
		case undefined:
		case "FINISH_REASON_UNSPECIFIED":
			throw badReply("The reply is empty");
		case "MALFORMED_RESPONSE":
		case "MALFORMED_FUNCTION_CALL":
		case "UNEXPECTED_TOOL_CALL":
		case "TOO_MANY_TOOL_CALLS":
		case "CONTINUATION":
			throw badReply(`The reply is empty (${finishReason})`);
		default:
			throw blocked(finishReason);
	}
}

function blocked(reason: string): LoupeError {
	return new LoupeError("Blocked", `Blocked: ${reason}`, { detail: reason });
}

function toUsage(usage: GenerateContentResponseUsageMetadata): Usage {
	return {
		promptTokens: usage.promptTokenCount ?? 0,
		outputTokens: usage.candidatesTokenCount ?? 0,
		thoughtTokens: usage.thoughtsTokenCount ?? 0,
		cachedTokens: usage.cachedContentTokenCount ?? 0,
		totalTokens: usage.totalTokenCount ?? 0,
	};
}
