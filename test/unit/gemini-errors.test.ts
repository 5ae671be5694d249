import assert from "node:assert/strict";
import { inspect } from "node:util";
import { toLoupeError } from "../../src/gemini/errors.ts";
import { type ErrorKind, LoupeError } from "../../src/shared/errors.ts";

/** As the SDK throws it; its own class is not needed, errors are told by their name. */
function apiError(status: number, body: unknown): Error {
	const error = new Error(typeof body === "string" ? body : JSON.stringify(body));
	error.name = "ApiError";
	return Object.assign(error, { status });
}

function answer(code: number, status: string, message: string, details?: object[]) {
	return { error: { code, status, message, ...(details && { details }) } };
}

const quota = (quotaId: string, quotaValue = "50") => ({
	"@type": "type.googleapis.com/google.rpc.QuotaFailure",
	violations: [{ quotaId, quotaValue }],
});
const retryInfo = (retryDelay: string) => ({
	"@type": "type.googleapis.com/google.rpc.RetryInfo",
	retryDelay,
});
const reason = (name: string) => ({
	"@type": "type.googleapis.com/google.rpc.ErrorInfo",
	reason: name,
});

describe("What the API refuses", () => {
	const cases: [ErrorKind, string, Error][] = [
		[
			"BadKey",
			"a key that is none",
			apiError(400, answer(400, "INVALID_ARGUMENT", "No.", [reason("API_KEY_INVALID")])),
		],
		[
			"BadKey",
			"an expired key",
			apiError(400, answer(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.")),
		],
		[
			"BadKey",
			"401",
			apiError(401, answer(401, "UNAUTHENTICATED", "Request is missing a credential.")),
		],
		[
			"BadKey",
			"a leaked key",
			apiError(403, answer(403, "PERMISSION_DENIED", "Your API key was reported as leaked.")),
		],
		[
			"BadKey",
			"an API that is switched off",
			apiError(403, answer(403, "PERMISSION_DENIED", "Off.", [reason("SERVICE_DISABLED")])),
		],
		[
			"BadImage",
			"a file that expired",
			apiError(
				403,
				answer(
					403,
					"PERMISSION_DENIED",
					"You do not have permission to access the File abc or it may not exist.",
				),
			),
		],
		[
			"BadReply",
			"a proxy's 403 page",
			apiError(403, answer(403, "Forbidden", "<html><title>Blocked</title></html>")),
		],
		[
			"ModelGone",
			"a retired model",
			apiError(
				404,
				answer(404, "NOT_FOUND", "This model models/m is no longer available to new users."),
			),
		],
		[
			"ModelGone",
			"an unknown model",
			apiError(404, answer(404, "NOT_FOUND", "models/m is not found for API version v1beta.")),
		],
		[
			"ModelGone",
			"an entity that was not found",
			apiError(404, answer(404, "NOT_FOUND", "Requested entity was not found.")),
		],
		[
			"BadReply",
			"a 404 of another server",
			apiError(404, answer(404, "Not Found", "<html><body>nginx</body></html>")),
		],
		[
			"ModelGone",
			"limit: 0",
			apiError(
				429,
				answer(
					429,
					"RESOURCE_EXHAUSTED",
					"Quota exceeded for metric: x, limit: 0, model: m\nPlease retry in 36.9s.",
				),
			),
		],
		[
			"ModelGone",
			"a quota of zero",
			apiError(429, answer(429, "RESOURCE_EXHAUSTED", "Quota.", [quota("PerDay", "0")])),
		],
		[
			"RateLimit",
			"limit: 05 and limit: 0.5, which are not zero",
			apiError(429, answer(429, "RESOURCE_EXHAUSTED", "limit: 05, limit: 0.5")),
		],
		[
			"Quota",
			"a day's quota",
			apiError(
				429,
				answer(429, "RESOURCE_EXHAUSTED", "Quota.", [
					quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
					retryInfo("7s"),
				]),
			),
		],
		[
			"Quota",
			"spent credits",
			apiError(429, answer(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.")),
		],
		[
			"RateLimit",
			"a minute's quota",
			apiError(
				429,
				answer(429, "RESOURCE_EXHAUSTED", "Quota.", [
					quota("GenerateRequestsPerMinutePerProjectPerModel"),
				]),
			),
		],
		[
			"RateLimit",
			"429 without a reason",
			apiError(
				429,
				answer(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
			),
		],
		["TooLarge", "413", apiError(413, answer(413, "Payload Too Large", ""))],
		[
			"TooLarge",
			"too many bytes",
			apiError(
				400,
				answer(400, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes."),
			),
		],
		[
			"TooLarge",
			"too many tokens",
			apiError(
				400,
				answer(
					400,
					"INVALID_ARGUMENT",
					"The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).",
				),
			),
		],
		[
			"BadImage",
			"a picture it cannot read",
			apiError(
				400,
				answer(400, "INVALID_ARGUMENT", "Unable to process input image. Please retry."),
			),
		],
		[
			"BadImage",
			"a URL it cannot fetch",
			apiError(400, answer(400, "INVALID_ARGUMENT", "URL_RETRIEVAL_STATUS_ERROR")),
		],
		[
			"Unsupported",
			"a MIME type",
			apiError(400, answer(400, "INVALID_ARGUMENT", "Unsupported MIME type: image/x-icon")),
		],
		[
			"Unsupported",
			"a country",
			apiError(
				400,
				answer(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
			),
		],
		["Server", "500", apiError(500, answer(500, "INTERNAL", "An internal error has occurred."))],
		["Server", "503", apiError(503, answer(503, "UNAVAILABLE", "The model is overloaded."))],
		[
			"Server",
			"502 with a page",
			apiError(
				502,
				answer(502, "Bad Gateway", "<html><head><title>502 Bad Gateway</title></head></html>"),
			),
		],
	];
	for (const [kind, what, thrown] of cases) {
		it(`is ${kind} for ${what}`, () => {
			const error = toLoupeError(thrown, { model: "gemini-x" });
			assert.equal(error.name, kind, error.message);
			assert.equal(error.cause, thrown);
			assert.equal(error.detail === "gemini-x", kind === "ModelGone");
			assert.ok(error.detail);
		});
	}

	const limit = answer(429, "RESOURCE_EXHAUSTED", "Slow down.", [retryInfo("7.5s")]);
	const wrappings: [string, Error][] = [
		["plain", apiError(429, limit)],
		["in an array", apiError(429, [limit])],
		[
			"nested as text",
			apiError(429, answer(429, "Too Many Requests", JSON.stringify(limit, undefined, "  "))),
		],
		[
			"nested twice, the outer status wrong",
			apiError(500, answer(500, "", JSON.stringify([answer(429, "", JSON.stringify(limit))]))),
		],
		["in mid-stream", apiError(429, `got status: RESOURCE_EXHAUSTED. ${JSON.stringify(limit)}`)],
		[
			"in mid-stream without a status",
			apiError(429, `got status: undefined. ${JSON.stringify(limit)}`),
		],
	];
	for (const [how, thrown] of wrappings) {
		it(`is found ${how}`, () => {
			const { name, detail, retryAfter } = toLoupeError(thrown);
			assert.deepEqual(
				{ name, detail, retryAfter },
				{ name: "RateLimit", detail: "Slow down.", retryAfter: 7500 },
			);
		});
	}

	it("reads the wait from the words when there is no RetryInfo", () => {
		const thrown = apiError(429, answer(429, "RESOURCE_EXHAUSTED", "Please retry in 36.98s."));
		assert.equal(toLoupeError(thrown).retryAfter, 36_980);
	});

	it("says of a day's quota when it is renewed, of spent money nothing", () => {
		const ofDay = apiError(429, answer(429, "RESOURCE_EXHAUSTED", "No.", [quota("PerDay")]));
		const { retryAfter = 0 } = toLoupeError(ofDay);
		assert(retryAfter > 0 && retryAfter <= 25 * 3_600_000, `${retryAfter}`);
		const spent = apiError(429, answer(429, "RESOURCE_EXHAUSTED", "Credits are depleted."));
		assert.deepEqual(
			[toLoupeError(spent).name, toLoupeError(spent).retryAfter],
			["Quota", undefined],
		);
	});

	it("knows no wait when none was said", () => {
		assert.equal(
			toLoupeError(apiError(429, answer(429, "RESOURCE_EXHAUSTED", "No."))).retryAfter,
			undefined,
		);
	});

	it("says a page's title, not its markup", () => {
		const page =
			"<!DOCTYPE html>\n<html><head><title>Sign in\n here</title></head><body>…</body></html>";
		assert.equal(toLoupeError(apiError(502, answer(502, "", page))).detail, "Sign in here");
	});

	it("keeps long answers short", () => {
		const { detail } = toLoupeError(apiError(500, answer(500, "INTERNAL", "long ".repeat(500))));
		assert.equal(detail?.length, 300);
	});

	it("is not thrown off by bodies that are no error", () => {
		for (const body of [
			"",
			"null",
			"[]",
			"{}",
			"[[]]",
			'{"error":null}',
			'{"error":{"message":7}}',
		]) {
			assert.equal(toLoupeError(apiError(500, body)).name, "Server", body);
		}
	});
});

describe("What else can be thrown", () => {
	const failed = (message: string, cause: unknown) => new TypeError(message, { cause });
	const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

	it("is Offline when fetch failed, with the reason", () => {
		const thrown = failed("fetch failed", coded("ENOTFOUND", "getaddrinfo ENOTFOUND example.com"));
		const { name, detail } = toLoupeError(thrown);
		assert.deepEqual([name, detail], ["Offline", "getaddrinfo ENOTFOUND example.com"]);
	});

	it("is Offline when every attempt at a connection failed, with the first reason", () => {
		const attempts = new AggregateError([
			coded("ECONNREFUSED", "connect ECONNREFUSED ::1:9"),
			coded("ECONNREFUSED"),
		]);
		assert.equal(
			toLoupeError(failed("fetch failed", attempts)).detail,
			"connect ECONNREFUSED ::1:9",
		);
	});

	it("is Offline for a dropped socket, Electron's own errors, bad certificates and foreign timeouts", () => {
		const timeout = new Error("The operation was aborted due to timeout");
		timeout.name = "TimeoutError";
		for (const thrown of [
			failed("terminated", coded("UND_ERR_SOCKET", "other side closed")),
			new Error("net::ERR_INTERNET_DISCONNECTED"),
			failed("fetch failed", coded("SELF_SIGNED_CERT_IN_CHAIN")),
			timeout,
		]) {
			assert.equal(toLoupeError(thrown).name, "Offline", thrown.message);
		}
	});

	it("is worth another attempt where a connection broke, not where there was none to be had", () => {
		const cases: [boolean, Error][] = [
			[true, failed("fetch failed", coded("ECONNRESET", "read ECONNRESET"))],
			[true, failed("fetch failed", coded("EPIPE", "write EPIPE"))],
			[true, failed("terminated", coded("UND_ERR_SOCKET", "other side closed"))],
			[true, new Error("net::ERR_CONNECTION_RESET")],
			[true, new Error("net::ERR_NETWORK_CHANGED")],
			[true, new Error("net::ERR_HTTP2_PING_FAILED")],
			[false, failed("fetch failed", coded("ENOTFOUND"))],
			[false, failed("fetch failed", coded("EAI_AGAIN"))],
			[false, failed("fetch failed", coded("ECONNREFUSED"))],
			[false, failed("fetch failed", coded("CERT_HAS_EXPIRED"))],
			[false, failed("fetch failed", coded("UND_ERR_HEADERS_TIMEOUT"))],
			[false, new Error("net::ERR_INTERNET_DISCONNECTED")],
			[false, new Error("net::ERR_CERT_AUTHORITY_INVALID")],
		];
		for (const [passes, thrown] of cases) {
			const { name, isPassing } = toLoupeError(thrown);
			assert.deepEqual([name, isPassing], ["Offline", passes], inspect(thrown));
		}
	});

	it("is not Offline for a TypeError of the code's own", () => {
		assert.equal(toLoupeError(new TypeError("x is not a function")).name, "BadReply");
	});

	it("is BadReply for a cut stream, and says so", () => {
		const { name, detail } = toLoupeError(new Error("Incomplete JSON segment at the end"));
		assert.deepEqual([name, detail], ["BadReply", "The reply was cut off"]);
	});

	it("is Cancelled once the signal is aborted, whatever was thrown", () => {
		const signal = AbortSignal.abort();
		for (const thrown of [new Error("x"), apiError(500, ""), new LoupeError("Blocked", "SAFETY")]) {
			assert.equal(toLoupeError(thrown, { signal }).name, "Cancelled");
		}
	});

	it("leaves an error that has its kind as it is", () => {
		const thrown = new LoupeError("NoKey", "No API key is set");
		assert.equal(toLoupeError(thrown), thrown);
	});

	it("never tells the key, neither in its words nor in its cause", () => {
		const key = "not-a-real-key-0123456789";
		const said = `Permission denied: Consumer 'api_key:${key}' has been suspended.`;
		const thrown = [
			apiError(
				403,
				answer(403, "PERMISSION_DENIED", said, [
					{ ...reason("CONSUMER_SUSPENDED"), containerInfo: key },
				]),
			),
			new TypeError("fetch failed", { cause: coded("ENOTFOUND", `no host ${key}`) }),
			new Error(`exception parsing stream chunk ${key}`),
			`a text with ${key}`,
			new LoupeError("Blocked", `Blocked: ${key}`, { detail: key }),
		];
		for (const one of thrown) {
			const error = toLoupeError(one, { key });
			assert.doesNotMatch(inspect(error, { depth: 10 }), /not-a-real-key/);
			assert.doesNotMatch(`${error.message} ${error.detail}`, /not-a-real-key/);
		}
		assert.equal(
			toLoupeError(thrown[0], { key }).detail,
			"Permission denied: Consumer 'api_key:…' has been suspended.",
		);
	});
});
