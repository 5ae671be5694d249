import { LoupeError } from "../shared/errors.ts";
import { checkEndpoint, type Endpoint } from "./endpoint.ts";
import { type ErrorContext, toLoupeError } from "./errors.ts";
import type { Clock } from "./retryClock.ts";
import { type Fetch, type QuietLimit, send } from "./send.ts";
import { sizeOf, type UploadBytes } from "./uploadBytes.ts";

/** One HTTP request about files: `path` is below the endpoint, or what the endpoint named for an upload. */
export interface FilesCall {
	method: "GET" | "POST" | "DELETE";
	path: string | URL;
	headers?: Readonly<Record<string, string>>;
	body?: string | UploadBytes;
	signal: AbortSignal;
}

/** `body` is the answer's JSON object; empty when there was none. */
export interface FilesAnswer {
	headers: Headers;
	body: Readonly<Record<string, unknown>>;
}

/** A server that has got everything answers about files at once. */
const quietAtMost = 60_000;

/** In bytes per millisecond, 400 kbit/s: a piece that goes out more slowly is asked about and sent on. */
const slowest = 50;

/**
 * Sends one request with the key in its header and nowhere else. Whatever address the endpoint names
 * for an upload, the bytes go to its own origin. Every failure is a `LoupeError`.
 */
export async function callFiles(
	endpoint: Endpoint,
	{ method, path, headers, body, signal }: FilesCall,
	{ fetch, clock }: { fetch: Fetch; clock: Clock },
): Promise<FilesAnswer> {
	const context: ErrorContext = { signal };
	try {
		signal.throwIfAborted();
		const { key, baseUrl } = checkEndpoint(endpoint);
		context.key = key;
		const init = {
			method,
			headers: { ...headers, "x-goog-api-key": key },
			...(body !== undefined && { body: body as string | Uint8Array<ArrayBuffer> | Blob }),
			signal,
		};
		const quiet = quietLimit(body);
		const response = await send(addressOf(baseUrl, path), init, { fetch, clock, quiet });
		return { headers: response.headers, body: readObject(await response.text()) };
	} catch (error) {
		throw toLoupeError(error, context);
	}
}

function quietLimit(body: FilesCall["body"]): QuietLimit {
	const bytes = body === undefined || typeof body === "string" ? 0 : sizeOf(body);
	// What was done twice did no harm: an upload goes on from where the server is.
	return { milliseconds: quietAtMost + bytes / slowest, isPassing: true };
}

function addressOf(base: URL, path: string | URL): URL {
	if (typeof path === "string") return new URL(`${base.pathname.replace(/\/+$/, "")}${path}`, base);
	const own = new URL(path);
	own.protocol = base.protocol;
	own.host = base.host;
	// Set apart: a host without a port leaves the old one in its place.
	own.port = base.port;
	return own;
}

function readObject(text: string): FilesAnswer["body"] {
	if (text.trim() === "") return {};
	const value: unknown = JSON.parse(text);
	if (typeof value === "object" && value !== null && !Array.isArray(value)) {
		return value as FilesAnswer["body"];
	}
	const detail = "The reply is not a JSON object";
	throw new LoupeError("BadReply", detail, { detail });
}
