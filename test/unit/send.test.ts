import assert from "node:assert/strict";
import { GeminiClient } from "../../src/gemini/client.ts";
import { Files } from "../../src/gemini/files.ts";
import { systemClock } from "../../src/gemini/retryClock.ts";
import { readRetryAfter, send } from "../../src/gemini/send.ts";
import { FakeClock } from "../faults/fakeClock.ts";
import { FaultServer } from "../faults/faultServer.ts";
import { answer, chunk, event, eventStream, type Script } from "../faults/scripts.ts";
import { someBytes } from "../fixtures/someBytes.ts";

const never = new AbortController().signal;

describe("A server that says nothing", () => {
	const server = new FaultServer();
	let clock: FakeClock;
	before(() => server.start());
	beforeEach(() => {
		server.reset();
		clock = new FakeClock();
	});
	after(() => server.stop());

	const endpoint = async () => ({ key: "not-a-real-key-0123456789", baseUrl: server.url });
	const stream = () =>
		new GeminiClient({ endpoint, clock }).stream({ model: "gemini-m", contents: "?" }, never);

	it("is given a minute about lists and files, more for a piece's bytes, and nearly five to think", async () => {
		const limits: Record<string, number[]> = {};
		server.faultOf = ({ phase }) => {
			limits[phase] = clock.alarms;
			return phase === "stream" ? answer : undefined;
		};
		const client = new GeminiClient({ endpoint, clock });
		await client.listModels(never);
		await new Files({ endpoint, clock }).upload(
			someBytes(8 * 1024 * 1024 + 100),
			{ mimeType: "image/png", displayName: "x" },
			{ signal: never },
		);
		for await (const piece of stream()) void piece;
		assert.deepEqual(limits, {
			models: [60_000],
			start: [60_000],
			// 8 MiB at 400 kbit/s, and a minute.
			piece: [60_000 + 8_388_608 / 50],
			finalize: [60_000 + 100 / 50],
			stream: [290_000],
		});
	});

	it("is waited for anew after each byte, and not while nobody listens", async () => {
		let more = () => {};
		server.faultOf = () => (response) => {
			response.writeHead(200, eventStream).write(event(chunk({ text: "A" })));
			more = () => response.end(event(chunk({ text: "B" }, { finishReason: "STOP" })));
		};
		const pieces = stream();
		assert.equal((await pieces.next()).value?.kind, "text");
		assert.deepEqual(clock.alarms, []);
		// Nobody asks for more: however long that takes is not the server's fault.
		clock.ring();
		const next = pieces.next();
		more();
		assert.deepEqual((await next).value, { kind: "text", text: "B" });
	});

	it("ends the answer that it began, and the connection", async () => {
		const closed = Promise.withResolvers<void>();
		server.faultOf = () => (response) => {
			response.on("close", () => closed.resolve());
			response.writeHead(200, eventStream).write(event(chunk({ text: "A" })));
		};
		const pieces = stream();
		await pieces.next();
		const next = pieces.next();
		await setAlarm();
		clock.ring();
		await assert.rejects(next, { name: "Offline", detail: "no answer for 290 s" });
		await closed.promise;
	});

	/** Resolves when somebody listens. */
	async function setAlarm(): Promise<void> {
		while (clock.alarms.length === 0) await new Promise(setImmediate);
	}

	it("by the real clock too", async () => {
		const closed = Promise.withResolvers<void>();
		server.faultOf = () => ({
			kind: "stall",
			onStalled: () => undefined,
			onClosed: closed.resolve,
		});
		const way = { fetch, clock: systemClock, quiet: { milliseconds: 30, isPassing: true } };
		const headers = { "x-goog-api-key": "not-a-real-key-0123456789" };
		await assert.rejects(send(server.url, { headers }, way), { name: "Offline", isPassing: true });
		await closed.promise;
	});

	it("but refuses without end, is heard for a million letters", async () => {
		const closed = Promise.withResolvers<void>();
		const endless: Script = (response) => {
			response.on("close", () => closed.resolve());
			response.writeHead(501, { "content-type": "text/plain" });
			const more = () => {
				while (response.writable && response.write("no ".repeat(10_000)));
				response.once("drain", more);
			};
			more();
		};
		server.faultOf = () => endless;
		await assert.rejects(stream().next(), { name: "Server" });
		await closed.promise;
	});
});

describe("The header Retry-After", () => {
	const now = Date.UTC(2026, 10, 1, 12, 0, 0);
	const utc = (seconds: number) => new Date(now + seconds * 1000).toUTCString();
	const cases: Array<[what: string, headers: Record<string, string>, expected?: number]> = [
		["is not there", {}],
		["counts seconds", { "retry-after": "120" }, 120_000],
		["counts none", { "retry-after": " 0 " }, 0],
		["names a time", { "retry-after": utc(30) }, 30_000],
		["names a time by the server's own clock", { "retry-after": utc(930), date: utc(900) }, 30_000],
		["names a time that is over", { "retry-after": utc(-30) }, 0],
		["says nothing", { "retry-after": "a while" }],
		["counts backwards", { "retry-after": "-5", date: utc(0) }],
	];
	for (const [what, headers, expected] of cases) {
		it(what, () => assert.equal(readRetryAfter(new Headers(headers), now), expected));
	}
});
