import { LoupeError } from "../shared/errors.ts";

/** Where a request goes and with which key; no `baseUrl`: Google's own. */
export interface Endpoint {
	key: string;
	baseUrl?: string;
}

const googleUrl = "https://generativelanguage.googleapis.com";

/** The key as its header takes it, and the address it may go to; throws `NoKey`, `BadKey` and `Unsupported`. */
export function checkEndpoint(endpoint: Endpoint): { key: string; baseUrl: URL } {
	const key = checkKeyText(endpoint.key);
	return { key, baseUrl: checkBaseUrl(endpoint.baseUrl || googleUrl) };
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

/** A header takes any visible ASCII; the complaints of `fetch` and the SDK about others would quote the key. */
function checkKeyText(text: string): string {
	const key = text.trim();
	if (!key) throw new LoupeError("NoKey", "No API key is set");
	if (/^[\x21-\x7e]+$/.test(key) && !key.startsWith("auth_tokens/")) return key;
	const detail = "The text is not an API key";
	throw new LoupeError("BadKey", detail, { detail });
}

function badAddress(detail: string): LoupeError {
	return new LoupeError("Unsupported", detail, { detail });
}
