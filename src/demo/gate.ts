import type { IncomingMessage } from "node:http";
import { ApiError, invalidArgument } from "./apiError.ts";

/** Keys that ask for an error, so that a person can see what each looks like; every other key opens. */
export const errorKeys = {
	invalid: "invalid",
	rateLimited: "rate-limited",
	outOfQuota: "out-of-quota",
} as const;

/** How long a rate limit says to wait. */
export const retrySeconds = 1;

/** Refuses what did not come to loopback by name, and what has no key that opens. */
export function checkRequest({ headers }: IncomingMessage): void {
	// A page of somebody's site can have its name point here (DNS rebinding), not its Host header.
	if (!isLoopback(headers.host)) {
		throw new ApiError(403, "PERMISSION_DENIED", "The demo engine answers on loopback only.");
	}
	const given = headers["x-goog-api-key"];
	const key = Array.isArray(given) ? given[0] : given;
	if (!key) {
		const message = "Method doesn't allow unregistered callers. Please use an API key.";
		throw new ApiError(403, "PERMISSION_DENIED", message);
	}
	if (key === errorKeys.invalid) throw badKey();
	if (key === errorKeys.rateLimited) throw rateLimited();
	if (key === errorKeys.outOfQuota) throw outOfQuota();
}

function isLoopback(host: string | undefined): boolean {
	return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? "");
}

function badKey(): ApiError {
	const { code, status, message } = invalidArgument(
		"API key not valid. Please pass a valid API key.",
	);
	return new ApiError(code, status, message, [
		{
			"@type": "type.googleapis.com/google.rpc.ErrorInfo",
			reason: "API_KEY_INVALID",
			domain: "googleapis.com",
			metadata: { service: "generativelanguage.googleapis.com" },
		},
	]);
}

function rateLimited(): ApiError {
	return exhausted("GenerateRequestsPerMinutePerProjectPerModel", [
		{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retrySeconds}s` },
	]);
}

function outOfQuota(): ApiError {
	return exhausted("GenerateRequestsPerDayPerProjectPerModel", []);
}

function exhausted(quotaId: string, more: readonly object[]): ApiError {
	const message = "You exceeded your current quota, please check your plan and billing details.";
	const failure = {
		"@type": "type.googleapis.com/google.rpc.QuotaFailure",
		violations: [{ quotaId }],
	};
	return new ApiError(429, "RESOURCE_EXHAUSTED", message, [failure, ...more]);
}
