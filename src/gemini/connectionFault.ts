/** What is known of a connection that was not to be had, where a person can do something about it. */
export type ConnectionFault =
	/** The server's certificate; `reason` in the words of who refused it. */
	| { kind: "certificate"; problem: "issuer" | "time" | "name" | "other"; reason: string }
	/** A proxy that answers, but not with a way to the server; 407: it wants other credentials. */
	| { kind: "proxy"; status: number }
	/** Nobody there; `host` and `port` are the proxy's if there is one. */
	| { kind: "unreachable"; host: string; port?: number };

/** Reads what `fetch` threw, or an error with that as its cause; undefined: nothing of this kind. */
export function connectionFault(thrown: unknown): ConnectionFault | undefined {
	const seen = new Set<unknown>();
	let next = thrown;
	while (next instanceof Error && !seen.has(next)) {
		seen.add(next);
		const fault = faultOf(next);
		if (fault) return fault;
		next = next instanceof AggregateError ? (next.cause ?? next.errors[0]) : next.cause;
	}
	return undefined;
}

function faultOf(error: Error): ConnectionFault | undefined {
	const { message } = error;
	const { code, address, hostname, port } = error as NodeJS.ErrnoException & {
		address?: unknown;
		hostname?: unknown;
		port?: unknown;
	};
	// Electron's network says its codes in the message.
	const name = String(code ?? /net::(ERR_\w+)/.exec(message)?.[1] ?? "");
	const problem = certificateProblem(name);
	if (problem) return { kind: "certificate", problem, reason: withoutAdvice(message) };
	// undici's words, which VS Code's patch of fetch keeps to: "Proxy response (407) !== 200 when …".
	const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
	if (status !== undefined) return { kind: "proxy", status: Number(status) };
	if (name === "ERR_PROXY_AUTH_UNSUPPORTED") return { kind: "proxy", status: 407 };
	if (!/^(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(name)) {
		return undefined;
	}
	const host = typeof hostname === "string" ? hostname : address;
	if (typeof host !== "string") return undefined;
	return { kind: "unreachable", host, ...(typeof port === "number" && { port }) };
}

/** By the codes of OpenSSL's verification as Node names them, and by Chromium's. */
function certificateProblem(
	code: string,
): Extract<ConnectionFault, { kind: "certificate" }>["problem"] | undefined {
	if (/^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_CERT_DATE_INVALID)$/.test(code)) return "time";
	if (
		/^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|ERR_CERT_COMMON_NAME_INVALID)$/.test(code)
	)
		return "name";
	if (/^(?:UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|SELF_SIGNED_CERT|DEPTH_ZERO_SELF)/.test(code))
		return "issuer";
	if (/^(?:CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID)$/.test(code)) return "issuer";
	return /^(?:CERT_|ERR_CERT_|INVALID_CA$)/.test(code) ? "other" : undefined;
}

/** Node adds an advice for who starts it from a command line: nobody starts VS Code's that way. */
function withoutAdvice(message: string): string {
	return message.replace(/; if the root CA is installed locally.*$/s, "");
}
