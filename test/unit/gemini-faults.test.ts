import assert from "node:assert/strict";
import { inspect } from "node:util";
import { GeminiClient } from "../../src/gemini/client.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import type { OnWaiting } from "../../src/gemini/retry.ts";
import { type ErrorKind, LoupeError } from "../../src/shared/errors.ts";
import { FakeClock } from "../faults/fakeClock.ts";
import { FaultServer } from "../faults/faultServer.ts";
import {
	answer,
	answerOf,
	chunk,
	dropped,
	event,
	eventStream,
	quotaOf,
	refusal,
	reset,
	retryIn,
	type Script,
	stream,
} from "../faults/scripts.ts";

const key = "not-a-real-key-0123456789";
const model = "gemini-3.8-flash";
const request = buildRequest({
	task: "caption",
	model,
	pictures: [{ mimeType: "image/png", base64: "iVBORw0KGgo=" }],
	maxObjects: 25,
});

type Phase = (client: GeminiClient, onWaiting: OnWaiting) => Promise<unknown>;

const signal = new AbortController().signal;
const phases: Record<string, Phase> = {
	models: (client, onWaiting) => client.listModels(signal, onWaiting),
	key: (client, onWaiting) => client.checkKey(signal, onWaiting),
	generate: async (client, onWaiting) => {
		for await (const piece of client.stream(request, signal, onWaiting)) void piece;
	},
};

/** What a fault comes to: "ok" or a kind, after so many requests and these waits in milliseconds. */
interface Fault {
	what: string;
	scripts: Script[];
	outcome: ErrorKind | "ok";
	requests: number;
	waits: number[];
	/** Where it differs, what the answer to a list of models is; none: a fault of generating only. */
	models?: ErrorKind | "none";
}

/** With a random number of 0.5: half of 1, 2, 4 and 8 seconds. */
const allWaits = [500, 1000, 2000, 4000];

const exhausted = (message: string, ...details: object[]) =>
	refusal(429, "RESOURCE_EXHAUSTED", message, details);
const status = (code: number): Script => refusal(code, "UNAVAILABLE", `It is ${code}.`);
/** No RetryInfo in the body: the header alone says when. */
const afterHeader = (code: number, value: string, date?: string): Script =>
	answerOf(code, "<html>Later</html>", { "retry-after": value, ...(date && { date }) });
const utc = (seconds: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, seconds)).toUTCString();

const again = (what: string, script: Script, outcome: ErrorKind): Fault[] => [
	{ what: `${what}, for ever`, scripts: [script], outcome, requests: 5, waits: allWaits },
	{ what: `${what}, once`, scripts: [script, answer], outcome: "ok", requests: 2, waits: [500] },
];
const once = (
	what: string,
	script: Script,
	outcome: ErrorKind,
	models?: Fault["models"],
): Fault[] => [
	{ what, scripts: [script], outcome, requests: 1, waits: [], ...(models && { models }) },
];
const waited = (what: string, script: Script, waits: number[]): Fault[] => [
	{ what, scripts: [script, answer], outcome: "ok", requests: 2, waits },
];

const faults: Fault[] = [
	...[408, 500, 502, 503, 504].flatMap((code) => again(`${code}`, status(code), "Server")),
	...again(
		"503 with a body that is none",
		answerOf(503, "", { "content-type": "application/json" }),
		"Server",
	),
	...again("502 with a page", answerOf(502, "<html>nginx</html>"), "Server"),
	...again("429", exhausted("Slow down."), "RateLimit"),
	...again("a minute's quota", exhausted("Quota.", quotaOf("RequestsPerMinute")), "RateLimit"),
	...again("a dropped connection", dropped, "Offline"),
	...again("a connection that is reset", reset, "Offline"),
	...waited("429 that asks for 7 s", exhausted("Slow down.", retryIn("7s")), [7000]),
	...waited("429 that asks for 36.98 s in words", exhausted("Please retry in 36.98s."), [36_980]),
	...waited("429 that asks for a minute", exhausted("Slow down.", retryIn("60s")), [60_000]),
	...waited("429 that asks for less than the pause", exhausted("No.", retryIn("0.1s")), [500]),
	...waited("503 that asks for 3 s", refusal(503, "UNAVAILABLE", "No.", [retryIn("3s")]), [3000]),
	...waited("a header that asks for 5 s", afterHeader(503, "5"), [5000]),
	...waited("429 whose header asks for 12 s", afterHeader(429, "12"), [12_000]),
	...waited("a header that names a time", afterHeader(503, utc(9), utc(2)), [7000]),
	...waited("a header that names a time that is over", afterHeader(503, utc(1), utc(2)), [500]),
	...waited("a header that says nothing", afterHeader(503, "soon"), [500]),
	...waited(
		"RetryInfo that knows better than the header",
		(response, asked) => {
			response.setHeader("retry-after", "50");
			exhausted("No.", retryIn("3s"))(response, asked);
		},
		[3000],
	),
	...once("a header that asks for an hour", afterHeader(503, "3600"), "Server"),
	...once("429 that asks for 61 s", exhausted("Slow down.", retryIn("61s")), "RateLimit"),
	...once("a day's quota", exhausted("No.", quotaOf("RequestsPerDay"), retryIn("7s")), "Quota"),
	...once("spent credits", exhausted("Your prepayment credits are depleted."), "Quota"),
	...once("a limit of 0", exhausted("limit: 0, model: m", retryIn("7s")), "ModelGone"),
	...once("501", status(501), "Server"),
	...once("505", status(505), "Server"),
	...once("a model that is not there", refusal(404, "NOT_FOUND", "None."), "ModelGone", "BadReply"),
	...once("401", refusal(401, "UNAUTHENTICATED", "No credential."), "BadKey"),
	...once(
		"an answer that quotes the key",
		refusal(403, "PERMISSION_DENIED", `Consumer 'api_key:${key}' has been suspended.`),
		"BadKey",
	),
	...once("413", refusal(413, "INVALID_ARGUMENT", "Request Entity Too Large"), "TooLarge"),
	...once(
		"too many tokens",
		refusal(400, "INVALID_ARGUMENT", "The input token count (2) exceeds the maximum number (1)."),
		"TooLarge",
	),
	...once(
		"a MIME type",
		refusal(400, "INVALID_ARGUMENT", "Unsupported MIME type: image/x"),
		"Unsupported",
	),
	...once(
		"a country",
		refusal(400, "FAILED_PRECONDITION", "User location is not supported."),
		"Unsupported",
	),
	...once(
		"a picture it cannot read",
		refusal(400, "INVALID_ARGUMENT", "Unable to process input image."),
		"BadImage",
	),
	...once("a web page", answerOf(200, "<html>Sign in</html>"), "BadReply"),
	...once(
		"a redirect",
		(response) => response.writeHead(307, { location: "/x" }).end(),
		"BadReply",
	),
	...once(
		"a blocked prompt",
		stream([{ promptFeedback: { blockReason: "SAFETY" } }]),
		"Blocked",
		"none",
	),
	...once("a blocked answer", stream([chunk({}, { finishReason: "SAFETY" })]), "Blocked", "none"),
	...once("an answer of nothing", stream([]), "BadReply", "none"),
	{
		what: "one fault after the other",
		scripts: [status(500), dropped, exhausted("No.", retryIn("9s")), status(504), answer],
		outcome: "ok",
		requests: 5,
		waits: [500, 1000, 9000, 4000],
	},
	{
		what: "a fault that turns into one for good",
		scripts: [status(503), exhausted("No.", quotaOf("RequestsPerDay"))],
		outcome: "Quota",
		requests: 2,
		waits: [500],
	},
	{
		what: "a connection dropped after thoughts alone",
		scripts: [stream([chunk({ text: "Let me see", thought: true })], true), answer],
		outcome: "ok",
		requests: 2,
		waits: [500],
		models: "none",
	},
	{
		what: "a server that gives up before the first text of its stream",
		scripts: [stream([{ error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }]), answer],
		outcome: "ok",
		requests: 2,
		waits: [500],
		models: "none",
	},
	...once(
		"a connection dropped after the first text",
		stream([chunk({ text: "A cup" })], true),
		"Offline",
		"none",
	),
	...once(
		"a rate limit after the first text",
		stream([chunk({ text: "A" }), { error: { code: 429, status: "RESOURCE_EXHAUSTED" } }]),
		"RateLimit",
		"none",
	),
	...once(
		"a stream cut in the middle of a letter, after the first text",
		(response) => {
			const text = event(chunk({ text: "A" })) + event(chunk({ text: "간" }));
			const bytes = Buffer.from(text);
			response.writeHead(200, eventStream).end(bytes.subarray(0, bytes.indexOf("간") + 1));
		},
		"BadReply",
		"none",
	),
];

describe("A fault of the server, through the real SDK", () => {
	const server = new FaultServer();
	before(() => server.start());
	after(() => server.stop());

	for (const [name, phase] of Object.entries(phases)) {
		describe(`while asking for ${name}`, () => {
			for (const { what, scripts, requests, waits, models, ...fault } of faults) {
				if (models === "none" && name !== "generate") continue;
				const outcome = (name !== "generate" && models) || fault.outcome;
				it(`${what}: ${outcome}, ${requests} requests, ${sum(waits)} ms`, async () => {
					server.play(...scripts);
					const clock = new FakeClock();
					const told: Array<number | undefined> = [];
					const client = new GeminiClient({
						endpoint: async () => ({ key, baseUrl: server.url }),
						clock,
					});
					const begun = clock.now();
					const onWaiting: OnWaiting = (waiting) => told.push(waiting && waiting.until - begun);
					const end = await phase(client, onWaiting).then(() => "ok", kindAndSecrets);
					assert.deepEqual(
						{ end, requests: server.requests, waits: clock.slept },
						{ end: outcome, requests, waits },
					);
					const untils = waits.map((_, index) => sum(waits.slice(0, index + 1)));
					assert.deepEqual(
						told,
						untils.flatMap((until) => [until, undefined]),
					);
				});
			}
		});
	}

	it("that names its end leaves it with the error, where it is too far away to wait for", async () => {
		server.play(exhausted("Slow down.", retryIn("75s")));
		const client = new GeminiClient({
			endpoint: async () => ({ key, baseUrl: server.url }),
			clock: new FakeClock(),
		});
		await assert.rejects(client.checkKey(signal), { name: "RateLimit", retryAfter: 75_000 });
	});

	it("does not carry the picture to another address that was set meanwhile", async () => {
		server.play(status(503));
		const other = new FaultServer();
		await other.start();
		other.play(answer);
		try {
			const addresses = [server.url, other.url];
			const client = new GeminiClient({
				endpoint: async () => ({ key, baseUrl: addresses.shift() ?? assert.fail() }),
				clock: new FakeClock(),
			});
			const asked = client.stream(request, signal).next();
			await assert.rejects(asked, { name: "Cancelled" });
			assert.deepEqual([server.requests, other.requests], [1, 0]);
		} finally {
			await other.stop();
		}
	});

	it("is waited out without the text of an earlier attempt coming twice", async () => {
		server.play(dropped, status(500), answer);
		const client = new GeminiClient({
			endpoint: async () => ({ key, baseUrl: server.url }),
			clock: new FakeClock(),
		});
		const kinds: string[] = [];
		for await (const piece of client.stream(request, signal)) kinds.push(piece.kind);
		assert.deepEqual(kinds, ["text", "end"]);
	});
});

/** The kind of an error in which the key does not stand. */
function kindAndSecrets(error: unknown): string {
	assert(error instanceof LoupeError, inspect(error));
	assert.doesNotMatch(inspect(error, { depth: 10 }), new RegExp(key));
	assert.ok(error.detail);
	return error.name;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
