import type {
	GenerateContentParameters,
	GenerateContentResponseUsageMetadata,
	GoogleGenAI,
} from "@google/genai/web";
import { LoupeError } from "../shared/errors.ts";
import type { Usage } from "../shared/result.ts";
import { toLoupeError } from "./errors.ts";

/** Where a request goes and with which key; no `baseUrl`: Google's own. */
export interface Endpoint {
	key: string;
	baseUrl?: string;
}

/** What comes back: text as it streams, then exactly one end. */
export type ReplyPiece =
	| { kind: "text"; text: string }
	| {
			kind: "end";
			/** "STOP" for a whole answer, "MAX_TOKENS" for one cut at the cap; undefined: not said. */
			finishReason: string | undefined;
			usage?: Usage;
			/** The model that really answered. */
			modelVersion: string | undefined;
			responseId?: string;
	  };

/** A model this key can ask; limits in tokens. */
export interface ModelListing {
	id: string;
	displayName: string;
	inputTokenLimit?: number;
	outputTokenLimit?: number;
}

type Fetch = typeof globalThis.fetch;
type End = Extract<ReplyPiece, { kind: "end" }>;

const googleUrl = "https://generativelanguage.googleapis.com";

/** The one way to the Gemini API; loads the SDK with its first request. Every failure is a LoupeError. */
export class GeminiClient {
	readonly #endpoint: () => Promise<Endpoint>;
	readonly #fetch: Fetch;
	#last: { key: string; baseUrl: string; sdk: GoogleGenAI } | undefined;

	/** `endpoint` is asked before each request; `fetch` defaults to the global one of that moment, which VS Code replaces. */
	constructor(options: { endpoint: () => Promise<Endpoint>; fetch?: Fetch }) {
		this.#endpoint = options.endpoint;
		this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
	}

	/** Asks, and yields the answer as it comes; `signal`, or leaving the loop, closes the connection. */
	async *stream(
		request: GenerateContentParameters,
		signal: AbortSignal,
	): AsyncGenerator<ReplyPiece, void> {
		// The SDK leaves the connection open when its stream is abandoned: end it ourselves.
		const leaving = new AbortController();
		const abortSignal = AbortSignal.any([signal, leaving.signal]);
		const context = { signal, model: request.model, key: "" };
		try {
			const { models } = await this.#open(context);
			const chunks = await models.generateContentStream({
				...request,
				config: { ...request.config, abortSignal },
			});
			const end: End = { kind: "end", finishReason: undefined, modelVersion: undefined };
			let answered = false;
			for await (const chunk of chunks) {
				signal.throwIfAborted();
				const { promptFeedback, usageMetadata, modelVersion, responseId } = chunk;
				if (promptFeedback?.blockReason) throw blocked(promptFeedback.blockReason);
				if (usageMetadata) end.usage = toUsage(usageMetadata);
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
		} catch (error) {
			throw toLoupeError(error, context);
		} finally {
			leaving.abort();
		}
	}

	/** The models this key can use for `generateContent`. */
	async listModels(signal: AbortSignal): Promise<ModelListing[]> {
		const context = { signal, key: "" };
		try {
			const { models } = await this.#open(context);
			const listings: ModelListing[] = [];
			const pages = await models.list({ config: { pageSize: 1000, abortSignal: signal } });
			for await (const model of pages) {
				signal.throwIfAborted();
				const { name, displayName, inputTokenLimit, outputTokenLimit } = model;
				if (!name || !model.supportedActions?.includes("generateContent")) continue;
				const id = name.replace(/^models\//, "");
				listings.push({
					id,
					displayName: displayName || id,
					...(inputTokenLimit !== undefined && { inputTokenLimit }),
					...(outputTokenLimit !== undefined && { outputTokenLimit }),
				});
			}
			return listings;
		} catch (error) {
			throw toLoupeError(error, context);
		}
	}

	/** Resolves if the endpoint takes the key; one call that costs nothing. */
	async checkKey(signal: AbortSignal): Promise<void> {
		const context = { signal, key: "" };
		try {
			const { models } = await this.#open(context);
			await models.list({ config: { pageSize: 1, abortSignal: signal } });
		} catch (error) {
			throw toLoupeError(error, context);
		}
	}

	/** The SDK for the endpoint of this moment; `context` learns the key before anything can echo it. */
	async #open(context: { signal: AbortSignal; key: string }): Promise<GoogleGenAI> {
		context.signal.throwIfAborted();
		const endpoint = await this.#endpoint();
		const key = checkKeyText(endpoint.key);
		context.key = key;
		const baseUrl = checkBaseUrl(endpoint.baseUrl || googleUrl).href;
		if (this.#last?.key !== key || this.#last.baseUrl !== baseUrl) {
			this.#last = { key, baseUrl, sdk: await this.#load(key, baseUrl) };
		}
		return this.#last.sdk;
	}

	/** All that the SDK could take from its surroundings is said here: the version, the address, the key. */
	async #load(apiKey: string, baseUrl: string): Promise<GoogleGenAI> {
		const { GoogleGenAI } = await import("@google/genai/web");
		return new GoogleGenAI({
			apiKey,
			vertexai: false,
			apiVersion: "v1beta",
			httpOptions: { baseUrl, fetch: (input, init) => this.#send(input, init) },
		});
	}

	async #send(input: Parameters<Fetch>[0], init?: RequestInit): Promise<Response> {
		// Followed, a redirect would carry the key and the picture to an address nobody configured.
		const response = await this.#fetch(input, { ...init, redirect: "manual" });
		const { status } = response;
		if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
			await response.body?.cancel();
			throw badReply("The server redirects to another address; set that one instead");
		}
		if (!response.ok) {
			// Without its content type the SDK reads the body as text, and keeps the status when a
			// body that calls itself JSON is none.
			return new Response(response.body, { status });
		}
		if (response.headers.get("content-type")?.includes("text/html")) {
			await response.body?.cancel();
			throw badReply("The server answered with a web page");
		}
		return response;
	}
}

/**
 * The address as a URL, if a key may go there: https, or http to this machine (localhost,
 * 127.0.0.0/8, [::1]). Throws `Unsupported`.
 */
export function checkBaseUrl(text: string): URL {
	const url = URL.parse(text.trim());
	if (!url) throw badAddress("The address is not a URL");
	if (url.username || url.password)
		throw badAddress("The address must not hold a name or password");
	if (url.search || url.hash) throw badAddress("The address must end with its path");
	if (url.protocol === "https:") return url;
	const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
	if (url.protocol === "http:" && local) return url;
	throw badAddress("The address must begin with https://, or http:// on this machine only");
}

/** A header takes any visible ASCII; the SDK's own complaint about others would quote the key. */
function checkKeyText(text: string): string {
	const key = text.trim();
	if (!key) throw new LoupeError("NoKey", "No API key is set");
	if (/^[\x21-\x7e]+$/.test(key) && !key.startsWith("auth_tokens/")) return key;
	const detail = "The text is not an API key";
	throw new LoupeError("BadKey", detail, { detail });
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

function badReply(detail: string): LoupeError {
	return new LoupeError("BadReply", detail, { detail });
}

function badAddress(detail: string): LoupeError {
	return new LoupeError("Unsupported", detail, { detail });
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
