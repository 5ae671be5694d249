import { LoupeError } from "../shared/errors.ts";
import { checkBaseUrl, type Endpoint } from "./client.ts";
import { type ErrorContext, toLoupeError } from "./errors.ts";
import type { UploadBytes } from "./uploadBytes.ts";

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

export type Fetch = typeof globalThis.fetch;

const googleUrl = "https://generativelanguage.googleapis.com";

/**
 * Sends one request with the key in its header and nowhere else. Whatever address the endpoint names
 * for an upload, the bytes go to its own origin. Every failure is a `LoupeError`.
 */
export async function callFiles(
	endpoint: Endpoint,
	{ method, path, headers, body, signal }: FilesCall,
	fetch: Fetch,
): Promise<FilesAnswer> {
	const key = endpoint.key.trim();
	const context: ErrorContext = { signal, key };
	try {
		signal.throwIfAborted();
		refuseKey(key);
		const response = await fetch(addressOf(endpoint, path), {
			method,
			headers: { ...headers, "x-goog-api-key": key },
			...(body !== undefined && { body: body as string | Uint8Array<ArrayBuffer> | Blob }),
			// Followed, a redirect would carry the key and the picture to an address nobody configured.
			redirect: "manual",
			signal,
		});
		const text = await response.text();
		if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
			throw badReply("The server redirects to another address; set that one instead");
		}
		if (!response.ok) throw refusal(response.status, text);
		return { headers: response.headers, body: readObject(text) };
	} catch (error) {
		throw toLoupeError(error, context);
	}
}

function addressOf({ baseUrl }: Endpoint, path: string | URL): URL {
	const base = checkBaseUrl(baseUrl || googleUrl);
	if (typeof path === "string") return new URL(`${base.pathname.replace(/\/+$/, "")}${path}`, base);
	const own = new URL(path);
	own.protocol = base.protocol;
	own.host = base.host;
	// Set apart: a host without a port leaves the old one in its place.
	own.port = base.port;
	return own;
}

/** `fetch` would quote a key that no header takes in its complaint. */
function refuseKey(key: string): void {
	if (!key) throw new LoupeError("NoKey", "No API key is set");
	if (/^[\x21-\x7e]+$/.test(key)) return;
	const detail = "The text is not an API key";
	throw new LoupeError("BadKey", detail, { detail });
}

/** In the shape the SDK throws, which `toLoupeError` reads. */
function refusal(status: number, text: string): Error {
	const error = new Error(text || `HTTP ${status}`);
	error.name = "ApiError";
	return Object.assign(error, { status });
}

function readObject(text: string): FilesAnswer["body"] {
	if (text.trim() === "") return {};
	const value: unknown = JSON.parse(text);
	if (typeof value === "object" && value !== null && !Array.isArray(value)) {
		return value as FilesAnswer["body"];
	}
	throw badReply("The reply is not a JSON object");
}

function badReply(detail: string): LoupeError {
	return new LoupeError("BadReply", detail, { detail });
}
