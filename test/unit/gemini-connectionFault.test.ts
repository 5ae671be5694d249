import assert from "node:assert/strict";
import { connectionFault } from "../../src/gemini/connectionFault.ts";
import { toLoupeError } from "../../src/gemini/errors.ts";

describe("What is wrong with a connection", () => {
	const coded = (code: string, message = code, more: object = {}) =>
		Object.assign(new Error(message), { code, ...more });
	const fetchFailed = (cause: Error) => new TypeError("fetch failed", { cause });

	it("is read through the error that Loupe makes of it", () => {
		const thrown = fetchFailed(coded("CERT_HAS_EXPIRED", "certificate has expired"));
		assert.deepEqual(connectionFault(toLoupeError(thrown)), {
			kind: "certificate",
			problem: "time",
			reason: "certificate has expired",
		});
	});

	it("is a certificate's issuer, time or name, by Node's codes and by Chromium's", () => {
		const cases = {
			issuer: [
				coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
				coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
				coded("SELF_SIGNED_CERT_IN_CHAIN"),
				coded("DEPTH_ZERO_SELF_SIGNED_CERT"),
				new Error("net::ERR_CERT_AUTHORITY_INVALID"),
			],
			time: [coded("CERT_NOT_YET_VALID"), new Error("net::ERR_CERT_DATE_INVALID")],
			name: [coded("ERR_TLS_CERT_ALTNAME_INVALID"), new Error("net::ERR_CERT_COMMON_NAME_INVALID")],
			other: [coded("CERT_REVOKED"), coded("INVALID_CA"), new Error("net::ERR_CERT_REVOKED")],
		};
		for (const [problem, errors] of Object.entries(cases)) {
			for (const error of errors) {
				const fault = connectionFault(fetchFailed(error));
				assert.equal(fault?.kind, "certificate", error.message);
				assert.equal(fault.problem, problem, error.message);
			}
		}
	});

	it("is told without Node's advice for command lines", () => {
		const message =
			"unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca";
		const fault = connectionFault(fetchFailed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE", message)));
		assert(fault?.kind === "certificate");
		assert.equal(fault.reason, "unable to verify the first certificate");
	});

	it("is a proxy that answers, by its status, however deep undici hides it", () => {
		for (const sign of ["!==", "?.=="]) {
			const answered = new Error(`Proxy response (407) ${sign} 200 when HTTP Tunneling`);
			const thrown = fetchFailed(new Error("Request was cancelled.", { cause: answered }));
			assert.deepEqual(connectionFault(thrown), { kind: "proxy", status: 407 });
		}
	});

	it("is a place where nobody answers, and which", () => {
		const refused = coded("ECONNREFUSED", "", { address: "127.0.0.1", port: 3128 });
		const unknown = coded("ENOTFOUND", "", { hostname: "proxy.example.test" });
		assert.deepEqual(connectionFault(fetchFailed(refused)), {
			kind: "unreachable",
			host: "127.0.0.1",
			port: 3128,
		});
		assert.deepEqual(connectionFault(fetchFailed(new AggregateError([refused, unknown]))), {
			kind: "unreachable",
			host: "127.0.0.1",
			port: 3128,
		});
		assert.deepEqual(connectionFault(fetchFailed(unknown)), {
			kind: "unreachable",
			host: "proxy.example.test",
		});
	});

	it("is nothing that is known here", () => {
		for (const thrown of [
			fetchFailed(coded("ECONNRESET", "read ECONNRESET")),
			new Error("The answer spoke of a Proxy response (407)"),
			"ECONNREFUSED",
			undefined,
		]) {
			assert.equal(connectionFault(thrown), undefined);
		}
	});

	it("is found in errors that are each other's cause", () => {
		const one = new Error("one");
		one.cause = new Error("two", { cause: one });
		assert.equal(connectionFault(one), undefined);
	});
});
