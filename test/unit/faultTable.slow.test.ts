import assert from "node:assert/strict";
import { inspect } from "node:util";
import { GeminiClient } from "../../src/gemini/client.ts";
import { Files } from "../../src/gemini/files.ts";
import { buildRequest } from "../../src/gemini/request.ts";
import type { OnWaiting } from "../../src/gemini/retry.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { LoupeError } from "../../src/shared/errors.ts";
import { FakeClock } from "../faults/fakeClock.ts";
import { type Fault, FaultServer, type PartOf, type Seen } from "../faults/faultServer.ts";
import { answerOf, dropped, quotaOf, refusal, reset, retryIn } from "../faults/scripts.ts";
import { renderScene } from "../fixtures/renderScene.ts";
import { scenes } from "../fixtures/scenes.ts";
import { someBytes } from "../fixtures/someBytes.ts";
import { Memory, pictureOf } from "./uploadsMemory.ts";

const key = "not-a-real-key-0123456789";
const model = "gemini-3.8-flash";

/** "generate": before the first word of an answer; "stream": behind it. */
const phases = ["models", "start", "piece", "finalize", "generate", "stream"] as const;
type FaultPhase = (typeof phases)[number];

/** "Server ×5, 7500 ms": the outcome, the requests of this phase, and the time between attempts. */
type Outcome = string;

interface Row {
	what: string;
	/** Each request of the phase meets with it; `isOnce`: the first alone. */
	fault: (phase: FaultPhase, ring: () => void) => Fault;
	isOnce?: boolean;
	/** Where phases differ. */
	outcomes: Partial<Record<FaultPhase, Outcome | undefined>>;
	/** Of the phases not named; none: they are left out. */
	others?: Outcome;
}

/** With a random number of 0.5: half of 1, 2, 4 and 8 seconds. */
const all = "×5, 7500 ms";
const once = "×1, 0 ms";
const again = "ok ×2, 500 ms";

/** Where a phase's answer is cut: in the middle of its JSON, of a stream behind its first word. */
const inJson =
	(phase: FaultPhase): PartOf =>
	(whole) =>
		whole.subarray(0, cutOf(phase, whole));

/** As `inJson`, within a letter of three bytes; every answer gets one. */
const inLetter =
	(phase: FaultPhase): PartOf =>
	(whole) => {
		const from = phase === "stream" ? secondEvent(whole) : 0;
		const [before, after] = [whole.subarray(0, from), whole.subarray(from)];
		const changed = Buffer.from(after.toString().replace("{", '{"말":"간",'));
		return Buffer.concat([before, changed.subarray(0, changed.indexOf("간") + 1)]);
	};

function cutOf(phase: FaultPhase, whole: Buffer): number {
	if (phase === "generate") return secondEvent(whole) / 2;
	return phase === "stream" ? secondEvent(whole) + 20 : whole.length / 2;
}

function secondEvent(whole: Buffer): number {
	const at = whole.indexOf("\r\n\r\n") + 4;
	assert(at > 4 && at < whole.length, "The answer is of one piece");
	return at;
}

/** The bodies that refusals came in (gemini-api.md, 6), each with the same words. */
const bodies = (code: number, status: string, message: string): Array<[string, Fault]> => {
	const error = { code, status, message };
	const nested = { error: { code, status: "", message: JSON.stringify({ error }) } };
	return [
		["as JSON", answerOf(code, { error })],
		["in an array", answerOf(code, [{ error }])],
		["in its own message", answerOf(code, nested)],
		["called text", answerOf(code, { error }, { "content-type": "text/plain" })],
		["with the error as text", answerOf(code, { error: message })],
		["as a page", answerOf(code, `<html><title>${message}</title></html>`)],
		["with no body", answerOf(code, "", { "content-type": "application/json" })],
		[
			"with half a body",
			answerOf(code, '{"error":{"code":', { "content-type": "application/json" }),
		],
	];
};

const exhausted = (...details: object[]) => refusal(429, "RESOURCE_EXHAUSTED", "No.", details);

const rows: Row[] = [
	{
		what: "an answer that takes its time",
		fault: () => ({ kind: "delay", until: new Promise(setImmediate) }),
		outcomes: {},
		others: `ok ${once}`,
	},
	{
		what: "a port where nobody listens",
		fault: () => ({ kind: "last" }),
		outcomes: {},
		others: "Offline ×0, 0 ms",
	},
	...[
		["is reset", reset],
		["is closed", dropped],
	].flatMap(([how, fault]): Row[] => [
		{
			what: `a connection that ${how}`,
			fault: () => fault as Fault,
			outcomes: { stream: undefined },
			others: `Offline ${all}`,
		},
		{
			what: `a connection that ${how} once`,
			fault: () => fault as Fault,
			isOnce: true,
			outcomes: { stream: undefined },
			others: again,
		},
	]),
	{
		what: "a server that says nothing",
		fault: (_, ring) => ({ kind: "stall", onStalled: ring }),
		outcomes: {
			models: `Offline ${once}`,
			start: `Offline ${all}`,
			piece: `Offline ${all}`,
			finalize: `Offline ${all}`,
			generate: `Offline ${once}`,
		},
	},
	{
		what: "a server that says nothing once",
		fault: (_, ring) => ({ kind: "stall", onStalled: ring }),
		isOnce: true,
		outcomes: { start: again, piece: again, finalize: again },
	},
	{
		what: "an answer that stands still",
		fault: (phase, ring) => ({ kind: "stall", after: inJson(phase), onStalled: ring }),
		outcomes: {
			start: `Offline ${all}`,
			// The bytes are there: the server says so when it is asked.
			piece: "ok ×1, 500 ms",
			finalize: "ok ×1, 500 ms",
		},
		others: `Offline ${once}`,
	},
	{
		what: "an answer that ends in mid-JSON",
		fault: (phase) => ({ kind: "part", of: inJson(phase) }),
		outcomes: { piece: `ok ${once}`, finalize: `ok ${once}` },
		others: `BadReply ${once}`,
	},
	{
		what: "an answer that ends in mid-UTF-8",
		fault: (phase) => ({ kind: "part", of: inLetter(phase) }),
		outcomes: { piece: `ok ${once}`, finalize: `ok ${once}` },
		others: `BadReply ${once}`,
	},
	{
		what: "a connection that breaks in mid-JSON",
		fault: (phase) => ({ kind: "part", of: inJson(phase), isDropped: true }),
		outcomes: {
			piece: "ok ×1, 500 ms",
			finalize: "ok ×1, 500 ms",
			stream: `Offline ${once}`,
		},
		others: `Offline ${all}`,
	},
	{
		what: "a connection that breaks in mid-UTF-8, once",
		fault: (phase) => ({ kind: "part", of: inLetter(phase), isDropped: true }),
		isOnce: true,
		outcomes: {
			piece: "ok ×1, 500 ms",
			finalize: "ok ×1, 500 ms",
			stream: `Offline ${once}`,
		},
		others: again,
	},
	...bodies(503, "UNAVAILABLE", "The service is overloaded.").map(
		([how, fault]): Row => ({
			what: `503 ${how}`,
			fault: () => fault,
			outcomes: { stream: undefined },
			others: `Server ${all}`,
		}),
	),
	...bodies(400, "INVALID_ARGUMENT", "No such field.").map(
		([how, fault]): Row => ({
			what: `400 ${how}`,
			fault: () => fault,
			outcomes: { stream: undefined },
			others: `Unsupported ${once}`,
		}),
	),
	...[408, 500, 502, 504].map(
		(code): Row => ({
			what: `${code} once`,
			fault: () => refusal(code, "UNAVAILABLE", "It is so."),
			isOnce: true,
			outcomes: { stream: undefined },
			others: again,
		}),
	),
	...(
		[
			["501", refusal(501, "UNIMPLEMENTED", "No."), `Server ${once}`],
			["401", refusal(401, "UNAUTHENTICATED", "No credential."), `BadKey ${once}`],
			[
				"403 that quotes the key",
				refusal(403, "PERMISSION_DENIED", `Consumer 'api_key:${key}' has been suspended.`),
				`BadKey ${once}`,
			],
			["413", refusal(413, "INVALID_ARGUMENT", "Too long."), `TooLarge ${once}`],
			["429", exhausted(), `RateLimit ${all}`],
			["429 that asks for 61 s", exhausted(retryIn("61s")), `RateLimit ${once}`],
			["a day's quota", exhausted(quotaOf("PerDay"), retryIn("7s")), `Quota ${once}`],
			["a redirect", answerOf(307, {}, { location: "/x" }), `BadReply ${once}`],
			["a web page", answerOf(200, "<html>Sign in</html>"), `BadReply ${once}`],
		] as const
	).map(
		([what, fault, others]): Row => ({
			what,
			fault: () => fault,
			outcomes: { stream: undefined },
			others,
		}),
	),
	...(
		[
			["429 that asks for 7 s", exhausted(retryIn("7s")), 7000],
			["503 whose header asks for 5 s", answerOf(503, {}, { "retry-after": "5" }), 5000],
		] as const
	).map(
		([what, fault, wait]): Row => ({
			what,
			fault: () => fault,
			isOnce: true,
			outcomes: { stream: undefined },
			others: `ok ×2, ${wait} ms`,
		}),
	),
];

describe("Every fault in every phase", function () {
	this.timeout(20_000);
	const server = new FaultServer();
	const never = new AbortController().signal;
	const large = pictureOf(someBytes(8 * 1024 * 1024 + 1000), "large.png");
	const kept = pictureOf(someBytes(500), "kept.png");
	const endpoint = async () => ({ key, baseUrl: server.url });
	let picture: string;
	let clock: FakeClock;
	let memory: Memory;
	let uploads: Uploads;
	let client: GeminiClient;

	before(async () => {
		await server.start();
		picture = Buffer.from(await renderScene(scenes.plain, { format: "png" })).toString("base64");
	});
	after(() => server.stop());
	beforeEach(async () => {
		await server.comeBack();
		server.reset();
		clock = new FakeClock();
		memory = new Memory();
		client = new GeminiClient({ endpoint, clock });
		uploads = new Uploads({
			endpoint,
			memory,
			warn: (line) => assert.fail(line),
			filesAt: (at) => new Files({ endpoint: async () => at, clock }),
		});
		await uploads.file(kept, { signal: never });
		server.seen.length = 0;
	});

	/** What a person has in the end. */
	async function work(phase: FaultPhase, onWaiting?: OnWaiting): Promise<string> {
		switch (phase) {
			case "models":
				return JSON.stringify(await client.listModels(never, onWaiting));
			case "start":
			case "piece":
			case "finalize":
				return (await uploads.file(large, { signal: never, onWaiting })).uri;
			case "generate":
			case "stream": {
				const pictures = [{ mimeType: "image/png", base64: picture }];
				const request = buildRequest({ task: "detect", model, pictures, maxObjects: 25 });
				let text = "";
				for await (const piece of client.stream(request, never, onWaiting)) {
					if (piece.kind === "text") text += piece.text;
				}
				return text;
			}
		}
	}

	const isOf = (phase: FaultPhase, seen: Seen) =>
		seen.phase === (phase === "generate" ? "stream" : phase);

	for (const { what, fault, isOnce, outcomes, others } of rows) {
		for (const phase of phases) {
			const expected = phase in outcomes ? outcomes[phase] : others;
			if (!expected) continue;
			it(`${what}, ${phase}: ${expected}`, async () => {
				let met = 0;
				const waits: number[] = [];
				const ring = () => clock.ring();
				const made = fault(phase, ring);
				const isLast = typeof made === "object" && made.kind === "last";
				const earlier = ({ piece: "start", finalize: "piece" } as const)[phase as "piece"];
				if (isLast && !earlier) {
					server.faultOf = () => made;
					await uploads.list(never);
				}
				server.seen.length = 0;
				server.faultOf = (seen) => {
					if (isLast) return seen.phase === earlier ? made : undefined;
					if (!isOf(phase, seen) || (isOnce && met > 0)) return undefined;
					met++;
					return made;
				};
				const begun = memory.text.get("loupe.uploads");
				const end = await work(phase, (waiting) => {
					if (waiting) waits.push(waiting.until - clock.now());
				}).then(
					() => "ok",
					(error: unknown) => kindOf(error),
				);
				const requests = server.seen.filter((seen) => isOf(phase, seen)).length;
				const waited = clock.slept.reduce((sum, one) => sum + one, 0);
				assert.equal(`${end} ×${requests}, ${waited} ms`, expected);
				// Whoever waits says so, and for no longer than it is.
				assert.deepEqual(waits, clock.slept);
				assert.deepEqual(clock.alarms, []);
				if (end !== "ok") assert.equal(memory.text.get("loupe.uploads"), begun);

				// What was there is there, and with the fault over the same work is done.
				await server.comeBack();
				server.reset();
				assert.equal((await uploads.known([kept.hash])).get(kept.hash), "uploaded");
				const done = await work(phase);
				assert.match(done, phase === "models" ? /flash/ : /files\/|box_2d/);
				const isUpload = phase !== "models" && phase !== "generate" && phase !== "stream";
				if (!isUpload) return;
				const there = await uploads.list(never);
				const own = there.filter(({ picture: of }) => of?.name === "large.png");
				assert.deepEqual(
					own.map(({ uri, bytes }) => [uri, bytes]),
					[[done, large.bytes.length]],
				);
				for (const { name } of there) await uploads.remove(name, never);
			});
		}
	}

	it("files that expired while the question was asked: named, and another upload is made", async () => {
		const { name, uri } = await uploads.file(large, { signal: never });
		const request = buildRequest({
			task: "caption",
			model,
			pictures: [{ mimeType: "image/png", uri }],
			maxObjects: 25,
		});
		server.now = () => Date.now() + 49 * 3_600_000;
		const error = await client
			.stream(request, never)
			.next()
			.catch((reason: unknown) => reason);
		assert.equal(kindOf(error), "BadImage");
		assert.equal(await uploads.forgetGone(error, [name]), true);
		assert.equal((await uploads.known([large.hash])).size, 0);
		assert.notEqual((await uploads.file(large, { signal: never })).name, name);
	});

	it("a model that goes by another name: the list has the new one, the old one is gone", async () => {
		server.renamed.set(model, "gemini-4-flash");
		const ids = (await client.listModels(never)).map(({ id }) => id);
		assert(ids.includes("gemini-4-flash") && !ids.includes(model), ids.join());
		await assert.rejects(work("generate"), { name: "ModelGone", detail: model });
		assert.deepEqual(clock.slept, []);
		const renamed = buildRequest({
			task: "caption",
			model: "gemini-4-flash",
			pictures: [{ mimeType: "image/png", base64: picture }],
			maxObjects: 25,
		});
		const kinds: string[] = [];
		for await (const { kind } of client.stream(renamed, never)) kinds.push(kind);
		assert(kinds.includes("text") && kinds.at(-1) === "end", kinds.join());
	});
});

/** The kind of an error in which the key does not stand. */
function kindOf(error: unknown): string {
	assert(error instanceof LoupeError, inspect(error));
	assert.doesNotMatch(inspect(error, { depth: 10 }), new RegExp(key));
	assert.ok(error.message);
	return error.name;
}
