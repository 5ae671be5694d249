import type { Content, GenerateContentParameters, GoogleGenAI } from "@google/genai/web";
import { LoupeError } from "../shared/errors.ts";
import { checkEndpoint, type Endpoint } from "./endpoint.ts";
import { badReply, toLoupeError } from "./errors.ts";
import { Limit } from "./limit.ts";
import { orAborted } from "./orAborted.ts";
import { type ReplyPiece, readChunks } from "./readChunks.ts";
import { type OnWaiting, Retry } from "./retry.ts";
import { type Clock, systemClock } from "./retryClock.ts";
import { type Fetch, type QuietLimit, send } from "./send.ts";

export type { ReplyPiece } from "./readChunks.ts";

/** A model this key can ask; limits in tokens. */
export interface ModelListing {
	id: string;
	displayName: string;
	inputTokenLimit?: number;
	outputTokenLimit?: number;
}

/** One endpoint, opened with the key of this moment. */
interface Opened {
	key: string;
	baseUrl: string;
	sdk: GoogleGenAI;
}

/** What is known of a request through its attempts; learns the key before anything can echo it. */
interface Asking {
	signal: AbortSignal;
	model?: string;
	key: string;
	/** Where the first attempt went. */
	baseUrl?: string;
}

/** More at once only meet the limits sooner, and a picture takes the connection for itself anyway. */
const mostAtOnce = 4;

/** A model may think for minutes; after five Node's own `fetch` gives up, in words of its own. */
const longestThought: QuietLimit = { milliseconds: 290_000, isPassing: false };

/** What a model knows of itself comes at once. */
const longestPause: QuietLimit = { milliseconds: 60_000, isPassing: false };

/**
 * The one way to the Gemini API; loads the SDK with its first request. Every failure is a LoupeError,
 * thrown when trying again did not help or would not; `onWaiting` hears of the time between attempts.
 */
export class GeminiClient {
	readonly #endpoint: () => Promise<Endpoint>;
	readonly #fetch: Fetch;
	readonly #clock: Clock;
	/** By address. */
	readonly #limits = new Map<string, Limit>();
	#last: Opened | undefined;

	/** `endpoint` is asked before each attempt; `fetch` defaults to the global one of that moment, which VS Code replaces. */
	constructor(options: { endpoint: () => Promise<Endpoint>; fetch?: Fetch; clock?: Clock }) {
		this.#endpoint = options.endpoint;
		this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
		this.#clock = options.clock ?? systemClock;
	}

	/**
	 * Asks, and yields the answer as it comes; at most four at once per address, in order. `signal`, or
	 * leaving the loop, closes the connection. Once there was text, what breaks off is not tried again.
	 */
	async *stream(
		request: GenerateContentParameters,
		signal: AbortSignal,
		onWaiting?: OnWaiting,
	): AsyncGenerator<ReplyPiece, void> {
		const retry = new Retry({ clock: this.#clock, signal, onWaiting });
		const asking: Asking = { signal, model: request.model, key: "" };
		while (true) {
			let answered = false;
			try {
				for await (const piece of this.#streamOnce(request, asking)) {
					answered = true;
					yield piece;
				}
				return;
			} catch (error) {
				const failure = toLoupeError(error, asking);
				if (answered) throw failure;
				await retry.wait(failure);
			}
		}
	}

	/** The models this key can use for `generateContent`; does not stand in line behind pictures. */
	listModels(signal: AbortSignal, onWaiting?: OnWaiting): Promise<ModelListing[]> {
		return this.#retried(signal, onWaiting, async ({ models }) => {
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
		});
	}

	/** What Gemini itself counts for a request, in tokens; costs nothing. */
	countTokens(
		{ model, contents, config }: GenerateContentParameters,
		signal: AbortSignal,
		onWaiting?: OnWaiting,
	): Promise<number> {
		return this.#retried(
			signal,
			onWaiting,
			async ({ models }) => {
				// With an API key the SDK refuses a system instruction here: its words count as others do.
				const { systemInstruction } = config ?? {};
				const system =
					typeof systemInstruction === "string"
						? [{ role: "user", parts: [{ text: systemInstruction }] }]
						: [];
				const { totalTokens } = await models.countTokens({
					model,
					contents: [...system, contents].flat() as Content[],
					config: { abortSignal: signal },
				});
				if (totalTokens === undefined) throw badReply("The reply holds no number of tokens");
				return totalTokens;
			},
			model,
		);
	}

	/** Resolves if the endpoint takes the key; one call that costs nothing. */
	async checkKey(signal: AbortSignal, onWaiting?: OnWaiting): Promise<void> {
		await this.#retried(signal, onWaiting, ({ models }) =>
			models.list({ config: { pageSize: 1, abortSignal: signal } }),
		);
	}

	async *#streamOnce(
		request: GenerateContentParameters,
		asking: Asking,
	): AsyncGenerator<ReplyPiece, void> {
		const { signal } = asking;
		// The SDK leaves the connection open when its stream is abandoned: end it ourselves.
		const leaving = new AbortController();
		const abortSignal = AbortSignal.any([signal, leaving.signal]);
		let opened = await this.#open(asking);
		const limit = this.#limitOf(opened.baseUrl);
		const mustWait = !limit.hasRoom;
		const leave = await limit.enter(signal);
		try {
			// The key may have been changed or taken away meanwhile.
			if (mustWait) opened = await this.#open(asking);
			const config = { ...request.config, abortSignal };
			const chunks = await opened.sdk.models.generateContentStream({ ...request, config });
			yield* readChunks(chunks, signal);
		} finally {
			leaving.abort();
			leave();
		}
	}

	async #retried<Answer>(
		signal: AbortSignal,
		onWaiting: OnWaiting | undefined,
		call: (sdk: GoogleGenAI) => Promise<Answer>,
		model?: string,
	): Promise<Answer> {
		const retry = new Retry({ clock: this.#clock, signal, onWaiting });
		const asking: Asking = { signal, key: "", ...(model && { model }) };
		return retry.insist(async () => {
			try {
				const { sdk } = await this.#open(asking);
				return await call(sdk);
			} catch (error) {
				throw toLoupeError(error, asking);
			}
		});
	}

	#limitOf(baseUrl: string): Limit {
		const limit = this.#limits.get(baseUrl) ?? new Limit(mostAtOnce);
		this.#limits.set(baseUrl, limit);
		return limit;
	}

	/** The SDK for the endpoint of this moment; throws `Cancelled` when another address was set meanwhile. */
	async #open(asking: Asking): Promise<Opened> {
		asking.signal.throwIfAborted();
		const checked = checkEndpoint(await orAborted(this.#endpoint(), asking.signal));
		const { key } = checked;
		asking.key = key;
		const baseUrl = checked.baseUrl.href;
		asking.baseUrl ??= baseUrl;
		// The picture was meant for the first one, and what answers there is on the label.
		if (asking.baseUrl !== baseUrl) throw new LoupeError("Cancelled", "Another address was set");
		if (this.#last?.key !== key || this.#last.baseUrl !== baseUrl) {
			this.#last = { key, baseUrl, sdk: await this.#load(key, baseUrl) };
		}
		return this.#last;
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

	#send(input: Parameters<Fetch>[0], init?: RequestInit): Promise<Response> {
		const quiet = init?.method === "GET" ? longestPause : longestThought;
		return send(input, init, { fetch: this.#fetch, clock: this.#clock, quiet });
	}
}
