import { type ErrorKind, LoupeError } from "../shared/errors.ts";
import { untilQuotaDay } from "./quotaDay.ts";

export interface ErrorContext {
	/** The request's signal: once it is aborted, whatever was thrown means "cancelled". */
	signal?: AbortSignal | undefined;
	model?: string | undefined;
	/** The key in use, so that it can be taken out of what the server says. */
	key?: string | undefined;
}

/** An error the API answered with (google.rpc.Status), unwrapped. */
interface Refusal {
	status: number;
	/** "RESOURCE_EXHAUSTED", …; empty when the answer did not come from the API itself. */
	code: string;
	message: string;
	details: Record<string, unknown>[];
	/** What the headers said: milliseconds from then on. */
	retryAfter: number | undefined;
}

/** An answer of 400 to 599 in the shape the SDK throws; `retryAfter` in milliseconds, if its headers said so. */
export function refusalError(status: number, text: string, retryAfter: number | undefined): Error {
	const error = new Error(text || `HTTP ${status}`);
	error.name = "ApiError";
	return Object.assign(error, { status, retryAfter });
}

/** Reads whatever the SDK, `fetch` or the reply threw as one of our kinds; no message holds the key. */
export function toLoupeError(thrown: unknown, context: ErrorContext = {}): LoupeError {
	if (context.signal?.aborted) return new LoupeError("Cancelled", "The request was cancelled");
	if (thrown instanceof LoupeError) return sayNoKey(thrown, context.key);

	const clean = (text: string) => plainText(withoutKey(text, context.key));
	const cause = causeWithoutKey(thrown, context.key);
	const refusal = readRefusal(thrown);
	if (refusal) {
		const kind = kindOfRefusal(refusal, context);
		const said = clean(refusal.message) || `HTTP ${refusal.status}`;
		const detail = kind === "ModelGone" ? (context.model ?? said) : said;
		const retryAfter = readEnd(kind, refusal);
		const isPassing =
			kind === "RateLimit" || (kind === "Server" && passingStatus.has(refusal.status));
		return new LoupeError(kind, `The API answered ${refusal.status}: ${said}`, {
			detail,
			cause,
			isPassing,
			...(retryAfter !== undefined && { retryAfter }),
		});
	}

	const network = networkReason(thrown);
	if (network !== undefined) {
		const detail = clean(network);
		const isPassing = isDropped(thrown);
		const message = `The connection failed: ${detail}`;
		return new LoupeError("Offline", message, { detail, cause, isPassing });
	}
	const detail = clean(replyFault(thrown));
	return new LoupeError("BadReply", `The reply cannot be read: ${detail}`, { detail, cause });
}

/** Those that Google's guides and RFC 9110 call temporary; 429 is a limit's. */
const passingStatus = new Set([408, 500, 502, 503, 504]);

/** Replaces the key wherever it stands in `text`; servers echo it ("Consumer 'api_key:…' has been suspended"). */
export function withoutKey(text: string, key: string | undefined): string {
	// A word as short as the demo engine's key guards nothing, and stands in half of all sentences.
	return key && key.length >= 6 ? text.replaceAll(key, "…") : text;
}

/** The SDK's ApiError: `status`, and a `message` that is JSON, an array of it, or JSON within JSON. */
function readRefusal(thrown: unknown): Refusal | undefined {
	if (!(thrown instanceof Error) || thrown.name !== "ApiError") return undefined;
	const { status, retryAfter } = thrown as { status?: unknown; retryAfter?: number };
	if (typeof status !== "number") return undefined;

	const refusal: Refusal = { status, code: "", message: thrown.message, details: [], retryAfter };
	// Gateways wrap one answer into another; four layers are more than was ever seen.
	for (let layer = 0; layer < 4; layer++) {
		const error = readStatus(refusal.message);
		if (!error) break;
		refusal.message = typeof error.message === "string" ? error.message : "";
		if (typeof error.code === "number" && error.code >= 400 && error.code < 600) {
			refusal.status = error.code;
		}
		// For answers that are not JSON the SDK puts the HTTP reason here ("Not Found").
		if (typeof error.status === "string" && /^[A-Z][A-Z_]+$/.test(error.status)) {
			refusal.code = error.status;
		}
		if (Array.isArray(error.details)) refusal.details = error.details.filter(isRecord);
	}
	return refusal;
}

/** The google.rpc.Status in `text`, which may follow the SDK's "got status: …. ". */
function readStatus(text: string): Record<string, unknown> | undefined {
	let body: unknown;
	try {
		body = JSON.parse(text.replace(/^got status: [^.{[]*\. /, ""));
	} catch {
		// Not JSON: this layer is the server's words themselves.
		return undefined;
	}
	const first: unknown = Array.isArray(body) ? body[0] : body;
	if (!isRecord(first)) return undefined;
	if (typeof first.error === "string") return { ...first, message: first.error };
	return isRecord(first.error) ? first.error : undefined;
}

/** Which kind an answer of 400 to 599 is; the messages are Google's own, seen in public reports. */
function kindOfRefusal(refusal: Refusal, context: ErrorContext): ErrorKind {
	const { status, code, message } = refusal;
	if (status === 429 || code === "RESOURCE_EXHAUSTED") return kindOfLimit(refusal);
	if (status >= 500 || status === 408) return "Server";
	if (/no longer available|is not found for API version/i.test(message)) return "ModelGone";
	if (status === 401 || speaksOfKey(refusal)) return "BadKey";
	if (status === 403) {
		if (isHtml(message)) return "BadReply";
		return /\bfiles?\b/i.test(message) ? "BadImage" : "BadKey";
	}
	if (status === 404) {
		// Without the API's own code it is the address that is wrong, not the model.
		if (code !== "NOT_FOUND") return "BadReply";
		if (/\bfiles?\b/i.test(message)) return "BadImage";
		return context.model ? "ModelGone" : "BadReply";
	}
	if (status === 413 || /payload size|exceeds the (?:maximum|limit)|too large/i.test(message)) {
		return "TooLarge";
	}
	if (/mime ?type/i.test(message)) return "Unsupported";
	if (/(?:input|provided|invalid) image|image is not valid|URL_RETRIEVAL/i.test(message)) {
		return "BadImage";
	}
	return "Unsupported";
}

/** 429 has three meanings: wait a little, wait for tomorrow or pay, and "not this model with this key". */
function kindOfLimit(refusal: Refusal): ErrorKind {
	const { message } = refusal;
	const none = violationsOf(refusal).some(({ quotaValue }) => quotaValue === "0");
	if (none || /\blimit: ?0(?!\d|\.\d)/i.test(message)) return "ModelGone";
	if (isPerDay(refusal)) return "Quota";
	const spent = /credits? (?:are|is) (?:depleted|exhausted)|spending (?:cap|limit)/i;
	return spent.test(message) ? "Quota" : "RateLimit";
}

function isPerDay(refusal: Refusal): boolean {
	const isDays = violationsOf(refusal).some(({ quotaId }) => /PerDay/i.test(String(quotaId)));
	return isDays || /per[ _]?day|daily/i.test(refusal.message);
}

/** Of google.rpc.QuotaFailure: `{ quotaId, quotaValue, … }`. */
function violationsOf({ details }: Refusal): Record<string, unknown>[] {
	return details.flatMap(({ violations }) =>
		Array.isArray(violations) ? violations.filter(isRecord) : [],
	);
}

function speaksOfKey({ message, details }: Refusal): boolean {
	const reason = /^(?:API_KEY_|CONSUMER_|ACCESS_TOKEN_|CREDENTIALS_|SERVICE_DISABLED)/;
	return (
		details.some((detail) => typeof detail.reason === "string" && reason.test(detail.reason)) ||
		/API key (?:not|is not|expired|invalid|was)|unregistered callers/i.test(message)
	);
}

/** When it may work again, in milliseconds from now; undefined: nobody said. */
function readEnd(kind: ErrorKind, refusal: Refusal): number | undefined {
	if (kind === "RateLimit" || kind === "Server") return readRetryDelay(refusal);
	return kind === "Quota" && isPerDay(refusal) ? untilQuotaDay(Date.now()) : undefined;
}

/** google.rpc.RetryInfo says `retryDelay: "7s"`; some answers only say it in words or a header. Milliseconds. */
function readRetryDelay({ message, details, retryAfter }: Refusal): number | undefined {
	const delays = details.map(({ retryDelay }) => /^([\d.]+)s$/.exec(String(retryDelay)));
	const found = delays.find((match) => match) ?? /retry in ([\d.]+)s/i.exec(message);
	const seconds = Number(found?.[1]);
	return Number.isFinite(seconds) ? Math.ceil(seconds * 1000) : retryAfter;
}

/**
 * Why there is no connection; undefined if that is not what happened. undici throws a TypeError
 * "fetch failed" or "terminated" with the reason as cause, Electron's fetch an Error "net::ERR_…".
 */
function networkReason(thrown: unknown): string | undefined {
	if (!(thrown instanceof Error)) return undefined;
	const byFetch =
		thrown instanceof TypeError &&
		/^(?:fetch failed|failed to fetch|terminated)/i.test(thrown.message);
	const reasons = causes(thrown);
	const byCode = reasons.some((reason) =>
		networkCode.test(String((reason as { code?: unknown }).code)),
	);
	// A timeout or an abort that is not the caller's.
	const ended = thrown.name === "AbortError" || thrown.name === "TimeoutError";
	if (!byFetch && !byCode && !ended && !/net::ERR_/.test(thrown.message)) return undefined;
	return reasons.findLast(({ message }) => message !== "")?.message ?? thrown.message;
}

/**
 * Whether there was a connection and it broke, as against none to be had: a name that is not found,
 * a port nobody listens on and a bad certificate stay as they are for longer than anyone waits.
 */
function isDropped(thrown: unknown): boolean {
	if (!(thrown instanceof Error)) return false;
	return causes(thrown).some(
		(reason) =>
			droppedCode.test(String((reason as { code?: unknown }).code)) ||
			/net::ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|NETWORK_CHANGED|HTTP2_|QUIC_)/.test(
				reason.message,
			),
	);
}

const droppedCode = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/;

const networkCode =
	/^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE|UND_ERR_|ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/** The error, its cause, the cause of that, …; of several attempts at a connection the first. */
function causes(error: Error): Error[] {
	const found: Error[] = [];
	let next: unknown = error;
	while (next instanceof Error && !found.includes(next)) {
		found.push(next);
		next = next instanceof AggregateError ? (next.cause ?? next.errors[0]) : next.cause;
	}
	return found;
}

/** What is wrong with a reply that came; the SDK's own words are for programmers. */
function replyFault(thrown: unknown): string {
	if (!(thrown instanceof Error)) return String(thrown);
	if (thrown.message.startsWith("Incomplete JSON segment")) return "The reply was cut off";
	return thrown instanceof SyntaxError ? "The reply is not JSON" : thrown.message;
}

/** At most 300 characters of one line; of a web page its title. */
function plainText(text: string): string {
	const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
	const words = isHtml(text) ? (title ?? text.replace(/<[^>]*>/g, " ")) : text;
	const line = words.replace(/\s+/g, " ").trim();
	return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function isHtml(text: string): boolean {
	return /^\s*<(?:!doctype|html|head|body)/i.test(text);
}

/** The cause goes to the log whole, unless the key stands in it. */
function causeWithoutKey(thrown: unknown, key: string | undefined): unknown {
	if (!key) return thrown;
	if (!(thrown instanceof Error)) return withoutKey(String(thrown), key);
	const told = causes(thrown).some(
		({ message, stack }) => message.includes(key) || stack?.includes(key),
	);
	if (!told) return thrown;
	const cause = new Error(withoutKey(thrown.message, key));
	cause.name = thrown.name;
	return cause;
}

/** What was read from an answer, a block reason say, may be anything. */
function sayNoKey(error: LoupeError, key: string | undefined): LoupeError {
	const { name, message, detail, retryAfter, isPassing, cause } = error;
	const clean = (text: string) => withoutKey(text, key);
	if (clean(message) === message && (!detail || clean(detail) === detail)) return error;
	return new LoupeError(name, clean(message), {
		...(detail !== undefined && { detail: clean(detail) }),
		...(retryAfter !== undefined && { retryAfter }),
		isPassing,
		cause: causeWithoutKey(cause, key),
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A reply that came but cannot be used; `detail` is for the person, too. */
export function badReply(detail: string): LoupeError {
	return new LoupeError("BadReply", detail, { detail });
}
