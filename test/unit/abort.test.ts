import assert from "node:assert/strict";
import { GeminiClient } from "../../src/gemini/client.ts";
import type { Endpoint } from "../../src/gemini/endpoint.ts";
import { Files } from "../../src/gemini/files.ts";
import { Uploads } from "../../src/host/uploads.ts";
import { FakeClock, StoppedClock } from "../faults/fakeClock.ts";
import { type Fault, FaultServer, type Phase } from "../faults/faultServer.ts";
import { chunk, event, eventStream, refusal } from "../faults/scripts.ts";
import { someBytes } from "../fixtures/someBytes.ts";
import { Memory, pictureOf } from "./uploadsMemory.ts";

/** In milliseconds; a person feels nothing of it. */
const atOnce = 100;

const picture = pictureOf(someBytes(8 * 1024 * 1024 + 1000));

/** Where somebody stops, and what to do there. */
interface Stop {
	what: string;
	work: keyof typeof works;
	/** Makes the work stand still, and says when it does. */
	standStill: (still: () => void, closed: () => void) => Standing;
	/** There is no connection to be closed. */
	isOffline?: true;
}

interface Standing {
	endpoint?: () => Promise<Endpoint>;
	fault?: [Phase, Fault];
	choke?: Phase;
	isStopped?: true;
	before?: (client: GeminiClient) => void;
}

interface Tools {
	client: GeminiClient;
	files: Files;
	uploads: Uploads;
	signal: AbortSignal;
	onWaiting: (waiting: unknown) => void;
}

const works = {
	models: ({ client, signal, onWaiting }: Tools) => client.listModels(signal, onWaiting),
	key: ({ client, signal, onWaiting }: Tools) => client.checkKey(signal, onWaiting),
	ask: async ({ client, signal, onWaiting }: Tools) => {
		const request = { model: "gemini-3.8-flash", contents: "?" };
		for await (const piece of client.stream(request, signal, onWaiting)) void piece;
	},
	upload: ({ uploads, signal, onWaiting }: Tools) => uploads.file(picture, { signal, onWaiting }),
	list: ({ uploads, signal }: Tools) => uploads.list(signal),
	remove: ({ uploads, signal }: Tools) => uploads.remove("files/abc", signal),
	files: ({ files, signal }: Tools) => files.list(signal),
};

const unanswered =
	(phase: Phase): Stop["standStill"] =>
	(still, closed) => ({ fault: [phase, { kind: "stall", onStalled: still, onClosed: closed }] });
const halfAnswered =
	(phase: Phase): Stop["standStill"] =>
	(onStalled, onClosed) => ({
		fault: [phase, { kind: "stall", after: (whole) => whole.subarray(0, 1), onStalled, onClosed }],
	});
const halfRefused =
	(phase: Phase): Stop["standStill"] =>
	(still, closed) => ({
		fault: [
			phase,
			(response) => {
				response.on("close", closed);
				response.writeHead(503, { "content-type": "application/json" }).write("{", still);
			},
		],
	});
const waiting =
	(phase: Phase): Stop["standStill"] =>
	() => ({ fault: [phase, refusal(503, "UNAVAILABLE", "Busy.")], isStopped: true });

const readingKey: Stop["standStill"] = (still) => ({
	endpoint: () => {
		queueMicrotask(still);
		return new Promise(() => {});
	},
});

const stops: Stop[] = [
	...(Object.keys(works) as Array<keyof typeof works>).map(
		(work): Stop => ({
			what: `${work}: while the key is read`,
			work,
			standStill: readingKey,
			isOffline: true,
		}),
	),
	{ what: "models: not answered", work: "models", standStill: unanswered("models") },
	{ what: "models: half answered", work: "models", standStill: halfAnswered("models") },
	{ what: "models: half refused", work: "models", standStill: halfRefused("models") },
	{ what: "models: waits", work: "models", standStill: waiting("models"), isOffline: true },
	{ what: "generate: not answered", work: "ask", standStill: unanswered("stream") },
	{ what: "generate: half refused", work: "ask", standStill: halfRefused("stream") },
	{ what: "generate: waits", work: "ask", standStill: waiting("stream"), isOffline: true },
	{
		what: "stream: behind the first word",
		work: "ask",
		standStill: (still, closed) => ({
			fault: [
				"stream",
				(response) => {
					response.on("close", closed);
					response.writeHead(200, eventStream).write(event(chunk({ text: "A" })), still);
				},
			],
		}),
	},
	{
		what: "generate: in line behind four others",
		work: "ask",
		isOffline: true,
		standStill: (still) => {
			let held = 0;
			const hold: Fault = { kind: "stall", onStalled: () => ++held === 4 && still() };
			const before = (client: GeminiClient) => {
				const { signal } = new AbortController();
				for (let count = 0; count < 4; count++) {
					// They end with the server.
					void client
						.stream({ model: "gemini-3.8-flash", contents: "?" }, signal)
						.next()
						.catch(() => undefined);
				}
			};
			return { fault: ["stream", hold], before };
		},
	},
	...(["start", "piece", "finalize"] as const).flatMap((phase): Stop[] => [
		{ what: `${phase}: not answered`, work: "upload", standStill: unanswered(phase) },
		{ what: `${phase}: half answered`, work: "upload", standStill: halfAnswered(phase) },
		{ what: `${phase}: half refused`, work: "upload", standStill: halfRefused(phase) },
		{ what: `${phase}: waits`, work: "upload", standStill: waiting(phase), isOffline: true },
	]),
	{ what: "piece: half sent", work: "upload", standStill: () => ({ choke: "piece" }) },
];

describe("Who stops is felt at once, and at the other end of the line", () => {
	for (const { what, work, standStill, isOffline } of stops) {
		it(what, async () => {
			const server = new FaultServer();
			await server.start();
			const goOn = Promise.withResolvers<void>();
			try {
				const still = Promise.withResolvers<void>();
				const closed = Promise.withResolvers<void>();
				const standing = standStill(still.resolve, closed.resolve);
				const { fault, choke, isStopped } = standing;
				server.faultOf = ({ phase }) => (phase === fault?.[0] ? fault[1] : undefined);
				server.chokeOf = (phase) =>
					phase === choke
						? { onChoked: still.resolve, onClosed: closed.resolve, until: goOn.promise }
						: undefined;
				const endpoint =
					standing.endpoint ??
					(async () => ({ key: "not-a-real-key-0123456789", baseUrl: server.url }));
				const clock = isStopped ? new StoppedClock() : new FakeClock();
				const client = new GeminiClient({ endpoint, clock });
				const files = new Files({ endpoint, clock });
				const uploads = new Uploads({
					endpoint,
					memory: new Memory(),
					warn: (line) => assert.fail(line),
					filesAt: (at) => new Files({ endpoint: async () => at, clock }),
				});
				const stop = new AbortController();
				const { signal } = stop;
				standing.before?.(client);
				const onWaiting = (wait: unknown) => {
					if (wait) still.resolve();
				};
				const ended = works[work]({ client, files, uploads, signal, onWaiting }).then(
					() => assert.fail("it came to an end of its own"),
					(error: Error) => ({ name: error.name, at: performance.now() }),
				);
				await still.promise;
				const { length } = server.seen;
				const begun = performance.now();
				stop.abort();
				const { name, at } = await ended;
				assert.equal(name, "Cancelled");
				assert(at - begun < atOnce, `it took ${at - begun} ms`);
				goOn.resolve();
				if (!isOffline) await closed.promise;
				assert.equal(server.seen.length, length, "it asked for something more");
				assert.deepEqual(isOffline ? [] : clock.alarms, []);
			} finally {
				goOn.resolve();
				await server.stop();
			}
		});
	}
});
