import { type Format, sniffFormat } from "../image/format.ts";
import { LoupeError } from "../shared/errors.ts";

/** Why no picture came from an address; worded for the person by `FetchOptions.say`. */
export type FetchReason =
	| { kind: "notHttp" }
	| { kind: "credentials" }
	| { kind: "redirects" }
	| { kind: "downgrade" }
	| { kind: "webPage" }
	| { kind: "notPicture" }
	| { kind: "empty" }
	| { kind: "notFound" }
	| { kind: "forbidden"; status: number }
	| { kind: "status"; status: number }
	| { kind: "tooLarge"; megabytes: number }
	| { kind: "tooSlow"; seconds: number }
	| { kind: "brokeOff"; host: string };

export interface FetchOptions {
	signal?: AbortSignal;
	/** Bytes so far, and of how many where the server said. */
	onProgress?(received: number, of: number | undefined): void;
	/** The reason as the end of a sentence, in the person's language. */
	say(reason: FetchReason): string;
	fetch?: typeof globalThis.fetch;
	/** Of the body as it is decoded. */
	mostBytes?: number;
	/** From the first connection to the last byte, in milliseconds. */
	timeLimit?: number;
}

export interface FetchedPicture {
	bytes: Uint8Array<ArrayBuffer>;
	format: Format;
	/** After redirects. */
	url: URL;
}

/** Gemini's own limit for pictures by address (ai.google.dev, "File input methods"). */
const usualMostBytes = 100 * 1024 * 1024;
const usualTimeLimit = 30_000;
const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches one picture: http(s) only, no cookies, no credentials, redirects followed here. Throws
 * `Unsupported` for addresses and contents that are none of a picture, `BadImage` where nothing is,
 * `TooLarge`, `Server`, `Offline` and `Cancelled`.
 */
export async function fetchPicture(
	address: string,
	options: FetchOptions,
): Promise<FetchedPicture> {
	const { timeLimit = usualTimeLimit } = options;
	const tooSlow = AbortSignal.timeout(timeLimit);
	// One signal from the person's Cancel to the socket; what ends early ends the connection, too.
	const ending = new AbortController();
	const signals = [ending.signal, tooSlow, ...(options.signal ? [options.signal] : [])];
	const signal = AbortSignal.any(signals);
	try {
		signal.throwIfAborted();
		const url = checkAddress(address, options.say);
		const response = await follow(url, signal, options);
		const bytes = await readBody(response, options);
		return { bytes, format: formatOf(bytes, options), url: new URL(response.url || url.href) };
	} catch (error) {
		if (options.signal?.aborted) {
			throw new LoupeError("Cancelled", "Fetching was cancelled", { cause: error });
		}
		if (tooSlow.aborted) {
			throw failure("Offline", { kind: "tooSlow", seconds: timeLimit / 1000 }, options, error);
		}
		if (error instanceof LoupeError) throw error;
		// What fetch throws is a TypeError whose cause is the socket's error.
		const host = URL.parse(address.trim())?.host ?? "";
		throw failure("Offline", { kind: "brokeOff", host }, options, error);
	} finally {
		ending.abort();
	}
}

/** Throws `Unsupported` for what is no http(s) address, or holds a user's name or password. */
export function checkAddress(address: string, say: FetchOptions["say"]): URL {
	const url = URL.parse(address.trim());
	if (!url || !isHttp(url) || url.hostname === "") {
		throw failure("Unsupported", { kind: "notHttp" }, { say });
	}
	if (url.username !== "" || url.password !== "") {
		throw failure("Unsupported", { kind: "credentials" }, { say });
	}
	return url;
}

async function follow(start: URL, signal: AbortSignal, options: FetchOptions): Promise<Response> {
	const { fetch = globalThis.fetch, say } = options;
	let url = start;
	for (let hop = 0; hop <= mostRedirects; hop++) {
		const response = await fetch(url, {
			redirect: "manual",
			credentials: "omit",
			referrerPolicy: "no-referrer",
			headers: { accept: "image/*,*/*;q=0.1" },
			signal,
		});
		if (!redirects.has(response.status)) return checkStatus(response, options);
		await response.body?.cancel();
		const next = URL.parse(response.headers.get("location") ?? "", url.href);
		if (!next) throw failure("Server", { kind: "status", status: response.status }, options);
		const target = checkAddress(next.href, say);
		if (url.protocol === "https:" && target.protocol === "http:") {
			throw failure("Unsupported", { kind: "downgrade" }, options);
		}
		url = target;
	}
	throw failure("Unsupported", { kind: "redirects" }, options);
}

function checkStatus(response: Response, options: FetchOptions): Response {
	const { status } = response;
	if (response.ok) return response;
	if (status === 404 || status === 410) throw failure("BadImage", { kind: "notFound" }, options);
	if (status === 401 || status === 403 || status === 407) {
		throw failure("Unsupported", { kind: "forbidden", status }, options);
	}
	const isPassing = status >= 500 || status === 429 || status === 408;
	throw failure(isPassing ? "Server" : "BadImage", { kind: "status", status }, options);
}

/** Counts while it streams: a server need not say how much comes, or may say it wrong. */
async function readBody(
	response: Response,
	options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
	const { mostBytes = usualMostBytes, onProgress } = options;
	const tooLarge = () => {
		const megabytes = Math.round(mostBytes / 1024 / 1024);
		return failure("TooLarge", { kind: "tooLarge", megabytes }, options);
	};
	// The length of a compressed body says nothing about what comes out of it.
	const isCompressed = response.headers.has("content-encoding");
	const said = Number(response.headers.get("content-length") ?? Number.NaN);
	const length = !isCompressed && Number.isFinite(said) ? said : undefined;
	if (length !== undefined && length > mostBytes) throw tooLarge();
	const chunks: Uint8Array[] = [];
	let received = 0;
	for await (const chunk of response.body ?? []) {
		// Nobody should wait for the end of a page that is no picture.
		if (received === 0 && isHtml(chunk)) throw failure("Unsupported", { kind: "webPage" }, options);
		received += chunk.length;
		if (received > mostBytes) throw tooLarge();
		chunks.push(chunk);
		onProgress?.(received, length);
	}
	const bytes = new Uint8Array(received);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

/** By content: neither the server's type nor the name is believed. */
function formatOf(bytes: Uint8Array, options: FetchOptions): Format {
	if (bytes.length === 0) throw failure("BadImage", { kind: "empty" }, options);
	const format = sniffFormat(bytes);
	if (!format) throw failure("Unsupported", { kind: "notPicture" }, options);
	return format;
}

function isHtml(start: Uint8Array): boolean {
	const text = new TextDecoder().decode(start.subarray(0, 256));
	return /^\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>])/i.test(text);
}

function isHttp({ protocol }: URL): boolean {
	return protocol === "http:" || protocol === "https:";
}

function failure(
	kind: LoupeError["name"],
	reason: FetchReason,
	{ say }: Pick<FetchOptions, "say">,
	cause?: unknown,
): LoupeError {
	const options = { detail: say(reason), ...(cause !== undefined && { cause }) };
	return new LoupeError(kind, `No picture from this address: ${JSON.stringify(reason)}`, options);
}
