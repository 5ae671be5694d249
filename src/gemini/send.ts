import { LoupeError } from "../shared/errors.ts";
import { badReply, refusalError } from "./errors.ts";
import type { Clock } from "./retryClock.ts";

export type Fetch = typeof globalThis.fetch;

/** How long a server may say nothing. */
export interface QuietLimit {
	milliseconds: number;
	/** Whether who meets it should ask again. */
	isPassing: boolean;
}

interface Way {
	fetch: Fetch;
	clock: Clock;
	quiet: QuietLimit;
}

/** More than any refusal has words for. */
const mostRefusal = 1_000_000;

/**
 * `fetch`, as every request to the API goes out. Throws what `toLoupeError` reads for an answer of
 * 400 to 599, with what its headers say; `BadReply` for a redirect or a web page; `Offline` when the
 * server is quiet for too long, while the answer is read, too.
 */
export async function send(
	input: Parameters<Fetch>[0],
	init: RequestInit | undefined,
	{ fetch, clock, quiet }: Way,
): Promise<Response> {
	const watch = new QuietWatch(clock, quiet);
	const own = init?.signal ? [init.signal, watch.signal] : [watch.signal];
	const signal = AbortSignal.any(own);
	// Followed, a redirect would carry the key and the picture to an address nobody configured.
	const redirect = "manual";
	const response = await watch.during(() => fetch(input, { ...init, redirect, signal }));
	const { status, headers } = response;
	if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
		await response.body?.cancel();
		throw badReply("The server redirects to another address; set that one instead");
	}
	const body = response.body && watch.over(response.body);
	if (!response.ok) {
		const text = await readStart(body);
		throw refusalError(status, text, readRetryAfter(headers, clock.now()));
	}
	if (headers.get("content-type")?.includes("text/html")) {
		await body?.cancel();
		throw badReply("The server answered with a web page");
	}
	return new Response(body, { status, headers });
}

/** Ends a request whose server says nothing; the time in which nobody listens does not count. */
class QuietWatch {
	readonly #abort = new AbortController();
	readonly #clock: Clock;
	readonly #limit: QuietLimit;
	readonly signal = this.#abort.signal;

	constructor(clock: Clock, limit: QuietLimit) {
		this.#clock = clock;
		this.#limit = limit;
	}

	/** What `work` comes to; throws `Offline` when that takes too long. */
	async during<Result>(work: () => Promise<Result>): Promise<Result> {
		const { milliseconds, isPassing } = this.#limit;
		const stop = this.#clock.alarm(milliseconds, () => {
			const detail = `no answer for ${Math.round(milliseconds / 1000)} s`;
			const message = `The server said nothing: ${detail}`;
			this.#abort.abort(new LoupeError("Offline", message, { detail, isPassing }));
		});
		try {
			return await work();
		} catch (error) {
			// Not every `fetch` rejects with the signal's own reason.
			if (this.signal.aborted) throw this.signal.reason;
			throw error;
		} finally {
			stop();
		}
	}

	/** The same bytes as they come, each piece watched for. */
	over(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
		const reader = body.getReader();
		return new ReadableStream<Uint8Array>(
			{
				pull: async (controller) => {
					const { done, value } = await this.during(() => reader.read());
					if (done) controller.close();
					else controller.enqueue(value);
				},
				cancel: (reason) => reader.cancel(reason),
			},
			// Nothing is read before it is asked for.
			{ highWaterMark: 0 },
		);
	}
}

/** The text of a refusal, or where that is endless its start. */
async function readStart(body: ReadableStream<Uint8Array> | null): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	for await (const piece of body ?? []) {
		text += decoder.decode(piece, { stream: true });
		if (text.length > mostRefusal) break;
	}
	return text;
}

/** The header Retry-After in milliseconds from now (RFC 9110, 10.2.3): seconds, or a date by the server's own clock. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
	const said = headers.get("retry-after")?.trim() ?? "";
	if (/^\d+$/.test(said)) return Number(said) * 1000;
	const until = Date.parse(said);
	// Date.parse takes "-5" for a year.
	if (!said.endsWith("GMT") || Number.isNaN(until)) return undefined;
	const there = Date.parse(headers.get("date") ?? "");
	return Math.max(0, until - (Number.isNaN(there) ? now : there));
}
